package org.tradewind.cost;

/// What one launch makes the MAC array of a PE do, in counts that no cost is in yet. A launch is
/// cut into tiles, one output a cell, and all tiles do the same: those at an edge leave cells idle.
///
/// @param tiles how often the array is filled with outputs
/// @param stepsPerTile multiply-accumulates that each cell does for its output, one a cycle
/// @param runsPerTile how often a tile loads its shift register anew; 0 without one
/// @param bytesPerRun what the shift register holds then, read in whole words of the port
/// @param streamedBytesPerTile operands that are read without a gap
/// @param prefetched whether operands are read while the array works on earlier ones; otherwise
///   reading and working take turns
/// @param writtenBytes results of all tiles together
/// @param macs multiply-accumulates of two 8-bit operands that outputs needed, idle cells left out;
///   one of 16 by 8 bits is two of them, one of 16 by 16 bits four
public record MacArrayWork(
    long tiles,
    long stepsPerTile,
    long runsPerTile,
    long bytesPerRun,
    long streamedBytesPerTile,
    boolean prefetched,
    long writtenBytes,
    long macs) {}
