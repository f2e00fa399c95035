package org.tradewind.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.HashMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tradewind.unit.InputException;

/// Machines of several boards.
class BoardsTest {
  @ParameterizedTest
  @CsvSource({
    // SpiNNMachine's size_from_n_boards, run
    "1, 8, 8",
    "2, 16, 16",
    "3, 16, 16",
    "4, 28, 16",
    "6, 28, 16",
    "7, 28, 28",
    "12, 28, 28",
    "13, 40, 28",
    "24, 40, 40",
    "720, 196, 184",
  })
  void aNumberOfBoardsHasTheSizeThatSpiNNMachineGives(int boards, int width, int height) {
    Machine machine = Machine.boards(boards);
    assertThat(machine.width()).isEqualTo(width);
    assertThat(machine.height()).isEqualTo(height);
    assertThat(machine.wrap()).isEqualTo(Wrap.NONE);
    assertThat(machine.boards()).isEqualTo(boards);
    assertThat(machine.liveChips()).isEqualTo(48 * boards);
    assertThat(machine.applicationPes()).isEqualTo(7_104 * boards);
  }

  @ParameterizedTest
  @CsvSource({
    "16x15triads, 192, 180, FULL",
    "16x15triads:none, 196, 184, NONE",
    "2x1triads:horizontal, 24, 16, HORIZONTAL",
    "2x1triads:vertical, 28, 12, VERTICAL",
    "1x1triads:full, 12, 12, FULL",
  })
  void aSideHasTwelveChipsATriadAndFourMoreWhereItDoesNotWrap(
      String text, int width, int height, Wrap wrap) {
    Machine machine = Machine.of("--machine", text);
    assertThat(machine.width()).isEqualTo(width);
    assertThat(machine.height()).isEqualTo(height);
    assertThat(machine.wrap()).isEqualTo(wrap);
    assertThat(machine.boards()).isEqualTo(width / 12 * (height / 12) * 3);
    assertThat(machine.liveChips()).isEqualTo(48 * machine.boards());
    assertThat(Machine.of("whole", machine.whole())).isEqualTo(machine);
  }

  @Test
  void chipsWithoutBoardsWrapAsWanted() {
    Machine row = Machine.of("--machine", "5x2:horizontal");
    assertThat(row.wrap()).isEqualTo(Wrap.HORIZONTAL);
    assertThat(row.neighbour(4, Link.E)).isZero();
    assertThat(row.neighbour(0, Link.S)).isEqualTo(-1);
    for (Wrap wrap : Wrap.values()) {
      Machine grid = Machine.grid(5, 2, wrap);
      assertThat(Machine.of("whole", grid.whole())).isEqualTo(grid);
      assertThat(grid.boardPositions()).isZero();
    }
  }

