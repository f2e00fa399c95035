package org.tradewind.random;

import java.util.Arrays;

/// Poisson distributed counts by inversion: the count is how many entries of a table of the
/// cumulative distribution do not exceed a uniform number of 48 bits. So every count has its
/// probability to within 2^-48.
///
/// The uniform number of element n in a step: its high 16 bits are bits 16 (n mod 8) … of the
/// Philox block (owner, step, n / 8), so that one block serves eight elements; its low 32 bits are
/// the first word of the block (owner, step, 2^31 + n). The low bits matter in one of some thousand
/// draws, where the high ones equal those of an entry: whoever is in a hurry makes them only then.
public final class PoissonTable {
  /// The largest mean: beyond it a table would be long, and a normal number would do.
  public static final int MOST_MEAN = 256;

  /// Elements that one block serves.
  private static final int A_BLOCK = 8;

  private static final int LOW_BITS = 1 << 31;

  /// Highest bits of a uniform number that are looked up instead of compared.
  private static final int LOOKED_UP = 12;

  /// Stands for a count that these bits do not decide.
  private static final char UNDECIDED = 0xFFFF;

  /// Ascending; entry k is 2^48 times the probability of at most k.
  private final long[] atMost;

  /// The count by the highest bits, or [#UNDECIDED] where an entry begins with the same.
  private final char[] lookUp = new char[1 << LOOKED_UP];

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

  /// Longs that [#draw] needs to work in for so many elements.
  public static int scratch(int elements) {
    return 2 * (elements / A_BLOCK + 2);
  }

  /// The counts of consecutive elements in a step.
  ///
  /// @param from the first element
  /// @param counts receives one count for each
  /// @param scratch overwritten; [#scratch] long
  public void draw(long seed, long owner, int step, int from, int[] counts, long[] scratch) {
    int firstBlock = from / A_BLOCK;
    int blocks = (from + counts.length - 1) / A_BLOCK - firstBlock + 1;
    Philox.blocks(seed, owner, step, firstBlock, scratch, blocks);
    char[] lookUp = this.lookUp;
    for (int i = 0; i < counts.length; ) {
      int n = from + i;
      int half = n % (A_BLOCK / 2);
      int end = Math.min(counts.length, i + A_BLOCK / 2 - half);
      long bits = scratch[n / (A_BLOCK / 2) - 2 * firstBlock] >>> 16 * half;
      for (; i < end; i++, bits >>>= 16) {
        int count = lookUp[(int) bits >>> 16 - LOOKED_UP & (1 << LOOKED_UP) - 1];
        counts[i] = count != UNDECIDED ? count : count(seed, owner, step, from + i, bits & 0xFFFF);
      }
    }
  }

  /// The same, as it is defined.
  public void draw(long seed, long owner, int step, int from, int[] counts) {
    var block = new int[4];
    for (int i = 0; i < counts.length; i++) {
      int n = from + i;
      if (i == 0 || n % A_BLOCK == 0) {
        Philox.block(seed, owner, step, n / A_BLOCK, block);
      }
      long high = block[n % A_BLOCK / 2] >>> 16 * (n % 2) & 0xFFFF;
      counts[i] = count(seed, owner, step, n, high);
    }
  }

  private int count(long seed, long owner, int step, int n, long high) {
    int lowest = count(high << 32);
    if (lowest == atMost.length || atMost[lowest] >>> 32 != high) {
      return lowest;
    }
    long low = Philox.bits(seed, owner, step, LOW_BITS | n) & 0xFFFF_FFFFL;
    return count(high << 32 | low);
  }
}
