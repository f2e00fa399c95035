package org.tradewind.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.tradewind.cost.Energy;
import org.tradewind.cost.Explained;
import org.tradewind.job.Report;
import org.tradewind.mapping.MachineGraph;
import org.tradewind.onchip.OnChip;
import org.tradewind.run.Results;
import org.tradewind.snn.Quantisation.ProjectionError;
import org.tradewind.train.Training;
import org.tradewind.unit.Ticks;

/// What a training came to: `curve.csv`, `curve.svg`, `curve.png`, `report.html`, and the same in a
/// few lines.
public final class TrainingReport {
  private final Training training;
  private final Training.Row chosen;
  private final List<Line> lines = new ArrayList<>();
  private final StringBuilder html = new StringBuilder();

  /// A figure with its name and where it is from.
  private record Line(String name, String value, String about) {}

  /// The trained network as the machine's own programs run it.
  ///
  /// @param trained accuracy of the network that was trained, on the same samples
  /// @param run those samples on the chip, with quantised weights, and in floats beside
  /// @param withoutNir why there is no `.nir` file; empty where there is
  public record Tried(double trained, Report run, Optional<String> withoutNir) {}

  private TrainingReport(Training training, Training.Row chosen) {
    this.training = training;
    this.chosen = chosen;
  }

  /// Writes the learning curve as it is.
  public static void writeCurve(Training training, Path directory) {
    var csv = new StringBuilder("epoch,loss,validation_accuracy,test_accuracy,note\n");
    for (Training.Row row : training.curve()) {
      csv.append(row.epoch()).append(',').append(row.loss()).append(',');
      csv.append(Double.isNaN(row.validation()) ? "" : Double.toString(row.validation()));
      csv.append(',').append(row.accuracy());
      csv.append(",\"").append(row.note()).append("\"\n");
    }
    write(directory.resolve("curve.csv"), csv.toString());
    write(directory.resolve("curve.svg"), LearningCurve.file(training.curve()));
    LearningCurve.png(training.curve(), directory.resolve("curve.png"));
  }

  /// Writes the page.
  ///
  /// @param chosen the epoch whose network is the result
  /// @return the report as text
  public static String write(
      Training training,
      Training.Row chosen,
      Tried tried,
      Path directory,
      Map<String, String> options) {
    var report = new TrainingReport(training, chosen);
    report.accuracy(tried);
    training.trainer().onChip().ifPresent(report::machine);
    write(directory.resolve("report.html"), report.page(tried, options));
    var text = new StringBuilder();
    for (Line line : report.lines) {
      text.append(String.format(Locale.ROOT, "%-26s %s", line.name, line.value));
      text.append(line.about.isEmpty() ? "" : "  (" + line.about + ")").append('\n');
    }
    return text.toString().stripTrailing();
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f %%", 100 * share);
  }

  private void line(String name, String value, String about) {
    lines.add(new Line(name, value, about));
  }

  private void accuracy(Tried tried) {
    Training.Row last = training.curve().getLast();
    String samples = Numbers.count(training.data().test().size(), "sample");
    line(
        "test accuracy",
        percent(last.accuracy()),
        samples + ", after " + Numbers.count(last.epoch(), "epoch"));
    if (chosen != last) {
      line(
          "chosen by validation",
          percent(chosen.accuracy()),
          samples + ", after " + Numbers.count(chosen.epoch(), "epoch"));
    }
    String few = Numbers.count(tried.run.samples().size(), "sample");
    line("as trained", percent(tried.trained), "the first " + few);
    line("as a network, in floats", percent(tried.run.referenceAccuracy()), "the same samples");
    line(
        "on the chip, quantised", percent(tried.run.accuracy()), "tradewind run, the same samples");
    tried.withoutNir.ifPresent(because -> line("trained.nir", "not written", because));
  }

  private void machine(OnChip epoch) {
    Results results = epoch.results();
    double seconds = Ticks.toSeconds(results.stepTicks());
    int samples = training.data().train().size();
    line("cores", Numbers.count(results.cores().size()), "of one chip");
    if (results.steps() > 0) {
      line(
          "timestep",
          Numbers.si(Ticks.toSeconds(results.options().timestepTicks()), "s"),
          "of a step of the network");
    }
    line(
        "time a sample",
        Numbers.si(seconds / samples, "s"),
        Numbers.si(seconds, "s") + " an epoch, updates included");
    line(
        "packets a sample",
        Numbers.plain((double) results.network().sent() / samples),
        Numbers.count(results.network().sent()) + " an epoch");
    Explained energy = energy(results);
    line(
        "energy a sample",
        Numbers.si(energy.value() / samples, "J"),
        Numbers.si(energy.value(), "J") + " an epoch, " + Numbers.interval(energy));
    line("fullest SRAM", Numbers.bytes(fullest(epoch)), "of " + Numbers.bytes(limit()));
  }

