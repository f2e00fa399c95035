package org.tradewind.cost;

import org.tradewind.machine.PerformanceLevel;
import org.tradewind.unit.Ticks;

/// What one or many PEs did at one performance level.
///
/// @param peTicks the time that they were at it, asleep or awake, added up: ticks of 1/6 ns
/// @param counts what they did meanwhile; nobody may change it
public record Usage(PerformanceLevel level, long peTicks, Counts counts) {
  /// The part of [#peTicks] in which their cores were awake. Waiting for a change of level is none.
  public long awakeTicks() {
    return counts.cycles() * Ticks.perCycle(level.clockMhz().whole());
  }

  /// Both together; they are of the same level.
  public Usage plus(Usage other) {
    var sum = new Counts();
    sum.addAll(counts);
    sum.addAll(other.counts);
    return new Usage(level, peTicks + other.peTicks, sum);
  }
}
