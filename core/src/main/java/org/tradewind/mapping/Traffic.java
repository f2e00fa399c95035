package org.tradewind.mapping;

import java.util.Arrays;

/// A machine graph as a placer sees it: for each vertex everyone it talks to, in either direction,
/// and how much, in packets if every atom sent one.
///
/// Vertices that talk to very many are left out of the lists: wherever they are put, they are far
/// from most, so they say nothing about place and would cost most of the time.
final class Traffic {
  private static final int HUB = 1_000;
  private static final int[] NOBODY = {};

  private final WeightedGraph graph;
  private final long[] load;

  Traffic(MachineGraph machineGraph) {
    int vertices = machineGraph.size();
    int[] degree = new int[vertices];
    load = new long[vertices];
    // vertices that reach the same share an array: it is gone through once for all of them
    for (int v = 0, to; v < vertices; v = to) {
      int[] targets = machineGraph.targets(v);
      long sent = 0;
      for (to = v; to < vertices && machineGraph.targets(to) == targets; to++) {
        int atoms = machineGraph.vertex(to).atoms();
        load[to] += targets.length > 0 ? atoms : 0;
        degree[to] += targets.length;
        sent += atoms;
      }
      for (int target : targets) {
        load[target] += sent;
        degree[target] += to - v;
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
      int[] targets = degree[v] <= HUB ? machineGraph.targets(v) : NOBODY;
      for (int target : targets) {
        if (target != v && degree[target] <= HUB) {
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
