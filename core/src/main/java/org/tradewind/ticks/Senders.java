package org.tradewind.ticks;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.tradewind.mapping.MachineGraph;
import org.tradewind.mapping.Mapping;

/// Who sends which keys.
final class Senders {
  private final MachineGraph graph;

  /// Ascending as unsigned numbers: `key << 32 | vertex`, without the sign.
  private final long[] keys;

  Senders(Mapping mapping) {
    graph = mapping.graph();
    keys =
        IntStream.range(0, graph.size())
            .filter(graph::sends)
            .mapToLong(v -> place(mapping.keys().key(v)) | v)
            .sorted()
            .toArray();
  }

  private static long place(int key) {
    return Integer.toUnsignedLong(key) << 31;
  }

  private static int key(long sender) {
    return (int) (sender >>> 31);
  }

  private static int vertex(long sender) {
    return (int) sender & Integer.MAX_VALUE;
  }

  /// Some vertices and the distances of their keys from a first one.
  record Found(int[] vertices, int[] distances) {}

  /// The vertices whose keys lie in [key, key + count) and that send to a vertex.
  Found to(int target, int key, int count) {
    int from = Arrays.binarySearch(keys, place(key));
    int at = from < 0 ? -from - 1 : from;
    long end = Integer.toUnsignedLong(key) + count;
    var vertices = new int[16];
    var distances = new int[16];
    int found = 0;
    for (; at < keys.length && Integer.toUnsignedLong(key(keys[at])) < end; at++) {
      int vertex = vertex(keys[at]);
      if (Arrays.binarySearch(graph.targets(vertex), target) >= 0) {
        if (found == vertices.length) {
          vertices = Arrays.copyOf(vertices, 2 * found);
          distances = Arrays.copyOf(distances, 2 * found);
        }
        vertices[found] = vertex;
        distances[found++] = key(keys[at]) - key;
      }
    }
    return new Found(Arrays.copyOf(vertices, found), Arrays.copyOf(distances, found));
  }

  /// Neurons of a vertex.
  int atoms(int vertex) {
    return graph.vertex(vertex).atoms();
  }
}
