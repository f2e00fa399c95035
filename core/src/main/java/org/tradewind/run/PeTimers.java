package org.tradewind.run;

import org.tradewind.unit.Ticks;

/// A PE's timers 1 and 2, on the reference clock of 1 MHz. Timer 0 is the timestep's.
final class PeTimers {
  private static final int TIMERS = 3;

  private final Chip chip;
  private final int p;

  /// How often each was started: an expiry of an earlier start does not count.
  private final int[] starts = new int[TIMERS];

  /// 0 where it comes once.
  private final long[] periodTicks = new long[TIMERS];

  PeTimers(Chip chip, int p) {
    this.chip = chip;
    this.p = p;
  }

  void start(int timer, long tick, long microseconds, boolean periodic) {
    if (timer < 1 || timer >= TIMERS || microseconds < 1) {
      throw new IllegalArgumentException(
          "timer " + timer + " of " + microseconds + " us; a program has timers 1 and 2");
    }
    long period = microseconds * Ticks.PER_MICROSECOND;
    periodTicks[timer] = periodic ? period : 0;
    chip.expireAt(chip.clock().after(tick, period), p, timer, ++starts[timer]);
  }

  void stop(int timer) {
    starts[timer]++;
  }

  /// A time that was asked for has come; the next one of a periodic timer is asked for.
  ///
  /// @param start which start of the timer asked for it
  /// @return whether it counts still
  boolean expire(int timer, int start, long tick) {
    if (start != starts[timer]) {
      return false;
    }
    if (periodTicks[timer] > 0) {
      chip.expireAt(chip.clock().after(tick, periodTicks[timer]), p, timer, start);
    }
    return true;
  }

  void save(State.Writer out) {
    out.put(starts, TIMERS);
    out.put(periodTicks);
  }

  void restore(State.Reader in) {
    System.arraycopy(in.getInts(), 0, starts, 0, TIMERS);
    in.get(periodTicks);
  }
}
