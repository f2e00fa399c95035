package org.tradewind.random;

/// Words of 32 bits, each a bijective mix of its number in two keys: for who needs one for each of
/// many elements at once, as C2 makes vector instructions of multiplications of 32 bits alone.
///
/// The mix is `triple32` (Wellons, "hash-prospector", 2018), of n times an odd constant plus the
/// lower half of the key; before the second of its three multiplications the upper half comes in,
/// so that streams whose numbers overlap are not the same. Keys are to be as good as random.
public final class Triple32 {
  /// 2^32 over the golden ratio, made odd.
  private static final int GAMMA = 0x9E3779B9;

  private Triple32() {}

  /// Word n of the stream of a key.
  public static int word(long key, int n) {
    return mix(n * GAMMA + (int) key, (int) (key >>> 32));
  }

  /// For [#words]: entry i is what word i needs.
  static int[] numbers(int most) {
    var numbers = new int[most];
    for (int i = 0; i < most; i++) {
      numbers[i] = i * GAMMA;
    }
    return numbers;
  }

  /// The highest bits of words `first + i` of a stream, for i in [from, to).
  ///
  /// @param numbers for at least as many
  /// @param bits how many of them
  /// @param into receives each at i
  static void words(long key, int first, int[] numbers, int bits, int[] into, int from, int to) {
    int begin = first * GAMMA + (int) key;
    int second = (int) (key >>> 32);
    int lower = Integer.SIZE - bits;
    for (int i = from; i < to; i++) {
      into[i] = mix(numbers[i] + begin, second) >>> lower;
    }
  }

  private static int mix(int number, int second) {
    int y = (number ^ number >>> 17) * 0xED5AD4BB;
    y = (y ^ y >>> 11 ^ second) * 0xAC4C1B51;
    y = (y ^ y >>> 15) * 0x31848BAB;
    return y ^ y >>> 14;
  }
}
