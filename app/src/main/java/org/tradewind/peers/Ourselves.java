package org.tradewind.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.tradewind.network.Irregularity;
import org.tradewind.unit.InputException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Tradewind, as a user runs it: `tradewind run`, whose results say the rest.
///
/// @param program the command line of `tradewind`, without its arguments
record Ourselves(List<String> program) implements Contestant {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// Java compiles what it runs often while it runs: model time at least before anything is timed.
  private static final double WARM_UP_SECONDS = 1;

  /// What `tradewind run` is given for a network.
  private record BuiltIn(double stepSeconds, List<String> arguments) {
    private static BuiltIn of(double stepSeconds, String... arguments) {
      return new BuiltIn(stepSeconds, List.of(arguments));
    }
  }

  private static final Map<String, BuiltIn> BUILT_IN = builtIn();

  Ourselves {
    program = List.copyOf(program);
  }

  private static Map<String, BuiltIn> builtIn() {
    var networks = new LinkedHashMap<String, BuiltIn>();
    for (String name :
        List.of(
            "brunel-dc",
            "brunel-poisson",
            "cuba-4000",
            "cuba-20000",
            "synfire-10000",
            "microcircuit-10",
            "microcircuit",
            "microcircuit-dc")) {
      networks.put(name, BuiltIn.of(1e-4, name));
    }
    for (String name : List.of("brunel-dc-1ms", "brunel-poisson-1ms")) {
      networks.put(name, BuiltIn.of(1e-3, name));
    }
    return networks;
  }

  /// All networks, in the order in which they are told.
  static List<String> networks() {
    return List.copyOf(BUILT_IN.keySet());
  }

  @Override
  public String name() {
    return "tradewind";
  }

  @Override
  public String label() {
    return "Tradewind";
  }

  @Override
  public List<String> probe() {
    return List.of();
  }

  @Override
  public String installation() {
    return "";
  }

  @Override
  public OptionalInt mostThreads() {
    return OptionalInt.empty();
  }

  @Override
  public Map<String, String> environment() {
    return Map.of();
  }

  @Override
  public List<String> command(Task task) {
    BuiltIn network = BUILT_IN.get(task.network());
    var command = new ArrayList<>(program);
    command.add("run");
    command.addAll(network.arguments);
    command.addAll(
        List.of(
            "--steps",
            Long.toString(warmUpSteps(task) + steps(task, task.seconds())),
            // full cores instead of fast ones: the modelled machine has a hundred times real time
            "--sys-tick",
            "10ms",
            "--rates",
            "assumed",
            "--engine",
            "ticks",
            "--threads",
            Integer.toString(task.threads()),
            "--out",
            out(task).toString()));
    return command;
  }

  private static long steps(Task task, double seconds) {
    return Math.round(seconds / BUILT_IN.get(task.network()).stepSeconds);
  }

  private static long warmUpSteps(Task task) {
    return steps(task, Math.max(WARM_UP_SECONDS, task.warmUpSeconds()));
  }

  private static Path out(Task task) {
    return task.work().resolve("tradewind");
  }

  @Override
  public Measurement read(Task task, String output) {
    Path summary = out(task).resolve("summary.json");
    try {
      JsonNode root = JSON.readTree(Files.readString(summary));
      Map<String, Irregularity> populations = populations(root);
      spikes(task, populations);
      long neurons = populations.values().stream().mapToLong(Irregularity::neurons).sum();
      long spikes = populations.values().stream().mapToLong(Irregularity::spikes).sum();
      long varying = populations.values().stream().mapToLong(Irregularity::varying).sum();
      double cv = populations.values().stream().mapToDouble(Irregularity::sumOfCv).sum() / varying;
      return new Measurement(
          root.at("/versions/tradewind").asString(),
          root.at("/map_seconds").asDouble() + root.at("/load_seconds").asDouble(),
          0,
          behindWarmUp(task, root.at("/pace_seconds")),
          behindWarmUp(task, root.at("/pace_processor_seconds")),
          spikes,
          spikes / (neurons * task.seconds()),
          cv,
          root.at("/peak_memory_bytes").asDouble(Double.NaN) * 1e-6);
    } catch (IOException | JacksonException e) {
      throw new InputException(summary.toString(), "cannot be read: " + e.getMessage(), e);
    }
  }

  /// Time of the last steps, between two marks along a straight line.
  ///
  /// @param pace time at equal parts of the run
  private static double behindWarmUp(Task task, JsonNode pace) {
    long warmUp = warmUpSteps(task);
    double at = (double) warmUp / (warmUp + steps(task, task.seconds())) * (pace.size() - 1);
    int mark = (int) at;
    double from = pace.get(mark).asDouble();
    double until = pace.get(Math.min(mark + 1, pace.size() - 1)).asDouble();
    return pace.get(pace.size() - 1).asDouble() - (from + (at - mark) * (until - from));
  }

  private static Map<String, Irregularity> populations(JsonNode root) {
    var populations = new LinkedHashMap<String, Irregularity>();
    for (JsonNode population : root.at("/populations")) {
      if (!population.at("/program").asString().equals("spike_list")) {
        populations.put(
            population.at("/name").asString(), new Irregularity(population.at("/neurons").asInt()));
      }
    }
    return populations;
  }

  private static void spikes(Task task, Map<String, Irregularity> populations) throws IOException {
    long from = warmUpSteps(task);
    try (BufferedReader rows = Files.newBufferedReader(out(task).resolve("spikes.csv"))) {
      rows.readLine();
      for (String row = rows.readLine(); row != null; row = rows.readLine()) {
        String[] fields = row.split(",");
        Irregularity population = populations.get(fields[0]);
        long step = Long.parseLong(fields[2]);
        if (population != null && step >= from) {
          population.spike(Integer.parseInt(fields[1]), step);
        }
      }
    }
  }
}
