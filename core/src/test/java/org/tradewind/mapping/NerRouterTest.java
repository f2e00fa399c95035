package org.tradewind.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.tradewind.machine.Link;
import org.tradewind.machine.Machine;

class NerRouterTest {
  private static final Machine TORUS = Machine.torus(12, 12);

  @Test
  void theLongestDimensionIsFirst() {
    // (0,0) to (2,5): three N, two NE
    assertThat(path(TORUS, TORUS.at(2, 5))).isEqualTo("N N N NE NE ");
    // to (5,2): three E, two NE
    assertThat(path(TORUS, TORUS.at(5, 2))).isEqualTo("E E E NE NE ");
    // to (-1,2), with no diagonal: two N, one W
    assertThat(path(TORUS, TORUS.at(-1, 2))).isEqualTo("N N W ");
  }

  @Test
  void theWayRoundTheTorusIsTaken() {
    assertThat(path(TORUS, TORUS.at(11, 11))).isEqualTo("SW ");
    assertThat(path(TORUS, TORUS.at(10, 0))).isEqualTo("W W ");
  }

  @Test
  void aDeadLinkIsGoneRound() {
    Machine cut = TORUS.withoutLink(1, Link.E);
    // E E E is barred in its middle; no live way is shorter than four links
    assertThat(path(cut, 3).split(" ")).hasSize(4);
  }

  @Test
  void aTargetBranchesOffWhereTheTreeIsNearest() {
    // targets in a row: the far one goes on from the near one
    MachineGraph graph = Graphs.of(new int[] {1, 2}, new int[0], new int[0]);
    var placement = new Placement(new int[] {0, 152 * TORUS.at(4, 0), 152 * TORUS.at(5, 1)});
    assertThat(new NerRouter().route(graph, placement, TORUS).hops()).isEqualTo(5);
  }

  @Test
  void treesNeedFewerHopsThanShortestPaths() {
    MachineGraph graph = Graphs.local(5_000, 20, 1);
    Placement placement = new LinearPlacer().place(graph, TORUS);
    long ner = new NerRouter().route(graph, placement, TORUS).hops();
    long shortest = new ShortestPathRouter().route(graph, placement, TORUS).hops();
    assertThat(ner).isLessThan(shortest * 95 / 100);
  }

  /// Links from chip 0 to another, from a source with an even number.
  private static String path(Machine machine, int chip) {
    MachineGraph graph = Graphs.chain(2);
    var placement = new Placement(new int[] {0, 152 * chip});
    Routes routes = new NerRouter().route(graph, placement, machine);
    routes.check(graph, placement, machine);
    var links = new StringBuilder();
    for (int node = routes.from(0); node < routes.to(0) - 1; node++) {
      links.append(Link.of(Integer.numberOfTrailingZeros(routes.links(node)))).append(' ');
    }
    return links.toString();
  }
}
