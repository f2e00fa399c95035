package org.tradewind.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tradewind.unit.InputException;

class MachineTest {
  @Test
  void aBoardIsTheHexagonOf48Chips() {
    Machine board = Machine.board();
    // SpiNNMachine, board type 248: for each x the first and last y
    int[][] rows = {{0, 3}, {0, 4}, {0, 5}, {0, 6}, {0, 7}, {1, 7}, {2, 7}, {3, 7}};
    for (int x = 0; x < 8; x++) {
      for (int y = 0; y < 8; y++) {
        assertThat(board.hasChip(board.at(x, y)))
            .as("(%d,%d)", x, y)
            .isEqualTo(y >= rows[x][0] && y <= rows[x][1]);
      }
    }
    assertThat(board.liveChips()).isEqualTo(48);
    assertThat(board.applicationPes()).isEqualTo(7_104);
  }

  @Test
  void threeBoardsCoverATriad() {
    // roots (0,0), (4,8) and (8,4) of a 12 x 12 torus: no chip is missed and none is on two boards
    Machine board = Machine.board();
    int[] covered = new int[144];
    for (int[] root : new int[][] {{0, 0}, {4, 8}, {8, 4}}) {
      for (int chip = 0; chip < 64; chip++) {
        if (board.hasChip(chip)) {
          covered[(board.y(chip) + root[1]) % 12 * 12 + (board.x(chip) + root[0]) % 12]++;
        }
      }
    }
    assertThat(covered).containsOnly(1);
  }

  @Test
  void aTorusWrapsAndABoardDoesNot() {
    Machine torus = Machine.torus(12, 12);
    assertThat(torus.neighbour(torus.at(11, 11), Link.NE)).isZero();
    assertThat(torus.neighbour(0, Link.SW)).isEqualTo(torus.at(11, 11));
    assertThat(torus.neighbour(0, Link.W)).isEqualTo(11);
    Machine board = Machine.board();
    assertThat(board.neighbour(0, Link.W)).isEqualTo(-1);
    assertThat(board.neighbour(0, Link.NE)).isEqualTo(board.at(1, 1));
    // (0,4) is on the grid but not on the board
    assertThat(board.neighbour(board.at(0, 3), Link.N)).isEqualTo(-1);
    for (Link link : Link.values()) {
      assertThat(Machine.chip().neighbour(0, link)).isEqualTo(-1);
    }
  }

  @Test
  void linksLeadBothWaysWhateverIsDead() {
    for (Machine machine :
        new Machine[] {
          Machine.board(),
          Machine.torus(2, 3),
          Machine.torus(1, 1),
          Faults.links(Machine.torus(7, 5), 0.3, 1),
          Faults.chips(Machine.torus(5, 7), 0.3, 2)
        }) {
      for (int chip = 0; chip < machine.chipPositions(); chip++) {
        for (Link link : Link.values()) {
          int next = machine.neighbour(chip, link);
          if (next >= 0) {
            assertThat(machine.neighbour(next, link.opposite())).isEqualTo(chip);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "chip", "board", "1x1", "1x7", "2x2", "2x9", "3x4", "8x8", "12x12", "24x12", "5x40"
      })
  void distanceIsThatOfASearchLinkByLink(String name) {
    Machine machine = Machine.of("--machine", name);
    for (int from = 0; from < machine.chipPositions(); from += 1 + from / 3) {
      if (!machine.hasChip(from)) {
        continue;
      }
      int[] hops = search(machine, from);
      for (int to = 0; to < hops.length; to++) {
        if (machine.hasChip(to)) {
          assertThat(machine.distance(from, to)).as("%d to %d", from, to).isEqualTo(hops[to]);
        }
      }
    }
  }

  private static int[] search(Machine machine, int from) {
    int[] hops = new int[machine.chipPositions()];
    Arrays.fill(hops, -1);
    hops[from] = 0;
    var open = new ArrayDeque<Integer>();
    open.add(from);
    while (!open.isEmpty()) {
      int chip = open.remove();
      for (Link link : Link.values()) {
        int next = machine.neighbour(chip, link);
        if (next >= 0 && hops[next] < 0) {
          hops[next] = hops[chip] + 1;
          open.add(next);
        }
      }
    }
    return hops;
  }

  @Test
  void whatIsTakenAwayIsGoneAndTheOldMachineKeepsIt() {
    Machine whole = Machine.torus(3, 3);
    assertThat(whole.withoutPe(4, 7).hasPe(4, 7)).isFalse();
    assertThat(whole.withoutPe(4, 7).applicationPes()).isEqualTo(9 * 148 - 1);
    Machine fewer = whole.withoutChip(4);
    assertThat(fewer.hasChip(4)).isFalse();
    assertThat(fewer.hasPe(4, 0)).isFalse();
    assertThat(fewer.applicationPes()).isEqualTo(8 * 148);
    assertThat(fewer.neighbour(3, Link.E)).isEqualTo(-1);
    assertThat(fewer.neighbour(4, Link.E)).isEqualTo(-1);
    Machine cut = whole.withoutLink(3, Link.E);
    assertThat(cut.neighbour(3, Link.E)).isEqualTo(-1);
    assertThat(cut.neighbour(4, Link.W)).isEqualTo(-1);
    assertThat(whole.hasPe(4, 7)).isTrue();
    assertThat(whole.neighbour(3, Link.E)).isEqualTo(4);
  }

  @Test
  void machinesThatLackTheSameAreEqualHoweverItWasTakenAway() {
    Machine whole = Machine.torus(3, 3);
    Machine fewer = whole.withoutChip(4);
    assertThat(whole.withoutPe(4, 7).withoutLink(4, Link.E).withoutChip(4)).isEqualTo(fewer);
    assertThat(fewer.withoutPe(4, 7).withoutLink(3, Link.E)).isEqualTo(fewer);
    assertThat(whole.withoutLink(3, Link.E)).isEqualTo(whole.withoutLink(4, Link.W));
    assertThat(whole).isNotEqualTo(fewer).isNotEqualTo(whole.withoutPe(4, 7));
    assertThat(Machine.board().withoutLink(0, Link.W)).isEqualTo(Machine.board());
  }

  @Test
  void reservedPesAreNotForApplications() {
    for (int p = 0; p < CoreMap.PES; p++) {
      assertThat(Machine.chip().hasPe(0, p)).isEqualTo(p < 148);
    }
  }

  @Test
  void machinesAreReadByName() {
    assertThat(Machine.of("--machine", "chip").liveChips()).isEqualTo(1);
    assertThat(Machine.of("--machine", "board").liveChips()).isEqualTo(48);
    Machine torus = Machine.of("--machine", "24x12");
    assertThat(torus.width()).isEqualTo(24);
    assertThat(torus.height()).isEqualTo(12);
    assertThat(torus.wrap()).isEqualTo(Wrap.FULL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "rack", "0x4", "4x", "x4", "-1x4", "4x4x4", "12345x1", " 4x4"})
  void aMachineThatIsNoneSaysWhatThereIs(String text) {
    assertThatThrownBy(() -> Machine.of("--machine", text))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "--machine: '"
                + text
                + "' is no machine; use chip, board, boards such as 24boards, a torus of boards"
                + " such as 2x2triads, chips such as 12x12, or a machine file that ends in .json");
  }

  @Test
  void aMachineThatIsTooLargeSaysTheLimit() {
    assertThatThrownBy(() -> Machine.of("--machine", "9999x9999"))
        .isInstanceOf(InputException.class)
        .hasMessage("--machine: '9999x9999' has 99980001 chips; at most 1000000 are modelled");
  }
}
