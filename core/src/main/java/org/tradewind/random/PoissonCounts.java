package org.tradewind.random;

/// What consecutive elements draw from a [PoissonTable] in a step, all at once: the same counts as
/// [PoissonTable#draw], in a fraction of its time. A working memory that is filled anew in each
/// step.
///
/// Counts lie eight to a word, those of elements 8j to 8j + 7 of the owner in the order of its
/// bits: where the random bits of their pairs were. Loops are short and many, so that C2 keeps all
/// they need in registers.
public final class PoissonCounts {
  private static final long UNDECIDED_WORD = 0x0080_0080_0080_0080L;
  private static final long EVERY_OTHER_BYTE = 0x00FF_00FF_00FF_00FFL;
  private static final long EVERY_OTHER = 0x0000_FFFF_0000_FFFFL;

  private final PoissonLookUp lookUp;
  private final int elements;
  private final long[] words;

  /// Of each word the sum of what those before it hold.
  private final int[] before;

  /// Of element 0, within the first word.
  private int shift;

  /// @param elements that draw
  public PoissonCounts(PoissonLookUp lookUp, int elements) {
    this.lookUp = lookUp;
    this.elements = elements;
    this.words = new long[(elements + 7) / 8 + 2];
    this.before = new int[words.length];
  }

  /// Draws for elements `from` and following.
  public void draw(long seed, long owner, int step, int from) {
    shift = from % 8;
    int first = from / 8;
    int used = (shift + elements + 7) / 8;
    long begin = SplitMix.begin(seed, owner, step);
    SplitMix.words(begin, first, words, used);
    if (lookUp(lookUp.pairs, words, used)) {
      for (int j = 0; j < used; j++) {
        if ((words[j] & UNDECIDED_WORD) != 0) {
          words[j] = decided(words[j], begin, 4 * (first + j));
        }
      }
    }
  }

  /// Whether counts are left undecided.
  private static boolean lookUp(char[] pairs, long[] words, int used) {
    long undecided = 0;
    for (int j = 0; j < used; j++) {
      long bits = words[j];
      long counts =
          pairs[(int) (bits >>> 16 - PoissonLookUp.BITS) & pairs.length - 1]
              | (long) pairs[(int) (bits >>> 32 - PoissonLookUp.BITS) & pairs.length - 1] << 16
              | (long) pairs[(int) (bits >>> 48 - PoissonLookUp.BITS) & pairs.length - 1] << 32
              | (long) pairs[(int) (bits >>> 64 - PoissonLookUp.BITS)] << 48;
      words[j] = counts;
      undecided |= counts;
    }
    return (undecided & UNDECIDED_WORD) != 0;
  }

  /// @param pair of the word's first two elements
  private long decided(long counts, long begin, int pair) {
    long all = counts;
    for (int i = 0; i < 4; i++) {
      if ((counts >>> 16 * i & PoissonLookUp.UNDECIDED) != 0) {
        all &= ~(0xFFFFL << 16 * i);
        all |= (long) lookUp.table.pair(begin, pair + i) << 16 * i;
      }
    }
    return all;
  }

  /// Adds the sums of the counts of neighbouring ranges.
  ///
  /// @param ends of ranges, ascending; the first begins at element 0
  /// @param totals of ranges, from `at` on
  public void addTotals(int[] ends, int[] totals, int at) {
    int sum = 0;
    for (int j = 0; j + 1 < words.length; j++) {
      before[j] = sum;
      sum += sum(words[j]);
    }
    int from = below(0);
    for (int range = 0; range < ends.length; range++) {
      int to = below(ends[range]);
      totals[at + range] += to - from;
      from = to;
    }
  }

  /// The sum of all counts.
  public int total() {
    int[] total = new int[1];
    addTotals(new int[] {elements}, total, 0);
    return total[0];
  }

  /// The sum of what words hold below an element, what is below element 0 too.
  private int below(int element) {
    int at = shift + element;
    return before[at >> 3] + sum(words[at >> 3] & (1L << 8 * at) - 1);
  }

  /// The sum of eight counts.
  private static int sum(long counts) {
    long pairs = (counts & EVERY_OTHER_BYTE) + (counts >>> 8 & EVERY_OTHER_BYTE);
    long halves = (pairs & EVERY_OTHER) + (pairs >>> 16 & EVERY_OTHER);
    return (int) (halves + (halves >>> 32));
  }

  private int count(int i) {
    return (int) (words[i / 8] >>> 8 * (i % 8)) & 0xFF;
  }

  /// Adds to each of as many numbers as there are elements `each` times its count.
  ///
  /// @param sum from `at` on
  public void addTo(int[] sum, int at, int each) {
    int i = shift;
    int end = shift + elements;
    int to = at - shift;
    for (; i < end && i % 8 != 0; i++) {
      sum[to + i] += each * count(i);
    }
    int whole = (end - i) / 8;
    if (whole > 0) {
      addTo(sum, to + i, each, words, i / 8, whole);
      i += 8 * whole;
    }
    for (; i < end; i++) {
      sum[to + i] += each * count(i);
    }
  }

  private static void addTo(int[] sum, int at, int each, long[] words, int first, int whole) {
    for (int j = 0; j < whole; j++) {
      long counts = words[first + j];
      int low = (int) counts;
      int high = (int) (counts >>> 32);
      int to = at + 8 * j;
      sum[to] += each * (low & 0xFF);
      sum[to + 1] += each * (low >>> 8 & 0xFF);
      sum[to + 2] += each * (low >>> 16 & 0xFF);
      sum[to + 3] += each * (low >>> 24);
      sum[to + 4] += each * (high & 0xFF);
      sum[to + 5] += each * (high >>> 8 & 0xFF);
      sum[to + 6] += each * (high >>> 16 & 0xFF);
      sum[to + 7] += each * (high >>> 24);
    }
  }
}
