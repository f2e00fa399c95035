package org.tradewind.random;

/// Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC
/// 2011): ten rounds that turn a 128-bit counter and a 64-bit key into 128 random bits. Stateless:
/// there is no stream to share.
///
/// Convention here: key = the run's seed; counter = (owner: 64 bits, step: 32 bits, draw: 32 bits).
public final class Philox {
  private static final int MULTIPLIER_0 = 0xD2511F53;
  private static final int MULTIPLIER_1 = 0xCD9E8D57;
  private static final int WEYL_0 = 0x9E3779B9;
  private static final int WEYL_1 = 0xBB67AE85;

  private Philox() {}

  /// The first 64 of the 128 bits for this counter.
  public static long bits(long seed, long owner, int step, int draw) {
    int c0 = (int) owner;
    int c1 = (int) (owner >>> 32);
    int c2 = step;
    int c3 = draw;
    int k0 = (int) seed;
    int k1 = (int) (seed >>> 32);
    for (int round = 0; round < 10; round++) {
      long p0 = (MULTIPLIER_0 & 0xFFFFFFFFL) * (c0 & 0xFFFFFFFFL);
      long p1 = (MULTIPLIER_1 & 0xFFFFFFFFL) * (c2 & 0xFFFFFFFFL);
      int n0 = (int) (p1 >>> 32) ^ c1 ^ k0;
      int n2 = (int) (p0 >>> 32) ^ c3 ^ k1;
      c1 = (int) p1;
      c3 = (int) p0;
      c0 = n0;
      c2 = n2;
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
    return (c0 & 0xFFFFFFFFL) | ((long) c1 << 32);
  }

  /// All 128 bits for this counter, as four words; the first two are those of [#bits].
  static void block(long seed, long owner, int step, int draw, int[] into) {
    int c0 = (int) owner;
    int c1 = (int) (owner >>> 32);
    int c2 = step;
    int c3 = draw;
    int k0 = (int) seed;
    int k1 = (int) (seed >>> 32);
    for (int round = 0; round < 10; round++) {
      long p0 = (MULTIPLIER_0 & 0xFFFFFFFFL) * (c0 & 0xFFFFFFFFL);
      long p1 = (MULTIPLIER_1 & 0xFFFFFFFFL) * (c2 & 0xFFFFFFFFL);
      int n0 = (int) (p1 >>> 32) ^ c1 ^ k0;
      int n2 = (int) (p0 >>> 32) ^ c3 ^ k1;
      c1 = (int) p1;
      c3 = (int) p0;
      c0 = n0;
      c2 = n2;
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
    into[0] = c0;
    into[1] = c1;
    into[2] = c2;
    into[3] = c3;
  }

  /// A stream of words: those of draw 0, then of draw 1, and so on.
  ///
  /// @param count how many are written, from the beginning of `into`
  public static void words(long seed, long owner, int step, int[] into, int count) {
    for (int i = 0; i < count; i += 4) {
      var block = new int[4];
      block(seed, owner, step, i >> 2, block);
      // the array stays in registers as long as nobody else sees it
      into[i] = block[0];
      if (i + 1 < count) {
        into[i + 1] = block[1];
      }
      if (i + 2 < count) {
        into[i + 2] = block[2];
      }
      if (i + 3 < count) {
        into[i + 3] = block[3];
      }
    }
  }

  /// Uniform in [0, 1) with 53 bits.
  public static double uniform(long seed, long owner, int step, int draw) {
    return (bits(seed, owner, step, draw) >>> 11) * 0x1.0p-53;
  }

  /// Uniform whole number in [0, bound), by 64-bit multiply-high; its bias is below bound / 2^64.
  public static int below(int bound, long seed, long owner, int step, int draw) {
    return (int) Math.unsignedMultiplyHigh(bits(seed, owner, step, draw), bound);
  }

  /// Standard normal, by Box and Muller from the draws `draw` and `draw + 1`.
  public static double normal(long seed, long owner, int step, int draw) {
    double u = 1 - uniform(seed, owner, step, draw);
    double v = uniform(seed, owner, step, draw + 1);
    return StrictMath.sqrt(-2 * StrictMath.log(u)) * StrictMath.cos(2 * Math.PI * v);
  }
}
