package org.tradewind.mapping;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.tradewind.machine.CoreMap;
import org.tradewind.machine.DoesNotFitException;
import org.tradewind.machine.Link;
import org.tradewind.machine.Machine;
import org.tradewind.machine.Spinnaker2;

/// The multicast tables of all chips.
public final class Tables {
  /// Where senders reach many, so many arrivals of walked packets are enough.
  private static final long MOST_ARRIVALS = 20_000_000;

  private final RoutingTable[] chips;

  /// @param chips a table for each chip position of the machine
  public Tables(RoutingTable[] chips) {
    this.chips = chips;
  }

  /// An entry for each node of each tree, in the order of the vertices.
  public static Tables of(Routes routes, Keys keys, Machine machine) {
    int[] size = new int[machine.chipPositions()];
    for (int v = 0; v < keys.key().length; v++) {
      for (int node = routes.from(v); node < routes.to(v); node++) {
        size[routes.chip(node)]++;
      }
    }
    var chips = new RoutingTable[machine.chipPositions()];
    for (int chip = 0; chip < chips.length; chip++) {
      chips[chip] = RoutingTable.ofSize(size[chip]);
    }
    int[] filled = new int[machine.chipPositions()];
    for (int v = 0; v < keys.key().length; v++) {
      for (int node = routes.from(v); node < routes.to(v); node++) {
        RoutingTable table = chips[routes.chip(node)];
        int entry = filled[routes.chip(node)]++;
        table.key()[entry] = keys.key(v);
        table.mask()[entry] = keys.mask(v);
        table.links()[entry] = (byte) routes.links(node);
        if (v > 0 && routes.shared(v, v - 1)) {
          System.arraycopy(table.cores(), 3 * (entry - 1), table.cores(), 3 * entry, 3);
          continue;
        }
        for (int i = 0; i < routes.cores(node); i++) {
          int p = routes.core(node, i);
          table.cores()[3 * entry + p / 64] |= 1L << p;
        }
      }
    }
    return new Tables(chips);
  }

  /// Minimises the tables that have more entries than the router holds, each to the fewest that
  /// [PrefixCover] finds. The others stay as they are: an entry a source is easier to read.
  ///
  /// @throws DoesNotFitException if one still has more
  public Tables fittedTo(Machine machine) {
    return fittedTo(machine, Spinnaker2.ROUTER_ENTRIES.whole());
  }

  Tables fittedTo(Machine machine, int limit) {
    RoutingTable[] fitted = chips.clone();
    for (int chip = 0; chip < fitted.length; chip++) {
      if (fitted[chip].size() <= limit) {
        continue;
      }
      fitted[chip] = PrefixCover.of(chips[chip]);
      if (fitted[chip].size() > limit) {
        throw new DoesNotFitException(
            "router of chip (" + machine.x(chip) + "," + machine.y(chip) + ")",
            fitted[chip].size(),
            limit,
            "needs "
                + fitted[chip].size()
                + " table entries (for "
                + chips[chip].size()
                + " sources that pass, minimised), a router holds "
                + limit
                + "; use larger slices or a larger machine, so that fewer sources pass each chip");
      }
    }
    return new Tables(fitted);
  }

  /// The table of a chip; empty where nothing passes.
  public RoutingTable chip(int chip) {
    return chips[chip];
  }

  /// Entries of all tables.
  public long entries() {
    long entries = 0;
    for (RoutingTable table : chips) {
      entries += table.size();
    }
    return entries;
  }

