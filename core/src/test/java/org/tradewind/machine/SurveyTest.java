package org.tradewind.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SurveyTest {
  @ParameterizedTest
  @CsvSource({
    // links are 3 a chip of a torus, 24 a board of it between boards; the sums of links are also
    // those that SpiNNMachine says of its machines of these sizes: 120, 432, 800, 103,680
    "chip, 1, 1, 0, 0, 0",
    "board, 1, 48, 120, 0, 7",
    "12x12, 0, 144, 432, 0, 8",
    "1x1triads, 3, 144, 360, 72, 8",
    "2x1triads:horizontal, 6, 288, 720, 80, 19",
    "16x15triads, 720, 34560, 86400, 17280, 124",
  })
  void wholeMachinesAreCounted(
      String name, int boards, int chips, int shortLinks, int longLinks, int diameter) {
    Survey survey = Survey.of(Machine.of("--machine", name));
    assertThat(survey)
        .isEqualTo(
            new Survey(
                boards,
                chips,
                148 * chips,
                0,
                0,
                0,
                0,
                0,
                shortLinks,
                longLinks,
                1,
                diameter,
                true));
  }

  @Test
  void whatIsDeadIsCountedOnce() {
    Machine machine = Machine.triads(1, 1, Wrap.FULL);
    Machine faulty =
        machine
            .builder()
            .withoutBoard(1)
            .withoutChip(0)
            .withoutPe(1, 3)
            // reserved; on a dead chip
            .withoutPe(1, 150)
            .withoutPe(0, 3)
            .withoutLink(machine.at(1, 0), Link.E)
            // to a dead chip
            .withoutLink(machine.at(1, 0), Link.W)
            .withoutDirection(machine.at(1, 1), Link.NE)
            .build();
    Survey survey = Survey.of(faulty);
    assertThat(survey.boards()).isEqualTo(2);
    assertThat(survey.deadBoards()).isEqualTo(1);
    assertThat(survey.deadChips()).isEqualTo(49);
    assertThat(survey.deadPes()).isEqualTo(1);
    assertThat(survey.applicationPes()).isEqualTo(95 * 148 - 1);
    assertThat(survey.deadLinks()).isEqualTo(1);
    assertThat(survey.deadDirections()).isEqualTo(1);
    assertThat(survey.pieces()).isEqualTo(1);
  }

  @Test
  void piecesAreCountedAndTheDiameterIsThatOfTheWidest() {
    Machine row = Machine.grid(7, 1, Wrap.NONE).withoutChip(2);
    assertThat(Survey.of(row).pieces()).isEqualTo(2);
    assertThat(Survey.of(row).diameter()).isEqualTo(3);
    Machine nothing = Machine.chip().withoutChip(0);
    assertThat(Survey.of(nothing).pieces()).isZero();
    assertThat(Survey.of(nothing).diameter()).isZero();
  }

  @Test
  void aLargeMachineWithFaultsHasABoundOfItsDiameter() {
    Machine machine = Faults.links(Machine.boards(60), 0.01, 1);
    Survey survey = Survey.of(machine);
    assertThat(survey.diameterExact()).isFalse();
    assertThat(survey.diameter()).isGreaterThanOrEqualTo(machine.width() - 1);
  }
}