  @Test
  void sevenHundredAndTwentyBoardsAreTheDresdenMachine() {
    assertThat(Machine.triads(16, 15, Wrap.FULL).boards())
        .isEqualTo(Spinnaker2.LARGEST_BOARDS.whole());
    assertThat(Machine.triads(16, 15, Wrap.FULL).liveChips()).isEqualTo(34_560);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"board", "2boards", "3boards", "7boards", "1x1triads", "2x3triads:horizontal"})
  void everyChipIsOnItsBoardAndEveryBoardHas48(String name) {
    Machine machine = Machine.of("--machine", name);
    var seen = new BitSet();
    var chipsOf = new HashMap<Integer, Integer>();
    for (int chip = 0; chip < machine.chipPositions(); chip++) {
      int board = machine.boardOf(chip);
      if (machine.hasChip(chip)) {
        assertThat(board).isNotNegative().isLessThan(machine.boardPositions());
        chipsOf.merge(board, 1, Integer::sum);
      }
    }
    assertThat(chipsOf).hasSize(machine.boards());
    assertThat(chipsOf.values()).containsOnly(48);
    for (int board : chipsOf.keySet()) {
      for (int y = -1; y <= 8; y++) {
        for (int x = -1; x <= 8; x++) {
          int chip = machine.chipOn(board, x, y);
          if (chip >= 0) {
            assertThat(machine.boardOf(chip)).isEqualTo(board);
            assertThat(seen.get(chip)).isFalse();
            seen.set(chip);
          }
        }
      }
    }
    assertThat(seen.cardinality()).isEqualTo(machine.liveChips());
  }

  @ParameterizedTest
  @ValueSource(strings = {"board", "3boards", "24boards", "2x2triads", "3x1triads:vertical"})
  void ethernetChipsAreWhereSpiNNMachineAllowsThem(String name) {
    Machine machine = Machine.of("--machine", name);
    int found = 0;
    for (int board = 0; board < machine.boardPositions(); board++) {
      int chip = machine.ethernetChip(board);
      if (machine.hasChip(chip)) {
        assertThat(machine.x(chip) % 4).isZero();
        assertThat((machine.x(chip) + machine.y(chip)) % 12).isZero();
        assertThat(machine.boardOf(chip)).isEqualTo(board);
        found++;
      }
    }
    assertThat(found).isEqualTo(machine.boards());
  }

  @Test
  void fortyEightLinksLeaveABoardEightToEachNeighbour() {
    // every board of a torus of 27 has six different neighbours
    Machine torus = Machine.triads(3, 3, Wrap.FULL);
    for (int board = 0; board < torus.boardPositions(); board++) {
      var leaving = new TreeMap<Integer, Integer>();
      for (int chip = 0; chip < torus.chipPositions(); chip++) {
        for (Link link : Link.values()) {
          int other = torus.boardOf(torus.neighbour(chip, link));
          boolean leaves = torus.boardOf(chip) == board && other != board;
          if (torus.boardOf(chip) == board) {
            assertThat(torus.kind(chip, link) == Link.Kind.LONG).isEqualTo(leaves);
          }
          if (leaves) {
            leaving.merge(other, 1, Integer::sum);
          }
        }
      }
      assertThat(leaving).hasSize(6);
      assertThat(leaving.values()).containsOnly(8);
      assertThat(6 * 8).isEqualTo(Spinnaker2.OFF_BOARD_LINKS.whole());
    }
  }

  @Test
  void aLinkIsLongOnBothItsEnds() {
    for (String name : new String[] {"3boards", "1x1triads", "2x1triads:horizontal"}) {
      Machine machine = Machine.of("--machine", name);
      for (int chip = 0; chip < machine.chipPositions(); chip++) {
        for (Link link : Link.values()) {
          int other = machine.neighbour(chip, link);
          if (other >= 0) {
            assertThat(machine.kind(other, link.opposite())).isEqualTo(machine.kind(chip, link));
          }
        }
      }
    }
  }

  @Test
  void aPlainTorusHasNoBoardsAndNoLongLinks() {
    Machine torus = Machine.torus(12, 12);
    assertThat(torus.boards()).isZero();
    assertThat(torus.boardOf(0)).isEqualTo(-1);
    for (int chip = 0; chip < torus.chipPositions(); chip++) {
      for (Link link : Link.values()) {
        assertThat(torus.kind(chip, link)).isEqualTo(Link.Kind.SHORT);
      }
    }
    assertThat(Machine.chip().boardOf(0)).isZero();
    assertThat(Machine.chip().ethernetChip(0)).isZero();
  }

  @Test
  void aLongLinkIsAQuarterAsFastAsAShortOneAndLess() {
    // 96 bit in 16 ns are 6 Gbit/s; 1.6 Gbit/s take 60 ns for them
    assertThat(Spinnaker2.LINK_FRAME_BITS.value() / Link.Kind.SHORT.frameNanoseconds().value())
        .isEqualTo(Spinnaker2.LINK_RATE.value());
    assertThat(Spinnaker2.LINK_FRAME_BITS.value() / Link.Kind.LONG.frameNanoseconds().value())
        .isEqualTo(Spinnaker2.LONG_LINK_NET_RATE.value());
    assertThat(Spinnaker2.LONG_LINK_RATE.value() * 8 / 10)
        .isEqualTo(Spinnaker2.LONG_LINK_NET_RATE.value());
  }

  @Test
  void aMachineTooLargeOrWrappedNoWayIsASentence() {
    assertThatThrownBy(() -> Machine.of("--machine", "20834boards"))
        .isInstanceOf(InputException.class)
        .hasMessage("--machine: '20834boards' has 1000032 chips; at most 1000000 are modelled");
    assertThatThrownBy(() -> Machine.of("--machine", "9999x9999triads"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("at most 1000000 are modelled");
    assertThatThrownBy(() -> Machine.of("--machine", "2x2triads:round"))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "--machine: '2x2triads:round' wraps no way that there is; use :none, :horizontal,"
                + " :vertical or :full");
  }

  @Test
  void aDeadBoardTakesItsChipsWithIt() {
    Machine machine = Machine.triads(1, 1, Wrap.FULL).builder().withoutBoard(1).build();
    assertThat(machine.boards()).isEqualTo(2);
    assertThat(machine.liveChips()).isEqualTo(96);
    assertThat(machine.isDead(machine.at(8, 4))).isTrue();
    // not built is not dead
    assertThat(Machine.boards(2).isDead(Machine.boards(2).at(4, 8))).isFalse();
  }
}
