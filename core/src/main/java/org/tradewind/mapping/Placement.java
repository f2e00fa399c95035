package org.tradewind.mapping;

import java.util.BitSet;
import org.tradewind.machine.CoreMap;
import org.tradewind.machine.Machine;
import org.tradewind.machine.Spinnaker2;

/// Which PE each vertex runs on. Identity equality.
///
/// @param pe for each vertex `chip * 152 + p`
public record Placement(int[] pe) {
  public int chip(int vertex) {
    return pe[vertex] / CoreMap.PES;
  }

  /// The PE on its chip, 0..151.
  public int p(int vertex) {
    return pe[vertex] % CoreMap.PES;
  }

  /// Chip-to-chip hops if every packet went to each of its targets by itself, and every atom sent
  /// one: what a placement can do for the network, before any router.
  public long weightedHops(MachineGraph graph, Machine machine) {
    long hops = 0;
    var senders = new OnChips(machine);
    var receivers = new OnChips(machine);
    // vertices that reach the same share an array
    for (int v = 0, to; v < pe.length; v = to) {
      int[] targets = graph.targets(v);
      for (to = v; to < pe.length && graph.targets(to) == targets; to++) {
        senders.add(chip(to), graph.vertex(to).atoms());
      }
      for (int target : targets) {
        receivers.add(chip(target), 1);
      }
      for (int s = 0; s < senders.chips; s++) {
        long ofOne = 0;
        for (int r = 0; r < receivers.chips; r++) {
          ofOne += receivers.on(r) * machine.distance(senders.chip[s], receivers.chip[r]);
        }
        hops += senders.on(s) * ofOne;
      }
      senders.clear();
      receivers.clear();
    }
    return hops;
  }

  /// How much there is on each of a few chips.
  private static final class OnChips {
    final int[] chip;
    int chips;
    private final long[] amount;

    OnChips(Machine machine) {
      chip = new int[machine.chipPositions()];
      amount = new long[machine.chipPositions()];
    }

    void add(int to, int more) {
      if (more > 0 && amount[to] == 0) {
        chip[chips++] = to;
      }
      amount[to] += more;
    }

    long on(int i) {
      return amount[chip[i]];
    }

    void clear() {
      for (int i = 0; i < chips; i++) {
        amount[chip[i]] = 0;
      }
      chips = 0;
    }
  }

  /// Verifies that every vertex has a PE of its own, that the PE lives and is open to applications,
  /// and that its memory holds the vertex.
  void check(MachineGraph graph, Machine machine) {
    if (pe.length != graph.size()) {
      throw new IllegalStateException("places for " + pe.length + " of " + graph.size());
    }
    var taken = new BitSet(machine.chipPositions() * CoreMap.PES);
    for (int v = 0; v < pe.length; v++) {
      MachineVertex vertex = graph.vertex(v);
      if (pe[v] < 0 || !machine.hasPe(chip(v), p(v))) {
        throw new IllegalStateException(vertex.name() + " is on PE " + pe[v] + ", which is not");
      }
      if (taken.get(pe[v])) {
        throw new IllegalStateException(
            vertex.name() + " is on a taken PE, " + machine.peName(chip(v), p(v)));
      }
      taken.set(pe[v]);
      int bytes = vertex.program().layout().bytes();
      if (bytes > Spinnaker2.DATA_BYTES.whole()) {
        throw new IllegalStateException(
            vertex.name() + " needs " + bytes + " bytes, more than any PE has");
      }
    }
  }
}
