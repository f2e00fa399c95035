package org.tradewind.cost;

import org.tradewind.machine.PerformanceLevel;

/// Joules of a run from its counts, split by cause.
public final class Energy {
  private Energy() {}

  /// @param chips powered chips
  /// @param pes PEs that are powered (asleep or awake); all others are off
  /// @param seconds model time
  /// @param coreCycles active cycles of all cores
  /// @param counts of everything, for the network's share
  /// @return joules, as a tree whose parts sum to it
  public static Explained explain(
      int chips, int pes, double seconds, PerformanceLevel level, Counts counts) {
    throw new UnsupportedOperationException();
  }
}
