package org.tradewind.pe;

/// What the MAC array does with an accumulator before it writes it, in this order: ReLU, arithmetic
/// shift to the right (which rounds down), narrowing to the format.
///
/// @param shift bits shifted out, less than 32
/// @param relu whether what is negative becomes 0
/// @param saturating whether what the format cannot hold becomes its nearest value; otherwise the
///   lower bits are kept. Truncation is what is published; saturation is there because the
///   published quantisation to int8 needs it somewhere
public record MacOutput(MacFormat format, int shift, boolean relu, boolean saturating) {
  public MacOutput {
    if (shift < 0 || shift >= Integer.SIZE) {
      throw new IllegalArgumentException("shift is " + shift + ", not 0 ... 31");
    }
  }

  /// Whole accumulators, in 32 bits.
  public static MacOutput accumulators() {
    return new MacOutput(MacFormat.S32, 0, false, false);
  }

  int of(long accumulator) {
    long rectified = relu ? Math.max(0, accumulator) : accumulator;
    long shifted = rectified >> shift;
    return (int) (saturating ? format.saturated(shifted) : format.truncated(shifted));
  }
}