  private static Explained energy(Results results) {
    double seconds = Ticks.toSeconds(results.stepTicks());
    return Energy.explain(1, seconds, results.usage(), results.network().counts());
  }

  private static double limit() {
    return Layouts.SRAM_LIMIT_BYTES;
  }

  private static int fullest(OnChip epoch) {
    return epoch.mapping().graph().vertices().stream()
        .mapToInt(v -> v.program().layout().bytes())
        .max()
        .orElse(0);
  }

  // ── the page ──

  private String page(Tried tried, Map<String, String> options) {
    String name = training.recipe().name();
    html.append(Page.head(name));
    html.append("<header><p class=\"kind\">Tradewind training report</p><h1>");
    html.append(Svg.escape(name)).append("</h1></header>\n<div class=\"tiles\">\n");
    for (Line line : lines) {
      html.append("<div class=\"tile\"><span>").append(Svg.escape(line.name));
      html.append("</span><b>").append(Svg.escape(line.value)).append("</b><small>");
      html.append(Svg.escape(line.about)).append("</small></div>\n");
    }
    html.append("</div>\n");
    section("Learning curve");
    html.append(LearningCurve.svg(training.curve())).append("</section>\n");
    training.trainer().onChip().ifPresent(this::cores);
    quantisation(tried);
    section("Recipe");
    html.append("<pre>").append(Svg.escape(training.recipe().text())).append("</pre>\n");
    table("option", "as given");
    options.forEach(this::row);
    html.append("</table></section>\n</main></body></html>\n");
    return html.toString();
  }

  private void section(String title) {
    html.append("<section><h2>").append(Svg.escape(title)).append("</h2>\n");
  }

  /// Cores of the last epoch, and where its energy went.
  private void cores(OnChip epoch) {
    section("Cores, last epoch");
    table("core", "SRAM", "awake", "longest step", "packets sent", "received");
    MachineGraph graph = epoch.mapping().graph();
    Results results = epoch.results();
    for (int v = 0; v < graph.size(); v++) {
      Results.Core core = results.cores().get(v);
      row(
          name(graph, v),
          Numbers.bytes(graph.vertex(v).program().layout().bytes()),
          Numbers.percent(results.meanUtilisation(v)),
          core.maxStepTicks() == 0 ? "–" : Numbers.si(Ticks.toSeconds(core.maxStepTicks()), "s"),
          Numbers.count(core.sent()),
          Numbers.count(core.received()));
    }
    html.append("</table></section>\n");
    section("Energy, last epoch");
    table("cause", "energy", "from", "because");
    for (Explained part : energy(results).parts()) {
      row(
          part.name(),
          Numbers.si(part.value(), part.unit()),
          Numbers.interval(part),
          part.because());
    }
    html.append("</table></section>\n");
  }

  /// With its slice, where others are of the same.
  private static String name(MachineGraph graph, int v) {
    String of = graph.vertex(v).of();
    boolean alone = graph.vertices().stream().filter(other -> other.of().equals(of)).count() == 1;
    return alone ? of : graph.vertex(v).name();
  }

  private void quantisation(Tried tried) {
    section("Weights as integers");
    table("projection", "mean error of the largest", "became 0");
    for (ProjectionError error : tried.run.mapped().quantisation().projections()) {
      row(
          error.projection(),
          Numbers.percent(Text.relativeError(error)),
          Numbers.count(error.becameZero()));
    }
    html.append("</table></section>\n");
  }

  private void table(String... heads) {
    html.append("<table><tr>");
    for (String head : heads) {
      html.append("<th>").append(Svg.escape(head)).append("</th>");
    }
    html.append("</tr>\n");
  }

  private void row(String... cells) {
    html.append("<tr>");
    for (String cell : cells) {
      html.append("<td>").append(Svg.escape(cell)).append("</td>");
    }
    html.append("</tr>\n");
  }
}
