package org.tradewind.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// A [Comparison] with what a reader must know to believe it: where, when, by which command, and
/// how busy the computer was.
///
/// @param loadBefore load average when the first run began, NaN where nobody says
/// @param loadAfter and when the last one had ended
public record Chronicle(
    Comparison comparison,
    Host host,
    LocalDate date,
    String command,
    double loadBefore,
    double loadAfter) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /// Runs a contest and writes down what must be known about it.
  ///
  /// @param work a directory for scripts, compiled code and results
  /// @param say takes a line about each run
  public static Chronicle of(
      Contest contest, LocalDate date, String command, Path work, Consumer<String> say) {
    double before = Host.load();
    if (!Host.warning(before).isEmpty()) {
      say.accept("note: " + Host.warning(before));
    }
    Comparison comparison = contest.run(work, say);
    return new Chronicle(comparison, Host.here(), date, command, before, Host.load());
  }

  /// What the terminal and `bench.md` show.
  public String text() {
    String warning = Host.warning(loadBefore);
    return String.format(
            Locale.ROOT,
            "%s, medians of %d %s of %s s model time, by `%s`%n%n%s. Load average %s before, %s"
                + " after.%n",
            date,
            comparison.runs(),
            comparison.runs() == 1 ? "run" : "runs",
            Tables.plain(comparison.seconds()),
            command,
            host.line(),
            Tables.plain(loadBefore),
            Tables.plain(loadAfter))
        + (warning.isEmpty() ? "" : "\nNote: " + warning + ".\n")
        + "\n"
        + Tables.of(comparison);
  }

  /// Writes `bench.json` and `bench.md`.
  public void write(Path directory) throws IOException {
    try {
      Files.writeString(directory.resolve("bench.md"), text());
      JSON.writeValue(directory.resolve("bench.json"), root());
    } catch (JacksonIOException e) {
      throw e.getCause();
    }
  }

  private Map<String, Object> root() {
    var root = new LinkedHashMap<String, Object>();
    root.put("date", date.toString());
    root.put("command", command);
    root.put("host", host);
    root.put("load_before", number(loadBefore));
    root.put("load_after", number(loadAfter));
    root.put("model_seconds", comparison.seconds());
    root.put("runs", comparison.runs());
    root.put("compared_by", comparison.clock().name().toLowerCase(Locale.ROOT));
    root.put("entries", comparison.entries().stream().map(this::entry).toList());
    root.put("absent", comparison.absent());
    return root;
  }

  private Map<String, Object> entry(Comparison.Entry entry) {
    var map = new LinkedHashMap<String, Object>();
    map.put("network", entry.network());
    map.put("threads", entry.threads());
    map.put("simulator", entry.simulator());
    map.put("run_seconds", number(entry.median(Measurement::runSeconds)));
    map.put("processor_seconds", number(entry.median(Measurement::processorSeconds)));
    var ratio = comparison.ratio(entry, entry.threads());
    map.put("ratio", ratio.isPresent() ? ratio.getAsDouble() : null);
    map.put("disagreement", comparison.disagreement(entry));
    map.put("trouble", entry.trouble());
    map.put("runs", entry.runs().stream().map(Chronicle::run).toList());
    return map;
  }

  private static Map<String, Object> run(Measurement run) {
    var map = new LinkedHashMap<String, Object>();
    map.put("version", run.version());
    map.put("build_seconds", number(run.buildSeconds()));
    map.put("compile_seconds", number(run.compileSeconds()));
    map.put("run_seconds", number(run.runSeconds()));
    map.put("processor_seconds", number(run.processorSeconds()));
    map.put("spikes", run.spikes());
    map.put("rate_hz", number(run.rateHz()));
    map.put("cv", number(run.cv()));
    map.put("peak_rss_mb", number(run.peakMegabytes()));
    return map;
  }

  /// JSON has no NaN.
  private static Double number(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
