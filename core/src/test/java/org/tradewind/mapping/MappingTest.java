package org.tradewind.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tradewind.machine.Faults;
import org.tradewind.machine.Machine;

class MappingTest {
  static Stream<Machine> fullMachines() {
    return Stream.of(
        Machine.chip(),
        Machine.board(),
        Faults.links(Machine.torus(12, 12), 0.05, 1),
        Faults.pes(Faults.chips(Machine.board(), 0.1, 2), 0.02, 3));
  }

  @ParameterizedTest
  @MethodSource("fullMachines")
  void everyCoreOfAMachineIsMappedAndPassesEveryCheck(Machine machine) {
    MachineGraph graph = Graphs.local(machine.applicationPes(), 10, 4);
    for (Placer placer : new Placer[] {new LinearPlacer(), new LocalPlacer()}) {
      Mapping mapping = mapped(graph, machine, placer, new NerRouter());
      assertThat(mapping.checked()).isSameAs(mapping);
    }
  }

  @Test
  void theEmptyGraphPassesEveryCheck() {
    mapped(Graphs.unconnected(0), Machine.chip(), new LinearPlacer(), new NerRouter()).checked();
  }

  @Test
  void aFaultInAnyProductIsFound() {
    Machine machine = Machine.board();
    MachineGraph graph = Graphs.local(500, 10, 5);
    Mapping m = mapped(graph, machine, new LinearPlacer(), new NerRouter());
    Mapping other = mapped(graph, machine, new LocalPlacer(), new NerRouter());
    MachineGraph smaller = Graphs.local(400, 10, 5);
    Mapping small = mapped(smaller, machine, new LinearPlacer(), new NerRouter());
    refused(
        new Mapping(
            machine, graph, other.placement(), m.keys(), m.routes(), m.tables(), m.images()));
    refused(
        new Mapping(
            machine, graph, m.placement(), small.keys(), m.routes(), m.tables(), m.images()));
    refused(
        new Mapping(
            machine, graph, m.placement(), m.keys(), other.routes(), m.tables(), m.images()));
    refused(
        new Mapping(
            machine, graph, m.placement(), m.keys(), m.routes(), other.tables(), m.images()));
    refused(
        new Mapping(
            machine, graph, m.placement(), m.keys(), m.routes(), m.tables(), small.images()));
    refused(
        new Mapping(
            machine, graph, small.placement(), m.keys(), m.routes(), m.tables(), m.images()));
  }

  private static void refused(Mapping mapping) {
    assertThatThrownBy(mapping::checked).isInstanceOf(IllegalStateException.class);
  }

  static Mapping mapped(MachineGraph graph, Machine machine, Placer placer, Router router) {
    Placement placement = placer.place(graph, machine);
    Keys keys = Keys.allocate(graph);
    Routes routes = router.route(graph, placement, machine);
    Tables tables = Tables.of(routes, keys, machine).fittedTo(machine);
    return new Mapping(machine, graph, placement, keys, routes, tables, Images.of(graph, keys));
  }
}
