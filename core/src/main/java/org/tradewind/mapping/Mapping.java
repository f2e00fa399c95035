package org.tradewind.mapping;

import java.util.function.Consumer;
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

  /// Maps a graph, with the placer and the router that keep traffic short.
  ///
  /// @throws org.tradewind.machine.DoesNotFitException where the machine cannot hold it
  public static Mapping of(MachineGraph graph, Machine machine) {
    return of(graph, machine, new LocalPlacer(), new NerRouter(), _ -> {});
  }

  /// Maps a graph, stage by stage.
  ///
  /// @param begins is told the name of each stage as it begins
  /// @throws org.tradewind.machine.DoesNotFitException where the machine cannot hold it
  public static Mapping of(
      MachineGraph graph, Machine machine, Placer placer, Router router, Consumer<String> begins) {
    begins.accept("place");
    Placement placement = placer.place(graph, machine);
    Keys keys = Keys.allocate(graph);
    begins.accept("route");
    Routes routes = router.route(graph, placement, machine);
    Tables tables = Tables.of(routes, keys, machine).fittedTo(machine);
    begins.accept("image");
    Images images = Images.of(graph, keys);
    begins.accept("check");
    return new Mapping(machine, graph, placement, keys, routes, tables, images).checked();
  }

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
