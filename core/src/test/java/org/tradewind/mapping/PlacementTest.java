package org.tradewind.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tradewind.machine.Machine;

/// The check of placements, by breaking what it checks.
class PlacementTest {
  private static final MachineGraph THREE = Graphs.chain(3);

  @Test
  void aPlacementThatIsRightPasses() {
    new Placement(new int[] {0, 5, 147}).check(THREE, Machine.chip());
  }

  @Test
  void everyVertexNeedsAPlace() {
    refused(new Placement(new int[] {0, 1}), Machine.chip(), "places for 2 of 3");
  }

  @Test
  void noPeIsTakenTwice() {
    refused(new Placement(new int[] {0, 1, 0}), Machine.chip(), "p[32..47] is on a taken PE");
  }

  @Test
  void nothingIsOnAPeThatIsReservedDeadOrNotThere() {
    refused(new Placement(new int[] {0, 1, 148}), Machine.chip(), "p[32..47] is on PE 148");
    refused(new Placement(new int[] {0, 1, -1}), Machine.chip(), "p[32..47] is on PE -1");
    refused(new Placement(new int[] {0, 1, 152}), Machine.chip(), "p[32..47] is on PE 152");
    refused(new Placement(new int[] {0, 1, 2}), Machine.chip().withoutPe(0, 1), "is on PE 1");
    refused(new Placement(new int[] {0, 1, 2}), Machine.chip().withoutChip(0), "is on PE 0");
    // (0,4) is on the grid of a board but no chip
    refused(new Placement(new int[] {0, 1, 32 * 152}), Machine.board(), "is on PE 4864");
  }

  @Test
  void noVertexIsLargerThanAPesMemory() {
    var large = new MachineVertex("lif", 0, 9, new Graphs.Idle(94_212), "lif", 0, 0);
    var graph = new MachineGraph(List.of(large), new int[1][0]);
    assertThatThrownBy(() -> new Placement(new int[] {0}).check(graph, Machine.chip()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("lif[0..8] needs 94212 bytes, more than any PE has");
  }

  @Test
  void weightedHopsCountAtomsTimesHopsToEachTarget() {
    // 16 atoms each: 0 to 1 over one link, 1 to 2 over two
    Machine machine = Machine.torus(5, 5);
    var placement = new Placement(new int[] {0, 152, 3 * 152});
    assertThat(placement.weightedHops(THREE, machine)).isEqualTo(16 * 3);
  }

  private static void refused(Placement placement, Machine machine, String because) {
    assertThatThrownBy(() -> placement.check(THREE, machine))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(because);
  }
}
