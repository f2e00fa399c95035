package org.tradewind.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tradewind.machine.Faults;
import org.tradewind.machine.Link;
import org.tradewind.machine.Machine;
import org.tradewind.machine.Wrap;

/// What every router must do, on every machine, with every kind of fault: trees that pass
/// [Routes#check], and a sentence where there is no way.
class RouterContractTest {
  static List<Router> routers() {
    return List.of(new ShortestPathRouter(), new NerRouter());
  }

  static Stream<Arguments> routersAndMachines() {
    var machines = new ArrayList<Machine>();
    machines.add(Machine.chip());
    machines.add(Machine.board());
    for (int[] size : new int[][] {{1, 1}, {1, 5}, {2, 2}, {2, 5}, {5, 4}, {12, 12}}) {
      machines.add(Machine.torus(size[0], size[1]));
    }
    machines.add(Faults.links(Machine.board(), 0.05, 1));
    machines.add(Faults.links(Machine.torus(12, 12), 0.05, 2));
    machines.add(Faults.links(Machine.torus(12, 12), 0.2, 3));
    machines.add(Faults.chips(Machine.torus(12, 12), 0.1, 4));
    machines.add(Faults.links(Faults.chips(Machine.torus(9, 7), 0.1, 5), 0.1, 6));
    machines.add(Faults.directions(Machine.torus(9, 7), 0.1, 7));
    machines.add(Machine.triads(1, 1, Wrap.FULL));
    machines.add(Machine.boards(2));
    machines.add(Faults.links(Machine.triads(2, 1, Wrap.HORIZONTAL), 0.05, 8));
    machines.add(Faults.directions(Faults.chips(Machine.boards(3), 0.05, 9), 0.05, 10));
    return routers().stream()
        .flatMap(router -> machines.stream().map(machine -> Arguments.of(router, machine)));
  }

  @ParameterizedTest
  @MethodSource("routersAndMachines")
  void treesReachExactlyTheirTargets(Router router, Machine machine) {
    int vertices = Math.min(machine.applicationPes(), 2_000);
    for (MachineGraph graph :
        List.of(
            Graphs.unconnected(0),
            Graphs.unconnected(vertices),
            Graphs.chain(vertices),
            Graphs.local(vertices, 10, 7),
            Graphs.allToAll(60))) {
      // spread over the machine, so that trees are long
      Placement placement = spread(graph, machine);
      Routes routes = router.route(graph, placement, machine);
      routes.check(graph, placement, machine);
      Keys keys = Keys.allocate(graph);
      Tables.of(routes, keys, machine).check(graph, placement, keys, machine, 1_000, 1);
    }
  }

  @ParameterizedTest
  @MethodSource("routersAndMachines")
  void theSameInputGivesTheSameTrees(Router router, Machine machine) {
    MachineGraph graph = Graphs.local(Math.min(machine.applicationPes(), 500), 10, 8);
    Placement placement = spread(graph, machine);
    Routes once = router.route(graph, placement, machine);
    Routes twice = router.route(graph, placement, machine);
    assertThat(twice.nodes()).isEqualTo(once.nodes());
    for (int node = 0; node < once.nodes(); node++) {
      assertThat(twice.chip(node)).isEqualTo(once.chip(node));
      assertThat(twice.links(node)).isEqualTo(once.links(node));
    }
  }

  @ParameterizedTest
  @MethodSource("routersAndMachines")
  void aSingleTargetIsReachedByAShortestPath(Router router, Machine machine) {
    MachineGraph graph = Graphs.chain(Math.min(machine.applicationPes(), 300));
    Placement placement = spread(graph, machine);
    Routes routes = router.route(graph, placement, machine);
    Routes oracle = new ShortestPathRouter().route(graph, placement, machine);
    for (int v = 0; v < graph.size(); v++) {
      assertThat(routes.to(v) - routes.from(v)).isEqualTo(oracle.to(v) - oracle.from(v));
    }
  }

