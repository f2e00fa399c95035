package org.tradewind.run;

import java.util.Arrays;
import org.tradewind.cost.UsageByTime;
import org.tradewind.machine.PerformanceLevel;

/// Counts what takes power on a chip by time, in whole numbers: whichever chip or thread counts
/// first, the sums are the same.
final class PowerBins {
  private static final int LEVELS = PerformanceLevel.values().length;

  // rows, the first three with one for each level
  private static final int STAY = 0;
  private static final int AWAKE = LEVELS;
  private static final int MACS = 2 * LEVELS;
  private static final int DRAM = 3 * LEVELS;
  private static final int ROWS = DRAM + 1;

  private long fromTick;
  private final long binTicks;
  private final long[][] rows = new long[ROWS][16];

  /// Bins in which something was counted.
  private int bins;

  PowerBins(long binTicks) {
    this.binTicks = binTicks;
  }

  /// The first bin begins here; what is earlier is counted in it. Before anything is counted.
  PowerBins countFrom(long tick) {
    fromTick = tick;
    return this;
  }

  /// A PE was at a level.
  void stay(PerformanceLevel level, long from, long to) {
    spread(STAY + level.ordinal(), from, to, to - from);
  }

  /// A core was awake.
  void awake(PerformanceLevel level, long from, long to) {
    spread(AWAKE + level.ordinal(), from, to, to - from);
  }

  /// A MAC array worked.
  void macs(PerformanceLevel level, long from, long to, long count) {
    spread(MACS + level.ordinal(), from, to, count);
  }

  /// A burst was read or written.
  void dram(long tick, int bytes) {
    add(DRAM, bin(tick), bytes);
  }

  private int bin(long tick) {
    return (int) Math.max(0, (tick - fromTick) / binTicks);
  }

  /// Evenly over the time, so that all bins together have exactly `amount`.
  private void spread(int row, long from, long to, long amount) {
    long done = 0;
    for (int bin = bin(from); done < amount; bin++) {
      long end = fromTick + (bin + 1L) * binTicks;
      long until = end >= to ? amount : share(amount, end - from, to - from);
      add(row, bin, until - done);
      done = until;
    }
  }

  private static long share(long amount, long part, long whole) {
    return amount == whole ? part : (long) ((double) amount * part / whole);
  }

  private void add(int row, int bin, long amount) {
    if (bin >= rows[row].length) {
      rows[row] = Arrays.copyOf(rows[row], Math.max(bin + 1, 2 * rows[row].length));
    }
    rows[row][bin] += amount;
    bins = Math.max(bins, bin + 1);
  }

  void addAll(PowerBins other) {
    for (int row = 0; row < ROWS; row++) {
      for (int bin = 0; bin < Math.min(other.bins, other.rows[row].length); bin++) {
        if (other.rows[row][bin] != 0) {
          add(row, bin, other.rows[row][bin]);
        }
      }
    }
  }

  /// What was counted in a run of so many ticks.
  UsageByTime until(long ticks) {
    int all = Math.max(1, Math.toIntExact(Math.ceilDiv(ticks, binTicks)));
    return new UsageByTime(
        binTicks,
        ticks,
        byLevel(STAY, all),
        byLevel(AWAKE, all),
        byLevel(MACS, all),
        row(DRAM, all));
  }

  private long[][] byLevel(int first, int all) {
    var of = new long[LEVELS][];
    Arrays.setAll(of, level -> row(first + level, all));
    return of;
  }

  private long[] row(int row, int all) {
    long[] cut = Arrays.copyOf(rows[row], all);
    for (int bin = all; bin < rows[row].length; bin++) {
      cut[all - 1] += rows[row][bin];
    }
    return cut;
  }

  void save(State.Writer out) {
    out.put(fromTick);
    out.put(bins);
    for (long[] row : rows) {
      out.put(row);
    }
  }

  void restore(State.Reader in) {
    fromTick = in.getLong();
    bins = in.getInt();
    for (int row = 0; row < ROWS; row++) {
      rows[row] = in.getLongs();
    }
  }
}
