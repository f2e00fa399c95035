package org.tradewind.ticks;

import java.util.stream.IntStream;

/// Of each row of a block, how many synapses a core has of it at most. So a core receives no more
/// synapses in a step than these add up to over the rows that come: one number for all cores, which
/// takes no look at synapses.
final class Thickness {
  /// What a byte does not hold.
  private static final int MUCH = 255;

  /// Rows that are looked through by one thread at a time.
  private static final int TOGETHER = 1 << 12;

  private final byte[] of;

  /// @param coreOf of each place the core
  Thickness(BlockRows rows, char[] coreOf, int cores) {
    of = new byte[rows.size()];
    IntStream.rangeClosed(0, (rows.size() - 1) / TOGETHER)
        .parallel()
        .forEach(part -> {
          var counts = new int[cores];
          int from = part * TOGETHER;
          int to = Math.min(rows.size(), from + TOGETHER);
          for (int row = from; row < to; row++) {
            of[row] = (byte) Math.min(MUCH, most(rows, row, coreOf, counts));
          }
        });
  }

  private static int most(BlockRows rows, int row, char[] coreOf, int[] counts) {
    int from = rows.start(row);
    int to = rows.end(row);
    return rows.even()
        ? ofPlaces(rows.places(rows.unit(row)), from, to, coreOf, counts)
        : ofWords(rows, rows.words(rows.unit(row)), from, to, coreOf, counts);
  }

  /// @param counts all zero, and again when it is done
  private static int ofPlaces(char[] places, int from, int to, char[] coreOf, int[] counts) {
    int most = 0;
    for (int s = from; s < to; s++) {
      most = Math.max(most, ++counts[coreOf[places[s]]]);
    }
    for (int s = from; s < to; s++) {
      counts[coreOf[places[s]]] = 0;
    }
    return most;
  }

  private static int ofWords(
      BlockRows rows, int[] words, int from, int to, char[] coreOf, int[] counts) {
    int mask = coreOf.length - 1;
    int most = 0;
    for (int s = from, last; s < to; s = last) {
      last = rows.headed() ? s + BlockRows.count(words[s++]) + 1 : to;
      for (; s < last; s++) {
        most = Math.max(most, ++counts[coreOf[words[s] & mask]]);
      }
    }
    for (int s = from, last; s < to; s = last) {
      last = rows.headed() ? s + BlockRows.count(words[s++]) + 1 : to;
      for (; s < last; s++) {
        counts[coreOf[words[s] & mask]] = 0;
      }
    }
    return most;
  }

  /// What the first rows of some add up to, or more than there can be where a row is too thick.
  long sum(int[] rows, int count) {
    long sum = 0;
    for (int i = 0; i < count; i++) {
      int its = of[rows[i]] & 0xFF;
      if (its == MUCH) {
        return 1L << 40;
      }
      sum += its;
    }
    return sum;
  }
}
