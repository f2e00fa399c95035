package org.tradewind.learn;

/// The draws of `numpy.random.RandomState(seed)`, to the bit: published data sets are made with
/// them. Our own draws are those of `random`; this is a stream, and belongs to whoever made it.
///
/// The generator is MT19937 (Matsumoto and Nishimura, "Mersenne Twister", ACM TOMACS 8, 1998).
public final class NumpyRandom {
  private static final int LENGTH = 624;
  private static final int SHIFT = 397;
  private static final int UPPER = 0x80000000;
  private static final int TWIST = 0x9908B0DF;

  private final int[] state = new int[LENGTH];
  private int next = LENGTH;

  private double kept;
  private boolean hasKept;

  /// @param seed 32 bits, unsigned
  public NumpyRandom(int seed) {
    state[0] = seed;
    for (int i = 1; i < LENGTH; i++) {
      state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
    }
  }

  /// 32 bits.
  public int bits() {
    if (next == LENGTH) {
      twist();
    }
    int y = state[next++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9D2C5680;
    y ^= (y << 15) & 0xEFC60000;
    return y ^ (y >>> 18);
  }

  /// As `rand()`: uniform in [0, 1) with 53 bits.
  public double uniform() {
    long high = bits() >>> 5;
    long low = bits() >>> 6;
    return (high * 67108864.0 + low) / 9007199254740992.0;
  }

  /// As `uniform(low, high)`.
  public double uniform(double low, double high) {
    return low + (high - low) * uniform();
  }

  /// As `randn()`: standard normal, by Marsaglia's polar method, which makes two at a time.
  public double normal() {
    if (hasKept) {
      hasKept = false;
      return kept;
    }
    double x1;
    double x2;
    double r2;
    do {
      x1 = 2 * uniform() - 1;
      x2 = 2 * uniform() - 1;
      r2 = x1 * x1 + x2 * x2;
    } while (r2 >= 1 || r2 == 0);
    double f = Math.sqrt(-2 * StrictMath.log(r2) / r2);
    kept = f * x1;
    hasKept = true;
    return f * x2;
  }

  /// As `shuffle(values)`: in place.
  public void shuffle(int[] values) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = below(i + 1);
      int moved = values[i];
      values[i] = values[j];
      values[j] = moved;
    }
  }

  /// As `randint(bound)`: uniform in [0, bound), from as many low bits as it needs, drawn again
  /// until they are below the bound. A bound of 1 draws nothing.
  public int below(int bound) {
    if (bound < 1) {
      throw new IllegalArgumentException("nothing is drawn below " + bound);
    }
    if (bound == 1) {
      return 0;
    }
    int mask = -1 >>> Integer.numberOfLeadingZeros(bound - 1);
    while (true) {
      int value = bits() & mask;
      if (value < bound) {
        return value;
      }
    }
  }

  private void twist() {
    for (int i = 0; i < LENGTH; i++) {
      int y = (state[i] & UPPER) | (state[(i + 1) % LENGTH] & ~UPPER);
      state[i] = state[(i + SHIFT) % LENGTH] ^ (y >>> 1) ^ ((y & 1) == 0 ? 0 : TWIST);
    }
    next = 0;
  }
}
