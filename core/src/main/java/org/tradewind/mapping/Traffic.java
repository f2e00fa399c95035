package org.tradewind.mapping;

import java.util.Arrays;

/// A machine graph as a placer sees it: for each vertex everyone it talks to, in either direction,
/// and how much, in packets if every atom sent one.
///
/// Vertices that talk to very many are left out of the lists: wherever they are put, they are far
/// from most, so they say nothing about place and would cost most of the time.
final class Traffic {
  private static final int HUB = 1_000;

  private final WeightedGraph graph;
  private final long[] load;

  Traffic(MachineGraph machineGraph) {
    int vertices = machineGraph.size();
    int[] degree = new int[vertices];
    load = new long[vertices];
    for (int v = 0; v < vertices; v++) {
      int atoms = machineGraph.vertex(v).atoms();
      load[v] += machineGraph.sends(v) ? atoms : 0;
      for (int target : machineGraph.targets(v)) {
        load[target] += atoms;
        degree[v]++;
        degree[target]++;
      }
    }
    int[] start = new int[vertices + 1];
    for (int v = 0; v < vertices; v++) {
      start[v + 1] = Math.addExact(start[v], degree[v] > HUB ? 0 : degree[v]);
    }
    int[] other = new int[start[vertices]];
    int[] packets = new int[start[vertices]];
    int[] next = Arrays.copyOf(start, vertices);
    for (int v = 0; v < vertices; v++) {
      int atoms = machineGraph.vertex(v).atoms();
      for (int target : machineGraph.targets(v)) {
        if (target != v && degree[v] <= HUB && degree[target] <= HUB) {
          packets[next[v]] = atoms;
          other[next[v]++] = target;
          packets[next[target]] = atoms;
          other[next[target]++] = v;
        }
      }
    }
    // self-connections and hubs' partners leave gaps: close them
    int kept = 0;
    for (int v = 0; v < vertices; v++) {
      int from = start[v];
      start[v] = kept;
      for (int i = from; i < next[v]; i++) {
        other[kept] = other[i];
        packets[kept++] = packets[i];
      }
    }
    start[vertices] = kept;
    int[] weight = new int[vertices];
    Arrays.fill(weight, 1);
    graph =
        new WeightedGraph(start, Arrays.copyOf(other, kept), Arrays.copyOf(packets, kept), weight);
  }

  /// The vertices without hubs' edges; each edge stands with both its ends.
  WeightedGraph graph() {
    return graph;
  }

  int vertices() {
    return load.length;
  }

  /// The first of a vertex's entries.
  int from(int vertex) {
    return graph.start()[vertex];
  }

  /// Behind the last of a vertex's entries.
  int to(int vertex) {
    return graph.start()[vertex + 1];
  }

  int entries() {
    return graph.other().length;
  }

  int other(int entry) {
    return graph.other()[entry];
  }

  int packets(int entry) {
    return graph.packets()[entry];
  }

  /// Packets that a vertex sends and receives, hubs included.
  long load(int vertex) {
    return load[vertex];
  }
}
