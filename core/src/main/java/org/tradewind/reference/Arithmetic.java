package org.tradewind.reference;

/// What a real number is.
public enum Arithmetic {
  /// 64 bits: the mathematics.
  DOUBLE,
  /// 32 bits after every operation: the chip's FPU, bit for bit. (Rounding a double operation on
  /// floats to float is correctly rounded for +, - and *.)
  SINGLE;

  public double round(double value) {
    return this == SINGLE ? (float) value : value;
  }
}
