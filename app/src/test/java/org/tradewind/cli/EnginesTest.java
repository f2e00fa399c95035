package org.tradewind.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tradewind.cli.CommandTest.tradewind;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The engines from outside: what a user gets does not depend on which one ran.
class EnginesTest {
  private static final String EXAMPLES = Path.of("..", "examples").toString() + "/";

  private static final String SYNFIRE = EXAMPLES + "synfire.net.yaml";
  private static final String BURSTING = EXAMPLES + "bursting.net.yaml";
  private static final String IRREGULAR = EXAMPLES + "irregular.net.yaml";

  @TempDir private Path directory;

  static Stream<List<String>> scenarios() {
    return Stream.of(
        List.of(SYNFIRE, "--steps", "300", "--record", "v"),
        List.of(BURSTING, "--steps", "500", "--record", "v", "--dvfs", "auto:20"),
        List.of(IRREGULAR, "--steps", "200", "--dvfs", "auto"),
        List.of(EXAMPLES + "recurrent.net.yaml", "--machine", "board", "--record", "v"),
        List.of(EXAMPLES + "two-neurons.net.yaml", "--steps", "50"),
        List.of(
            EXAMPLES + "nir/lif_norse.nir",
            "--input",
            EXAMPLES + "nir-lif-input.csv",
            "--dt",
            "0.1ms",
            "--record",
            "v"),
        List.of(
            EXAMPLES + "nir/cnn_sinabs.nir",
            "--input",
            EXAMPLES + "n-mnist",
            "--dt",
            "1ms",
            "--limit",
            "2",
            "--dvfs",
            "auto"));
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void bothEnginesWriteTheSame(List<String> scenario) throws IOException {
    run(scenario, "events", "--engine", "events");
    run(scenario, "ticks", "--engine", "ticks", "--threads", "2");
    for (Path file : Files.list(directory.resolve("events")).toList()) {
      String name = file.getFileName().toString();
      if (name.endsWith(".csv") || name.endsWith(".npy")) {
        assertThat(directory.resolve("ticks").resolve(name)).hasSameBinaryContentAs(file);
      }
    }
    assertThat(comparable("ticks")).isEqualTo(comparable("events"));
  }

  private void run(List<String> scenario, String out, String... more) {
    var arguments = new ArrayList<>(List.of("run"));
    arguments.addAll(scenario);
    arguments.addAll(List.of(more));
    arguments.addAll(List.of("--out", directory.resolve(out).toString()));
    CommandTest.Outcome outcome = tradewind(arguments.toArray(String[]::new));
    assertThat(outcome.code()).as(outcome.err()).isZero();
  }

  private JsonNode summary(String out) throws IOException {
    return JsonMapper.builder()
        .build()
        .readTree(Files.readString(directory.resolve(out).resolve("summary.json")));
  }

  /// All figures but those of the host, and latencies.
  private String comparable(String out) throws IOException {
    var root = (ObjectNode) summary(out);
    root.remove(
        List.of(
            "engine",
            "latency",
            "options",
            "map_seconds",
            "run_seconds",
            "real_time_factor",
            "peak_memory_bytes",
            "load_seconds",
            "pace_seconds",
            "pace_processor_seconds"));
    return root.toPrettyString();
  }

  @Test
  void autoTakesTheFastOneWhereItIsExact() throws IOException {
    run(List.of(BURSTING, "--steps", "100"), "quiet");
    JsonNode engine = summary("quiet").at("/engine");
    assertThat(engine.at("/asked").asString()).isEqualTo("auto");
    assertThat(engine.at("/samples_by_ticks").asInt()).isEqualTo(1);
    assertThat(engine.at("/because").asString()).startsWith("ticks: all packets found room");
  }

  @Test
  void autoTakesTheOtherWhereItIsNot() throws IOException {
    List<String> full = List.of(SYNFIRE, "--steps", "300", "--fifo", "20");
    run(full, "auto");
    run(full, "events", "--engine", "events");
    JsonNode engine = summary("auto").at("/engine");
    assertThat(engine.at("/samples_by_events").asInt()).isEqualTo(1);
    assertThat(engine.at("/because").asString()).contains("holds 20 packets");
    assertThat(summary("auto").at("/packets").toString())
        .isEqualTo(summary("events").at("/packets").toString());

    run(full, "ticks", "--engine", "ticks");
    assertThat(summary("ticks").at("/engine/estimated").asBoolean()).isTrue();
    assertThat(summary("ticks").at("/packets/dropped").asLong()).isPositive();

    run(List.of(BURSTING, "--steps", "50", "--power"), "power");
    assertThat(summary("power").at("/engine/because").asString())
        .isEqualTo("events: power over time is not recorded in steps");
  }

  @Test
  void whatTicksCannotDoIsSaid() {
    String out = directory.resolve("x").toString();
    CommandTest.Outcome power =
        tradewind("run", BURSTING, "--steps", "9", "--power", "--engine", "ticks", "--out", out);
    assertThat(power.code()).isEqualTo(2);
    assertThat(power.err()).contains("engine: ticks cannot run this: power over time");
    CommandTest.Outcome packets =
        tradewind("run", BURSTING, "--steps", "9", "--packets", "--engine", "ticks", "--out", out);
    assertThat(packets.code()).isEqualTo(2);
    assertThat(packets.err()).contains("--packets: works packet by packet");
    CommandTest.Outcome unknown =
        tradewind("run", BURSTING, "--steps", "9", "--engine", "clock", "--out", out);
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("--engine");
  }
}