  @ParameterizedTest
  @MethodSource("routers")
  void aCutOffTargetIsNamedWithWhatIsDead(Router router) {
    Machine machine = Machine.torus(3, 3);
    for (Link link : Link.values()) {
      if (link != Link.N) {
        machine = machine.withoutLink(4, link);
      }
    }
    Machine cut = machine.withoutChip(7);
    MachineGraph graph = Graphs.chain(2);
    assertThatThrownBy(() -> router.route(graph, new Placement(new int[] {0, 4 * 152}), cut))
        .isInstanceOf(UnreachableException.class)
        .hasMessage(
            "p[0..15] on chip (0,0) cannot reach p[16..31] on chip (1,1): dead are"
                + " link E of chip (1,1), link NE of chip (1,1), chip (1,2), link W of chip (1,1),"
                + " link SW of chip (1,1), link S of chip (1,1); take the cut-off chips out of the"
                + " machine too, or use another machine");
  }

  @ParameterizedTest
  @MethodSource("routers")
  void aLinkDeadInOneDirectionIsUsedInTheOther(Router router) {
    // a row of three chips; from the right to the left all is well, back it is not
    Machine row = Machine.of("row", "3x1");
    var builder = row.builder();
    for (int chip = 0; chip < 3; chip++) {
      for (Link link : Link.values()) {
        if (link != Link.W) {
          builder.withoutDirection(chip, link);
        }
      }
    }
    builder.withoutDirection(0, Link.W);
    Machine oneWay = builder.build();
    MachineGraph graph = Graphs.chain(2);
    var leftwards = new Placement(new int[] {2 * 152, 0});
    Routes routes = router.route(graph, leftwards, oneWay);
    routes.check(graph, leftwards, oneWay);
    assertThat(routes.hops()).isEqualTo(2);
    assertThatThrownBy(() -> router.route(graph, new Placement(new int[] {0, 2 * 152}), oneWay))
        .isInstanceOf(UnreachableException.class)
        .hasMessageStartingWith(
            "p[0..15] on chip (0,0) cannot reach p[16..31] on chip (2,0): dead are link E of chip"
                + " (2,0), link NE of chip (2,0), link E of chip (1,0)");
  }

  @ParameterizedTest
  @MethodSource("routers")
  void aTargetThatOnlySendsIsNamedByTheLinksThatShouldReachIt(Router router) {
    Machine torus = Machine.torus(4, 4);
    var builder = torus.builder();
    for (Link link : Link.values()) {
      builder.withoutDirection(torus.at(1 + link.dx(), 1 + link.dy()), link.opposite());
    }
    assertThatThrownBy(() ->
            router.route(Graphs.chain(2), new Placement(new int[] {0, 5 * 152}), builder.build()))
        .isInstanceOf(UnreachableException.class)
        .hasMessageContaining("dead are link W of chip (2,1), link SW of chip (2,2)");
  }

  @ParameterizedTest
  @MethodSource("routers")
  void aCutOffSourceIsNamedToo(Router router) {
    Machine machine = Machine.torus(4, 4);
    for (Link link : Link.values()) {
      machine = machine.withoutLink(5, link);
    }
    Machine cut = machine;
    assertThatThrownBy(
            () -> router.route(Graphs.chain(2), new Placement(new int[] {5 * 152, 9 * 152}), cut))
        .isInstanceOf(UnreachableException.class)
        .hasMessageContaining("p[0..15] on chip (1,1) cannot reach p[16..31] on chip (1,2)")
        .hasMessageContaining("link E of chip (1,1)");
  }

  /// Vertices far from those numbered beside them.
  private static Placement spread(MachineGraph graph, Machine machine) {
    int[] seats = Seats.of(graph, machine);
    int[] pe = new int[graph.size()];
    int stride = 10_007;
    for (int v = 0; v < pe.length; v++) {
      pe[v] = seats[(int) ((long) v * stride % seats.length)];
    }
    return new Placement(pe);
  }
}
