package org.tradewind.mapping;

import org.tradewind.machine.Machine;

/// Finds a multicast tree for every vertex that sends. Deterministic.
public interface Router {
  Routes route(MachineGraph graph, Placement placement, Machine machine);
}
