package org.tradewind.mapping;

import java.util.Arrays;

/// Cuts a graph into chipfuls by growing: a chip takes the vertex that talks most to what it
/// already holds, of equals the one found first. A new chip starts where the earlier ones left an
/// edge longest ago, so that nothing is left behind in pieces.
final class Clusters {
  private final Traffic traffic;
  private final int[] clusterOf;

  /// Packets between a vertex and the growing cluster, where its stamp is the cluster's.
  private final long[] gain;

  private final int[] gainStamp;

  /// Vertices in the order in which something placed was first seen to talk to them.
  private final int[] found;

  private final int[] foundAt;
  private int foundCount;

  /// A binary heap, the smallest first: high half falls with the gain, low half is [#foundAt].
  private long[] heap = new long[1024];

  private int heapSize;

  private Clusters(Traffic traffic) {
    int vertices = traffic.vertices();
    this.traffic = traffic;
    clusterOf = new int[vertices];
    gain = new long[vertices];
    gainStamp = new int[vertices];
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
    int frontier = 0;
    int untouched = 0;
    for (int c = 0; placed < traffic.vertices(); c++) {
      clusters.heapSize = 0;
      for (int held = 0; held < capacity[c] && placed < traffic.vertices(); held++, placed++) {
        int v = clusters.popBest(c);
        if (v < 0) {
          while (frontier < clusters.foundCount
              && clusters.clusterOf[clusters.found[frontier]] >= 0) {
            frontier++;
          }
          if (frontier < clusters.foundCount) {
            v = clusters.found[frontier];
          } else {
            while (clusters.clusterOf[untouched] >= 0) {
              untouched++;
            }
            v = clusters.farEnd(untouched);
          }
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
        push((Integer.MAX_VALUE - gain[u]) << 32 | foundAt[u]);
      }
    }
  }

  /// The vertex that talks most to the cluster, or -1. Each gain that a vertex ever had is in the
  /// heap; only the latest counts.
  private int popBest(int cluster) {
    while (heapSize > 0) {
      long top = pop();
      int v = found[(int) top];
      long itsGain = Integer.MAX_VALUE - (top >>> 32);
      if (clusterOf[v] < 0 && gainStamp[v] == cluster && gain[v] == itsGain) {
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

  private void push(long item) {
    if (heapSize == heap.length) {
      heap = Arrays.copyOf(heap, 2 * heapSize);
    }
    int i = heapSize++;
    while (i > 0 && heap[(i - 1) / 2] > item) {
      heap[i] = heap[(i - 1) / 2];
      i = (i - 1) / 2;
    }
    heap[i] = item;
  }

  private long pop() {
    long top = heap[0];
    long item = heap[--heapSize];
    int i = 0;
    while (true) {
      int child = 2 * i + 1;
      if (child >= heapSize) {
        break;
      }
      if (child + 1 < heapSize && heap[child + 1] < heap[child]) {
        child++;
      }
      if (heap[child] >= item) {
        break;
      }
      heap[i] = heap[child];
      i = child;
    }
    heap[i] = item;
    return top;
  }
}
