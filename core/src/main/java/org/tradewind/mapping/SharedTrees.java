package org.tradewind.mapping;

import java.util.HashMap;
import java.util.Map;

/// Vertices on one chip that reach the same, and much of it, share a tree: where a network is
/// nearly all to all, as many trees as there are senders would be as large as senders times
/// receivers, and no two senders' entries in a router's table would be alike. Vertices that reach
/// the same share one array of targets ([MachineGraph]).
final class SharedTrees {
  /// Vertices that reach fewer have trees of their own, whose ways differ where they can.
  static final int MANY = 1_000;

  /// Arrays are equal where they are the same.
  private record Origin(int chip, int[] targets) {}

  private final Map<Origin, Integer> first = new HashMap<>();

  /// The vertex whose tree v shares, v itself where it is the first. To be asked in order.
  int of(MachineGraph graph, Placement placement, int v) {
    int[] targets = graph.targets(v);
    return targets.length <= MANY
        ? v
        : first.computeIfAbsent(new Origin(placement.chip(v), targets), _ -> v);
  }
}
