package org.tradewind.report;

import static org.tradewind.report.Svg.escape;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tradewind.cost.Action;
import org.tradewind.job.Job;
import org.tradewind.job.Report;
import org.tradewind.machine.Confidence;
import org.tradewind.machine.Fact;
import org.tradewind.machine.Machine;
import org.tradewind.machine.Spinnaker2;
import org.tradewind.network.Trace;
import org.tradewind.network.Variable;
import org.tradewind.run.Engine;
import org.tradewind.snn.Quantisation.ProjectionError;

/// The page `report.html`: one file, no network, readable without scripts (a script adds choosing a
/// sample or a chip, and faster tips).
final class Page {
  /// Marks of all rasters together; samples after that have their output counts only.
  private static final int MOST_MARKS = 120_000;

  private static final int MOST_TRACES = 8;
  private static final int MOST_PROJECTIONS = 30;

  private final Findings findings;
  private final Report report;
  private final Html html = new Html();
  private final CostSections cost;

  private Page(Findings findings) {
    this.findings = findings;
    this.report = findings.report;
    this.cost = new CostSections(findings, html);
  }

  static String of(Findings findings, Map<String, String> options) {
    var page = new Page(findings);
    page.html.append(head(page.title()));
    page.header();
    page.samples();
    page.raster();
    page.traces();
    page.machine();
    page.cost.energy();
    page.cost.policies();
    page.cost.power();
    page.quantisation();
    page.packets();
    page.assumptions();
    page.details(options);
    page.html.append("</main><script>").append(resource("page.js"));
    page.html.append("</script></body></html>\n");
    return page.html.toString();
  }

