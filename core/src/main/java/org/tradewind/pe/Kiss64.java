package org.tradewind.pe;

import java.util.function.IntSupplier;

/// The PE's random numbers, 32 bits a draw: "MARS KISS64" (CHIP), which is Marsaglia's KISS as Jones
/// gave it ("Good practice in (pseudo) random number generation for bioinformatics applications",
/// JKISS): a linear congruential, a shift-register and a multiply-with-carry generator, added. The
/// chip's software library has a generator of this name (SpiNNakerManchester/spinn_common); that the
/// hardware is bit-identical to it is derived from seeds that a prototype's software writes.
///
///     x = 314527869 x + 1234567
///     y ^= y << 5;  y ^= y >>> 7;  y ^= y << 22
///     t = 4294584393 z + c;  c = high half of t;  z = low half of t
///     draw = x + y + z
public final class Kiss64 implements IntSupplier {
  private static final long MULTIPLIER = 4_294_584_393L;

  /// A carry stays below it, or the period is not the full one.
  private static final int CARRY_BOUND = 698_769_068;

  /// What a y of 0, which would stay 0, is replaced with.
  private static final int Y_FOR_ZERO = 13_031_301;

  private int x;
  private int y;
  private int z;
  private int c;

  private Kiss64(int x, int y, int z, int c) {
    this.x = x;
    this.y = y;
    this.z = z;
    this.c = c;
  }

  /// In the published default state.
  public Kiss64() {
    this(123456789, 987654321, 43219876, 6543217);
  }

  /// From four words of seed, made valid first as the chip's library does: y is not 0, and c, read
  /// without sign, is c mod 698769068 + 1.
  public static Kiss64 seeded(int x, int y, int z, int c) {
    return new Kiss64(x, y == 0 ? Y_FOR_ZERO : y, z, Integer.remainderUnsigned(c, CARRY_BOUND) + 1);
  }

  /// Seeded with four words of a true random source.
  public static Kiss64 seeded(IntSupplier entropy) {
    return seeded(entropy.getAsInt(), entropy.getAsInt(), entropy.getAsInt(), entropy.getAsInt());
  }

  /// Goes on from a [#state], which a program may keep in its memory to have several generators.
  public static Kiss64 resumed(int... state) {
    return new Kiss64(state[0], state[1], state[2], state[3]);
  }

  /// Its four words, for [#resumed].
  public int[] state() {
    return new int[] {x, y, z, c};
  }

  /// The next 32 bits.
  @Override
  public int getAsInt() {
    x = 314527869 * x + 1234567;
    y ^= y << 5;
    y ^= y >>> 7;
    y ^= y << 22;
    long t = MULTIPLIER * Integer.toUnsignedLong(z) + Integer.toUnsignedLong(c);
    c = (int) (t >>> Integer.SIZE);
    z = (int) t;
    return x + y + z;
  }
}
