package org.tradewind.unit;

/// Machine time. A tick is 1/6 ns, the longest time of which every clock of the machine has a whole
/// period: 400, 300, 150, 125 and 100 MHz and the 1 MHz timer reference. So no time is ever
/// rounded.
///
/// A `long` of ticks lasts 48 years. Intervals are half-open, [from, to). The timer period of a
/// spiking network is called a *timestep*, never a tick (docs/words.md).
public final class Ticks {
  /// 6000 MHz: the least common multiple of the machine's clocks.
  public static final long PER_MICROSECOND = 6_000;

  public static final long PER_MILLISECOND = 1_000 * PER_MICROSECOND;
  public static final long PER_SECOND = 1_000 * PER_MILLISECOND;

  private Ticks() {}

  /// Ticks in one period of a clock.
  ///
  /// @param megahertz the clock; must divide 6000, else [IllegalArgumentException]: such a clock is
  ///   not the machine's
  public static int perCycle(int megahertz) {
    if (megahertz <= 0 || PER_MICROSECOND % megahertz != 0) {
      throw new IllegalArgumentException(megahertz + " MHz has no whole period in ticks of 1/6 ns");
    }
    return (int) (PER_MICROSECOND / megahertz);
  }

  /// Nearest whole number of ticks in a time given in seconds.
  public static long ofSeconds(double seconds) {
    return Math.round(seconds * PER_SECOND);
  }

  public static double toSeconds(long ticks) {
    return (double) ticks / PER_SECOND;
  }

  public static double toNanoseconds(long ticks) {
    return ticks / 6.0;
  }
}
