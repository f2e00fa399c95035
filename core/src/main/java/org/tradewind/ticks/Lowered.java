package org.tradewind.ticks;

import java.util.Optional;

/// What a [Block] is made from.
///
/// @param base the shortest delay
/// @param delays how many there are from that to the longest
/// @param sides 2 where delays differ and any sums of inhibition are apart, else 1
/// @param dense the same rows once more, where they are dense
/// @param coreOf of each place the core; their number is a power of two
/// @param dearest of each core the cycles of the dearest packet
/// @param bare of each core the cycles of the dearest packet that brings no synapse
/// @param perSynapse of each core the cycles that a synapse more takes at most
record Lowered(
    int base,
    int delays,
    int sides,
    BlockRows lying,
    Optional<DenseRows> dense,
    char[] coreOf,
    Sections sections,
    long[] dearest,
    long[] bare,
    long[] perSynapse) {}
