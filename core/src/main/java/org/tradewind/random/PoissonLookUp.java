package org.tradewind.random;

/// The counts of two elements of a [PoissonTable] by the highest bits of their uniform number,
/// wherever these decide them. Who draws in many places from equal tables should have one of it: it
/// is as large as half of a host's L1 cache.
public final class PoissonLookUp {
  /// Highest bits that are looked up.
  static final int BITS = 13;

  /// Stands for two counts that these bits do not decide, or of which one is above 127.
  static final char UNDECIDED = 0x80;

  final PoissonTable table;

  /// By the highest bits: the first count, and 256 times the second.
  final char[] pairs = new char[1 << BITS];

  public PoissonLookUp(PoissonTable table) {
    this.table = table;
    int next = table.pair(0);
    for (int high = 0; high < pairs.length; high++) {
      int pair = next;
      next = table.pair(high + 1L << 48 - BITS);
      pairs[high] = pair == next && (pair & 0x8080) == 0 ? (char) pair : UNDECIDED;
    }
  }
}
