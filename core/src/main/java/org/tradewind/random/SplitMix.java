package org.tradewind.random;

/// SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA
/// 2014): word n is a bijective mix of begin + n times an odd constant. Two multiplications make 64
/// bits, where [Philox] needs twenty for 128: for who needs many words of one owner in one step,
/// and takes a [#begin] from Philox, which is as good as random.
public final class SplitMix {
  /// 2^64 over the golden ratio, made odd.
  private static final long GAMMA = 0x9E3779B97F4A7C15L;

  private SplitMix() {}

  /// Where the stream of an owner and a step begins: at the first 64 bits of their Philox block 0.
  public static long begin(long seed, long owner, int step) {
    return Philox.bits(seed, owner, step, 0);
  }

  /// Word n of the stream that begins there.
  public static long word(long begin, long n) {
    return mix(begin + n * GAMMA);
  }

  /// Word n as a number, uniform in [0, 1), of 53 bits.
  public static double uniform(long begin, int n) {
    return (word(begin, n) >>> 11) * 0x1p-53;
  }

  /// Words `first` and following.
  ///
  /// @param into from its beginning
  static void words(long begin, long first, long[] into, int count) {
    long at = begin + first * GAMMA;
    for (int i = 0; i < count; i++) {
      into[i] = mix(at + i * GAMMA);
    }
  }

  /// The stream that begins at a number of Philox, as words of 32 bits: the lower half of each word
  /// of the stream, then the upper.
  ///
  /// @param count how many are written, from the beginning of `into`
  public static void words(long seed, long owner, int step, int[] into, int count) {
    long begin = Philox.bits(seed, owner, step, 0);
    int pairs = count >> 1;
    for (int i = 0; i < pairs; i++) {
      long word = mix(begin + i * GAMMA);
      into[2 * i] = (int) word;
      into[2 * i + 1] = (int) (word >>> 32);
    }
    if ((count & 1) != 0) {
      into[count - 1] = (int) mix(begin + pairs * GAMMA);
    }
  }

  /// Stafford's variant 13 of the finaliser of MurmurHash3.
  private static long mix(long bits) {
    long z = (bits ^ bits >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }
}
