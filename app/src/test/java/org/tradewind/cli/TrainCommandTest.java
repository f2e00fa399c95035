package org.tradewind.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.tradewind.cli.CommandTest.tradewind;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {
  private static final Path EXAMPLES = Path.of("..", "examples");

  @TempDir private Path directory;

  private CommandTest.Outcome train(String out, int epochs, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "train",
                EXAMPLES.resolve("yin-yang-chip.recipe.yaml").toString(),
                "--set",
                "data.train=110",
                "--set",
                "data.test=50",
                "--set",
                "network.hidden=[30]",
                "--set",
                "epochs=" + epochs,
                "--out",
                directory.resolve(out).toString()));
    words.addAll(List.of(more));
    return tradewind(words.toArray(String[]::new));
  }

  private static String matched(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(pattern + " in " + text).isTrue();
    return matcher.group(1);
  }

  private byte[] file(String name) throws IOException {
    return Files.readAllBytes(directory.resolve(name));
  }

  /// Both files, on the samples that were written beside them.
  @Test
  void whatWasTrainedRunsWithTheAccuracyThatWasTold() throws IOException {
    CommandTest.Outcome trained = train("out", 3, "--set", "trained.word=no_delay");
    assertThat(trained.err()).doesNotContain("fault");
    assertThat(trained.code()).isZero();
    assertThat(trained.out())
        .contains("epoch 3/3", "time a sample", "packets a sample", "energy a sample", "SRAM");
    String told = matched(trained.out(), "on the chip, quantised +([0-9.]+) %");
    String net = directory.resolve("out/trained.net.yaml").toString();
    String nir = directory.resolve("out/trained.nir").toString();
    String samples = directory.resolve("out/test").toString();
    String run = directory.resolve("run").toString();

    String ran = tradewind("run", net, "--input", samples, "--out", run).out();
    int right = Integer.parseInt(matched(ran, "\\((\\d+) of 50 samples\\)"));
    assertThat(100.0 * right / 50).isEqualTo(Double.parseDouble(told));
    CommandTest.Outcome fromNir =
        tradewind(
            "run",
            nir,
            "--dt",
            "1ms",
            "--reset",
            "zero",
            "--steps",
            "26",
            "--decision",
            "first_spike",
            "--input",
            samples,
            "--out",
            run);
    assertThat(matched(fromNir.out(), "\\((\\d+) of 50 samples\\)")).isEqualTo("" + right);
    assertThat(Files.readString(directory.resolve("out/report.html")))
        .contains("Learning curve", "optimiser 1", "fullest SRAM");
    assertThat(Files.readString(directory.resolve("out/curve.csv")).lines()).hasSize(4);
  }

  @Test
  void anInterruptedTrainingGoesOnToTheSameBytes() throws IOException {
    assertThat(train("whole", 3).code()).isZero();
    assertThat(train("parts", 1).code()).isZero();
    assertThat(train("parts", 3, "--resume").out()).contains("epoch 2/3").doesNotContain("1/3");

    for (String name :
        List.of("checkpoint.bin", "curve.csv", "curve.svg", "curve.png", "trained.net.yaml")) {
      assertThat(file("parts/" + name)).as(name).isEqualTo(file("whole/" + name));
    }
  }

  /// A few recordings: what it costs is told, and the host learns the same.
  @Test
  void spokenWordsAreLearnedOnCoresAndWhatItTakesIsTold() throws IOException {
    assumeThat(System.getenv("TRADEWIND_DATA")).as("TRADEWIND_DATA is not set").isNotNull();
    CommandTest.Outcome chip = speech("chip", "machine.cores=20");
    CommandTest.Outcome host = speech("host", "machine.on=host");

    assertThat(chip.err()).doesNotContain("fault");
    assertThat(chip.code()).isZero();
    assertThat(chip.out())
        .contains("time a sample", "packets a sample", "energy a sample", "fullest SRAM");
    assertThat(matched(chip.out(), "cores +(\\d+)")).isEqualTo("21");
    String loss = "loss ([0-9.]+)";
    assertThat(matched(chip.out(), loss)).isEqualTo(matched(host.out(), loss));
    assertThat(Files.readString(directory.resolve("chip/report.html")))
        .contains("neurons[114..119]", "readouts", "Energy");
    assertThat(chip.out()).contains("NIR has no neuron whose threshold adapts");
    double told = Double.parseDouble(matched(chip.out(), "on the chip, quantised +([0-9.]+) %"));
    String ran =
        tradewind(
                "run",
                directory.resolve("chip/trained.net.yaml").toString(),
                "--input",
                directory.resolve("chip/test").toString(),
                "--out",
                directory.resolve("run").toString())
            .out();
    assertThat(ran).contains("carry numbers");
    assertThat(Double.parseDouble(matched(ran, "\\((\\d+) of 4 samples\\)"))).isEqualTo(told / 25);
  }

  private CommandTest.Outcome speech(String out, String machine) {
    return tradewind(
        "train",
        EXAMPLES.resolve("speech.recipe.yaml").toString(),
        "--set",
        "data.train=8",
        "--set",
        "data.test=4",
        "--set",
        "batch=4",
        "--set",
        "epochs=1",
        "--set",
        machine,
        "--out",
        directory.resolve(out).toString());
  }

  @Test
  void whatCannotBeTrainedIsSaid() {
    assertThat(tradewind("train", "nothing").err()).contains("built-ins", "yin-yang-chip");
    assertThat(tradewind("train", "nothing.recipe.yaml").err()).contains("no such file");
    CommandTest.Outcome large = train("out", 1, "--set", "network.hidden=[4000]");
    assertThat(large.code()).isEqualTo(3);
    assertThat(large.err()).contains("layer 1", "bytes of SRAM");
    CommandTest.Outcome hurried = train("out", 1, "--set", "machine.timestep=2us");
    assertThat(hurried.code()).isEqualTo(3);
    assertThat(hurried.err()).contains("timestep", "too short");
    train("out", 1);
    assertThat(train("out", 2, "--resume", "--set", "seed=2").err()).contains("another recipe");
  }
}
