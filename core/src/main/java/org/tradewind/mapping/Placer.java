package org.tradewind.mapping;

import org.tradewind.machine.Machine;

/// Gives every vertex a PE of its own. Deterministic: the same graph and machine give the same
/// placement.
public interface Placer {
  /// @throws org.tradewind.machine.DoesNotFitException if there are more vertices than live
  ///   application PEs
  Placement place(MachineGraph graph, Machine machine);
}
