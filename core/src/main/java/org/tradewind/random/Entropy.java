package org.tradewind.random;

import java.util.function.IntSupplier;

/// Stands in for the true random generator of one chip, whose entropy is the jitter of a clock
/// (CHIP): words that look like it and are the same whenever the seed is.
///
/// It lives here and not with the accelerators because it is no fact of the machine, and because
/// what takes random words takes an [IntSupplier].
public final class Entropy implements IntSupplier {
  /// Keeps these draws apart from those of every network's owner.
  private static final long OWNER = 0xFFL << 56;

  private final long seed;
  private final long owner;
  private long taken;

  /// @param chip its number on the machine: each has its own words
  public Entropy(long seed, int chip) {
    this.seed = seed;
    this.owner = OWNER | Integer.toUnsignedLong(chip);
  }

  /// The next 32 bits.
  @Override
  public int getAsInt() {
    long draw = taken++;
    return (int) Philox.bits(seed, owner, (int) (draw >>> Integer.SIZE), (int) draw);
  }
}
