package org.tradewind.mapping;

import org.tradewind.machine.Machine;

/// All products of mapping, kept: reports draw them, `tradewind map` prints them, [#checked]
/// verifies them.
public record Mapping(
    Machine machine,
    MachineGraph graph,
    Placement placement,
    Keys keys,
    Routes routes,
    Tables tables,
    Images images) {
  /// Verifies every product against its contract; a fault is ours and throws
  /// [IllegalStateException].
  public Mapping checked() {
    throw new UnsupportedOperationException();
  }
}
