package org.tradewind.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tradewind.machine.DoesNotFitException;
import org.tradewind.machine.Faults;
import org.tradewind.machine.Link;
import org.tradewind.machine.Machine;

/// What every placer must do, the degenerate worlds first.
class PlacerContractTest {
  static Stream<Placer> placers() {
    return Stream.of(new LinearPlacer(), new LocalPlacer(), new LocalPlacer(7));
  }

  @ParameterizedTest
  @MethodSource("placers")
  void theEmptyGraphFitsAnywhere(Placer placer) {
    assertThat(placer.place(Graphs.unconnected(0), Machine.chip()).pe()).isEmpty();
    Machine nothing = Machine.chip().withoutChip(0);
    assertThat(placer.place(Graphs.unconnected(0), nothing).pe()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("placers")
  void oneVertexGetsAPe(Placer placer) {
    place(placer, Graphs.unconnected(1), Machine.chip());
    place(placer, Graphs.allToAll(1), Machine.chip());
    place(placer, Graphs.allToAll(1), Machine.board());
  }

  @ParameterizedTest
  @MethodSource("placers")
  void theMachineCanBeFilledToTheLastPe(Placer placer) {
    place(placer, Graphs.unconnected(148), Machine.chip());
    place(placer, Graphs.chain(2 * 3 * 148), Machine.torus(2, 3));
    place(placer, Graphs.local(4 * 148, 5, 3), Machine.torus(2, 2));
  }

  @ParameterizedTest
  @MethodSource("placers")
  void oneVertexTooManySaysHowManyThereAreAndWhatToDo(Placer placer) {
    assertThatThrownBy(() -> placer.place(Graphs.chain(149), Machine.chip()))
        .isInstanceOfSatisfying(
            DoesNotFitException.class,
            e -> {
              assertThat(e.needed()).isEqualTo(149);
              assertThat(e.available()).isEqualTo(148);
            })
        .hasMessage(
            "network: needs 149 PEs, machine chip has 148 on 1 live chips;"
                + " use a larger machine, or a smaller network");
  }

  @ParameterizedTest
  @MethodSource("placers")
  void whatIsDeadIsNotUsed(Placer placer) {
    Machine machine = Machine.torus(2, 2).withoutChip(0).withoutPe(2, 5).withoutPe(3, 147);
    place(placer, Graphs.local(3 * 148 - 2, 5, 4), machine);
    assertThatThrownBy(() -> placer.place(Graphs.unconnected(3 * 148 - 1), machine))
        .isInstanceOf(DoesNotFitException.class);
    place(placer, Graphs.local(3_000, 6, 5), Faults.pes(Machine.board(), 0.5, 6));
    place(placer, Graphs.local(3_000, 6, 5), Faults.chips(Machine.board(), 0.5, 7));
  }

  @ParameterizedTest
  @MethodSource("placers")
  void aDeadMachineHoldsNothing(Placer placer) {
    Machine nothing = Machine.torus(2, 1).withoutChip(0).withoutChip(1);
    assertThatThrownBy(() -> placer.place(Graphs.unconnected(1), nothing))
        .isInstanceOf(DoesNotFitException.class)
        .hasMessageContaining("has 0 on 0 live chips");
  }

  @ParameterizedTest
  @MethodSource("placers")
  void aVertexThatFitsNowhereNamesItsNeed(Placer placer) {
    var large = new MachineVertex("lif", 512, 768, new Graphs.Idle(140_000), "lif", 0, 0);
    var graph = new MachineGraph(List.of(large), new int[1][0]);
    assertThatThrownBy(() -> placer.place(graph, Machine.board()))
        .isInstanceOfSatisfying(
            DoesNotFitException.class,
            e -> {
              assertThat(e.what()).isEqualTo("lif[512..767]");
              assertThat(e.needed()).isEqualTo(140_000);
              assertThat(e.available()).isEqualTo(94_208);
            });
  }

  @ParameterizedTest
  @MethodSource("placers")
  void verticesOnAMachineInPiecesAreStillPlaced(Placer placer) {
    // two chips without any link between them
    Machine pieces = Machine.torus(2, 1);
    for (Link link : Link.values()) {
      pieces = pieces.withoutLink(0, link).withoutLink(1, link);
    }
    place(placer, Graphs.unconnected(2 * 148), pieces);
  }

  @ParameterizedTest
  @MethodSource("placers")
  void theSameGraphAndMachineGiveTheSamePlacement(Placer placer) {
    MachineGraph graph = Graphs.local(1_000, 8, 8);
    Machine machine = Faults.pes(Machine.torus(4, 4), 0.1, 9);
    assertThat(placer.place(graph, machine).pe()).isEqualTo(placer.place(graph, machine).pe());
  }

  @ParameterizedTest
  @MethodSource("placers")
  void hubsAndSelfConnectionsAndLonersArePlaced(Placer placer) {
    place(placer, Graphs.allToAll(600), Machine.torus(3, 3));
    place(placer, Graphs.allToAll(148), Machine.chip());
  }

  private static void place(Placer placer, MachineGraph graph, Machine machine) {
    Placement placement = placer.place(graph, machine);
    placement.check(graph, machine);
  }
}
