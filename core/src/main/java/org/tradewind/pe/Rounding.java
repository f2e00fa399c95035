package org.tradewind.pe;

import java.util.function.IntSupplier;
import org.tradewind.machine.Spinnaker2;

/// The rounding unit: integers lose up to 32 of their lowest bits and saturate to 64, 32 or 16;
/// floats become bfloat16. To the nearest, ties up, or stochastically, with a word of the PE's
/// random numbers: up with the probability of what is cut off, so that the mean stays (CHIP).
///
/// Ours, because not published: integers are signed; "up" is towards plus infinity for integers and
/// away from zero for floats, whose magnitude is rounded; NaN stays NaN and infinity infinity.
public final class Rounding {
  /// Bits of a float that a bfloat16 does not have.
  private static final int FLOAT_LSBS = 16;

  private Rounding() {}

  /// value / 2^lsbs to the nearest whole number, ties up, saturated to `bits`.
  ///
  /// @param lsbs lowest bits that go, 0 to 32
  /// @param bits of the result: 64, 32 or 16
  public static long nearest(long value, int lsbs, int bits) {
    check(lsbs, bits);
    long carry = lsbs == 0 ? 0 : value >> lsbs - 1 & 1;
    return saturated(value, lsbs, carry, bits);
  }

  /// value / 2^lsbs, up or down at random, saturated to `bits`. Takes one random word.
  public static long stochastic(long value, int lsbs, int bits, IntSupplier random) {
    check(lsbs, bits);
    long mask = (1L << lsbs) - 1;
    long carry = (value & mask) + (random.getAsInt() & mask) >> lsbs;
    return saturated(value, lsbs, carry, bits);
  }

  /// The bfloat16 nearest to a float, ties away from zero.
  public static short bfloat16(float value) {
    return upper(value, 1 << FLOAT_LSBS - 1);
  }

  /// One of the two bfloat16 around a float, at random. Takes one random word.
  public static short stochasticBfloat16(float value, IntSupplier random) {
    return upper(value, random.getAsInt() & (1 << FLOAT_LSBS) - 1);
  }

  private static short upper(float value, int added) {
    if (Float.isNaN(value)) {
      return (short) (Float.floatToIntBits(Float.NaN) >> FLOAT_LSBS);
    }
    int bits = Float.floatToRawIntBits(value);
    return (short) ((Float.isInfinite(value) ? bits : bits + added) >> FLOAT_LSBS);
  }

  /// Nothing overflows before it saturates: a carry comes only where bits went.
  private static long saturated(long value, int lsbs, long carry, int bits) {
    long rounded = (value >> lsbs) + carry;
    long least = -1L << bits - 1;
    return Math.clamp(rounded, least, ~least);
  }

  private static void check(int lsbs, int bits) {
    int most = Spinnaker2.ROUNDING_LSBS.whole();
    if (lsbs < 0 || lsbs > most) {
      throw new IllegalArgumentException("rounds off 0 ... " + most + " bits, not " + lsbs);
    }
    if (bits != Long.SIZE && bits != Integer.SIZE && bits != Short.SIZE) {
      throw new IllegalArgumentException("rounds to 64, 32 or 16 bits, not " + bits);
    }
  }
}
