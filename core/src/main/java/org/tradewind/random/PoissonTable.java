package org.tradewind.random;

import java.util.Arrays;

/// Poisson distributed counts by inversion: the count is how many entries of a table of the
/// cumulative distribution do not exceed a uniform number. Where the number lies between the two
/// entries beside it is uniform again, and makes the count of a second element in the same way. So
/// 48 bits make two counts, and every two have their probability to within 2^-48.
///
/// The numbers of a step come from the stream of [SplitMix] of (seed, owner, step). Elements 2m and
/// 2m + 1 take as the high 16 bits of theirs bits 16 (m mod 4) … of word m / 4, and as its low 32
/// bits those of word 2^62 + m. These matter in one of a hundred draws or less; [PoissonCounts]
/// makes them only then.
public final class PoissonTable {
  /// The largest mean, so that there are fewer than 256 entries.
  public static final int MOST_MEAN = 128;

  /// What a uniform number of 48 bits stays below.
  private static final long ONE = 1L << 48;

  private static final long LOW_BITS = 1L << 62;

  /// Ascending; entry k is 2^48 times the probability of at most k.
  private final long[] atMost;

  private PoissonTable(long[] atMost) {
    this.atMost = atMost;
  }

  /// @param mean 0 to [#MOST_MEAN]
  public static PoissonTable of(double mean) {
    double probability = StrictMath.exp(-mean);
    double sum = probability;
    var entries = new long[8];
    int size = 0;
    for (int k = 1; Math.rint(sum * 0x1p48) < 0x1p48 && (k <= mean || probability > 0x1p-60); k++) {
      if (size == entries.length) {
        entries = Arrays.copyOf(entries, 2 * size);
      }
      entries[size++] = (long) Math.rint(sum * 0x1p48);
      probability *= mean / k;
      sum += probability;
    }
    return new PoissonTable(Arrays.copyOf(entries, size));
  }

  /// A table that was written elsewhere, entry by entry.
  public static PoissonTable ofEntries(long[] atMost) {
    return new PoissonTable(atMost.clone());
  }

  /// Its entries, ascending, below 2^48: entry k is 2^48 times the probability of at most k.
  public long[] entries() {
    return atMost.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PoissonTable table && Arrays.equals(atMost, table.atMost);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(atMost);
  }

  /// Number of its entries.
  public int size() {
    return atMost.length;
  }

  /// The counts of consecutive elements in a step.
  ///
  /// @param from the first element
  /// @param counts receives one count for each
  public void draw(long seed, long owner, int step, int from, int[] counts) {
    long begin = SplitMix.begin(seed, owner, step);
    for (int i = 0; i < counts.length; i++) {
      int n = from + i;
      counts[i] = pair(begin, n / 2) >>> 8 * (n % 2) & 0xFF;
    }
  }

  /// The counts of elements 2m and 2m + 1, the second one times 256.
  int pair(long begin, int m) {
    long high = SplitMix.word(begin, m / 4) >>> 16 * (m % 4) & 0xFFFF;
    long low = SplitMix.word(begin, LOW_BITS + m) & 0xFFFF_FFFFL;
    return pair(high << 32 | low);
  }

  /// The two counts of a uniform number of 48 bits.
  int pair(long uniform) {
    int first = 0;
    while (first < atMost.length && atMost[first] <= uniform) {
      first++;
    }
    long from = first == 0 ? 0 : atMost[first - 1];
    long width = (first == atMost.length ? ONE : atMost[first]) - from;
    int second = 0;
    while (second < atMost.length && isUpTo(atMost[second], uniform - from, width)) {
      second++;
    }
    return first | second << 8;
  }

  /// Whether entry / 2^48 <= within / width, in whole numbers.
  private static boolean isUpTo(long entry, long within, long width) {
    long high = Math.multiplyHigh(entry, width);
    long otherHigh = within >>> 16;
    return high < otherHigh
        || high == otherHigh && Long.compareUnsigned(entry * width, within << 48) <= 0;
  }
}
