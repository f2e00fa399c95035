package org.tradewind.mapping;

import java.util.Arrays;
import java.util.HashMap;
import org.tradewind.machine.CoreMap;
import org.tradewind.machine.Link;
import org.tradewind.machine.Machine;

/// A multicast tree for every vertex that sends. A tree is a run of nodes, one for each chip that
/// the packets pass, in preorder: the source's chip first, behind each chip its children in the
/// order of their links.
///
/// Flat: nine bytes a node and one a target, so that trees of millions of sources fit in memory;
/// and vertices may have one tree together.
///
/// ```
/// for (int node = routes.from(v); node < routes.to(v); node++) {
///   … routes.chip(node), routes.links(node), routes.cores(node), routes.core(node, i)
/// }
/// ```
public final class Routes {
  private final int[] start;
  private final int[] end;
  private final int[] chip;
  private final byte[] links;
  private final int[] coreStart;
  private final byte[] core;

  private Routes(int[] start, int[] end, int[] chip, byte[] links, int[] coreStart, byte[] core) {
    this.start = start;
    this.end = end;
    this.chip = chip;
    this.links = links;
    this.coreStart = coreStart;
    this.core = core;
  }

  /// The first node of a vertex's tree.
  public int from(int vertex) {
    return start[vertex];
  }

  /// Behind the last node of a vertex's tree; [#from] where it sends nothing.
  public int to(int vertex) {
    return end[vertex];
  }

  /// Whether two vertices have the same tree, not two that are alike.
  boolean shared(int vertex, int other) {
    return start[vertex] == start[other] && end[vertex] == end[other] && end[other] > start[other];
  }

  /// Nodes of all trees, those that vertices share once.
  public int nodes() {
    return chip.length;
  }

  public int chip(int node) {
    return chip[node];
  }

  /// Where packets leave the node's chip: a bit per link id, 0..5.
  public int links(int node) {
    return links[node];
  }

  /// How many PEs of the node's chip receive the packets.
  public int cores(int node) {
    return coreStart[node + 1] - coreStart[node];
  }

  /// The i-th receiving PE of the node's chip, 0..151, ascending.
  public int core(int node, int i) {
    return core[coreStart[node] + i] & 0xff;
  }

  /// Chip-to-chip hops of all trees, each packet of each source once.
  public long hops() {
    long hops = 0;
    long before = 0;
    for (int v = 0; v < start.length; v++) {
      if (v == 0 || !shared(v, v - 1)) {
        before = 0;
        for (int node = start[v]; node < end[v]; node++) {
          before += Integer.bitCount(links[node]);
        }
      }
      hops += before;
    }
    return hops;
  }

