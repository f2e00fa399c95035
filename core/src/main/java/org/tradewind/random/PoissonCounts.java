package org.tradewind.random;

/// What consecutive elements draw from a [PoissonTable] in a step, all at once: the same counts as
/// [PoissonTable#draw], in a tenth of its time. A working memory that is filled anew in each step.
///
/// Counts lie four to a word, those of elements 4j to 4j + 3 of the owner in the order of its bits:
/// where their random bits were. Loops are short and many, so that C2 keeps all they need in
/// registers.
public final class PoissonCounts {
  private static final long EACH = 0xFFFF;
  private static final long EVERY_OTHER = 0x0000_FFFF_0000_FFFFL;

  private final int elements;
  private final long[] words;

  /// Of element 0, within the first word.
  private int shift;

  /// @param elements that draw
  public PoissonCounts(int elements) {
    this.elements = elements;
    this.words = new long[(elements + 3) / 4 + 1];
  }

  /// Draws for elements `from` and following.
  public void draw(PoissonTable table, long seed, long owner, int step, int from) {
    shift = from % 4;
    int first = from / 4;
    int used = (shift + elements + 3) / 4;
    long begin = PoissonTable.begin(seed, owner, step);
    SplitMix.words(begin, first, words, used);
    if (lookUp(table.lookUp, words, used)) {
      for (int j = 0; j < used; j++) {
        if ((words[j] & PoissonTable.UNDECIDED_WORD) != 0) {
          words[j] = compared(table, begin, first + j);
        }
      }
    }
  }

  /// Whether a count is left undecided.
  private static boolean lookUp(char[] lookUp, long[] words, int used) {
    long undecided = 0;
    for (int j = 0; j < used; j++) {
      long bits = words[j];
      long counts =
          lookUp[(int) (bits >>> 4) & lookUp.length - 1]
              | (long) lookUp[(int) (bits >>> 20) & lookUp.length - 1] << 16
              | (long) lookUp[(int) (bits >>> 36) & lookUp.length - 1] << 32
              | (long) lookUp[(int) (bits >>> 52) & lookUp.length - 1] << 48;
      words[j] = counts;
      undecided |= counts;
    }
    return (undecided & PoissonTable.UNDECIDED_WORD) != 0;
  }

  private static long compared(PoissonTable table, long begin, int word) {
    long counts = 0;
    for (int i = 0; i < 4; i++) {
      counts |= (long) table.count(begin, 4 * word + i) << 16 * i;
    }
    return counts;
  }

  /// The sum of the counts of elements [from, to).
  public int total(int from, int to) {
    int first = shift + from >> 2;
    int last = shift + to >> 2;
    // less what of the first word is not asked for, and with what of the last one is
    long sum = pairs(words[last] & (1L << 16 * (shift + to)) - 1);
    sum -= pairs(words[first] & (1L << 16 * (shift + from)) - 1);
    for (int j = first; j < last; j++) {
      sum += pairs(words[j]);
    }
    return (int) (sum + (sum >>> 32));
  }

  /// The sums of two counts each, side by side.
  private static long pairs(long counts) {
    return (counts & EVERY_OTHER) + (counts >>> 16 & EVERY_OTHER);
  }

  private int count(int i) {
    return (int) (words[i / 4] >>> 16 * (i % 4) & EACH);
  }

  /// Adds to each of as many numbers as there are elements `each` times its count.
  ///
  /// @param sum from `at` on
  public void addTo(int[] sum, int at, int each) {
    int i = shift;
    int end = shift + elements;
    int to = at - shift;
    for (; i < end && i % 4 != 0; i++) {
      sum[to + i] += each * count(i);
    }
    int whole = (end - i) / 4;
    if (whole > 0) {
      addTo(sum, to + i, each, words, i / 4, whole);
      i += 4 * whole;
    }
    for (; i < end; i++) {
      sum[to + i] += each * count(i);
    }
  }

  private static void addTo(int[] sum, int at, int each, long[] words, int first, int whole) {
    for (int j = 0; j < whole; j++) {
      long counts = words[first + j];
      int to = at + 4 * j;
      sum[to] += each * (int) (counts & EACH);
      sum[to + 1] += each * (int) (counts >>> 16 & EACH);
      sum[to + 2] += each * (int) (counts >>> 32 & EACH);
      sum[to + 3] += each * (int) (counts >>> 48);
    }
  }
}
