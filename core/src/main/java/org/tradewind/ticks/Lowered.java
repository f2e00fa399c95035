package org.tradewind.ticks;

/// What a [Block] is made from.
///
/// @param base the shortest delay
/// @param delays how many there are from that to the longest
/// @param sides 2 where delays differ and any sums of inhibition are apart, else 1
/// @param coreOf of each place the core; their number is a power of two
/// @param dearest of each core the cycles of the dearest packet
record Lowered(
    int base,
    int delays,
    int sides,
    BlockRows lying,
    char[] coreOf,
    Sections sections,
    long[] dearest) {}