  /// Walks packets through the tables from their source's chip on, and verifies that they reach
  /// exactly the vertex's targets, over live links, coming to no chip twice.
  ///
  /// @param sources at most so many sending vertices are tried, evenly spread: all of them up to a
  ///   board, a sample of larger machines
  /// @param random atoms a source tried beside its first and its last
  void check(
      MachineGraph graph,
      Placement placement,
      Keys keys,
      Machine machine,
      int sources,
      int random) {
    int[] vertexAt = Routes.vertexAt(placement, machine);
    int[] seenBy = new int[machine.chipPositions()];
    int[] reachedBy = new int[graph.size()];
    int[] stack = new int[6 * machine.chipPositions() + 1];
    var draws = new SplittableRandom(0);
    int packet = 0;
    long arrivals = 0;
    for (int v = 0; v < graph.size(); v++) {
      arrivals += (2L + random) * graph.targets(v).length;
    }
    long apart = Math.max(Math.ceilDiv(graph.size(), sources), arrivals / MOST_ARRIVALS);
    int[] targets = {};
    int[] targetOf = new int[graph.size()];
    int stride = (int) Math.max(1, apart);
    for (int v = 0; v < graph.size(); v += stride) {
      if (!graph.sends(v)) {
        continue;
      }
      if (graph.targets(v) != targets) {
        targets = graph.targets(v);
        for (int target : targets) {
          targetOf[target] = packet + 1;
        }
      }
      int mark = targets.length == 0 ? 0 : targetOf[targets[0]];
      int atoms = graph.vertex(v).atoms();
      int[] tried = new int[2 + random];
      tried[1] = Math.max(0, atoms - 1);
      for (int i = 0; i < random && atoms > 0; i++) {
        tried[2 + i] = draws.nextInt(atoms);
      }
      Arrays.sort(tried);
      for (int i = 0; i < tried.length; i++) {
        if (i == 0 || tried[i] != tried[i - 1]) {
          packet++;
          walk(
              graph,
              placement,
              machine,
              v,
              keys.key(v) | tried[i],
              packet,
              vertexAt,
              targetOf,
              mark,
              seenBy,
              reachedBy,
              stack);
        }
      }
    }
  }

  private void walk(
      MachineGraph graph,
      Placement placement,
      Machine machine,
      int v,
      int key,
      int packet,
      int[] vertexAt,
      int[] targetOf,
      int mark,
      int[] seenBy,
      int[] reachedBy,
      int[] stack) {
    String what = "key " + Integer.toHexString(key) + " of " + graph.vertex(v).name();
    int reached = 0;
    int depth = 0;
    stack[depth++] = placement.chip(v);
    while (depth > 0) {
      int chip = stack[--depth];
      if (seenBy[chip] == packet) {
        throw new IllegalStateException(what + " comes to chip " + chip + " twice");
      }
      seenBy[chip] = packet;
      RoutingTable table = chips[chip];
      int entry = table.match(key);
      if (entry < 0) {
        throw new IllegalStateException(what + " matches nothing on chip " + chip);
      }
      for (int link = 0; link < 6; link++) {
        if ((table.links()[entry] >>> link & 1) != 0) {
          int next = machine.neighbour(chip, Link.of(link));
          if (next < 0) {
            throw new IllegalStateException(
                what + " leaves chip " + chip + " by dead link " + Link.of(link));
          }
          stack[depth++] = next;
        }
      }
      for (int word = 0; word < 3; word++) {
        for (long bits = table.cores()[3 * entry + word]; bits != 0; bits &= bits - 1) {
          int p = 64 * word + Long.numberOfTrailingZeros(bits);
          int target = p < CoreMap.PES ? vertexAt[chip * CoreMap.PES + p] : -1;
          if (target < 0 || targetOf[target] != mark) {
            throw new IllegalStateException(what + " reaches a stranger, PE " + p + " of " + chip);
          }
          if (reachedBy[target] == packet) {
            throw new IllegalStateException(
                what + " reaches " + graph.vertex(target).name() + " twice");
          }
          reachedBy[target] = packet;
          reached++;
        }
      }
    }
    if (reached != graph.targets(v).length) {
      throw new IllegalStateException(
          what + " reaches " + reached + " of " + graph.targets(v).length + " targets");
    }
  }
}
