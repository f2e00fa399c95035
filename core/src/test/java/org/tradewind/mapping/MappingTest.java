package org.tradewind.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.tradewind.machine.Machine;

class MappingTest {
  @Test
  void aRandomGraphOnABoardPassesEveryCheck() {
    MachineGraph graph = Graphs.local(2_000, 10, 1);
    Machine machine = Machine.board();
    Mapping mapping = mapped(graph, machine, new LinearPlacer(), new ShortestPathRouter());
    assertThat(mapping.checked()).isSameAs(mapping);
  }

  @Test
  void theEmptyGraphPassesEveryCheck() {
    mapped(Graphs.unconnected(0), Machine.chip(), new LinearPlacer(), new ShortestPathRouter())
        .checked();
  }

  static Mapping mapped(MachineGraph graph, Machine machine, Placer placer, Router router) {
    Placement placement = placer.place(graph, machine);
    Keys keys = Keys.allocate(graph);
    Routes routes = router.route(graph, placement, machine);
    Tables tables = Tables.of(routes, keys, machine).fittedTo(machine);
    return new Mapping(machine, graph, placement, keys, routes, tables, Images.of(graph, keys));
  }
}
