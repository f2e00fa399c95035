package org.tradewind.peers;

import org.tradewind.unit.InputException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a simulator says of one run.
///
/// @param buildSeconds wall time from the description to a network that can run
/// @param compileSeconds of that network's own code, where there is such a thing; spent once
/// @param runSeconds wall time of the steps behind the warm-up
/// @param processorSeconds processor time of the same, a thread; NaN where it is not known. Where
///   other programs keep the computer busy it is what wall time would be without them, about
/// @param spikes in those steps
/// @param rateHz mean of all neurons in them
/// @param cv mean over neurons of the coefficient of variation of their intervals, NaN where no
///   neuron has two
/// @param peakMegabytes largest resident memory of the process, NaN where it is not known
public record Measurement(
    String version,
    double buildSeconds,
    double compileSeconds,
    double runSeconds,
    double processorSeconds,
    long spikes,
    double rateHz,
    double cv,
    double peakMegabytes) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// Reads the last line that is a JSON object: simulators and compilers have their own to say
  /// before.
  ///
  /// @param where who printed it, for the error
  static Measurement parse(String where, String output) {
    String line =
        output
            .lines()
            .map(String::strip)
            .filter(l -> l.startsWith("{"))
            .reduce((_, last) -> last)
            .orElseThrow(() -> new InputException(where, "printed no line of JSON"));
    try {
      JsonNode root = JSON.readTree(line);
      return new Measurement(
          text(where, root, "version"),
          number(where, root, "build_seconds"),
          number(where, root, "compile_seconds"),
          number(where, root, "run_seconds"),
          number(where, root, "processor_seconds"),
          (long) number(where, root, "spikes"),
          number(where, root, "rate_hz"),
          number(where, root, "cv"),
          number(where, root, "peak_rss_mb"));
    } catch (JacksonException e) {
      throw new InputException(where, "printed a line that is no JSON: " + line, e);
    }
  }

  private static String text(String where, JsonNode root, String key) {
    return field(where, root, key).asString();
  }

  /// JSON has no NaN: null stands for it.
  private static double number(String where, JsonNode root, String key) {
    JsonNode field = field(where, root, key);
    if (field.isNull()) {
      return Double.NaN;
    }
    if (!field.isNumber()) {
      throw new InputException(where, "says " + key + " is '" + field + "', which is no number");
    }
    return field.doubleValue();
  }

  private static JsonNode field(String where, JsonNode root, String key) {
    JsonNode field = root.get(key);
    if (field == null) {
      throw new InputException(where, "does not say " + key);
    }
    return field;
  }
}
