package org.tradewind.run;

/// The clock that paces the timers of a chip's cores, against the machine's time.
///
/// What cores, networks and links take stays in the machine's time: over a handler of 1 ms a drift
/// of 50 ppm is 50 ns, and it does not add up as that of timers does.
///
/// @param startTick when the chip starts
/// @param stretch how much longer its seconds are: 50e-6 is 50 ppm slow
record ChipClock(long startTick, double stretch) {
  /// Starts at 0 and is right.
  static final ChipClock RIGHT = new ChipClock(0, 0);

  /// When the clock has counted so many ticks from its start on.
  long at(long ticks) {
    return startTick + ticks + Math.round(ticks * stretch);
  }

  /// When it has counted so many ticks from a time on. The time counted is taken back to whole
  /// ticks first, so that a periodic timer's roundings do not add up.
  long after(long tick, long ticks) {
    return stretch == 0 ? tick + ticks : at(Math.round((tick - startTick) / (1 + stretch)) + ticks);
  }
}
