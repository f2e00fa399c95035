package org.tradewind.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tradewind.job.Report;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportsTest {
  @TempDir Path directory;

  private JsonNode json(String file) {
    return JsonMapper.shared().readTree(directory.resolve(file));
  }

  @Test
  void everyKeyIsDocumentedAndEveryDocumentedKeyIsThere() throws IOException {
    Report full =
        Fakes.classifier(10)
            .steps(20)
            .traced("probe", 2)
            .classifiedBy("9")
            .struck()
            .compared()
            .report();
    Reports.write(full, directory, Map.of("--dt", "1ms", "--seed", "42"));

    assertThat(documented("summary.json")).isEqualTo(keys(json("summary.json")));
    assertThat(documented("mapping.json")).isEqualTo(keys(json("mapping.json")));
  }

  @Test
  void powerOverTimeIsATableWhoseRowsSumToItsTotal() throws IOException {
    Reports.write(
        Fakes.named("p").with("a", 5, 5, 9).steps(4).powered().report(), directory, Map.of());

    List<String> lines = Files.readAllLines(directory.resolve("power.csv"));
    assertThat(lines)
        .startsWith(
            "time_s,total_mw,chips_mw,asleep_mw,awake_mw,mac_arrays_mw,network_mw",
            "0.0,195.0,75.0,40.0,40.0,0.0,40.0")
        .hasSize(5);
    assertThat(Files.readString(Path.of("../docs/results.md"))).contains("`" + lines.getFirst());

    Reports.write(Fakes.named("p").with("a", 5, 5, 9).report(), directory, Map.of());
    assertThat(directory.resolve("power.csv")).doesNotExist();
  }

  private static Set<String> documented(String file) throws IOException {
    String text = Files.readString(Path.of("../docs/results.md"));
    String section = text.split("\n## " + Pattern.quote(file) + "\n")[1].split("\n## ")[0];
    return Pattern.compile("(?m)^\\| `([^`]+)` \\|")
        .matcher(section)
        .results()
        .map(m -> m.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> keys(JsonNode root) {
    var keys = new TreeSet<String>();
    collect("", root, keys);
    return keys;
  }

  private static void collect(String path, JsonNode node, Set<String> keys) {
    if (path.equals("options") || path.equals("machine.file")) {
      keys.add(path + ".*");
    } else if (node.isObject()) {
      node.properties()
          .forEach(e ->
              collect(path.isEmpty() ? e.getKey() : path + "." + e.getKey(), e.getValue(), keys));
    } else if (node.isArray()) {
      String below = path.endsWith("parts[].parts") ? path.replace("parts[].parts", "parts") : path;
      node.forEach(element -> collect(below + "[]", element, keys));
    } else {
      keys.add(path);
    }
  }

  @Test
  void theSummaryAgreesWithTheReport() {
    Report report = Fakes.classifier(10).steps(50).report();
    Reports.write(report, directory, Map.of());
    JsonNode summary = json("summary.json");

    assertThat(summary.at("/accuracy").asDouble()).isEqualTo(0.9);
    assertThat(summary.at("/reference_accuracy").asDouble()).isEqualTo(1);
    assertThat(summary.at("/energy/joules").asDouble()).isEqualTo(report.energy().value());
    double parts = 0;
    for (JsonNode part : summary.at("/energy/parts")) {
      parts += part.at("/joules").asDouble();
    }
    assertThat(parts).isCloseTo(report.energy().value(), withinRelative(1e-12, parts));
    assertThat(summary.at("/energy/low_joules").asDouble()).isLessThan(report.energy().value());
    long sent = report.samples().stream().mapToLong(s -> s.results().network().sent()).sum();
    assertThat(summary.at("/packets/sent").asLong()).isEqualTo(sent);
    long spikes = report.samples().stream().mapToLong(s -> s.activity().totalSpikes()).sum();
    assertThat(summary.at("/spikes").asLong()).isEqualTo(spikes);
    JsonNode first = summary.at("/populations/0");
    assertThat(first.at("/mean_rate_hz").asDouble())
        .isEqualTo(first.at("/spikes").asLong() / (2312 * 0.05 * 10));
    assertThat(summary.at("/confusion/counts/3/8").asInt()).isEqualTo(1);
    assertThat(summary.at("/confusion/counts/3/3").asInt()).isEqualTo(0);
  }

  private static org.assertj.core.data.Offset<Double> withinRelative(double share, double of) {
    return org.assertj.core.data.Offset.offset(share * of);
  }

  @Test
  void whatDoesNotExistIsNull() {
    Reports.write(Fakes.named("silence").with("a", 3, 3, 0).load(0).report(), directory, Map.of());
    JsonNode summary = json("summary.json");

    assertThat(summary.at("/accuracy").isNull()).isTrue();
    assertThat(summary.at("/latency/mean_ns").isNull()).isTrue();
    assertThat(summary.at("/energy/joules_per_synaptic_event").isNull()).isTrue();
    assertThat(summary.at("/samples/0/label").isNull()).isTrue();
  }

  @Test
  void oneSampleGivesThreeColumnsAndSeveralGiveFour() throws IOException {
    Report one = Fakes.named("one").with("a, \"b\"", 5, 5, 100).report();
    Reports.write(one, directory, Map.of());
    List<String> lines = Files.readAllLines(directory.resolve("spikes.csv"));
    var train = one.samples().getFirst().activity().spikes().get("a, \"b\"");
    assertThat(lines).hasSize(1 + train.size());
    assertThat(lines.get(0)).isEqualTo("population,neuron,time_step");
    assertThat(lines.get(1))
        .isEqualTo("\"a, \"\"b\"\"\"," + train.neurons()[0] + "," + train.steps()[0]);

    Reports.write(
        Fakes.named("three").with("a", 5, 5, 100).samples(3).report(), directory, Map.of());
    lines = Files.readAllLines(directory.resolve("spikes.csv"));
    assertThat(lines.get(0)).isEqualTo("sample,population,neuron,time_step");
    assertThat(lines.get(1)).startsWith("0,a,");
    assertThat(lines.getLast()).startsWith("2,a,");
  }

  @Test
  void traceFilesOfPopulationsWithAwkwardNamesDoNotMeet() {
    Reports.write(
        Fakes.named("awkward").traced("../a", 2).traced(".._a", 2).traced("A/../a", 1).report(),
        directory,
        Map.of());
    assertThat(json("summary.json").at("/traces").findValuesAsString("file"))
        .containsExactly("___a.v.npy", "___a-2.v.npy", "A____a.v.npy")
        .allSatisfy(file -> assertThat(directory.resolve(file)).exists());
  }

  @Test
  void aTableEntryIsWrittenAsOneNumber() throws IOException {
    Reports.writeMapping(Fakes.named("m").with("a", 20, 10, 5).mapped(), directory);
    assertThat(Files.readAllLines(directory.resolve("tables.csv")))
        .containsExactly(
            "x,y,key,mask,route",
            "0,0,0x00001000,0xfffff000,0x141",
            // link 5, PE 64 and PE 147: bits 5, 70 and 153
            "0,0,0x00002000,0xffffe000,0x200000000000000000000400000000000000020");
    assertThat(json("mapping.json").at("/vertices/1/from").asInt()).isEqualTo(10);
    assertThat(json("mapping.json").at("/vertices/1/key").isNull()).isTrue();
    assertThat(json("mapping.json").at("/vertices/0/pe").asString()).isEqualTo("7.6.0");
  }
}
