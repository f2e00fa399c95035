package org.tradewind.run;

import java.util.Arrays;

/// Packets on links between chips, as flat longs: written by the partition of the sender in one
/// window, read by the partition of the receiver in the next.
final class Mail {
  private static final int WORDS = Packets.STRIDE + 2;
  private static final int STRIDE = WORDS + 2;
  private static final int LINK_BITS = 3;

  private long[] letters = {};
  private int size;
  private long firstTick = Long.MAX_VALUE;

  void add(long tick, int chip, int link, long w0, long w1, long w2, long w3, long low, long high) {
    int i = size++ * STRIDE;
    if (i == letters.length) {
      letters = Arrays.copyOf(letters, Math.max(16 * STRIDE, 2 * letters.length));
    }
    long[] letters = this.letters;
    letters[i] = tick;
    letters[i + 1] = (long) chip << LINK_BITS | link;
    letters[i + 2] = w0;
    letters[i + 3] = w1;
    letters[i + 4] = w2;
    letters[i + 5] = w3;
    letters[i + 6] = low;
    letters[i + 7] = high;
    firstTick = Math.min(firstTick, tick);
  }

  int size() {
    return size;
  }

  long tick(int at) {
    return letters[at * STRIDE];
  }

  /// Where it arrives.
  int chip(int at) {
    return (int) (letters[at * STRIDE + 1] >>> LINK_BITS);
  }

  /// By which of that chip's links.
  int link(int at) {
    return (int) letters[at * STRIDE + 1] & (1 << LINK_BITS) - 1;
  }

  long word(int at, int w) {
    return letters[at * STRIDE + 2 + w];
  }

  /// When the first of it arrives; the largest `long` where there is none.
  long firstTick() {
    return firstTick;
  }

  void clear() {
    size = 0;
    firstTick = Long.MAX_VALUE;
  }
}