  private static String resource(String name) {
    try (InputStream in = Page.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not packaged");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The beginning of a page of this kind.
  static String head(String title) {
    return """
    <!doctype html>
    <html lang="en"><head><meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>%s – Tradewind</title>
    <style>%s</style></head><body><main>
    """
        .formatted(escape(title), resource("page.css"));
  }

  /// The network's name; NIR networks are named by their file's path: the file.
  private String title() {
    String name = report.job().network().name();
    return name.endsWith(".nir") ? name.substring(name.lastIndexOf('/') + 1) : name;
  }

  private void header() {
    Job job = report.job();
    html.append(
        """
        <header><p class="kind">Tradewind run report</p><h1>%s</h1>
        <p class="verdict%s">%s.</p></header>
        <div class="tiles">
        """
            .formatted(
                escape(title()),
                findings.troubled() ? " troubled" : "",
                escape(sentence(findings.verdict()))));
    if (findings.labelled() > 0) {
      html.tile(
          "accuracy",
          Numbers.percent(report.accuracy()),
          Double.isNaN(report.referenceAccuracy())
              ? Numbers.count(findings.labelled(), "labelled sample")
              : "float reference " + Numbers.percent(report.referenceAccuracy()));
    }
    html.tile(
        "spikes",
        shortCount(findings.spikes),
        Numbers.count(job.network().neurons(), "neuron")
            + ", "
            + Numbers.count(job.steps(), "step")
            + (findings.samples() > 1 ? ", " + Numbers.count(findings.samples(), "sample") : ""));
    html.tile(
        "PEs",
        Numbers.count(findings.layouts.pes()),
        "of "
            + Numbers.count(report.mapped().mapping().machine().applicationPes())
            + " on "
            + report.mapped().mapping().machine());
    html.tile(
        "busiest core",
        Numbers.percent(findings.busiest()),
        "of its "
            + Numbers.si(job.timestepSeconds(), "s")
            + "; predicted "
            + Numbers.percent(findings.layouts.maxPredictedUtilisation()));
    html.tile(
        "fullest SRAM",
        Numbers.bytes(findings.layouts.maxSramBytes()),
        "of " + Numbers.bytes(Layouts.SRAM_LIMIT_BYTES) + " for data");
    html.tile(
        findings.samples() > 1 ? "energy a sample" : "energy",
        Numbers.si(findings.joulesPerSample(), "J"),
        findings.synapticEvents == 0
            ? Html.name(report.energy().confidence())
            : Numbers.si(findings.joulesPerSynapticEvent(), "J") + " a synaptic event");
    html.append("</div>\n");
  }

  private static String sentence(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  private static String shortCount(long n) {
    return n < 100_000 ? Numbers.count(n) : Numbers.si(n, "");
  }

  private void samples() {
    if (findings.samples() > 1) {
      html.section(
          "Samples",
          findings.labelled() > 0
              ? "Choose one: the pictures below show it. ✗ marks a wrong prediction."
              : "Choose one: the pictures below show it.");
      html.append("<div class=\"samples\">");
      for (int i = 0; i < findings.samples(); i++) {
        Report.Sample sample = report.samples().get(i);
        boolean wrong = sample.labelled() && !sample.right();
        html.append("<button type=\"button\" data-sample=\"")
            .append(i)
            .append("\" aria-pressed=\"")
            .append(i == 0)
            .append(wrong ? "\" class=\"wrong" : "")
            .append("\" title=\"")
            .append(escape(sampleTip(i, sample)))
            .append("\">")
            .append(escape(Svg.clipped(sample.label().isEmpty() ? "" + i : sample.label(), 12)))
            .append(wrong ? " ✗" : "")
            .append("</button>");
      }
      html.append("</div>\n");
      html.end();
    }
    if (findings.hasOutput()) {
      html.append("<div class=\"columns\">");
      html.section("What came out", "Spikes of each neuron of '" + report.job().output() + "'.");
      for (int i = 0; i < findings.samples(); i++) {
        Report.Sample sample = report.samples().get(i);
        html.panel(i);
        html.append("<p class=\"note\">")
            .append(escape(outcome(i, sample)))
            .append("</p>")
            .append(Charts.outputs(findings, sample))
            .append("</div>\n");
      }
      html.end();
      if (findings.labelled() > 0) {
        html.section(
            "Labels against predictions",
            findings.right() + " of " + Numbers.count(findings.labelled(), "sample") + " right.");
        html.append("<div class=\"confusion\">")
            .append(Charts.confusion(findings.confusion()))
            .append("</div>");
        html.end();
      }
      html.append("</div>\n");
    }
  }

  private static String sampleTip(int i, Report.Sample sample) {
    return "sample "
        + i
        + (sample.name().isEmpty() ? "" : ": " + sample.name())
        + (sample.labelled()
            ? "\nlabel " + sample.label() + ", predicted " + sample.predicted()
            : "");
  }

  private static String outcome(int i, Report.Sample sample) {
    String name = sample.name().isEmpty() ? "Sample " + i : "Sample " + i + ", " + sample.name();
    if (sample.predicted() < 0) {
      return name;
    }
    return name
        + ": neuron "
        + sample.predicted()
        + " spiked most"
        + (sample.labelled()
            ? sample.right() ? ", which is right" : "; its label is " + sample.label()
            : "")
        + (sample.referencePredicted() >= 0
            ? "; the float reference says " + sample.referencePredicted()
            : "")
        + ".";
  }

  private void raster() {
    var raster = new Raster(report);
    if (raster.empty()) {
      return;
    }
    html.section(
        "Spikes",
        "A band for each population, its first neuron at the top; time runs to the right.");
    int marks = 0;
    for (int i = 0; i < findings.samples(); i++) {
      Report.Sample sample = report.samples().get(i);
      html.panel(i);
      if (i > 0 && marks > MOST_MARKS) {
        html.append("<p class=\"note\">The raster of this sample is left out to keep the page")
            .append(" small; spikes.csv has its ")
            .append(Numbers.count(sample.activity().totalSpikes(), "spike"))
            .append(".</p></div>\n");
        continue;
      }
      Raster.Picture picture = raster.of(sample);
      marks += picture.marks();
      html.append("<div class=\"wide\">").append(picture.svg()).append("</div>");
      if (picture.spikes() == 0) {
        html.append("<p class=\"note\">No neuron that is recorded spiked.</p>");
      } else if (picture.marks() < picture.spikes()) {
        html.append("<p class=\"note\">")
            .append(Numbers.count(picture.spikes(), "spike"))
            .append(" are drawn as ")
            .append(Numbers.count(picture.marks(), "mark"))
            .append(": a mark stands for one or more.</p>");
      }
      html.append("</div>\n");
    }
    statistics();
    html.end();
  }

  /// Rate, irregularity and correlation of what was recorded long enough to have them.
  private void statistics() {
    List<Findings.OnMachine> known =
        findings.populations.stream()
            .filter(p -> !Double.isNaN(p.correlation()) && !Double.isNaN(p.intervalCv()))
            .limit(Charts.MOST_ROWS)
            .toList();
    if (known.isEmpty()) {
      return;
    }
    html.append("<div class=\"scroll\"><table><thead><tr><th>population</th>")
        .append("<th class=\"n\">rate</th><th class=\"n\">CV of intervals</th>")
        .append("<th class=\"n\">correlation, 2 ms bins</th></tr></thead><tbody>");
    for (Findings.OnMachine population : known) {
      html.append("<tr><td>").append(escape(population.name())).append("</td>");
      html.numbers(
          Numbers.si(population.meanRateHz(), "Hz"),
          Numbers.plain(population.intervalCv()),
          Numbers.plain(population.correlation()));
      html.append("</tr>");
    }
    html.append("</tbody></table></div>\n");
  }

  private void traces() {
    Report.Sample first = report.samples().getFirst();
    if (first.activity().traces().values().stream().allMatch(Map::isEmpty)) {
      return;
    }
    html.section(
        "Traces",
        (findings.samples() > 1 ? "Of the first sample. " : "")
            + "The first neurons; the .npy files have all of them.");
    int drawn = 0;
    for (Findings.OnMachine population : findings.populations) {
      Map<Variable, Trace> traces =
          first.activity().traces().getOrDefault(population.name(), Map.of());
      for (Map.Entry<Variable, Trace> entry : traces.entrySet()) {
        if (drawn++ < MOST_TRACES) {
          String variable = entry.getKey().name().toLowerCase(Locale.ROOT);
          html.append("<h3>")
              .append(escape(population.name()))
              .append(" <span class=\"faint\">")
              .append(variable)
              .append(", in the network's units</span></h3>")
              .append(Charts.trace(entry.getValue(), variable));
        }
      }
    }
    html.end();
  }

  private void machine() {
    var map = new ChipMap(findings);
    List<Integer> chips = map.busiestChips();
    List<Integer> drawn = chips.subList(0, Math.min(chips.size(), ChipMap.MOST_CHIPS));
    Machine machine = report.mapped().mapping().machine();
    boolean several = machine.chipPositions() > 1;
    html.append("<div class=\"columns\">");
    html.section("Where everything sits", sentence(findings.layouts.verdict()) + ".");
    html.append(
        """
        <div class="map">
        <input type="radio" name="colour" id="by-load" checked><label for="by-load">load</label>
        <input type="radio" name="colour" id="by-memory"><label for="by-memory">memory</label>
        <input type="radio" name="colour" id="by-population"><label for="by-population">population</label>
        """);
    scale();
    if (several) {
      html.append("<div class=\"machine\">")
          .append(map.machine(drawn))
          .append("</div><p class=\"note\">A hexagon is a chip, coloured by the mean of its PEs")
          .append(drawn.size() > 1 ? "; choose one to see its PEs." : ".")
          .append(
              drawn.size() < chips.size()
                  ? " The busiest " + drawn.size() + " of " + chips.size() + " can be chosen."
                  : "")
          .append("</p>");
    }
    for (int chip : drawn) {
      html.append("<div class=\"pes\" data-of-chip=\"")
          .append(chip)
          .append(chip == drawn.getFirst() ? "\">" : "\" hidden>");
      if (several) {
        html.append("<h3>Chip (")
            .append(machine.x(chip))
            .append(',')
            .append(machine.y(chip))
            .append(")</h3>");
      }
      html.append(map.chip(chip)).append("</div>");
    }
    html.append("</div>\n");
    html.end();
    html.section(
        "How long the cores needed, how full they are",
        "Of each population's cores: the wide bar is the longest step of the busiest, the narrow one"
            + " the mean, the upright line what mapping predicted.");
    html.append(Charts.utilisation(findings))
        .append("<p class=\"about below\">Memory: the fullest core and the mean.</p>")
        .append(Charts.memory(findings));
    int rest = findings.populations.size() - Charts.MOST_ROWS;
    if (rest > 0) {
      html.append("<p class=\"note\">")
          .append(rest)
          .append(" less busy populations are in summary.json.</p>");
    }
    html.end();
    html.append("</div>\n");
  }

  /// What the colours of the map mean.
  private void scale() {
    html.append("<div class=\"scale in-share\"><span>0 %</span>");
    for (int i = 0; i < 10; i++) {
      html.append("<i class=\"b").append(i).append("\"></i>");
    }
    html.append("<span>100 %</span><i class=\"bx\"></i><span>over</span>")
        .append("<i class=\"bf\"></i><span>free</span>")
        .append("<i class=\"bg\"></i><span>the system's</span></div>")
        .append("<ol class=\"scale in-names\">");
    for (int i = 0; i < Math.min(findings.populations.size(), Charts.MOST_ROWS); i++) {
      html.append("<li><i class=\"k")
          .append(i % ChipMap.COLOURS)
          .append("\">")
          .append(i + 1)
          .append("</i> ")
          .append(escape(Svg.clipped(findings.populations.get(i).name(), 24)))
          .append("</li>");
    }
    html.append("</ol>\n");
  }

  private void quantisation() {
    List<ProjectionError> projections = report.mapped().quantisation().projections();
    if (projections.isEmpty()) {
      return;
    }
    html.section(
        "What rounding did to the weights",
        "The chip stores integers: weight = integer / scale. The bar is the rms error as a share of"
            + " the projection's largest weight, full at 10 %.");
    html.append("<div class=\"scroll\"><table><thead><tr><th>projection</th><th>word</th>")
        .append("<th class=\"n\">weights</th><th class=\"n\">scale</th>")
        .append("<th class=\"n\">largest weight</th><th class=\"n\">rms error</th>")
        .append("<th class=\"n\">largest error</th><th>rms / largest weight</th>")
        .append("<th class=\"n\">became 0</th><th class=\"n\">saturated</th></tr></thead><tbody>");
    projections.stream().limit(MOST_PROJECTIONS).forEach(this::quantisation);
    html.append("</tbody></table></div>\n");
    if (projections.size() > MOST_PROJECTIONS) {
      html.append("<p class=\"note\">")
          .append(projections.size() - MOST_PROJECTIONS)
          .append(" more projections are in summary.json.</p>");
    }
    html.end();
  }

  private void quantisation(ProjectionError projection) {
    html.append("<tr><td>")
        .append(escape(projection.projection()))
        .append("</td><td>")
        .append(Html.name(projection.word()).replace('_', ' '))
        .append("</td>");
    html.numbers(
        Numbers.count(projection.weights()),
        Numbers.plain(projection.scale()),
        Numbers.plain(projection.maxWeight()),
        Numbers.plain(projection.rmsError()),
        Numbers.plain(projection.maxError()));
    html.append("<td class=\"bar-cell\">")
        .append(Charts.error(projection))
        .append(" <span>")
        .append(escape(Numbers.percent(Text.relativeError(projection))))
        .append("</span></td>");
    html.numbers(Numbers.count(projection.becameZero()), Numbers.count(projection.saturated()));
    html.append("</tr>");
  }

  private void packets() {
    html.append("<div class=\"columns\">");
    html.section("Packets", "");
    html.append("<table class=\"pairs\"><tbody>");
    html.pair("sent by cores", Numbers.count(findings.sent), false);
    html.pair("delivered to cores, each copy counted", Numbers.count(findings.delivered), false);
    html.pair("dropped at a full FIFO", Numbers.count(findings.dropped), findings.dropped > 0);
    html.pair("matched no routing entry", Numbers.count(findings.unrouted), findings.unrouted > 0);
    if (findings.expired > 0) {
      html.pair("waited too long for a link", Numbers.count(findings.expired), true);
    }
    fault("lost on the way", findings.lost);
    fault("corrupted on the way", findings.corrupted);
    fault("astray: taken by a core that has no use for them", findings.strays);
    fault("frames corrupted on links and sent again", findings.resent);
    fault("bits of memory flipped", findings.flippedBits);
    fault("cores stopped", findings.struck.stream().filter(s -> s.faults().stopped()).count());
    html.pair("landed out of step", Numbers.count(findings.outOfStep), findings.outOfStep > 0);
    html.pair("still waiting at the end", Numbers.count(findings.late), false);
    if (findings.delivered > 0) {
      if (findings.movedBy(Engine.TICKS) > 0) {
        html.pair("latencies of packets moved by ticks", "as if none waited for another", false);
      }
      html.pair("shortest latency", Numbers.si(findings.minLatencyNs * 1e-9, "s"), false);
      html.pair("mean latency", Numbers.si(findings.meanLatencyNs * 1e-9, "s"), false);
      html.pair("longest latency", Numbers.si(findings.maxLatencyNs * 1e-9, "s"), false);
    }
    html.pair(
        "routing table entries",
        Numbers.count(findings.layouts.tableEntries())
            + ", most on a chip "
            + Numbers.count(findings.layouts.largestTable())
            + " of "
            + Numbers.count(Spinnaker2.ROUTER_ENTRIES.whole()),
        false);
    html.append("</tbody></table>\n");
    html.end();
    if (findings.delivered > 0) {
      html.section("How long packets travelled", "All samples together.");
      html.append(Charts.latency(findings.latencyHistogram()));
      html.end();
    }
    cost.states();
    html.append("</div>\n");
  }

  /// A row about a fault, where it happened.
  private void fault(String what, long count) {
    if (count > 0) {
      html.pair(what, Numbers.count(count), true);
    }
  }

  private void assumptions() {
    html.section(
        "What is assumed",
        "Times and energies rest on figures of four kinds: stated by a primary source, reported by"
            + " a secondary one, derived from those, or assumed. These are assumed; docs/limits.md"
            + " says why, and what is not modelled.");
    html.append("<ul class=\"facts\">");
    for (Action action : Action.values()) {
      if (action.onCore()
          && action.cycles().confidence() == Confidence.ASSUMED
          && counted(action) > 0) {
        fact(CostSections.spoken(action.name()), action.cycles());
      }
    }
    for (Fact fact : Spinnaker2.facts()) {
      if (fact.confidence() == Confidence.ASSUMED) {
        fact(fact.name(), fact);
      }
    }
    html.append("</ul>\n");
    html.end();
  }

  private long counted(Action action) {
    return report.samples().stream().mapToLong(s -> s.results().counts().of(action)).sum();
  }

  private void fact(String name, Fact fact) {
    html.append("<li><b>")
        .append(escape(name))
        .append("</b> ")
        .append(escape((Numbers.plain(fact.value()) + " " + fact.unit()).strip()))
        .append("</li>");
  }

  private void details(Map<String, String> options) {
    html.section("How it was made", "");
    html.append("<table class=\"pairs\"><tbody>");
    html.pair("seed", Long.toString(report.job().seed()), false);
    html.pair("performance level", report.job().dvfs().sentence(), false);
    html.pair("engine", findings.engines(), findings.estimated());
    html.pair("mapping took", Numbers.si(report.mapped().seconds(), "s"), false);
    html.pair("running took", Numbers.si(report.runSeconds(), "s"), false);
    html.pair(
        "real-time factor (wall time over model time, a sample)",
        Numbers.plain(report.realTimeFactor()),
        false);
    Versions.all().forEach((name, version) -> html.pair(name, version, false));
    options.forEach((name, value) -> html.pair(name, value, false));
    html.append("</tbody></table>\n");
    html.end();
  }
}
