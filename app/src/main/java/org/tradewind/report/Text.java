package org.tradewind.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.tradewind.job.Job;
import org.tradewind.job.Mapped;
import org.tradewind.job.PolicyRun;
import org.tradewind.job.Report;
import org.tradewind.machine.Spinnaker2;
import org.tradewind.mapping.MachineGraph;
import org.tradewind.mapping.MachineVertex;
import org.tradewind.network.Population;
import org.tradewind.run.Engine;
import org.tradewind.snn.Quantisation.ProjectionError;
import org.tradewind.unit.Ticks;

/// What the command line prints: aligned lines, a name and a sentence each.
public final class Text {
  /// Populations of a mapping that are listed; the rest is counted.
  private static final int LISTED_POPULATIONS = 20;

  /// Cores that stopped and are named; summary.json names all.
  private static final int LISTED_STOPS = 3;

  private final StringBuilder text = new StringBuilder();

  private Text() {}

  /// A run in eleven lines or so.
  public static String run(Report report) {
    var findings = new Findings(report);
    var text = new Text();
    Job job = report.job();
    if (findings.labelled() > 0) {
      text.line("accuracy", accuracy(findings));
    }
    text.line(
        "spikes",
        Numbers.count(findings.spikes)
            + " in "
            + Numbers.count(job.steps(), "step")
            + (findings.samples() > 1 ? " x " + Numbers.count(findings.samples(), "sample") : ""));
    text.machine(findings.layouts);
    text.line(
        "timestep",
        "busiest core "
            + Numbers.percent(findings.busiest())
            + " of "
            + Numbers.si(job.timestepSeconds(), "s")
            + " (predicted "
            + Numbers.percent(findings.layouts.maxPredictedUtilisation())
            + "), mean "
            + Numbers.percent(findings.meanOfAll())
            + "; "
            + (findings.totalOverruns() == 0
                ? "no overruns"
                : Numbers.count(findings.totalOverruns())
                    + " OVERRUNS on "
                    + Numbers.count(findings.coresThatOverran(), "core")));
    text.statistics(findings);
    text.line("engine", findings.engines());
    text.line("packets", packets(findings));
    if (!faults(findings).isEmpty()) {
      text.line("faults", faults(findings));
    }
    if (findings.delivered > 0) {
      text.line(
          "latency",
          Numbers.si(findings.meanLatencyNs * 1e-9, "s")
              + " a packet, "
              + Numbers.si(findings.minLatencyNs * 1e-9, "s")
              + " to "
              + Numbers.si(findings.maxLatencyNs * 1e-9, "s")
              + (findings.movedBy(Engine.TICKS) > 0 ? ", where none waits for another" : ""));
    }
    text.line("energy", energy(findings));
    text.quantisation(report.mapped());
    text.line(
        "wall time",
        String.format(
            Locale.ROOT,
            "mapped in %.2f s, ran in %.2f s; real-time factor %s",
            report.mapped().seconds(),
            report.runSeconds(),
            Numbers.plain(report.realTimeFactor())));
    text.policies(report);
    return text.toString();
  }

  /// Whether a network fits, and what it takes.
  public static String map(Mapped mapped) {
    var layouts = new Layouts(mapped);
    var text = new Text();
    text.line("fits", layouts.verdict().substring("fits ".length()));
    text.machine(layouts);
    text.line(
        "timestep",
        "busiest core needs about "
            + Numbers.percent(layouts.maxPredictedUtilisation())
            + " of "
            + Numbers.si(mapped.job().timestepSeconds(), "s")
            + " at "
            + mapped.job().dvfs().fastest().clockMhz().whole()
            + " MHz in its busiest step, mean "
            + Numbers.percent(layouts.meanPredictedUtilisation())
            + (layouts.predictedToOverrun() > 0
                ? "; " + Numbers.count(layouts.predictedToOverrun(), "core") + " WILL OVERRUN"
                : ""));
    text.line(
        "routing",
        Numbers.count(layouts.tableEntries())
            + " table entries, most on a chip "
            + Numbers.count(layouts.largestTable())
            + " of "
            + Numbers.count(Spinnaker2.ROUTER_ENTRIES.whole()));
    text.quantisation(mapped);
    text.line("wall time", String.format(Locale.ROOT, "mapped in %.2f s", mapped.seconds()));
    text.populations(layouts);
    return text.toString();
  }

