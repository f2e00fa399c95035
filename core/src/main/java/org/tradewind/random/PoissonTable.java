package org.tradewind.random;

import java.util.Arrays;

/// Poisson distributed counts from a table: of 2^15 equally probable places, each count has as many
/// as its probability allows, rounded down. What is left over, at most one place for each count, is
/// the remainder: who comes there draws again, by inversion, from what rounding took. So every
/// count has its probability to within 2^-40, and fifteen random bits nearly always make it.
///
/// The numbers of a step come from (seed, owner, step), by way of [SplitMix#begin]. Element e takes
/// its place from the highest bits of word e of [Triple32] with that key, and what it draws again
/// by from the high 32 bits of word e of [SplitMix]. [PoissonCounts] does the same for many at
/// once.
public final class PoissonTable {
  /// The largest mean, so that counts stay below 255.
  public static final int MOST_MEAN = 128;

  /// Random bits of a draw, and how many places there are.
  static final int BITS = 15;

  static final int PLACES = 1 << BITS;

  /// Places of a cell.
  private static final int CELL_PLACES = 16;

  /// How many there are.
  public static final int CELLS = PLACES / CELL_PLACES;

  /// Of a cell whose places have not all the same count.
  static final int UNDECIDED = 255;

  /// What a count of the remainder stays below, of the 32 bits that it is drawn by.
  private static final double ALL = 0x1p32;

  /// Ascending. A place has as count how many of them do not exceed it; all of them: it is the
  /// remainder's.
  private final int[] ends;

  /// Of the remainder, ascending: entry k is 2^32 times the probability of at most k.
  private final long[] remainder;

  /// The last place before each end, for [PoissonCounts]; with such behind as no place exceeds, so
  /// that there are a multiple of three.
  final int[] lasts;

  private PoissonTable(int[] ends, long[] remainder) {
    this.ends = ends;
    this.remainder = remainder;
    this.lasts = new int[(ends.length + 2) / 3 * 3];
    Arrays.fill(lasts, PLACES);
    for (int k = 0; k < ends.length; k++) {
      lasts[k] = ends[k] - 1;
    }
  }

  /// @param mean 0 to [#MOST_MEAN]
  public static PoissonTable of(double mean) {
    var ends = new int[255];
    var left = new double[255];
    int size = 0;
    int end = 0;
    double probability = StrictMath.exp(-mean);
    for (int k = 0; k < ends.length && (k <= mean || probability > 0x1p-60); k++) {
      int places = (int) (PLACES * probability);
      end += places;
      ends[k] = end;
      left[k] = PLACES * probability - places;
      size = places > 0 ? k + 1 : size;
      probability *= mean / (k + 1);
    }
    return new PoissonTable(
        Arrays.copyOf(ends, size), end == PLACES ? new long[0] : cumulated(left));
  }

  private static long[] cumulated(double[] left) {
    double all = Arrays.stream(left).sum();
    var entries = new long[left.length];
    double sum = 0;
    for (int k = 0; k < left.length; k++) {
      sum += left[k];
      entries[k] = (long) Math.rint(sum / all * ALL);
      if (entries[k] >= ALL) {
        return Arrays.copyOf(entries, k);
      }
    }
    return entries;
  }

  /// A table that was written elsewhere.
  ///
  /// @param ends [#ends]
  /// @param remainder [#remainder]
  public static PoissonTable of(int[] ends, long[] remainder) {
    return new PoissonTable(ends.clone(), remainder.clone());
  }

  /// What a program looks up by the highest bits of a place: the counts of [#CELLS] cells, 255
  /// where not all places of a cell have the same or some are the remainder's.
  public byte[] cells() {
    var cells = new byte[CELLS];
    Arrays.fill(cells, (byte) UNDECIDED);
    int from = 0;
    for (int k = 0; k < ends.length; k++) {
      int to = ends[k] / CELL_PLACES;
      if (from < to) {
        Arrays.fill(cells, from, to, (byte) k);
      }
      from = (ends[k] + CELL_PLACES - 1) / CELL_PLACES;
    }
    return cells;
  }

  /// Entry k, at most 255 of them: the first place behind those of counts up to k. Where the last
  /// one ends, the remainder begins.
  public int[] ends() {
    return ends.clone();
  }

  /// Of the remainder, ascending, at most 255: entry k is 2^32 times the probability of at most k.
  public long[] remainder() {
    return remainder.clone();
  }

  /// How many counts have places: one more than the largest.
  int size() {
    return ends.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PoissonTable table
        && Arrays.equals(ends, table.ends)
        && Arrays.equals(remainder, table.remainder);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(ends) + Arrays.hashCode(remainder);
  }

  /// The counts of consecutive elements in a step.
  ///
  /// @param from the first element
  /// @param counts receives one count for each
  public void draw(long seed, long owner, int step, int from, int[] counts) {
    long begin = SplitMix.begin(seed, owner, step);
    for (int i = 0; i < counts.length; i++) {
      counts[i] = draw(begin, from + i);
    }
  }

  /// The count of one element of a stream.
  int draw(long begin, int element) {
    int count = firstAbove(place(begin, element));
    return count < ends.length ? count : again(begin, element);
  }

  static int place(long begin, int element) {
    return Triple32.word(begin, element) >>> Integer.SIZE - BITS;
  }

  /// How many ends do not exceed a place: its count, or [#size] where that is drawn again.
  int firstAbove(int place) {
    int k = 0;
    while (k < ends.length && ends[k] <= place) {
      k++;
    }
    return k;
  }

  /// The count of an element that came to the remainder.
  int again(long begin, int element) {
    long number = SplitMix.word(begin, element) >>> 32;
    int k = 0;
    while (k < remainder.length && remainder[k] <= number) {
      k++;
    }
    return k;
  }
}