  /// Verifies that every tree starts on its source's chip, uses live links only, comes to no chip
  /// twice, and reaches exactly its vertex's targets; and that a vertex without targets has none.
  void check(MachineGraph graph, Placement placement, Machine machine) {
    if (start.length != graph.size()) {
      throw new IllegalStateException("trees for " + start.length + " of " + graph.size());
    }
    int[] vertexAt = vertexAt(placement, machine);
    int[] seenBy = new int[machine.chipPositions()];
    Arrays.fill(seenBy, -1);
    int[] reachedBy = new int[graph.size()];
    Arrays.fill(reachedBy, -1);
    int[] stack = new int[6 * machine.chipPositions() + 1];
    // of each tree that may be shared its first vertex
    var ofTree = new HashMap<Integer, Integer>();
    // the present targets are those with the present mark
    int[] targets = {};
    int[] targetIn = new int[graph.size()];
    int mark = 0;
    for (int v = 0; v < graph.size(); v++) {
      String name = graph.vertex(v).name();
      if (!graph.sends(v)) {
        if (from(v) != to(v)) {
          throw new IllegalStateException(name + " sends nothing but has a tree");
        }
        continue;
      }
      if (from(v) == to(v)) {
        throw new IllegalStateException(name + " sends but has no tree");
      }
      boolean many = graph.targets(v).length > SharedTrees.MANY;
      int like = many ? ofTree.merge(from(v), v, (first, _) -> first) : v;
      if (like < v
          && shared(v, like)
          && graph.targets(v) == graph.targets(like)
          && placement.chip(v) == placement.chip(like)) {
        continue;
      }
      if (graph.targets(v) != targets) {
        targets = graph.targets(v);
        mark++;
        for (int target : targets) {
          targetIn[target] = mark;
        }
      }
      // what the links of the nodes so far lead to, next on top
      int depth = 0;
      stack[depth++] = placement.chip(v);
      int reached = 0;
      for (int node = from(v); node < to(v); node++) {
        if (depth == 0 || stack[--depth] != chip[node]) {
          throw new IllegalStateException(
              "the tree of " + name + " has chip " + chip[node] + " where no link leads");
        }
        if (seenBy[chip[node]] == v) {
          throw new IllegalStateException(
              "the tree of " + name + " comes to chip " + chip[node] + " twice");
        }
        seenBy[chip[node]] = v;
        for (int link = 5; link >= 0; link--) {
          if ((links[node] >>> link & 1) != 0) {
            int next = machine.neighbour(chip[node], Link.of(link));
            if (next < 0) {
              throw new IllegalStateException(
                  "the tree of " + name + " uses dead link " + Link.of(link) + " of " + chip[node]);
            }
            stack[depth++] = next;
          }
        }
        for (int i = 0; i < cores(node); i++) {
          int target = vertexAt[chip[node] * CoreMap.PES + core(node, i)];
          if (target < 0 || targetIn[target] != mark) {
            throw new IllegalStateException(
                "the tree of "
                    + name
                    + " reaches a stranger, "
                    + machine.peName(chip[node], core(node, i)));
          }
          if (reachedBy[target] == v) {
            throw new IllegalStateException(
                "the tree of " + name + " reaches " + graph.vertex(target).name() + " twice");
          }
          reachedBy[target] = v;
          reached++;
        }
        if (links[node] == 0 && cores(node) == 0) {
          throw new IllegalStateException(
              "the tree of " + name + " ends on chip " + chip[node] + " without a target");
        }
      }
      if (depth != 0) {
        throw new IllegalStateException(
            "the tree of "
                + name
                + " has a link to chip "
                + stack[depth - 1]
                + " and no node there");
      }
      if (reached != graph.targets(v).length) {
        throw new IllegalStateException(
            "the tree of "
                + name
                + " reaches "
                + reached
                + " of "
                + graph.targets(v).length
                + " targets");
      }
    }
  }

  /// For each PE of the machine the vertex on it, or -1.
  static int[] vertexAt(Placement placement, Machine machine) {
    int[] vertexAt = new int[machine.chipPositions() * CoreMap.PES];
    Arrays.fill(vertexAt, -1);
    for (int v = 0; v < placement.pe().length; v++) {
      vertexAt[placement.pe()[v]] = v;
    }
    return vertexAt;
  }

  /// Collects trees, vertex by vertex in the graph's order.
  public static final class Builder {
    private final int[] start;
    private final int[] end;
    private int vertex;
    private int first;
    private int nodes;
    private int coreCount;
    private int[] chip = new int[64];
    private byte[] links = new byte[64];
    private int[] coreStart = new int[65];
    private byte[] core = new byte[64];

    public Builder(int vertices) {
      start = new int[vertices];
      end = new int[vertices];
    }

    /// Adds a node to the present vertex's tree, in preorder.
    public void node(int atChip, int linkBits) {
      if (nodes == chip.length) {
        int larger = Math.addExact(nodes, Math.max(64, nodes / 2));
        chip = Arrays.copyOf(chip, larger);
        links = Arrays.copyOf(links, larger);
        coreStart = Arrays.copyOf(coreStart, larger + 1);
      }
      chip[nodes] = atChip;
      links[nodes] = (byte) linkBits;
      coreStart[++nodes] = coreCount;
    }

    /// Adds a receiving PE to the latest node, in ascending order.
    public void core(int p) {
      if (coreCount == core.length) {
        core = Arrays.copyOf(core, Math.addExact(coreCount, Math.max(64, coreCount / 2)));
      }
      core[coreCount++] = (byte) p;
      coreStart[nodes] = coreCount;
    }

    /// Ends the present vertex's tree; without nodes, it sends nothing.
    public void endVertex() {
      start[vertex] = first;
      end[vertex++] = nodes;
      first = nodes;
    }

    /// Gives the present vertex the tree of an earlier one.
    public void sameAs(int earlier) {
      start[vertex] = start[earlier];
      end[vertex++] = end[earlier];
    }

    public Routes build() {
      if (vertex != start.length) {
        throw new IllegalStateException("trees for " + vertex + " of " + start.length);
      }
      return new Routes(
          start,
          end,
          Arrays.copyOf(chip, nodes),
          Arrays.copyOf(links, nodes),
          Arrays.copyOf(coreStart, nodes + 1),
          Arrays.copyOf(core, coreCount));
    }
  }
}
