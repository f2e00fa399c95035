package org.tradewind.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tradewind.machine.Machine;

/// Where many send to the same many, those of a chip have one tree; few keep their own.
class SharedTreesTest {
  private static final Machine TORUS = Machine.torus(4, 4);

  static Router[] routers() {
    return new Router[] {new NerRouter(), new ShortestPathRouter()};
  }

  /// All to all, the targets in one array.
  private static MachineGraph all(int vertices) {
    var list = new ArrayList<MachineVertex>();
    for (int v = 0; v < vertices; v++) {
      list.add(Graphs.vertex("p", 4 * v, 4 * v + 4));
    }
    var targets = new int[vertices][];
    Arrays.fill(targets, IntStream.range(0, vertices).toArray());
    return new MachineGraph(list, targets);
  }

  @ParameterizedTest
  @MethodSource("routers")
  void manyOnAChipShareATreeAndStillReachAll(Router router) {
    MachineGraph graph = all(1_200);
    Mapping mapping = Mapping.of(graph, TORUS, new LinearPlacer(), router, _ -> {});
    Routes routes = mapping.routes();
    int shared = 0;
    for (int v = 1; v < graph.size(); v++) {
      boolean together = mapping.placement().chip(v) == mapping.placement().chip(v - 1);
      assertThat(routes.shared(v, v - 1)).isEqualTo(together);
      shared += together ? 1 : 0;
    }
    assertThat(shared).isGreaterThan(1_100);
    int chips = graph.size() - shared;
    assertThat(routes.nodes()).isBetween(chips * chips, chips * TORUS.chipPositions());
    assertThat(routes.hops()).isGreaterThanOrEqualTo(1_200L * (chips - 1));
  }

  @ParameterizedTest
  @MethodSource("routers")
  void fewHaveTheirOwn(Router router) {
    MachineGraph graph = all(300);
    Routes routes = Mapping.of(graph, TORUS, new LinearPlacer(), router, _ -> {}).routes();
    for (int v = 1; v < graph.size(); v++) {
      assertThat(routes.shared(v, v - 1)).isFalse();
    }
  }
}