  private static String accuracy(Findings findings) {
    String ours =
        Numbers.percent(findings.report.accuracy())
            + " ("
            + findings.right()
            + " of "
            + Numbers.count(findings.labelled(), "sample")
            + ")";
    return Double.isNaN(findings.report.referenceAccuracy())
        ? ours
        : ours + "; float reference " + Numbers.percent(findings.report.referenceAccuracy());
  }

  private static String packets(Findings findings) {
    var parts = new ArrayList<String>();
    parts.add(Numbers.count(findings.sent) + " sent");
    parts.add(Numbers.count(findings.delivered) + " delivered");
    if (findings.dropped > 0) {
      parts.add(Numbers.count(findings.dropped) + " DROPPED (full FIFO)");
    }
    if (findings.expired > 0) {
      parts.add(Numbers.count(findings.expired) + " EXPIRED");
    }
    if (findings.unrouted > 0) {
      parts.add(Numbers.count(findings.unrouted) + " UNROUTED");
    }
    if (findings.late > 0) {
      parts.add(Numbers.count(findings.late) + " still waiting at the end");
    }
    return String.join(", ", parts);
  }

  /// What went wrong by the run's faults; empty where nothing did.
  private static String faults(Findings findings) {
    var parts = new ArrayList<String>();
    if (findings.lost > 0) {
      parts.add(Numbers.count(findings.lost, "packet") + " LOST");
    }
    if (findings.corrupted > 0) {
      parts.add(Numbers.count(findings.corrupted, "packet") + " CORRUPTED");
    }
    if (findings.resent > 0) {
      parts.add(Numbers.count(findings.resent, "frame") + " sent again");
    }
    parts.addAll(findings.faultsInCores());
    findings.struck.stream()
        .filter(s -> s.faults().stopped())
        .limit(LISTED_STOPS)
        .map(s -> stop(findings, s))
        .forEach(parts::add);
    return String.join(", ", parts);
  }

  /// `lif[0..255] CRASHED at 3 ms`
  private static String stop(Findings findings, Findings.Struck struck) {
    return findings.report.mapped().mapping().graph().vertex(struck.vertex()).name()
        + (struck.faults().crashed() ? " CRASHED at " : " STOPPED at ")
        + Numbers.si(Ticks.toSeconds(struck.faults().stoppedTick()), "s");
  }

  private static String energy(Findings findings) {
    var energy = findings.report.energy();
    String text =
        Numbers.si(energy.value(), "J")
            + " ("
            + Numbers.interval(energy)
            + ", "
            + energy.confidence().toString().toLowerCase(Locale.ROOT)
            + ")";
    if (findings.samples() > 1) {
      text += ", " + Numbers.si(findings.joulesPerSample(), "J") + " a sample";
    }
    return findings.synapticEvents == 0
        ? text
        : text + ", " + Numbers.si(findings.joulesPerSynapticEvent(), "J") + " a synaptic event";
  }

  private void machine(Layouts layouts) {
    line(
        "machine",
        layouts.mapped.mapping().machine()
            + ": "
            + Numbers.count(layouts.chips.length, "chip")
            + ", "
            + Numbers.count(layouts.pes())
            + " of "
            + Numbers.count(layouts.mapped.mapping().machine().applicationPes())
            + " PEs, "
            + layouts.mapped.job().dvfs()
            + " performance level");
    line(
        "SRAM",
        Numbers.bytes(layouts.minSramBytes())
            + " to "
            + Numbers.bytes(layouts.maxSramBytes())
            + " a core, mean "
            + Numbers.bytes(layouts.meanSramBytes())
            + ", of "
            + Numbers.bytes(Layouts.SRAM_LIMIT_BYTES));
  }

