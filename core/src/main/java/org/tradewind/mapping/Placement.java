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
    long ofOne = 0;
    for (int v = 0; v < pe.length; v++) {
      boolean asBefore =
          v > 0 && graph.targets(v) == graph.targets(v - 1) && chip(v) == chip(v - 1);
      if (!asBefore) {
        ofOne = 0;
        for (int target : graph.targets(v)) {
          ofOne += machine.distance(chip(v), chip(target));
        }
      }
      hops += ofOne * graph.vertex(v).atoms();
    }
    return hops;
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
