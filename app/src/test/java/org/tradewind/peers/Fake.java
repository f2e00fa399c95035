package org.tradewind.peers;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// A contestant that is a line of shell.
///
/// @param probe another one, for whether it is there
record Fake(String label, String probed, String line, OptionalInt mostThreads)
    implements Contestant {
  static Fake thatSays(String label, double runSeconds, double rateHz) {
    return new Fake(label, "true", "echo '" + json(runSeconds, rateHz) + "'", OptionalInt.empty());
  }

  Fake withMostThreads(int most) {
    return new Fake(label, probed, line, OptionalInt.of(most));
  }

  static String json(double runSeconds, double rateHz) {
    return """
    {"version": "1.0", "build_seconds": 0.5, "compile_seconds": 0, "run_seconds": %s, "processor_seconds": 0.25, \
    "spikes": 10, "rate_hz": %s, "cv": 0.5, "peak_rss_mb": 100}\
    """
        .formatted(runSeconds, rateHz);
  }

  @Override
  public String name() {
    return label.toLowerCase(java.util.Locale.ROOT);
  }

  @Override
  public List<String> probe() {
    return List.of("sh", "-c", probed);
  }

  @Override
  public String installation() {
    return "install it by hand";
  }

  @Override
  public List<String> command(Task task) {
    return List.of("sh", "-c", line, "sh", task.network(), "" + task.threads());
  }

  @Override
  public Map<String, String> environment() {
    return Map.of("GREETING", "hello");
  }

  @Override
  public Measurement read(Task task, String output) {
    return Measurement.parse(label, output);
  }
}