  private void quantisation(Mapped mapped) {
    var projections = mapped.quantisation().projections();
    var worst =
        projections.stream()
            .max(Comparator.comparingDouble(Text::relativeError))
            .filter(p -> relativeError(p) > 0);
    long zeros = projections.stream().mapToLong(ProjectionError::becameZero).sum();
    long saturated = projections.stream().mapToLong(ProjectionError::saturated).sum();
    line(
        "weights",
        worst
            .map(p ->
                "worst rms error "
                    + Numbers.percent(relativeError(p))
                    + " of the largest weight ("
                    + p.projection()
                    + "); "
                    + Numbers.count(zeros)
                    + " became 0, "
                    + Numbers.count(saturated)
                    + " saturated")
            .orElse("exact"));
    mapped
        .quantisation()
        .network()
        .numbersOne()
        .ifPresent(one ->
            line("numbers", "16 bits, " + Numbers.count(one) + " is 1; no sum can overflow"));
  }

  /// Root mean square error over the largest weight.
  static double relativeError(ProjectionError projection) {
    return projection.maxWeight() == 0 ? 0 : projection.rmsError() / projection.maxWeight();
  }

  /// Rate, irregularity and correlation of what was recorded long enough to have them.
  private void statistics(Findings findings) {
    findings.populations.stream()
        .filter(p -> !Double.isNaN(p.correlation()) && !Double.isNaN(p.intervalCv()))
        .limit(LISTED_POPULATIONS)
        .forEach(p ->
            line(
                "activity",
                String.format(
                    Locale.ROOT,
                    "%s %.2f Hz, CV of intervals %.2f, correlation %.3f",
                    p.name(),
                    p.meanRateHz(),
                    p.intervalCv(),
                    p.correlation())));
  }

  private void populations(Layouts layouts) {
    MachineGraph graph = layouts.mapped.mapping().graph();
    List<Population> populations = layouts.mapped.job().network().populations();
    int width =
        populations.stream()
            .limit(LISTED_POPULATIONS)
            .mapToInt(p -> p.name().length())
            .max()
            .orElse(0);
    width = Math.clamp(width, "population".length(), 32);
    String row = "%n%-" + width + "s  %9s  %6s  %11s  %10s  %9s  %s";
    text.append(
        String.format(
            row, "population", "neurons", "cores", "neurons/PE", "SRAM max", "peak", "program"));
    for (Population population :
        populations.subList(0, Math.min(populations.size(), LISTED_POPULATIONS))) {
      int cores = 0;
      int largest = 0;
      int bytes = 0;
      double share = 0;
      String program = "";
      for (int v = 0; v < graph.size(); v++) {
        MachineVertex vertex = graph.vertex(v);
        if (vertex.of().equals(population.name())) {
          cores++;
          largest = Math.max(largest, vertex.atoms());
          bytes = Math.max(bytes, layouts.sramBytes[v]);
          share = Math.max(share, layouts.predictedUtilisation(v));
          program = vertex.programName();
        }
      }
      text.append(
          String.format(
              row,
              population.name(),
              Numbers.count(population.size()),
              Numbers.count(cores),
              Numbers.count(largest),
              Numbers.bytes(bytes),
              Numbers.percent(share),
              program));
    }
    if (populations.size() > LISTED_POPULATIONS) {
      text.append(String.format("%nand %d more", populations.size() - LISTED_POPULATIONS));
    }
  }

  /// The same spikes under each policy, the first being 1.
  private void policies(Report report) {
    if (report.policies().isEmpty()) {
      return;
    }
    String row = "%n%-10s  %8s  %9s  %8s  %9s  %10s  %10s  %9s  %s";
    text.append(
        String.format(
            row,
            "policy",
            "tick",
            "energy",
            "relative",
            "power",
            "mean busy",
            "most busy",
            "overruns",
            "spikes"));
    for (PolicyRun run : report.policies()) {
      text.append(
          String.format(
              row,
              run.policy(),
              Numbers.si(run.timestepSeconds(), "s"),
              Numbers.si(run.energy().value(), "J"),
              String.format(Locale.ROOT, "%.3f", Findings.relative(report, run)),
              Numbers.si(run.watts(), "W"),
              Numbers.percent(run.meanUtilisation()),
              Numbers.percent(run.maxUtilisation()),
              Numbers.count(run.overruns()),
              run.sameSpikes() ? "same" : "DIFFER"));
    }
  }

  private void line(String name, String sentence) {
    text.append(text.isEmpty() ? "" : System.lineSeparator())
        .append(String.format("%-11s", name))
        .append(sentence);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
