package org.tradewind.random;

/// What consecutive elements draw from a [PoissonTable] in a step, all at once: the same counts as
/// [PoissonTable#draw], in a fraction of its time. A working memory that is filled anew with each
/// draw.
///
/// Eight elements at a time, those whose pairs' high bits are one word of the stream. Loops are
/// short and without a call, so that C2 keeps all they need in registers; what they leave undecided
/// is drawn again.
public final class PoissonCounts {
  /// Elements of a word.
  private static final int EIGHT = 8;

  private final int[] counts;

  /// Words that the first stage did not decide.
  private final int[] undecided;

  private int from;
  private int to;

  /// @param most elements that draw at once
  public PoissonCounts(int most) {
    counts = new int[most];
    undecided = new int[most / EIGHT + 1];
  }

  /// Draws for an owner's elements `first` and following.
  ///
  /// @param from their counts are kept from here on
  /// @param to up to here
  public void draw(
      PoissonLookUp lookUp, long seed, long owner, int step, int first, int from, int to) {
    this.from = from;
    this.to = to;
    long begin = SplitMix.begin(seed, owner, step);
    int element = first - from;
    int i = from;
    for (; i < to && (element + i) % EIGHT != 0; i++) {
      draw(lookUp, begin, element + i, i);
    }
    int words = (to - i) / EIGHT;
    if (words > 0) {
      draw(lookUp, begin, (element + i) / EIGHT, words, i);
      i += EIGHT * words;
    }
    for (; i < to; i++) {
      draw(lookUp, begin, element + i, i);
    }
  }

  /// One element.
  private void draw(PoissonLookUp lookUp, long begin, int element, int i) {
    int m = element / 2;
    int high = (int) (SplitMix.word(begin, m / 4) >>> 16 * (m % 4));
    counts[i] = lookUp.pair(begin, m, high) >>> 8 * (element % 2) & 0xFF;
  }

  /// Whole words.
  private void draw(PoissonLookUp lookUp, long begin, int word, int words, int from) {
    int open = draw(lookUp.first, begin, word, words, counts, from, undecided);
    for (int u = 0; u < open; u++) {
      int j = undecided[u];
      long bits = SplitMix.word(begin, word + j);
      for (int pair = 0; pair < EIGHT / 2; pair++) {
        int i = from + EIGHT * j + 2 * pair;
        if (counts[i + 1] >= PoissonLookUp.UNDECIDED >>> 8) {
          int drawn = lookUp.pair(begin, 4 * (word + j) + pair, (int) (bits >>> 16 * pair));
          counts[i] = drawn & 0xFF;
          counts[i + 1] = drawn >>> 8;
        }
      }
    }
  }

  /// @return how many words are undecided
  private static int draw(
      char[] first, long begin, int word, int words, int[] counts, int from, int[] undecided) {
    int open = 0;
    for (int j = 0; j < words; j++) {
      long bits = SplitMix.word(begin, word + j);
      int a = first[(int) (bits >>> 16 - PoissonLookUp.FIRST_BITS) & first.length - 1];
      int b = first[(int) (bits >>> 32 - PoissonLookUp.FIRST_BITS) & first.length - 1];
      int c = first[(int) (bits >>> 48 - PoissonLookUp.FIRST_BITS) & first.length - 1];
      int d = first[(int) (bits >>> 64 - PoissonLookUp.FIRST_BITS)];
      int i = from + EIGHT * j;
      counts[i] = a & 0xFF;
      counts[i + 1] = a >>> 8;
      counts[i + 2] = b & 0xFF;
      counts[i + 3] = b >>> 8;
      counts[i + 4] = c & 0xFF;
      counts[i + 5] = c >>> 8;
      counts[i + 6] = d & 0xFF;
      counts[i + 7] = d >>> 8;
      // without a branch, which would be foreseen wrongly where it is taken
      undecided[open] = j;
      open += (a | b | c | d) >>> 15;
    }
    return open;
  }

  /// Where what was drawn last begins.
  public int from() {
    return from;
  }

  /// Where it ends.
  public int to() {
    return to;
  }

  /// A count for each element; nobody may write to it.
  public int[] counts() {
    return counts;
  }

  /// Adds what neighbouring ranges of elements drew.
  ///
  /// @param begin of the first range
  /// @param size of each
  /// @param totals of ranges [at, end)
  public void addTotals(int begin, int size, int[] totals, int at, int end) {
    // ranges are short and many: one loop over all of them for each two of their elements
    int i = 0;
    for (; i + 1 < size; i += 2) {
      addPairs(counts, begin + i, size, totals, at, end);
    }
    if (i < size) {
      addSingles(counts, begin + i, size, totals, at, end);
    }
  }

  private static void addPairs(int[] counts, int from, int size, int[] totals, int at, int end) {
    int i = from;
    for (int range = at; range < end; range++, i += size) {
      totals[range] += counts[i] + counts[i + 1];
    }
  }

  private static void addSingles(int[] counts, int from, int size, int[] totals, int at, int end) {
    int i = from;
    for (int range = at; range < end; range++, i += size) {
      totals[range] += counts[i];
    }
  }

  /// The sum of all counts.
  public int total() {
    int all = 0;
    for (int i = from; i < to; i++) {
      all += counts[i];
    }
    return all;
  }
}
