package org.tradewind.cost;

import org.tradewind.unit.Ticks;

/// What took power, bin by bin: whole numbers, so that it does not matter in which order they were
/// counted. Arrays by [org.tradewind.machine.PerformanceLevel], then bin; identity equality.
///
/// What came before the first bin (work at the start interrupt) is counted in it, what came after
/// the last one (a MAC array that ends later than all cores) in that.
///
/// @param binTicks how long a bin is; the last one may be shorter
/// @param ticks of all bins
/// @param peTicks time that PEs were at the level, asleep or awake, added up
/// @param awakeTicks time that their cores were awake
/// @param macs multiply-accumulates of MAC arrays
/// @param dramBytes that were read or written
public record UsageByTime(
    long binTicks,
    long ticks,
    long[][] peTicks,
    long[][] awakeTicks,
    long[][] macs,
    long[] dramBytes) {
  /// Where nobody asked.
  public static UsageByTime none() {
    return new UsageByTime(1, 0, new long[2][0], new long[2][0], new long[2][0], new long[0]);
  }

  public int bins() {
    return dramBytes.length;
  }

  /// How long a bin is.
  public double seconds(int bin) {
    return Ticks.toSeconds(Math.min(binTicks, ticks - bin * binTicks));
  }
}
