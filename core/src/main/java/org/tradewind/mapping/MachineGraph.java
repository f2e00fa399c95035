package org.tradewind.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What runs on each PE, and which vertex sends to which: one multicast source a vertex at most,
/// whose keys are `base | atom`. A vertex may send to itself.
///
/// Vertices are numbered by their place in the list. Targets are sorted and different; vertices
/// that have the same may share the array, which routers make use of.
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
    int[] before = {};
    for (int[] list : targets) {
      if (list == before) {
        continue;
      }
      before = list;
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

  /// A graph made by hand: vertices in their order, and who sends to whom.
  public static final class Builder {
    private final List<MachineVertex> vertices = new ArrayList<>();
    private final SortedMap<Integer, SortedSet<Integer>> targets = new TreeMap<>();

    /// Without a vertex.
    public Builder() {}

    /// Adds a vertex; its number is how many there were before.
    public Builder with(MachineVertex vertex) {
      vertices.add(vertex);
      return this;
    }

    /// Lets one vertex receive what another (or itself) sends; they may be added later.
    public Builder edge(int from, int to) {
      targets.computeIfAbsent(from, _ -> new TreeSet<>()).add(to);
      return this;
    }

    public MachineGraph build() {
      if (!targets.isEmpty() && (targets.firstKey() < 0 || targets.lastKey() >= vertices.size())) {
        throw new IllegalArgumentException(
            "edges from " + targets.keySet() + " of " + vertices.size() + " vertices");
      }
      var lists = new int[vertices.size()][0];
      targets.forEach(
          (from, to) -> lists[from] = to.stream().mapToInt(Integer::intValue).toArray());
      return new MachineGraph(vertices, lists);
    }
  }
}
