package org.tradewind.ticks;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.tradewind.mapping.MachineGraph;
import org.tradewind.mapping.Mapping;

/// Who sends which keys. Vertices that follow each other, as their keys do, and that all reach the
/// same are one *run*: all slices of a population, where each reaches all slices of others. What is
/// kept for each pair of a sender and a core that receives is then kept for each run and core.
///
/// A run's rows are counted by key: that of atom a of its u-th vertex is row `u * 2^bits + a`.
final class Senders {
  private final MachineGraph graph;
  private int runs;

  // of each run, ascending by key as an unsigned number

  private long[] key;
  private int[] vertex;
  private int[] vertices;

  /// Rows from a vertex to the next.
  private int[] stride;

  /// From its first key to its last, one more.
  private int[] rows;

  Senders(Mapping mapping) {
    graph = mapping.graph();
    long[] byKey =
        IntStream.range(0, graph.size())
            .filter(graph::sends)
            .mapToLong(v -> Integer.toUnsignedLong(mapping.keys().key(v)) << 31 | v)
            .sorted()
            .toArray();
    key = new long[byKey.length];
    vertex = new int[byKey.length];
    vertices = new int[byKey.length];
    stride = new int[byKey.length];
    rows = new int[byKey.length];
    for (long sender : byKey) {
      int v = (int) sender & Integer.MAX_VALUE;
      add(sender >>> 31, v, graph.vertex(v).atoms());
    }
    key = Arrays.copyOf(key, runs);
    vertex = Arrays.copyOf(vertex, runs);
    vertices = Arrays.copyOf(vertices, runs);
    stride = Arrays.copyOf(stride, runs);
    rows = Arrays.copyOf(rows, runs);
  }

  /// Adds a vertex to the last run, or begins one with it.
  private void add(long itsKey, int v, int atoms) {
    int last = runs - 1;
    if (last >= 0
        && v == vertex[last] + vertices[last]
        && graph.targets(v) == graph.targets(vertex[last])) {
      long distance = itsKey - key[last];
      boolean apart =
          vertices[last] == 1
              ? distance >= rows[last]
              : distance == (long) vertices[last] * stride[last];
      if (apart && distance <= Integer.MAX_VALUE - atoms && atoms <= distance / vertices[last]) {
        stride[last] = (int) distance / vertices[last]++;
        rows[last] = (int) distance + atoms;
        return;
      }
    }
    key[runs] = itsKey;
    vertex[runs] = v;
    vertices[runs] = 1;
    stride[runs] = atoms;
    rows[runs++] = atoms;
  }

  /// Told of rows of a run.
  interface Piece {
    /// @param first of the run's rows
    /// @param distance of that row's key from the first that was asked for
    void of(int run, int first, int count, int distance);
  }

  /// Tells the rows whose keys lie in [from, from + count) and that go to a vertex.
  void to(int target, int from, int count, Piece piece) {
    long begin = Integer.toUnsignedLong(from);
    long end = begin + count;
    int at = Arrays.binarySearch(key, begin);
    for (int r = at < 0 ? Math.max(0, -at - 2) : at; r < runs && key[r] < end; r++) {
      long first = Math.max(begin, key[r]);
      long last = Math.min(end, key[r] + rows[r]);
      if (first < last && Arrays.binarySearch(graph.targets(vertex[r]), target) >= 0) {
        piece.of(r, (int) (first - key[r]), (int) (last - first), (int) (first - begin));
      }
    }
  }

  /// The first vertex of a run.
  int vertex(int run) {
    return vertex[run];
  }

  /// The vertex that has a row of a run.
  int vertex(int run, int row) {
    return vertex[run] + row / stride[run];
  }

  /// Which atom of that vertex.
  int atom(int run, int row) {
    return row % stride[run];
  }

  /// Rows of a run.
  int rows(int run) {
    return rows[run];
  }

  /// Vertices of a run.
  int vertices(int run) {
    return vertices[run];
  }

  /// Rows from a vertex of the run to the next.
  int stride(int run) {
    return stride[run];
  }
}
