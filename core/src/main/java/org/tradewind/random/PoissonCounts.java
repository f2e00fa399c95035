package org.tradewind.random;

/// What consecutive elements draw from a [PoissonTable] in a step, all at once: the same counts as
/// [PoissonTable#draw], in a fraction of its time. A working memory that is filled anew with each
/// draw.
///
/// A place exceeds the last one before an end if the difference is negative: its sign is added. C2
/// makes vector instructions of such a loop, if all that it reads and writes has one index, and
/// there are not too many ends.
public final class PoissonCounts {
  private int[] counts;
  private final int[] numbers;
  private final int[] places;
  private int from;
  private int to;

  /// @param most elements that draw at once
  public PoissonCounts(int most) {
    counts = new int[most];
    numbers = Triple32.numbers(most);
    places = new int[most];
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
    Triple32.words(begin, element, numbers, PoissonTable.BITS, places, from, to);
    int[] lasts = table.lasts;
    start(places, counts, lasts[0], lasts[1], lasts[2], from, to);
    if (lasts.length > 3) {
      goOn(lasts, 3);
    }
    int most = table.size();
    if (any(counts, -most, from, to)) {
      for (int i = from; i < to; i++) {
        if (counts[i] == most) {
          counts[i] = table.again(begin, element + i);
        }
      }
    }
  }

  /// How many of the first three ends do not exceed each place.
  private static void start(int[] places, int[] counts, int a, int b, int c, int from, int to) {
    for (int i = from; i < to; i++) {
      int place = places[i];
      counts[i] = (a - place >>> 31) + (b - place >>> 31) + (c - place >>> 31);
    }
  }

  /// Adds the same of the ends from k on. It calls itself, as C2 does not always make vector
  /// instructions of a loop in a loop.
  private void goOn(int[] lasts, int k) {
    add(places, counts, lasts[k], lasts[k + 1], lasts[k + 2], from, to);
    if (k + 3 < lasts.length) {
      goOn(lasts, k + 3);
    }
  }

  /// Adds the same of three more.
  private static void add(int[] places, int[] counts, int a, int b, int c, int from, int to) {
    for (int i = from; i < to; i++) {
      int place = places[i];
      counts[i] += (a - place >>> 31) + (b - place >>> 31) + (c - place >>> 31);
    }
  }

  /// Whether any count and what is added are not negative.
  private static boolean any(int[] counts, int added, int from, int to) {
    int all = -1;
    for (int i = from; i < to; i++) {
      all &= counts[i] + added;
    }
    return all >= 0 && from < to;
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

  /// Gives the counts away, and draws into another array from now on.
  ///
  /// @param other as long
  public int[] exchange(int[] other) {
    if (other.length != counts.length) {
      throw new IllegalArgumentException(
          "%d counts for an array of %d".formatted(counts.length, other.length));
    }
    int[] given = counts;
    counts = other;
    return given;
  }
}
