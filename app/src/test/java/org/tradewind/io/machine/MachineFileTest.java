package org.tradewind.io.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tradewind.machine.CoreMap;
import org.tradewind.machine.Link;
import org.tradewind.machine.Machine;
import org.tradewind.machine.Survey;
import org.tradewind.machine.Wrap;
import org.tradewind.unit.InputException;

class MachineFileTest {
  private static final Path EXAMPLE = Path.of("..", "examples", "three-boards.machine.json");

  @TempDir private Path directory;

  @Test
  void theExampleIsATriadWithFaultsOfEveryKind() {
    Machine machine = MachineFile.read(EXAMPLE);

    assertThat(machine.name()).isEqualTo("three-boards");
    assertThat(machine.wrap()).isEqualTo(Wrap.FULL);
    Survey survey = Survey.of(machine);
    assertThat(survey.boards()).isEqualTo(3);
    assertThat(survey.deadChips()).isEqualTo(2);
    assertThat(survey.deadPes()).isEqualTo(5);
    assertThat(survey.deadLinks()).isEqualTo(2);
    assertThat(survey.deadDirections()).isEqualTo(1);
    assertThat(survey.applicationPes()).isEqualTo(142 * 148 - 5);
    assertThat(machine.hasChip(machine.at(2, 3))).isFalse();
    assertThat(machine.hasPe(0, 16)).isFalse();
    for (int p : new int[] {6, 7, 8, CoreMap.pe(4, 6, 0)}) {
      assertThat(machine.isDead(machine.at(5, 5), p)).isTrue();
    }
    assertThat(machine.neighbour(0, Link.NE)).isEqualTo(-1);
    assertThat(machine.neighbour(machine.at(1, 1), Link.SW)).isEqualTo(-1);
    assertThat(machine.neighbour(machine.at(9, 9), Link.N)).isEqualTo(-1);
    assertThat(machine.neighbour(machine.at(9, 10), Link.S)).isEqualTo(machine.at(9, 9));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "chip",
        "board",
        "2boards",
        "24boards",
        "1x1triads",
        "2x1triads:horizontal",
        "4x3:none",
        "1x2triads:vertical",
        "16x15triads"
      })
  void whatIsWrittenIsReadAgainAsTheSameMachine(String name) throws IOException {
    long seed = 20261121;
    var draws = new SplittableRandom(seed);
    Machine whole = Machine.of("machine", name);
    for (Machine machine :
        new Machine[] {whole, whole.builder().named("a b-c").reserving(0, 5, 6, 7, 151).build()}) {
      for (double fault : new double[] {0, 0.03, 0.4}) {
        Machine faulty = faulty(machine, fault, draws);
        Path file = directory.resolve("m.json");

        MachineFile.write(faulty, file);

        assertThat(MachineFile.read(file)).as("seed %d, %s", seed, fault).isEqualTo(faulty);
      }
    }
  }

  private static Machine faulty(Machine machine, double fault, SplittableRandom draws) {
    var builder = machine.builder();
    for (int board = 1; board < machine.boardPositions(); board++) {
      if (draws.nextDouble() < fault / 2) {
        builder.withoutBoard(board);
      }
    }
    for (int chip = 0; chip < machine.chipPositions(); chip++) {
      if (draws.nextDouble() < fault) {
        builder.withoutChip(chip);
      }
      for (int i = 0; i < 6; i++) {
        if (draws.nextDouble() < fault) {
          builder.withoutPe(chip, draws.nextInt(CoreMap.PES));
          builder.withoutLink(chip, Link.of(i));
        }
        if (draws.nextDouble() < fault) {
          builder.withoutDirection(chip, Link.of(i));
        }
      }
    }
    return builder.build();
  }

  @Test
  void whatIsDeadMayStandBeforeTheMachine() {
    Machine machine = read("{'dead_chips': [[1, 0]], 'machine': 'board'}");
    assertThat(machine.hasChip(1)).isFalse();
    // the file's name serves where it says none
    assertThat(machine.name()).isEqualTo("m");
  }

  @Test
  void aNumberOfCoresCountsTheManagementCore() {
    Machine machine = read("{'machine': 'chip', 'core_counts': [[0, 0, 151]]}");
    assertThat(machine.isDead(0, 149)).isFalse();
    assertThat(machine.isDead(0, 150)).isTrue();
    assertThat(machine.isDead(0, 151)).isTrue();
    assertThat(read("{'machine': 'chip', 'core_counts': [[0, 0, 1]]}").applicationPes()).isZero();
  }

  @Test
  void anyCoresMayBeReserved() {
    assertThat(read("{'machine': 'chip', 'reserved_cores': []}").applicationPes()).isEqualTo(152);
    Machine machine = read("{'machine': 'chip', 'reserved_cores': [1, '7.6.1', '150-152']}");
    assertThat(machine.applicationPes()).isEqualTo(147);
    assertThat(machine.hasPe(0, 0)).isFalse();
    assertThat(machine.hasPe(0, 1)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[] | m.json: is a list; it must be an object (line 1, column 1)",
        "{} | m.json: the key 'machine' is missing; it names the whole machine, such as \"board\"",
        "{'machine': 3} | m.json: machine: is 3; it must be text (line 1, column 13)",
        "{'machine': 'barn'} | m.json: machine: 'barn' is no machine; use chip, board, boards such"
            + " as 24boards, a torus of boards such as 2x2triads, chips such as 12x12, or a machine"
            + " file that ends in .json (line 1, column 13)",
        "{'machine': 'board', 'machine': 'chip'} | m.json: machine: is there twice (line 1, column"
            + " 33)",
        "{'machine': 'board', 'dead': []} | m.json: dead: unknown key; known are [name, machine,"
            + " reserved_cores, dead_boards, dead_chips, dead_cores, core_counts, dead_links,"
            + " dead_link_directions] (line 1, column 30)",
        "{'machine': 'board', 'dead_chips': 7} | m.json: dead_chips: is 7; it must be a list (line"
            + " 1, column 36)",
        "{'machine': 'board', 'dead_chips': [[0]]} | m.json: dead_chips[0]: ends before y (line 1,"
            + " column 39)",
        "{'machine': 'board', 'dead_chips': [[0, 1, 2]]} | m.json: dead_chips[0][2]: is one item too"
            + " many (line 1, column 44)",
        "{'machine': 'board', 'dead_chips': [[8, 0]]} | m.json: dead_chips[0][1]: board has no chip"
            + " (8,0); x goes from 0 to 7, y from 0 to 7 (line 1, column 41)",
        "{'machine': 'board', 'dead_chips': [[0, 7]]} | m.json: dead_chips[0][1]: board has no chip"
            + " (0,7); its boards do not cover all of 8 x 8 (line 1, column 41)",
        "{'machine': 'board', 'dead_chips': [[0, -1]]} | m.json: dead_chips[0][1]: is -1; it must be"
            + " a whole number from 0 to 1000000 (line 1, column 41)",
        "{'machine': 'board', 'dead_chips': [[0, 1e3]]} | m.json: dead_chips[0][1]: is 1e3; it must"
            + " be a whole number from 0 to 1000000 (line 1, column 41)",
        "{'machine': 'board', 'dead_chips': [[0, 99999999999999999999]]} | m.json:"
            + " dead_chips[0][1]: is 99999999999999999999; it must be a whole number from 0 to"
            + " 1000000 (line 1, column 41)",
        "{'machine': 'board', 'dead_cores': [[0, 0, 0]]} | m.json: dead_cores[0][2]: is 0; it must be"
            + " a whole number from 1 to 152 (line 1, column 44)",
        "{'machine': 'board', 'dead_cores': [[0, 0, '9-7']]} | m.json: dead_cores[0][2]: is '9-7'; a"
            + " range goes from the lower core id to the higher (line 1, column 44)",
        "{'machine': 'board', 'dead_cores': [[0, 0, '4.4.1']]} | m.json: dead_cores[0][2]: '4.4.1' is"
            + " no place of a PE: quads are at qx 1 to 7 and qy 1 to 6, except 4.3, 4.4, 7.3 and"
            + " 7.4, and hold PEs 0 to 3 (line 1, column 44)",
        "{'machine': 'board', 'dead_links': [[0, 0, 'W']]} | m.json: dead_links[0][2]: leads out of"
            + " the machine from there; no link can be dead (line 1, column 44)",
        "{'machine': 'board', 'dead_links': [[0, 0, 'SE']]} | m.json: dead_links[0][2]: is 'SE'; it"
            + " must be E, NE, N, W, SW, S or a link id of 0 to 5 (line 1, column 44)",
        "{'machine': 'board', 'dead_links': [[0, 0, 6]]} | m.json: dead_links[0][2]: is 6; it must be"
            + " a whole number from 0 to 5 (line 1, column 44)",
        "{'machine': 'board', 'dead_boards': [[0, 0, 1]]} | m.json: dead_boards[0][2]: board has no"
            + " board (0,0,1); its only board is (0,0,0) (line 1, column 45)",
        "{'machine': '4x4', 'dead_boards': [[0, 0, 0]]} | m.json: dead_boards[0][2]: 4x4 has no"
            + " boards: it is a plain torus of chips (line 1, column 43)",
        "{'machine': 'board', 'name': '<b>'} | m.json: name: is '<b>'; a name has up to 60 letters,"
            + " digits, spaces and ._:+- (line 1, column 30)",
        "{'machine': 'board'} {} | m.json: goes on behind its end (line 1, column 22)",
      })
  void whatIsWrongIsSaidWithItsPlace(String json, String sentence) {
    assertThatThrownBy(() -> read(json)).isInstanceOf(InputException.class).hasMessage(sentence);
  }

  @Test
  void hostileTextsEndInASentence() throws IOException {
    for (String json :
        new String[] {
          "",
          "{",
          "\u0000",
          "[".repeat(100_000),
          "{'machine':'board','dead_chips':" + "[".repeat(1_000),
          "{'machine':'" + "b".repeat(100_000) + "'}",
          "{'" + "k".repeat(100_000) + "':1}",
          "{'machine':'board','dead_chips':[[" + "1".repeat(100_000) + ",0]]}",
          "{'machine':'9999x9999'}",
          "{'machine':'999999boards'}",
          "{'width':9996,'height':9996,'chips':[]}",
          "{'width':9,'height':9,'chips':[]}",
          "{'chips':[]}",
          "null",
          "{'machine':'board','machine2':{}}",
        }) {
      assertThatThrownBy(() -> read(json))
          .as(Json.shortened(json))
          .isInstanceOf(InputException.class)
          .message()
          .hasSizeLessThan(400);
    }
    assertThatThrownBy(() -> MachineFile.read(directory))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("there is no such file");
    assertThatThrownBy(() -> MachineFile.named("--machine", "\u0000.json"))
        .isInstanceOf(InputException.class);
  }

  @Test
  void everyDamagedFileIsAMachineOrASentence() throws IOException {
    long seed = 7;
    var draws = new SplittableRandom(seed);
    for (byte[] good : new byte[][] {Files.readAllBytes(EXAMPLE), spinnaker().getBytes()}) {
      int refused = 0;
      for (int i = 0; i < 300; i++) {
        byte[] bad = good.clone();
        for (int hits = draws.nextInt(1, 4); hits > 0; hits--) {
          bad[draws.nextInt(bad.length)] = (byte) (draws.nextBoolean() ? draws.nextInt(256) : '9');
        }
        Path file = directory.resolve("m.json");
        Files.write(
            file, i % 3 == 0 ? java.util.Arrays.copyOf(bad, draws.nextInt(bad.length)) : bad);
        try {
          MachineFile.read(file);
        } catch (InputException e) {
          refused++;
        } catch (RuntimeException e) {
          throw new AssertionError("seed " + seed + ", round " + i, e);
        }
      }
      assertThat(refused).isBetween(150, 300);
    }
  }

  @Test
  void aFileOfManyNamesIsSkippedThrough() throws IOException {
    var text = new StringBuilder("{'machine': 'chip', 'dead_chips': {");
    for (int i = 0; text.length() < 2_000_000; i++) {
      text.append("'name").append(i).append("':0,");
    }
    Path file = directory.resolve("m.json");
    Files.writeString(file, text.append("'end':0}}").toString().replace('\'', '"'));

    assertThatThrownBy(() -> MachineFile.read(file))
        .hasMessage("m.json: dead_chips: is an object; it must be a list (line 1, column 35)");
  }

  @Test
  void spinnMachinesDescriptionIsRead() {
    Machine machine = read(spinnaker());

    assertThat(machine.name()).isEqualTo("1x1triads:none");
    assertThat(machine.width()).isEqualTo(16);
    assertThat(machine.wrap()).isEqualTo(Wrap.NONE);
    assertThat(machine.liveChips()).isEqualTo(4);
    assertThat(machine.boards()).isEqualTo(2);
    // two monitors: the management core and core 1; 148 … 151 as everywhere
    assertThat(machine.isReserved(0)).isTrue();
    assertThat(machine.isReserved(1)).isFalse();
    assertThat(machine.isReserved(151)).isTrue();
    // 151 cores: ids 0 … 150
    int few = machine.at(1, 1);
    assertThat(machine.isDead(few, 149)).isFalse();
    assertThat(machine.isDead(few, 150)).isTrue();
    // an exception: five monitors
    assertThat(machine.hasPe(machine.at(1, 0), 3)).isFalse();
    assertThat(machine.hasPe(machine.at(1, 0), 4)).isTrue();
    assertThat(machine.neighbour(0, Link.E)).isEqualTo(-1);
    assertThat(machine.neighbour(1, Link.W)).isZero();
    assertThat(machine.neighbour(0, Link.NE)).isEqualTo(few);
  }

  @Test
  void aSpiNNaker1OrAnotherGeometryIsRefused() {
    refused(
        spinnaker().replace("16384", "1023"),
        "m.json: standardResources.routerEntries: is that of a SpiNNaker1; what is modelled here is"
            + " SpiNNaker2 (line 2, column 56)");
    refused(
        spinnaker().replace("[8, 4]", "[4, 8]"),
        "m.json: chips[3][2].ethernet[1]: is (4,8), but the Ethernet chip of that board is (8,4)"
            + " (line 8, column 41)");
    refused(
        spinnaker().replace("'width': 16", "'width': 14"),
        "m.json: 14 x 16 chips are no machine of whole boards: those are 1 x 1, 8 x 8, or have sides"
            + " of a multiple of 12, or of 4 more where they do not wrap");
    refused(
        spinnaker().replace("[1, 1, ", "[1, 0, "),
        "m.json: chips[2][1]: names chip (1,0) again (line 7, column 7)");
  }

  private void refused(String json, String sentence) {
    assertThatThrownBy(() -> read(json)).isInstanceOf(InputException.class).hasMessage(sentence);
  }

  /// As json_machine.py writes a machine of which four chips live.
  private static String spinnaker() {
    return """
    {'height': 16, 'width': 16, 'root': [0, 0],
     'standardResources': {'monitors': 2, 'routerEntries': 16384, 'sdram': 1073741824, 'tags': []},
     'ethernetResources': {'monitors': 2, 'routerEntries': 16384, 'sdram': 1073741824, 'tags': [1, 2]},
     'chips': [
      [0, 0, {'cores': 153, 'ethernet': [0, 0], 'deadLinks': [0, 3, 4, 5], 'ipAddress': '127.0.0.0'}],
      [1, 0, {'cores': 153, 'ethernet': [0, 0]}, {'monitors': 5}],
      [1, 1, {'cores': 151, 'ethernet': [0, 0]}],
      [8, 4, {'cores': 153, 'ethernet': [8, 4], 'ipAddress': '127.0.0.1'}]]}
    """;
  }

  /// @param json with ' for "
  private Machine read(String json) {
    Path file = directory.resolve("m.json");
    try {
      Files.write(file, json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return MachineFile.read(file);
  }
}
