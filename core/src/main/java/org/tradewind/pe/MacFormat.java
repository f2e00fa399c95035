package org.tradewind.pe;

/// How the MAC array reads an operand or writes a result. Operands have 8 or 16 bits. The array
/// takes and gives `int`s here, one a value; one of [#U32] is its 32 bits.
public enum MacFormat {
  U8(8, false),
  S8(8, true),
  U16(16, false),
  S16(16, true),
  U32(32, false),
  S32(32, true);

  private final int bits;
  private final boolean signed;

  MacFormat(int bits, boolean signed) {
    this.bits = bits;
    this.signed = signed;
  }

  public int bits() {
    return bits;
  }

  public int bytes() {
    return bits / Byte.SIZE;
  }

  public boolean signed() {
    return signed;
  }

  /// Smallest value.
  public long least() {
    return signed ? -1L << (bits - 1) : 0;
  }

  /// Largest value.
  public long most() {
    return (1L << (signed ? bits - 1 : bits)) - 1;
  }

  /// What is left of a number when only this format's bits are kept.
  long truncated(long value) {
    int gone = Long.SIZE - bits;
    return signed ? value << gone >> gone : value << gone >>> gone;
  }

  long saturated(long value) {
    return Math.clamp(value, least(), most());
  }

  /// Whether the array multiplies such values.
  boolean operand() {
    return bits <= Short.SIZE;
  }
}
