package org.tradewind.mapping;

import java.util.Arrays;

/// Cuts a graph into chipfuls by growing: a chip takes the vertex that talks most to what it
/// already holds, of equals the one found first. A new chip starts with the vertex that talks most
/// to the chip before, or else to all so far, so that neighbours follow each other and nothing is
/// left behind in pieces.
final class Clusters {
  private final Traffic traffic;
  private final int[] clusterOf;

  /// Packets between a vertex and the growing cluster, where its stamp is the cluster's.
  private final long[] gain;

  private final int[] gainStamp;

  /// Packets between a vertex and everything placed.
  private final long[] pull;

  /// Vertices in the order in which something placed was first seen to talk to them.
  private final int[] found;

  private final int[] foundAt;
  private int foundCount;

  private final Heap toCluster = new Heap();
  private final Heap toAll = new Heap();

  private Clusters(Traffic traffic) {
    int vertices = traffic.vertices();
    this.traffic = traffic;
    clusterOf = new int[vertices];
    gain = new long[vertices];
    gainStamp = new int[vertices];
    pull = new long[vertices];
    found = new int[vertices];
    foundAt = new int[vertices];
    Arrays.fill(clusterOf, -1);
    Arrays.fill(foundAt, -1);
    Arrays.fill(gainStamp, -1);
  }

  /// The cluster of each vertex.
  ///
  /// @param capacity for each cluster how many vertices it holds; together enough for all
  static int[] grow(Traffic traffic, int[] capacity) {
    var clusters = new Clusters(traffic);
    int placed = 0;
    int untouched = 0;
    for (int c = 0; placed < traffic.vertices(); c++) {
      for (int held = 0; held < capacity[c] && placed < traffic.vertices(); held++, placed++) {
        int v = clusters.closest(held == 0 ? c - 1 : c);
        if (held == 0) {
          clusters.toCluster.size = 0;
        }
        if (v < 0) {
          v = clusters.closest();
        }
        if (v < 0) {
          while (clusters.clusterOf[untouched] >= 0) {
            untouched++;
          }
          v = clusters.farEnd(untouched);
        }
        clusters.put(v, c);
      }
    }
    return clusters.clusterOf;
  }

  private void put(int v, int cluster) {
    clusterOf[v] = cluster;
    for (int i = traffic.from(v); i < traffic.to(v); i++) {
      int u = traffic.other(i);
      if (clusterOf[u] < 0) {
        if (foundAt[u] < 0) {
          foundAt[u] = foundCount;
          found[foundCount++] = u;
        }
        if (gainStamp[u] != cluster) {
          gainStamp[u] = cluster;
          gain[u] = 0;
        }
        gain[u] = Math.min(Integer.MAX_VALUE, gain[u] + traffic.packets(i));
        pull[u] = Math.min(Integer.MAX_VALUE, pull[u] + traffic.packets(i));
        toCluster.push((Integer.MAX_VALUE - gain[u]) << 32 | foundAt[u]);
        toAll.push((Integer.MAX_VALUE - pull[u]) << 32 | foundAt[u]);
      }
    }
  }

  /// The vertex that talks most to the cluster, or -1. Each gain that a vertex ever had is in the
  /// heap; only the latest counts.
  private int closest(int cluster) {
    while (toCluster.size > 0) {
      long top = toCluster.pop();
      int v = found[(int) top];
      if (clusterOf[v] < 0
          && gainStamp[v] == cluster
          && gain[v] == Integer.MAX_VALUE - (top >>> 32)) {
        return v;
      }
    }
    return -1;
  }

  /// The vertex that talks most to everything placed, or -1.
  private int closest() {
    while (toAll.size > 0) {
      long top = toAll.pop();
      int v = found[(int) top];
      if (clusterOf[v] < 0 && pull[v] == Integer.MAX_VALUE - (top >>> 32)) {
        return v;
      }
    }
    return -1;
  }

  /// The vertex found last, breadth first from `v`: growth that starts at an end leaves one edge,
  /// not two.
  private int farEnd(int v) {
    int first = foundCount;
    int last = v;
    // everything found so far is placed, so the list's end serves as the queue
    foundAt[v] = foundCount;
    found[foundCount++] = v;
    for (int read = first; read < foundCount; read++) {
      last = found[read];
      for (int i = traffic.from(last); i < traffic.to(last); i++) {
        int u = traffic.other(i);
        if (foundAt[u] < 0) {
          foundAt[u] = foundCount;
          found[foundCount++] = u;
        }
      }
    }
    while (foundCount > first) {
      foundAt[found[--foundCount]] = -1;
    }
    foundAt[last] = foundCount;
    found[foundCount++] = last;
    return last;
  }

  /// A binary heap, the smallest first. An item's high half falls with the gain, its low half is
  /// where the vertex stands in [#found].
  private static final class Heap {
    private long[] items = new long[1024];
    private int size;

    void push(long item) {
      if (size == items.length) {
        items = Arrays.copyOf(items, 2 * size);
      }
      int i = size++;
      while (i > 0 && items[(i - 1) / 2] > item) {
        items[i] = items[(i - 1) / 2];
        i = (i - 1) / 2;
      }
      items[i] = item;
    }

    long pop() {
      long top = items[0];
      long item = items[--size];
      int i = 0;
      while (true) {
        int child = 2 * i + 1;
        if (child >= size) {
          break;
        }
        if (child + 1 < size && items[child + 1] < items[child]) {
          child++;
        }
        if (items[child] >= item) {
          break;
        }
        items[i] = items[child];
        i = child;
      }
      items[i] = item;
      return top;
    }
  }
}
