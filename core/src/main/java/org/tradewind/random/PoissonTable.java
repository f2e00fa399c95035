package org.tradewind.random;

import java.util.Arrays;

/// Poisson distributed counts by inversion: the count is how many entries of a table of the
/// cumulative distribution do not exceed a uniform number of 48 bits. So every count has its
/// probability to within 2^-48.
///
/// The numbers of a step come from a stream of [SplitMix] that begins at the first 64 bits of the
/// Philox block (owner, step, 0). Element n takes as its high 16 bits bits 16 (n mod 4) … of word n
/// / 4, and as its low 32 bits those of word 2^62 + n. They matter in one of some thousand draws,
/// where the high ones equal those of an entry: whoever is in a hurry makes them only then, as
/// [PoissonCounts] does.
public final class PoissonTable {
  /// The largest mean: beyond it a table would be long, and a normal number would do.
  public static final int MOST_MEAN = 256;

  private static final long LOW_BITS = 1L << 62;

  /// Highest bits of a uniform number that are looked up instead of compared.
  private static final int LOOKED_UP = 12;

  /// Stands for a count that these bits do not decide.
  private static final char UNDECIDED = 0x8000;

  static final long UNDECIDED_WORD = 0x8000_8000_8000_8000L;

  /// Ascending; entry k is 2^48 times the probability of at most k.
  private final long[] atMost;

  /// The count by the highest bits, or [#UNDECIDED] where an entry begins with the same.
  final char[] lookUp = new char[1 << LOOKED_UP];

  private PoissonTable(long[] atMost) {
    this.atMost = atMost;
    int count = 0;
    for (int high = 0; high < lookUp.length; high++) {
      int before = count;
      while (count < atMost.length && atMost[count] >>> 48 - LOOKED_UP == high) {
        count++;
      }
      lookUp[high] = count == before ? (char) count : UNDECIDED;
    }
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

  /// Number of its entries.
  public int size() {
    return atMost.length;
  }

  /// How many entries do not exceed a uniform number.
  ///
  /// @param uniform 48 bits
  public int count(long uniform) {
    int count = 0;
    while (count < atMost.length && atMost[count] <= uniform) {
      count++;
    }
    return count;
  }

  /// Where the stream of a step begins.
  static long begin(long seed, long owner, int step) {
    return Philox.bits(seed, owner, step, 0);
  }

  /// The counts of consecutive elements in a step.
  ///
  /// @param from the first element
  /// @param counts receives one count for each
  public void draw(long seed, long owner, int step, int from, int[] counts) {
    long begin = begin(seed, owner, step);
    for (int i = 0; i < counts.length; i++) {
      counts[i] = count(begin, from + i);
    }
  }

  /// The count of element n.
  int count(long begin, int n) {
    long high = SplitMix.word(begin, n / 4) >>> 16 * (n % 4) & 0xFFFF;
    int least = count(high << 32);
    if (least == atMost.length || atMost[least] >>> 32 != high) {
      return least;
    }
    return count(high << 32 | SplitMix.word(begin, LOW_BITS + n) & 0xFFFF_FFFFL);
  }
}
