package org.tradewind.mapping;

import java.util.List;

/// What runs on each PE, and which vertex sends to which: one multicast source a vertex at most,
/// whose keys are `base | atom`. A vertex may send to itself.
///
/// Vertices are numbered by their place in the list. Targets are sorted and different.
public final class MachineGraph {
  private final List<MachineVertex> vertices;
  private final int[][] targets;

  /// @param targets for each vertex the vertices that receive its packets; empty: it sends nothing
  public MachineGraph(List<MachineVertex> vertices, int[][] targets) {
    this.vertices = List.copyOf(vertices);
    this.targets = targets;
    if (targets.length != this.vertices.size()) {
      throw new IllegalArgumentException(
          targets.length + " target lists for " + this.vertices.size() + " vertices");
    }
    for (int[] list : targets) {
      for (int i = 0; i < list.length; i++) {
        if (list[i] < 0 || list[i] >= targets.length || (i > 0 && list[i] <= list[i - 1])) {
          throw new IllegalArgumentException("targets are not sorted vertices");
        }
      }
    }
  }

  public List<MachineVertex> vertices() {
    return vertices;
  }

  public MachineVertex vertex(int v) {
    return vertices.get(v);
  }

  public int size() {
    return targets.length;
  }

  /// The vertices that receive what v sends; nobody may change the array.
  public int[] targets(int v) {
    return targets[v];
  }

  public boolean sends(int v) {
    return targets[v].length > 0;
  }
}
