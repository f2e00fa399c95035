package org.tradewind.ticks;

import java.util.Arrays;

/// What the cores of one worker sent in a step: for each that did its vertex, how many packets, and
/// their atoms.
final class Outbox {
  private int[] data = new int[1 << 10];
  private int size;

  void clear() {
    size = 0;
  }

  /// One vertex' packets.
  ///
  /// @param atoms from `from` on
  void add(int vertex, int[] atoms, int from, int count) {
    if (count == 0) {
      return;
    }
    int end = size + 2 + count;
    if (end > data.length) {
      data = Arrays.copyOf(data, Math.max(end, data.length + (data.length >> 1)));
    }
    data[size] = vertex;
    data[size + 1] = count;
    System.arraycopy(atoms, from, data, size + 2, count);
    size = end;
  }

  /// `vertex, count, count atoms` one after the other.
  int[] data() {
    return data;
  }

  /// Of [#data] what is used.
  int size() {
    return size;
  }
}
