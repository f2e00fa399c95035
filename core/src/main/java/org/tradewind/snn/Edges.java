package org.tradewind.snn;

import java.util.Arrays;
import java.util.HashMap;

/// Which vertices receive from each, while populations are connected one after the other. Kept as
/// runs of neighbours, so that it grows with what is connected, not with vertices times vertices.
final class Edges {
  private static final int[] NOBODY = {};

  /// For each source pairs of a first vertex and one behind the last.
  private final int[][] runs;

  private final int[] used;

  Edges(int vertices) {
    runs = new int[vertices][];
    Arrays.fill(runs, NOBODY);
    used = new int[vertices];
  }

  void add(int source, int target) {
    add(source, target, target + 1);
  }

  /// Connects a vertex to those of [first, end).
  void add(int source, int first, int end) {
    int[] own = runs[source];
    int last = used[source] - 1;
    if (last > 0 && first >= own[last - 1] && first <= own[last]) {
      own[last] = Math.max(own[last], end);
      return;
    }
    if (last + 1 == own.length) {
      own = Arrays.copyOf(own, Math.max(4, own.length + (own.length / 2 & ~1)));
      runs[source] = own;
    }
    own[last + 1] = first;
    own[last + 2] = end;
    used[source] += 2;
  }

  boolean sends(int source) {
    return used[source] > 0;
  }

  /// For each vertex those that receive from it, ascending. Vertices that reach the same share one
  /// array: what is all to all would be vertices x vertices.
  int[][] targets() {
    var shared = new HashMap<Runs, int[]>();
    var targets = new int[runs.length][];
    for (int v = 0; v < targets.length; v++) {
      var key = new Runs(Arrays.copyOf(runs[v], used[v]));
      targets[v] = shared.computeIfAbsent(key, Runs::vertices);
    }
    return targets;
  }

  /// Compared by content.
  private record Runs(int[] runs) {
    int[] vertices() {
      long[] sorted = new long[runs.length / 2];
      for (int i = 0; i < sorted.length; i++) {
        sorted[i] = (long) runs[2 * i] << 32 | runs[2 * i + 1];
      }
      Arrays.sort(sorted);
      int[] vertices = new int[8];
      int count = 0;
      int next = 0;
      for (long run : sorted) {
        int from = Math.max(next, (int) (run >>> 32));
        next = Math.max(next, (int) run);
        if (count + next - from > vertices.length) {
          vertices = Arrays.copyOf(vertices, Math.max(2 * count, count + next - from));
        }
        for (int v = from; v < next; v++) {
          vertices[count++] = v;
        }
      }
      return Arrays.copyOf(vertices, count);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Runs same && Arrays.equals(runs, same.runs);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(runs);
    }
  }
}
