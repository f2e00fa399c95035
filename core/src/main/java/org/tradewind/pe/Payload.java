package org.tradewind.pe;

/// What a packet carries beside its key: 0, 32, 64 or 128 bits (CHIP, SP24).
///
/// @param bits 0, 32, 64 or 128
/// @param low the first 64 bits; of 32 bits the lower half
/// @param high the second 64 bits; 0 where there are none
public record Payload(int bits, long low, long high) {
  public static final Payload NONE = new Payload(0, 0, 0);

  public Payload {
    if (bits != 0 && bits != 32 && bits != 64 && bits != 128) {
      throw new IllegalArgumentException("a payload has 0, 32, 64 or 128 bits, not " + bits);
    }
    if (bits < 128 && high != 0 || bits < 64 && low >>> bits != 0) {
      throw new IllegalArgumentException("more than " + bits + " bits: " + low + ", " + high);
    }
  }

  public static Payload of(int word) {
    return new Payload(32, word & 0xFFFF_FFFFL, 0);
  }

  public static Payload of(long words) {
    return new Payload(64, words, 0);
  }

  public static Payload of(long low, long high) {
    return new Payload(128, low, high);
  }

  /// Word i of 32 bits, counted from the lowest.
  public int word(int i) {
    if (i < 0 || 32 * i >= bits) {
      throw new IllegalArgumentException("a payload of " + bits + " bits has no word " + i);
    }
    return (int) ((i < 2 ? low : high) >>> 32 * (i & 1));
  }
}
