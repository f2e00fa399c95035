package org.tradewind.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.tradewind.machine.DoesNotFitException;
import org.tradewind.machine.Faults;
import org.tradewind.machine.Link;
import org.tradewind.machine.Machine;

/// Tables from trees, minimised, and the check of both by breaking them: in the small world vertex
/// 0 on chip 0 sends to 1 on chip 1 and 2 on chip 2, in a row of chips.
class TablesTest {
  private static final MachineGraph GRAPH = Graphs.of(new int[] {1, 2}, new int[0], new int[0]);
  private static final Machine ROW = Machine.torus(5, 5);
  private static final Placement PLACEMENT = new Placement(new int[] {0, 152 + 10, 2 * 152 + 140});
  private static final Keys KEYS = Keys.allocate(GRAPH);

  @Test
  void anEntryForEachNodeOfATree() {
    Tables tables = tables();
    assertThat(tables.entries()).isEqualTo(3);
    assertThat(tables.chip(0).links()).containsExactly(1 << Link.E.ordinal());
    assertThat(tables.chip(1).toCore(0, 10)).isTrue();
    assertThat(tables.chip(2).toCore(0, 140)).isTrue();
    assertThat(tables.chip(3).size()).isZero();
    check(tables);
  }

  @Test
  void theCheckRefusesEveryKindOfWrongTable() {
    broken(table -> table.key()[0] = 16, 1, "key 0 of p[0..15] matches nothing on chip 1");
    // half of the source's keys only
    broken(table -> table.mask()[0] = -8, 1, "key f of p[0..15] matches nothing on chip 1");
    broken(table -> table.links()[0] = 0, 1, "reaches 1 of 2 targets");
    broken(table -> table.links()[0] = 1 << 3, 2, "comes to chip 1 twice");
    broken(table -> table.links()[0] |= 1 << 2, 1, "matches nothing on chip 6");
    broken(table -> table.cores()[0] = 0, 1, "reaches 1 of 2 targets");
    broken(table -> table.cores()[0] |= 1 << 11, 1, "reaches a stranger, PE 11 of 1");
    broken(table -> table.cores()[0] |= 1, 0, "reaches a stranger, PE 0 of 0");
    broken(table -> table.cores()[2] |= 1L << 60, 1, "reaches a stranger, PE 188 of 1");
    Machine cut = ROW.withoutLink(0, Link.E);
    assertThatThrownBy(() -> tables().check(GRAPH, PLACEMENT, KEYS, cut, 10, 0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("leaves chip 0 by dead link E");
  }

  @Test
  void anEarlierEntryThatTakesTheKeyIsFound() {
    Tables tables = tables();
    RoutingTable one = tables.chip(1);
    RoutingTable two = RoutingTable.ofSize(2);
    two.key()[1] = one.key()[0];
    two.mask()[1] = one.mask()[0];
    two.links()[1] = one.links()[0];
    System.arraycopy(one.cores(), 0, two.cores(), 3, 3);
    // entry 0 has mask 0: it matches everything and sends it nowhere
    RoutingTable[] chips = chips(tables, ROW);
    chips[1] = two;
    assertThatThrownBy(() -> check(new Tables(chips)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("reaches 0 of 2 targets");
  }

  @Test
  void anAtomInTheMiddleIsTriedByChance() {
    Tables tables = tables();
    RoutingTable[] chips = chips(tables, ROW);
    RoutingTable one = tables.chip(1);
    RoutingTable two = RoutingTable.ofSize(2);
    two.key()[0] = 7;
    two.mask()[0] = -1;
    two.key()[1] = one.key()[0];
    two.mask()[1] = one.mask()[0];
    two.links()[1] = one.links()[0];
    System.arraycopy(one.cores(), 0, two.cores(), 3, 3);
    chips[1] = two;
    check(new Tables(chips));
    assertThatThrownBy(() -> new Tables(chips).check(GRAPH, PLACEMENT, KEYS, ROW, 10, 500))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("key 7 of p[0..15] reaches 0 of 2 targets");
  }

  @Test
  void minimisedTablesDeliverTheSame() {
    for (Machine machine :
        new Machine[] {Machine.board(), Faults.links(Machine.torus(6, 6), 0.1, 3)}) {
      MachineGraph graph = Graphs.local(3_000, 10, 4);
      Placement placement = new LinearPlacer().place(graph, machine);
      Keys keys = Keys.allocate(graph);
      Routes routes = new NerRouter().route(graph, placement, machine);
      Tables whole = Tables.of(routes, keys, machine);
      RoutingTable[] covered = chips(whole, machine);
      for (int chip = 0; chip < covered.length; chip++) {
        covered[chip] = PrefixCover.of(covered[chip]);
      }
      var minimised = new Tables(covered);
      assertThat(minimised.entries()).isLessThan(whole.entries());
      minimised.check(graph, placement, keys, machine, graph.size(), 2);
    }
  }

  @Test
  void onlyTablesThatAreTooLargeAreMinimised() {
    Tables tables = manySources();
    assertThat(tables.fittedTo(ROW).chip(0)).isSameAs(tables.chip(0));
    assertThat(tables.fittedTo(ROW, 99).chip(0).size()).isEqualTo(1);
  }

  @Test
  void aTableThatStaysTooLargeNamesItsChip() {
    // two targets take turns: no prefix holds more than one source
    int[][] targets = new int[102][];
    for (int v = 0; v < 102; v++) {
      targets[v] = v < 100 ? new int[] {100 + v % 2} : new int[0];
    }
    MachineGraph graph = Graphs.of(targets);
    Placement placement = new LinearPlacer().place(graph, ROW);
    Tables tables =
        Tables.of(new NerRouter().route(graph, placement, ROW), Keys.allocate(graph), ROW);
    assertThatThrownBy(() -> tables.fittedTo(ROW, 50))
        .isInstanceOfSatisfying(
            DoesNotFitException.class, e -> assertThat(e.available()).isEqualTo(50))
        .hasMessageContaining("router of chip (0,0): needs 51 table entries (for 100 sources")
        .hasMessageContaining("a router holds 50; use larger slices or a larger machine");
    assertThat(tables.fittedTo(ROW, 51).chip(0).size()).isEqualTo(51);
  }

  /// A hundred sources on chip 0, all to one target there.
  private static Tables manySources() {
    int[][] targets = new int[100][];
    for (int v = 0; v < 100; v++) {
      targets[v] = new int[] {0};
    }
    MachineGraph graph = Graphs.of(targets);
    Placement placement = new LinearPlacer().place(graph, ROW);
    Routes routes = new ShortestPathRouter().route(graph, placement, ROW);
    return Tables.of(routes, Keys.allocate(graph), ROW);
  }

  private static Tables tables() {
    return Tables.of(new NerRouter().route(GRAPH, PLACEMENT, ROW), KEYS, ROW);
  }

  private static void check(Tables tables) {
    tables.check(GRAPH, PLACEMENT, KEYS, ROW, 10, 0);
  }

  private static void broken(Consumer<RoutingTable> breaking, int chip, String because) {
    Tables tables = tables();
    breaking.accept(tables.chip(chip));
    assertThatThrownBy(() -> check(tables))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(because);
  }

  private static RoutingTable[] chips(Tables tables, Machine machine) {
    var chips = new RoutingTable[machine.chipPositions()];
    for (int chip = 0; chip < chips.length; chip++) {
      chips[chip] = tables.chip(chip);
    }
    return chips;
  }
}
