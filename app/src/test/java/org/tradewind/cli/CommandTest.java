package org.tradewind.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tradewind.io.machine.MachineFile;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a user types and what comes back: exit codes, sentences, files.
class CommandTest {
  private static final Path EXAMPLES = Path.of("..", "examples");
  private static final String CNN = EXAMPLES.resolve("nir/cnn_sinabs.nir").toString();
  private static final String LIF = EXAMPLES.resolve("nir/lif_norse.nir").toString();
  private static final String DIGITS = EXAMPLES.resolve("n-mnist").toString();
  private static final String LIF_INPUT = EXAMPLES.resolve("nir-lif-input.csv").toString();

  private static final String THREE_BOARDS =
      EXAMPLES.resolve("three-boards.machine.json").toString();

  @TempDir private Path directory;

  /// What a command printed and its exit code.
  record Outcome(int code, String out, String err) {}

  static Outcome tradewind(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    int code =
        Main.commandLine(arguments)
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments);
    return new Outcome(code, out.toString(), err.toString());
  }

  @Test
  void helpIsTheSameWhetherOrNotAllOptionsOfAllCommandsWereRead() {
    assertThat(Main.commandLine("--help").getUsageMessage())
        .isEqualTo(Main.commandLine("generate-completion").getUsageMessage());
    assertThat(Main.commandLine("help", "run").getSubcommands().get("run").getUsageMessage())
        .isEqualTo(
            Main.commandLine("generate-completion").getSubcommands().get("run").getUsageMessage());
  }

  @Test
  void helpSaysWhatTheExitCodesMean() {
    Outcome outcome = tradewind("--help");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).contains("run", "map", "convert", "machine", "3 does not fit");
  }

  @Test
  void aNirFileWithoutDtIsRefusedBecauseItCarriesNoUnit() {
    Outcome outcome = tradewind("run", CNN, "--input", DIGITS);

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("carries no unit of time", "--dt 1ms");
  }

  @Test
  void whatGoesWrongIsSaidAndWrittenDown() throws Exception {
    String synfire = EXAMPLES.resolve("synfire.net.yaml").toString();
    String out = directory.toString();

    Outcome outcome =
        tradewind("run", synfire, "--faults", "loss=0.01,flips=1e-4Hz,drift=50ppm", "--out", out);

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("LOST").containsPattern("faults .* bits flipped");
    assertThat(Files.readString(directory.resolve("summary.json")))
        .containsPattern("\"packets_lost\" ?: ?[1-9]")
        .containsPattern("\"bits_flipped\" ?: ?[1-9]");
    assertThat(tradewind("run", synfire, "--faults", "stop=0,0,150@1ms", "--out", out).err())
        .contains("where nothing runs");
    assertThat(tradewind("run", synfire, "--faults", "luck=1", "--out", out).code()).isEqualTo(2);
  }

  @Test
  void aMissingFileAnUnknownOptionAndAWrongValueAreTheUsersInput() {
    assertThat(tradewind("run", "nowhere.nir", "--dt", "1ms").code()).isEqualTo(2);
    assertThat(tradewind("run", "nowhere.net.yaml").code()).isEqualTo(2);
    assertThat(tradewind("run", CNN, "--dt", "1ms", "--speed", "11").code()).isEqualTo(2);
    assertThat(tradewind("run", CNN, "--dt", "fast").err()).contains("'fast' is not a time");
    assertThat(tradewind("map", CNN, "--dt", "1ms", "--input", DIGITS, "--machine", "9").err())
        .contains("--machine");
    assertThat(tradewind("run", "picture.png").err()).contains("built-ins");
    assertThat(tradewind().code()).isEqualTo(2);
  }

  @Test
  void aNetworkThatNoChipHoldsSaysWhatWould() throws Exception {
    Path net = directory.resolve("large.net.yaml");
    Files.writeString(
        net, Files.readString(EXAMPLES.resolve("recurrent.net.yaml")).replace("2000", "3500"));

    Outcome outcome = tradewind("map", net.toString());

    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.err()).contains("does not fit", "148", "--machine board");
  }

  @Test
  void convertKeepsTheGraph() {
    Path copy = directory.resolve("copy.nir");

    assertThat(tradewind("convert", CNN, copy.toString()).code()).isZero();

    assertThat(org.tradewind.io.nir.NirFile.read(copy).nodes().keySet())
        .isEqualTo(org.tradewind.io.nir.NirFile.read(Path.of(CNN)).nodes().keySet());
    assertThat(tradewind("convert", CNN, "copy.txt").code()).isEqualTo(2);
  }

  @Test
  void machineListsFactsWithTheirSources() {
    Outcome outcome = tradewind("machine", "--machine", "board");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).contains("48 chips", "7,104 application PEs", "STATED", "16,384");
  }

  @Test
  void aMachineOfBoardsIsCountedAndItsDeadPartsToo() {
    assertThat(tradewind("machine", "--machine", "24boards").out())
        .startsWith("24boards: 1,152 chips on 24 boards, 170,496 application PEs")
        .contains(
            "40 x 40 chips, no edges joined",
            "short links  2,880",
            "long links   400, between boards",
            "dead         nothing");
    assertThat(tradewind("machine", "--machine", THREE_BOARDS).out())
        .startsWith("three-boards: 142 chips on 3 boards, 21,011 application PEs")
        .contains(
            "dead         2 chips, 5 PEs, 2 links, 1 direction of links that live the other way");
  }

  @Test
  void aMachineIsWrittenAndReadAgain() {
    String file = directory.resolve("copy.json").toString();

    assertThat(tradewind("machine", "--machine", THREE_BOARDS, "--json", file).code()).isZero();

    assertThat(tradewind("machine", "--machine", file).out())
        .isEqualTo(tradewind("machine", "--machine", THREE_BOARDS).out());
    assertThat(tradewind("machine", "--json", directory.resolve("no/where.json").toString()).code())
        .isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "13,5,17",
        "13,5,6.4.0",
        "(13,5) 6.4.0",
        "147912",
      })
  void aCoreIsSaidInEveryConvention(String place) {
    assertThat(tradewind("machine", "--machine", "16x15triads", "--where", place).out())
        .contains(
            "(13,5), number 973",
            "(0,0,1):(5,1), as x,y,z:x,y",
            "board        (0,0,1), number 1, Ethernet chip (8,4)",
            "link E       to (14,5), long",
            "(13,5,17) as x,y,p; 6.4.0 as qx.qy.qp; PE 16 of its chip, 147912 of the machine");
  }

  @Test
  void aPlaceThatIsNoneIsASentence() {
    assertThat(tradewind("machine", "--where", "0,0,1:0,0").err()).contains("--where");
    assertThat(tradewind("machine", "--where", "152").err())
        .contains("--where: PE 152 is not there; chip has PEs 0 to 151");
    assertThat(tradewind("machine", "--machine", "board", "--where", "0,0,0:3,3").out())
        .contains("chip         (3,3), number 27");
    assertThat(tradewind("machine", "--where", "here").code()).isEqualTo(2);
    assertThat(tradewind("machine", "--machine", "nowhere.json").err())
        .contains("nowhere.json: there is no such file");
  }

  @Test
  void completionIsGenerated() {
    assertThat(tradewind("generate-completion").out()).contains("tradewind").contains("complete");
  }

  @Test
  void theNirPapersNeuronSpikesWhereThePaperSays() throws Exception {
    Outcome outcome =
        tradewind(
            "run",
            LIF,
            "--input",
            LIF_INPUT,
            "--dt",
            "0.1ms",
            "--reset",
            "zero",
            "--integrator",
            "euler",
            "--steps",
            "1000",
            "--record",
            "v",
            "--out",
            directory.toString());

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(
            Files.readString(directory.resolve("spikes.csv"))
                .lines()
                .filter(l -> l.startsWith("1,")))
        .containsExactly("1,0,460", "1,0,510", "1,0,710", "1,0,760");
    assertThat(directory.resolve("1.v.npy")).exists();
  }

  @Test
  void tenDigitsAreToldApartAndTwoThreadsChangeNothing() throws Exception {
    Path one = directory.resolve("one");
    Path two = directory.resolve("two");

    for (Path out : new Path[] {one, two}) {
      Outcome outcome =
          tradewind(
              "run",
              CNN,
              "--input",
              DIGITS,
              "--dt",
              "1ms",
              "--reset",
              "zero",
              "--spikes",
              "output",
              "--threads",
              out == one ? "1" : "2",
              "--out",
              out.toString());
      assertThat(outcome.code()).as(outcome.err()).isZero();
      assertThat(outcome.out()).contains("10 of 10", "report.html");
    }

    for (String file : new String[] {"spikes.csv", "mapping.json", "tables.csv"}) {
      assertThat(one.resolve(file)).hasSameBinaryContentAs(two.resolve(file));
    }
  }

  @Test
  void aFaultyMachineIsBuiltAgainFromMappingJson(@TempDir Path out) throws Exception {
    Path faulty = out.resolve("faulty.machine.json");
    Files.writeString(
        faulty,
        """
        {"machine": "3x1triads:horizontal", "reserved_cores": [3, 152], "dead_boards": [[1, 0, 2]],
         "dead_chips": [[2, 3]], "dead_cores": [[0, 0, 17], [5, 5, "7-9"]],
         "dead_links": [[0, 0, "NE"], [7, 6, "W"]], "dead_link_directions": [[9, 9, "SW"]]}
        """);

    Outcome outcome =
        tradewind(
            "map",
            "../examples/synfire.net.yaml",
            "--machine",
            faulty.toString(),
            "--out",
            out.toString());

    assertThat(outcome.code()).as(outcome.err()).isZero();
    JsonNode mapping = JsonMapper.shared().readTree(out.resolve("mapping.json").toFile());
    Path again = out.resolve("again.machine.json");
    Files.writeString(again, mapping.at("/machine/file").toString());
    assertThat(MachineFile.read(again)).isEqualTo(MachineFile.read(faulty));
  }

  @ParameterizedTest
  @CsvSource({
    "--limit, 0",
    "--limit, -1",
    "--steps, 0",
    "--steps, -1",
    "--steps, 2000000000",
    "--threads, 0",
    "--threads, -3",
    "--fifo, 0",
    "--fifo, 100000000",
    "--sys-tick, 0ms",
    "--sys-tick, 99999999s",
    "--conn-delay, -1",
    "--conn-delay, 100",
    "--record, nothing",
    "--record, i_exc",
    "--record, input.v",
    "--seed, text",
    "--limit, some",
    "--dvfs, middling",
    "--dvfs, comparing",
    "--dvfs, compare:0",
    "--power-bin, 0us",
    "--power-bin, long",
    "--dvfs, auto:0",
    "--dvfs, auto:",
  })
  void aValueOutOfRangeIsAnsweredInOneSentenceThatNamesTheOption(String option, String value) {
    Outcome outcome =
        tradewind(
            "run",
            LIF,
            "--input",
            LIF_INPUT,
            "--dt",
            "0.1ms",
            "--out",
            "" + directory,
            option,
            value);

    assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
    assertThat(outcome.err()).startsWith("tradewind: ").contains(option, value);
    assertThat(outcome.err().lines().count()).as(outcome.err()).isLessThanOrEqualTo(2);
  }

  @Test
  void anUnknownOptionDoesNotBringTheWholeUsage() {
    assertThat(tradewind("run", "synfire", "--treads", "2").err().lines())
        .hasSize(2)
        .last()
        .isEqualTo("try 'tradewind run --help'");
  }

  @Test
  void helpTakesACommand() {
    assertThat(tradewind("help", "run").out()).contains("--sys-tick");
  }

  @Test
  void resultsThatCannotBeWrittenAreSaidBeforeTheRun() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    Path occupied = directory.resolve("occupied");
    Files.createDirectories(occupied.resolve("summary.json"));
    String net = EXAMPLES.resolve("two-neurons.net.yaml").toString();

    for (String[] command :
        new String[][] {
          {"run", "nowhere.nir", "--out", file.toString()},
          {"map", net, "--out", file.resolve("below").toString()},
          {"run", net, "--out", occupied.toString()},
        }) {
      Outcome outcome = tradewind(command);

      assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
      assertThat(outcome.err())
          .hasLineCount(1)
          .contains(command[3], "cannot be written", "name another directory");
    }
  }

  @Test
  void mapNeedsNeitherAnInputNorSteps() {
    Outcome outcome = tradewind("map", CNN, "--dt", "1ms");

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("fits");
  }

  @Test
  void runWithoutInputSaysThatItNeedsOne() {
    assertThat(tradewind("run", CNN, "--dt", "1ms", "--out", "" + directory).err())
        .contains("--input", "--steps N");
  }

  @Test
  void tracesThatNoMemoryHoldsAreRefusedBeforeTheRun() {
    Outcome outcome =
        tradewind(
            "run",
            CNN,
            "--dt",
            "1ms",
            "--record",
            "v",
            "--steps",
            "10000000",
            "--out",
            "" + directory);

    assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
    assertThat(outcome.err()).contains("--record", "718 GB", "-Xmx");
  }

  @Test
  void policiesAreComparedAndPowerIsWritten() {
    Outcome outcome =
        tradewind(
            "run",
            EXAMPLES.resolve("two-neurons.net.yaml").toString(),
            "--dvfs",
            "compare:1",
            "--power-bin",
            "100us",
            "--out",
            "" + directory);

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out().lines().filter(row -> row.matches("(high|low|auto:1) .* same")))
        .hasSize(4);
    assertThat(directory.resolve("power.csv"))
        .content()
        .startsWith("time_s,total_mw")
        .contains("1.0E-4,");
  }

  @Test
  void optionsAreKeptAsTheyAreTyped() throws Exception {
    tradewind(
        "run",
        EXAMPLES.resolve("two-neurons.net.yaml").toString(),
        "--dvfs",
        "low",
        "--out",
        "" + directory);

    assertThat(directory.resolve("summary.json"))
        .content()
        .contains("\"--dvfs\" : \"low\"", "\"--steps\" : \"default\"");
  }
}
