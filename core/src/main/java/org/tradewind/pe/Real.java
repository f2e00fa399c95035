package org.tradewind.pe;

/// The three ways in which a 32-bit word is a real number to the exp/ln unit.
public enum Real {
  /// 15 bits of fraction: [-65536, 65536), a unit in the last place is 2^-15.
  S16_15(15),
  /// 31 bits of fraction: [-1, 1).
  S0_31(31),
  /// IEEE 754 single precision.
  FLOAT32(0);

  private static final double LEAST = Integer.MIN_VALUE;
  private static final double MOST = Integer.MAX_VALUE;

  private final int fractionBits;

  Real(int fractionBits) {
    this.fractionBits = fractionBits;
  }

  public boolean fixed() {
    return this != FLOAT32;
  }

  /// Of a fixed-point format.
  public int fractionBits() {
    if (!fixed()) {
      throw new IllegalStateException("the fraction of a float is not fixed");
    }
    return fractionBits;
  }

  /// What a word stands for, exactly.
  public double value(int word) {
    return fixed() ? Math.scalb((double) word, -fractionBits) : Float.intBitsToFloat(word);
  }

  /// The word nearest to a number, ties up; fixed point saturates, and reads what is not a number
  /// as 0.
  public int word(double value) {
    return fixed()
        ? (int) Math.clamp(Math.floor(Math.scalb(value, fractionBits) + 0.5), LEAST, MOST)
        : Float.floatToIntBits((float) value);
  }
}
