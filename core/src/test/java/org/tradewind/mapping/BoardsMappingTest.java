package org.tradewind.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tradewind.machine.Faults;
import org.tradewind.machine.Link;
import org.tradewind.machine.Machine;
import org.tradewind.machine.Wrap;

/// Every stage of mapping on machines of several boards, whole and with parts dead.
class BoardsMappingTest {
  private static final long SEED = 20261121;

  static Stream<Arguments> all() {
    Machine three = Machine.triads(1, 1, Wrap.FULL);
    Machine ragged = Machine.triads(2, 1, Wrap.HORIZONTAL);
    return Stream.of(
            three,
            Machine.boards(2),
            ragged,
            // as a machine file takes away: a board, chips, PEs, links, directions
            Faults.directions(
                Faults.links(
                    Faults.pes(
                        Faults.chips(ragged.builder().withoutBoard(4).build(), 0.05, 1), 0.05, 2),
                    0.05,
                    3),
                0.03,
                4))
        .flatMap(machine ->
            Stream.of(new LinearPlacer(), new LocalPlacer())
                .flatMap(placer ->
                    Stream.of(new NerRouter(), new ShortestPathRouter())
                        .map(router -> Arguments.of(machine, placer, router))));
  }

  @ParameterizedTest
  @MethodSource("all")
  void randomGraphsAreMappedAndPassEveryCheck(Machine machine, Placer placer, Router router) {
    var draws = new SplittableRandom(SEED);
    for (int round = 0; round < 2; round++) {
      int vertices = draws.nextInt(1, Math.min(1_500, machine.applicationPes()));
      long seed = draws.nextLong();
      MachineGraph graph = Graphs.local(vertices, draws.nextInt(1, 12), seed);
      Mapping mapping = MappingTest.mapped(graph, machine, placer, router);
      assertThat(mapping.checked()).as("seed %d, %d vertices", seed, vertices).isSameAs(mapping);
    }
  }

  @Test
  void treesOfNeighboursOnThreeBoardsCrossLongLinks() {
    Machine machine = Machine.triads(1, 1, Wrap.FULL);
    MachineGraph graph = Graphs.local(10_000, 5, SEED);
    Mapping mapping =
        MappingTest.mapped(graph, machine, new LocalPlacer(), new NerRouter()).checked();
    int[] of = new int[Link.Kind.values().length];
    Routes routes = mapping.routes();
    for (int node = 0; node < routes.nodes(); node++) {
      for (Link link : Link.values()) {
        if ((routes.links(node) >>> link.ordinal() & 1) != 0) {
          of[machine.kind(routes.chip(node), link).ordinal()]++;
        }
      }
    }
    assertThat(of[Link.Kind.LONG.ordinal()]).isPositive();
    assertThat(of[Link.Kind.SHORT.ordinal()]).isGreaterThan(of[Link.Kind.LONG.ordinal()]);
  }
}
