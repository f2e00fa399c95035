package org.tradewind.mapping;

import java.util.Arrays;
import org.tradewind.machine.Machine;

/// The plain placer: vertices in their order on PEs in their order.
public final class LinearPlacer implements Placer {
  public LinearPlacer() {}

  @Override
  public Placement place(MachineGraph graph, Machine machine) {
    return new Placement(Arrays.copyOf(Seats.of(graph, machine), graph.size()));
  }

  @Override
  public String toString() {
    return "linear";
  }
}
