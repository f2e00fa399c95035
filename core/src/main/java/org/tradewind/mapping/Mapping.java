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
  /// Sources whose packets are walked through the tables: all of a 12 x 12 torus.
  private static final int WALKED_SOURCES = 30_000;

  /// Atoms of each such source that are walked beside its first and its last.
  private static final int WALKED_ATOMS = 1;

  /// Verifies every product against its contract; a fault is ours and throws
  /// [IllegalStateException].
  ///
  /// Placement, keys, routes and images are checked in full. Tables are checked by walking the
  /// first, the last and a random key of every source; of more than 30,000 sources, of so many.
  public Mapping checked() {
    placement.check(graph, machine);
    keys.check(graph);
    routes.check(graph, placement, machine);
    tables.check(graph, placement, keys, machine, WALKED_SOURCES, WALKED_ATOMS);
    images.check(graph);
    return this;
  }
}
