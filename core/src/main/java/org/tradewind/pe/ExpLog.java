package org.tradewind.pe;

import org.tradewind.machine.Spinnaker2;

/// The exp and ln unit: one word in, one word out, each s16.15, s0.31 or float as the program
/// chooses, after 1 to 16 iterations.
///
/// Published are the formats, the latency of 6 + n cycles, 1-2 ulp, and that results are monotonic
/// (CHIP); that the unit is iterative and gives precision for latency (Mikaitis et al., ARITH 2018);
/// not its iteration. Ours is the multiplicative normalisation of Chen ("Automatic computation of
/// exponentials, logarithms, ratios and square roots", IBM J. Res. Dev. 16, 1972), because it fits
/// all of that: each iteration is a shift, an addition and a constant ln(1 + 2^-i), and one
/// multiplication at the end brings as many bits again as the iterations did, so 16 of them give
/// 32 bits.
///
///     exp(x) = 2^k y,  x = k ln 2 + r,  0 <= r < ln 2
///       y = 1;  for i = 1 ... n:  if r >= ln(1 + 2^-i):  r -= ln(1 + 2^-i),  y *= 1 + 2^-i
///       y *= 1 + r                        e^r is larger by less than r^2 y / 2 < 2^-2n y
///     ln(v) = e ln 2 - s,  v = 2^e m,  1/2 < m <= 1
///       s = 0;  for i = 1 ... n:  if m (1 + 2^-i) <= 1:  m *= 1 + 2^-i,  s += ln(1 + 2^-i)
///       d = 1 - m;  s += d (1 + d / 2)    -ln(1 - d) is larger by less than d^3 / 2 < 2^-3n
///
/// After n iterations r and d are below 2^-n. Both are monotonic whatever n is: within one row of
/// decisions exp is a line and ln a parabola that rise; from one row to the next exp jumps up,
/// because 1 + r is below e^r, and so does ln, because -d - d^2 / 2 is above ln(1 - d).
///
/// The largest errors in units in the last place of s16.15, from and to s16.15, over all arguments
/// whose result does not saturate; 0.5 is correct rounding:
///
/// | n | cycles | exp, x < 0 | exp | ln |
/// |---|---|---|---|---|
/// | 1 | 7 | 1550 | 1.02e8 | 544 |
/// | 2 | 8 | 660 | 4.33e7 | 104 |
/// | 4 | 10 | 57.4 | 3.78e6 | 2.83 |
/// | 6 | 12 | 4.11 | 2.51e5 | 0.541 |
/// | 8 | 14 | 0.731 | 16300 | 0.501 |
/// | 10 | 16 | 0.512 | 1016 | 0.501 |
/// | 12 | 18 | 0.501 | 63.9 | 0.501 |
/// | 14 | 20 | 0.501 | 4.44 | 0.501 |
/// | 16 | 22 | 0.501 | 0.724 | 0.501 |
///
/// Relative to e^x, exp is off by half of 4^-n at most: the 1.02e8 units are 6 %. To s0.31 and float
/// the errors after 16 iterations are at most 0.72 and 0.51 units.
///
/// Numbers in between have 56 bits of fraction (ours), far more than any result, so that the
/// rounding of steps is never seen and results are the formulas above, rounded once: to nearest,
/// ties up, for fixed point; to nearest, ties to even, for float. Fixed-point results saturate. ln
/// of 0 and below is the least number of a fixed-point format; in float it is minus infinity and
/// NaN. A fixed-point result of NaN is 0.
public final class ExpLog {
  /// Bits of fraction in between.
  private static final int FRACTION = 56;

  private static final long ONE = 1L << FRACTION;
  private static final long LN_2 = 0xB17217F7D1CF7AL;

  /// ln(1 + 2^-i), i counting from 1.
  private static final long[] LN = {
    0x67CC8FB2FE6130L,
    0x391FEF8F353443L,
    0x1E27076E2AF2E6L,
    0xF85186008B153L,
    0x7E0A6C39E0CC0L,
    0x3F815161F807CL,
    0x1FE02A6B10679L,
    0xFF805515885EL,
    0x7FE00AA6AC44L,
    0x3FF801551562L,
    0x1FFE002AA6ABL,
    0xFFF80055515L,
    0x7FFE000AAA7L,
    0x3FFF8001555L,
    0x1FFFE0002ABL,
    0xFFFF800055L
  };

  /// Beyond these e^x is 0 or too large in every format.
  private static final double LEAST_EXPONENT = -110;

  private static final double MOST_EXPONENT = 90;

  private ExpLog() {}

  /// e^x.
  public static int exp(int word, Real from, Real to, int iterations) {
    check(iterations);
    double x = from.value(word);
    if (!(x > LEAST_EXPONENT && x < MOST_EXPONENT)) {
      return to.word(x < 0 ? 0 : x > 0 ? Double.POSITIVE_INFINITY : Double.NaN);
    }
    long fixed = (long) Math.floor(Math.scalb(x, FRACTION));
    long k = Math.floorDiv(fixed, LN_2);
    long r = fixed - k * LN_2;
    long y = ONE;
    for (int i = 1; i <= iterations; i++) {
      long step = LN[i - 1];
      if (r >= step) {
        r -= step;
        y += y >> i;
      }
    }
    y += product(y, r);
    return scaled(y, (int) k, to);
  }

  /// The natural logarithm of v.
  public static int ln(int word, Real from, Real to, int iterations) {
    check(iterations);
    double v = from.value(word);
    if (!(v > 0 && v < Double.POSITIVE_INFINITY)) {
      return v == 0 || (to.fixed() && v < 0)
          ? to.word(Double.NEGATIVE_INFINITY)
          : to.word(v > 0 ? v : Double.NaN);
    }
    int e = Math.getExponent(v) + 1;
    long m = (long) Math.scalb(v, FRACTION - e);
    if (m == ONE >> 1) {
      m = ONE;
      e--;
    }
    long s = 0;
    for (int i = 1; i <= iterations; i++) {
      long next = m + (m >> i);
      if (next <= ONE) {
        m = next;
        s += LN[i - 1];
      }
    }
    long d = ONE - m;
    s += d + (product(d, d) >> 1);
    return scaled(e * LN_2 - s, 0, to);
  }

  /// a b for 0 <= a, b <= 2: of the whole product of 128 bits, those that have a place.
  private static long product(long a, long b) {
    int spare = Long.SIZE - FRACTION;
    return Math.multiplyHigh(a << spare - 2, b << 2);
  }

  /// value 2^power, rounded into a format.
  private static int scaled(long value, int power, Real to) {
    if (!to.fixed()) {
      return Float.floatToIntBits((float) Math.scalb((double) value, power - FRACTION));
    }
    int gone = FRACTION - to.fractionBits() - power;
    if (gone <= 0) {
      return to.word(value); // at least 2^FRACTION, or 0
    }
    if (gone > FRACTION + 2) {
      return 0; // exp of much less than 0, below half a unit
    }
    long rounded = (value >> gone) + (value >> gone - 1 & 1);
    return Math.clamp(rounded, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  private static void check(int iterations) {
    int most = Spinnaker2.EXP_LOG_ITERATIONS.whole();
    if (iterations < 1 || iterations > most) {
      throw new IllegalArgumentException(
          "exp and ln take 1 ... " + most + " iterations, not " + iterations);
    }
  }
}
