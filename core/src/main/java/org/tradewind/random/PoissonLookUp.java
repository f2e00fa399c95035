package org.tradewind.random;

import java.util.Arrays;

/// The counts of two elements of a [PoissonTable] by the high 16 bits of their uniform number,
/// wherever these decide them. Looked up in two stages: the highest bits decide nearly always, and
/// their table is small enough to stay in a host's L1 cache beside what is drawn for. Who draws in
/// many places from equal tables should have one of it.
public final class PoissonLookUp {
  /// Bits of the first stage, and of the second.
  static final int FIRST_BITS = 12;

  static final int SECOND_BITS = 16 - FIRST_BITS;

  /// Stands for counts that these bits do not decide, or of which one is above 127. In the first
  /// stage the lower bits are where the second goes on.
  static final int UNDECIDED = 0x8000;

  private final PoissonTable table;

  /// By the highest bits: the first count, and 256 times the second.
  final char[] first = new char[1 << FIRST_BITS];

  /// By where the first stage points, and the bits that follow.
  private final char[] second;

  public PoissonLookUp(PoissonTable table) {
    this.table = table;
    var parts = new char[1 << 16];
    int undecided = 0;
    for (int high = 0; high < first.length; high++) {
      first[high] = counts(high, FIRST_BITS);
      if (first[high] == UNDECIDED) {
        for (int more = 0; more < 1 << SECOND_BITS; more++) {
          parts[undecided << SECOND_BITS | more] = counts(high << SECOND_BITS | more, 16);
        }
        first[high] |= (char) undecided++;
      }
    }
    second = Arrays.copyOf(parts, undecided << SECOND_BITS);
  }

  /// The counts that some highest bits decide. Where the first numbers of two neighbours have the
  /// same counts, so have all between them: the second element's count grows while the first's
  /// stays.
  private char counts(int high, int bits) {
    int pair = table.pair((long) high << 48 - bits);
    int next = table.pair(high + 1L << 48 - bits);
    return (char) (pair == next && (pair & 0x8080) == 0 ? pair : UNDECIDED);
  }

  /// The counts of elements 2m and 2m + 1, the second one times 256.
  ///
  /// @param begin of the stream
  /// @param high the high 16 bits of their uniform number, whatever is above them
  int pair(long begin, int m, int high) {
    int pair = first[(high & 0xFFFF) >>> SECOND_BITS];
    if ((pair & UNDECIDED) != 0) {
      int part = pair & UNDECIDED - 1;
      pair = second[part << SECOND_BITS | high & (1 << SECOND_BITS) - 1];
    }
    return pair == UNDECIDED ? table.pair(begin, m) : pair;
  }
}
