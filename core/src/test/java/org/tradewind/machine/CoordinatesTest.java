package org.tradewind.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tradewind.unit.InputException;

/// Every way in which people write a core, a chip and a board leads back to it.
class CoordinatesTest {
  private static final Machine DRESDEN = Machine.triads(16, 15, Wrap.FULL);

  @Test
  void everyPeOfAChipRoundTripsByCoreIdAndByPlace() {
    for (int p = 0; p < CoreMap.PES; p++) {
      assertThat(CoreMap.pe(CoreMap.qx(p), CoreMap.qy(p), CoreMap.qp(p))).isEqualTo(p);
      assertThat(CoreMap.parse("core", CoreMap.name(p))).isEqualTo(p);
      assertThat(CoreMap.parse("core", "" + CoreMap.coreId(p))).isEqualTo(p);
    }
    // the makers' own: core id 1 is PE 0 of quad (7,6), 152 is PE 3 of quad (5,3)
    assertThat(CoreMap.parse("core", "7.6.0")).isZero();
    assertThat(CoreMap.parse("core", "1")).isZero();
    assertThat(CoreMap.parse("core", "5.3.3")).isEqualTo(151);
    assertThat(CoreMap.parse("core", "152")).isEqualTo(151);
  }

  @Test
  void everyPeOf720BoardsRoundTripsAsXyp() {
    for (int pe = 0; pe < DRESDEN.chipPositions() * CoreMap.PES; pe++) {
      CoreAddress address = CoreAddress.of(DRESDEN, pe);
      if (address.pe("core", DRESDEN) != pe) {
        fail(address + " is not " + pe);
      }
      // coprime to 152, so that each core of a chip has its turn
      if (pe % 997 == 0) {
        assertThat(CoreAddress.parse("core", address.toString())).isEqualTo(address);
        String ours = DRESDEN.peName(pe / CoreMap.PES, pe % CoreMap.PES);
        assertThat(CoreAddress.parse("core", ours)).isEqualTo(address);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"board", "16x15triads", "720boards", "2x3triads:vertical"})
  void everyChipAndBoardRoundTripsAsBoardsAreWritten(String name) {
    Machine machine = Machine.of("--machine", name);
    for (int chip = 0; chip < machine.chipPositions(); chip++) {
      if (machine.hasChip(chip)) {
        BoardChip address = BoardChip.of(machine, chip);
        assertThat(address.chip("chip", machine)).isEqualTo(chip);
        assertThat(BoardChip.parse("chip", address.toString())).isEqualTo(address);
        assertThat(address.board().board("board", machine)).isEqualTo(machine.boardOf(chip));
      }
    }
    for (int board = 0; board < machine.boardPositions(); board++) {
      BoardAddress address = BoardAddress.of(machine, board);
      assertThat(address.board("board", machine)).isEqualTo(board);
      assertThat(BoardAddress.parse("board", address.toString())).isEqualTo(address);
    }
  }

  @ParameterizedTest
  @CsvSource({
    // SpiNNMachine's chip_to_board, run
    "0, 0, 0 0 0",
    "7, 7, 0 0 0",
    "0, 4, 1 0 1",
    "8, 4, 0 0 1",
    "3, 7, 1 0 1",
    "4, 8, 0 0 2",
    "11, 11, 0 0 2",
    "3, 8, 1 0 1",
    "8, 0, 0 0 2",
    "0, 11, 1 0 1",
    "12, 0, 1 0 0",
    "23, 11, 1 0 2",
  })
  void boardsOfATorusAreNumberedAsSpallocDoes(int x, int y, String board) {
    Machine machine = Machine.triads(2, 1, Wrap.FULL);
    assertThat(BoardChip.of(machine, machine.at(x, y)).board().toString())
        .isEqualTo("(" + board.replace(' ', ',') + ")");
  }

  @Test
  void allChipsOf720BoardsAreWhereSpallocPutsThem() {
    int digest = 0;
    for (int chip = 0; chip < DRESDEN.chipPositions(); chip++) {
      digest = 31 * digest + DRESDEN.boardOf(chip);
    }
    // the same sum over SpiNNMachine's chip_to_board of 192 x 180 chips, row by row
    assertThat(digest).isEqualTo((int) 2_007_633_920L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | core: core 0 is the management core, which is not modelled; PEs are cores 1 to 152",
        "153 | core: '153' is no core; use a core id, 1 to 152, or qx.qy.qp such as 7.6.0",
        "7.6 | core: '7.6' is no core; use a core id, 1 to 152, or qx.qy.qp such as 7.6.0",
        "4.3.0 | core: '4.3.0' is no place of a PE: quads are at qx 1 to 7 and qy 1 to 6, except"
            + " 4.3, 4.4, 7.3 and 7.4, and hold PEs 0 to 3",
        "9.9.9 | core: '9.9.9' is no place of a PE: quads are at qx 1 to 7 and qy 1 to 6, except"
            + " 4.3, 4.4, 7.3 and 7.4, and hold PEs 0 to 3",
      })
  void aCoreThatIsNoneIsASentence(String text, String sentence) {
    assertThatThrownBy(() -> CoreMap.parse("core", text))
        .isInstanceOf(InputException.class)
        .hasMessage(sentence);
  }

  @Test
  void whatIsNotThereIsASentence() {
    Machine board = Machine.board();
    refused(
        () -> CoreAddress.parse("core", "(3;4;5)"),
        "core: '(3;4;5)' is no core; use x,y,p with a core id of 1 to 152 or qx.qy.qp for p");
    refused(
        () -> CoreAddress.parse("core", "(8,0,1)").pe("core", board),
        "core: board has no chip (8,0); x goes from 0 to 7, y from 0 to 7");
    refused(
        () -> CoreAddress.parse("core", "0,7,1").pe("core", board),
        "core: board has no chip (0,7); its boards do not cover all of 8 x 8");
    refused(
        () -> BoardAddress.parse("board", "1,2"),
        "board: '1,2' is no board; use x,y,z: a triad's x and y and z of 0 to 2");
    refused(
        () -> new BoardAddress(0, 0, 1).board("board", board),
        "board: board has no board (0,0,1); its only board is (0,0,0)");
    refused(
        () -> new BoardAddress(16, 0, 0).board("board", DRESDEN),
        "board: 16x15triads has no board (16,0,0); x goes to 15, y to 14, z to 2");
    refused(
        () -> new BoardAddress(0, 0, 0).board("board", Machine.torus(4, 4)),
        "board: 4x4 has no boards: it is a plain torus of chips");
    refused(
        () -> BoardChip.parse("chip", "0,0,0:7,0").chip("chip", board),
        "chip: a board has no chip (7,0); its 48 lie in a hexagon, x and y 0 to 7");
    refused(
        () -> BoardChip.parse("chip", "0,0,0"),
        "chip: '0,0,0' is no chip of a board; use x,y,z:x,y such as 0,0,1:3,4");
  }

  private static void refused(Runnable what, String sentence) {
    assertThatThrownBy(what::run).isInstanceOf(InputException.class).hasMessage(sentence);
  }
}
