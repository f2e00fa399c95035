package org.tradewind.random;

/// What consecutive elements draw from a [PoissonTable] in a step, all at once: the same counts as
/// [PoissonTable#draw], in a fraction of its time. A working memory that is filled anew with each
/// draw.
///
/// A word of the stream has the places of four elements, with a bit free above each. A place is not
/// below an end if adding what this one lacks to a power of two sets that bit: so four elements are
/// compared by one addition. C2 makes vector instructions of such a loop, if all that it reads and
/// writes of one type has one index.
public final class PoissonCounts {
  private static final int OF_WORD = PoissonTable.OF_WORD;
  private static final int BITS = PoissonTable.BITS;

  /// One for each of four elements.
  private static final long ONES = 0x0001_0001_0001_0001L;

  private static final long PLACES = ONES * (PoissonTable.PLACES - 1);
  private static final long BIT_ABOVE = ONES << BITS;

  private final int[] counts;

  /// By word the places, and how many ends do not exceed them.
  private final long[] places;

  private final long[] passed;

  private int from;
  private int to;

  /// @param most elements that draw at once
  public PoissonCounts(int most) {
    counts = new int[most];
    places = new long[most / OF_WORD];
    passed = new long[most / OF_WORD];
  }

  /// Draws for an owner's elements `first` and following.
  ///
  /// @param from their counts are kept from here on
  /// @param to up to here
  public void draw(
      PoissonTable table, long seed, long owner, int step, int first, int from, int to) {
    this.from = from;
    this.to = to;
    long begin = SplitMix.begin(seed, owner, step);
    int element = first - from;
    // single ones up to the first whole word, and behind the last
    int i = from;
    for (; i < to && (element + i) % OF_WORD != 0; i++) {
      counts[i] = table.draw(begin, element + i);
    }
    int words = (to - i) / OF_WORD;
    if (words > 0) {
      drawWords(table, begin, element + i, i, words);
      i += OF_WORD * words;
    }
    for (; i < to; i++) {
      counts[i] = table.draw(begin, element + i);
    }
  }

  private void drawWords(PoissonTable table, long begin, int element, int from, int words) {
    SplitMix.words(begin, element / OF_WORD, places, words);
    int[] lacking = table.lacking;
    start(places, passed, lacking, words);
    for (int k = 3; k < lacking.length; k += 3) {
      goOn(places, passed, lacking, k, words);
    }
    unpack(passed, counts, from, words);
    // added to a count it sets the bit above where that is of the remainder
    long toAgain = ONES * (PoissonTable.PLACES - table.size());
    if (any(passed, toAgain, words)) {
      for (int j = 0; j < words; j++) {
        if ((passed[j] + toAgain & BIT_ABOVE) != 0) {
          drawAgain(table, begin, element + OF_WORD * j, from + OF_WORD * j);
        }
      }
    }
  }

  /// Of the elements of a word, those that are to.
  private void drawAgain(PoissonTable table, long begin, int element, int at) {
    for (int i = 0; i < OF_WORD; i++) {
      if (counts[at + i] == table.size()) {
        counts[at + i] = table.again(begin, element + i);
      }
    }
  }

  /// How many of the first three ends do not exceed each place.
  private static void start(long[] places, long[] passed, int[] lacking, int words) {
    long a = ONES * lacking[0];
    long b = ONES * lacking[1];
    long c = ONES * lacking[2];
    for (int j = 0; j < words; j++) {
      long x = places[j] & PLACES;
      passed[j] = (x + a >>> BITS & ONES) + (x + b >>> BITS & ONES) + (x + c >>> BITS & ONES);
    }
  }

  /// Adds the same of three more.
  private static void goOn(long[] places, long[] passed, int[] lacking, int k, int words) {
    long a = ONES * lacking[k];
    long b = ONES * lacking[k + 1];
    long c = ONES * lacking[k + 2];
    for (int j = 0; j < words; j++) {
      long x = places[j] & PLACES;
      passed[j] += (x + a >>> BITS & ONES) + (x + b >>> BITS & ONES) + (x + c >>> BITS & ONES);
    }
  }

  private static void unpack(long[] passed, int[] counts, int from, int words) {
    for (int j = 0; j < words; j++) {
      long x = passed[j];
      int i = from + OF_WORD * j;
      counts[i] = (int) x & 0xFFFF;
      counts[i + 1] = (int) x >>> 16;
      counts[i + 2] = (int) (x >>> 32) & 0xFFFF;
      counts[i + 3] = (int) (x >>> 48);
    }
  }

  private static boolean any(long[] passed, long more, int words) {
    long any = 0;
    for (int j = 0; j < words; j++) {
      any |= passed[j] + more;
    }
    return (any & BIT_ABOVE) != 0;
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
}
