package org.tradewind.mapping;

import java.util.Arrays;

/// Nodes by their gain, the largest on top, of equals the lowest number: a binary heap that knows
/// where each node stands, so that a gain may change while its node is inside.
final class GainHeap {
  private final long[] gain;
  private final int[] nodes;
  private final int[] place;
  private int size;

  /// @param gain of every node; after a change [#set] the node again
  GainHeap(long[] gain) {
    this.gain = gain;
    this.nodes = new int[gain.length];
    this.place = new int[gain.length];
    Arrays.fill(place, -1);
  }

  void clear() {
    for (int i = 0; i < size; i++) {
      place[nodes[i]] = -1;
    }
    size = 0;
  }

  /// The node with the largest gain, or -1.
  int top() {
    return size == 0 ? -1 : nodes[0];
  }

  /// Adds a node, or moves it to where its gain now belongs.
  void set(int node) {
    if (place[node] < 0) {
      place[node] = size;
      nodes[size++] = node;
    }
    settle(place[node]);
  }

  void remove(int node) {
    int hole = place[node];
    if (hole < 0) {
      return;
    }
    place[node] = -1;
    int last = nodes[--size];
    if (last != node) {
      nodes[hole] = last;
      place[last] = hole;
      settle(hole);
    }
  }

  private void settle(int at) {
    int node = nodes[at];
    int i = at;
    while (i > 0 && before(node, nodes[(i - 1) / 2])) {
      put(nodes[(i - 1) / 2], i);
      i = (i - 1) / 2;
    }
    while (2 * i + 1 < size) {
      int child = 2 * i + 1;
      if (child + 1 < size && before(nodes[child + 1], nodes[child])) {
        child++;
      }
      if (!before(nodes[child], node)) {
        break;
      }
      put(nodes[child], i);
      i = child;
    }
    put(node, i);
  }

  private void put(int node, int at) {
    nodes[at] = node;
    place[node] = at;
  }

  private boolean before(int a, int b) {
    return gain[a] > gain[b] || gain[a] == gain[b] && a < b;
  }
}
