package org.tradewind.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tradewind.machine.CoreMap;
import org.tradewind.machine.Machine;

class LocalPlacerTest {
  @Test
  void aGridIsFoldedIntoThePlane() {
    MachineGraph grid = Graphs.grid(80, 80);
    assertThat(ratio(grid, Machine.board())).isLessThan(0.6);
    assertThat(ratio(grid, Machine.torus(7, 7))).isLessThan(1);
  }

  @Test
  void aChainHopsOnceAChip() {
    Machine machine = Machine.board();
    MachineGraph chain = Graphs.chain(30 * 148);
    Placement local = new LocalPlacer().place(chain, machine);
    // 29 times to the next chip with 16 packets is the least that there can be
    assertThat(local.weightedHops(chain, machine)).isBetween(29L * 16, 45L * 16);
    assertThat(ratio(chain, machine)).isLessThan(1);
  }

  @Test
  void theOrderOfTheVerticesDoesNotMatterMuch() {
    Machine machine = Machine.torus(6, 6);
    MachineGraph grid = Graphs.grid(60, 60);
    long sorted = new LocalPlacer().place(grid, machine).weightedHops(grid, machine);
    MachineGraph shuffled = shuffled(grid, 11);
    long mixed = new LocalPlacer().place(shuffled, machine).weightedHops(shuffled, machine);
    assertThat(mixed).isLessThan(2 * sorted);
    assertThat(ratio(shuffled, machine)).isLessThan(0.2);
  }

  @Test
  void itIsNeverFartherThanLinear() {
    for (int seed = 0; seed < 5; seed++) {
      MachineGraph graph = Graphs.local(300 + 200 * seed, 1 + 2 * seed, seed);
      assertThat(ratio(graph, Machine.torus(3, 4))).as("seed %d", seed).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void whatFitsOnOneChipStaysOnIt() {
    MachineGraph graph = Graphs.local(148, 10, 12);
    Machine machine = Machine.board();
    Placement placement = new LocalPlacer().place(graph, machine);
    assertThat(placement.weightedHops(graph, machine)).isZero();
  }

  @Test
  void theBusiestVertexSitsBesideTheRouter() {
    // all send to vertex 99
    int[][] targets = new int[100][];
    for (int v = 0; v < 100; v++) {
      targets[v] = new int[] {99};
    }
    Placement placement = new LocalPlacer().place(Graphs.of(targets), Machine.chip());
    assertThat(CoreMap.routerHops(placement.p(99))).isEqualTo(1);
    assertThat(hopsToRouters(placement))
        .isLessThan(hopsToRouters(new LinearPlacer().place(Graphs.of(targets), Machine.chip())));
  }

  private static int hopsToRouters(Placement placement) {
    int hops = 0;
    for (int v = 0; v < placement.pe().length; v++) {
      hops += CoreMap.routerHops(placement.p(v));
    }
    return hops;
  }

  /// Weighted hops under the local placer by those under the linear one.
  private static double ratio(MachineGraph graph, Machine machine) {
    double local = new LocalPlacer().place(graph, machine).weightedHops(graph, machine);
    return local / new LinearPlacer().place(graph, machine).weightedHops(graph, machine);
  }

  private static MachineGraph shuffled(MachineGraph graph, long seed) {
    List<Integer> order = new ArrayList<>();
    for (int v = 0; v < graph.size(); v++) {
      order.add(v);
    }
    Collections.shuffle(order, new Random(seed));
    int[][] targets = new int[graph.size()][];
    for (int v = 0; v < graph.size(); v++) {
      targets[order.get(v)] = Arrays.stream(graph.targets(v)).map(order::get).sorted().toArray();
    }
    return Graphs.of(targets);
  }
}
