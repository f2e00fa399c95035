package org.tradewind.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.tradewind.cost.Usage;
import org.tradewind.job.Mapped;
import org.tradewind.job.PolicyRun;
import org.tradewind.job.Report;
import org.tradewind.machine.CoreMap;
import org.tradewind.machine.PerformanceLevel;
import org.tradewind.mapping.MachineGraph;
import org.tradewind.mapping.MachineVertex;
import org.tradewind.network.Population;
import org.tradewind.network.SpikeStatistics;
import org.tradewind.network.SpikeTrain;
import org.tradewind.run.Engine;
import org.tradewind.run.Results;
import org.tradewind.unit.Ticks;

/// The figures of a report that all its forms share, computed once.
///
/// Utilisation is the share of a timestep that a core is awake. Over several samples the maximum is
/// taken of the maxima and the mean of the means.
final class Findings {
  /// A population on the machine.
  ///
  /// @param vertices its slices, as the graph numbers them
  /// @param program what its cores run; several names where slices differ
  /// @param neuronsPerCore of the largest slice
  /// @param spikes of all samples; 0 where they are not recorded
  /// @param meanRateHz a neuron, in model time; NaN where spikes are not recorded
  /// @param intervalCv of the first sample, over neurons with at least three spikes; NaN where none
  ///   has
  /// @param correlation of the first sample: [SpikeStatistics#meanCorrelation] in bins of 2 ms; NaN
  ///   where the run is too short for [#LEAST_BINS]
  record OnMachine(
      Population population,
      int[] vertices,
      String program,
      int neuronsPerCore,
      long spikes,
      double meanRateHz,
      double intervalCv,
      double correlation,
      double maxUtilisation,
      double meanUtilisation,
      double predictedUtilisation,
      int maxSramBytes,
      double meanSramBytes) {
    String name() {
      return population.name();
    }
  }

  /// Labels against predictions.
  ///
  /// @param labels of the rows
  /// @param counts for each label, how often each output neuron was predicted
  record Confusion(List<String> labels, int[][] counts) {}

  /// What befell a core in a sample.
  record Struck(int sample, int vertex, Results.CoreFaults faults) {}

  /// The usual bin of correlations.
  private static final double BIN_SECONDS = 2e-3;

  /// Fewer bins say nothing of a correlation.
  private static final int LEAST_BINS = 50;

  private static final double TICKS_PER_NS = 1 / Ticks.toNanoseconds(1);

  final Report report;
  final Layouts layouts;
  final List<OnMachine> populations = new ArrayList<>();

  /// By vertex.
  final double[] maxUtilisation;

  final double[] meanUtilisation;
  final int[] overruns;

  final long sent;
  final long delivered;
  final long unrouted;
  final long expired;
  final long dropped;
  final long late;
  final long outOfStep;
  final long lost;
  final long corrupted;
  final long resent;
  final long flippedBits;
  final long strays;

  /// Cores that something befell.
  final List<Struck> struck = new ArrayList<>();

  final long spikes;
  final long synapticEvents;
  final double minLatencyNs;
  final double meanLatencyNs;
  final double maxLatencyNs;

  Findings(Report report) {
    this.report = report;
    Mapped mapped = report.mapped();
    layouts = new Layouts(mapped);
    int size = mapped.mapping().graph().size();
    maxUtilisation = new double[size];
    meanUtilisation = new double[size];
    overruns = new int[size];
    for (Report.Sample sample : report.samples()) {
      Results results = sample.results();
      for (int v = 0; v < size; v++) {
        maxUtilisation[v] = Math.max(maxUtilisation[v], results.maxUtilisation(v));
        meanUtilisation[v] += results.meanUtilisation(v) / report.samples().size();
        overruns[v] += results.cores().get(v).overruns();
      }
    }
    sent = sum(results -> results.network().sent());
    delivered = sum(results -> results.network().delivered());
    unrouted = sum(results -> results.network().unrouted());
    expired = sum(results -> results.network().expired());
    dropped = sum(results -> results.cores().stream().mapToLong(Results.Core::dropped).sum());
    late = sum(results -> results.cores().stream().mapToLong(Results.Core::late).sum());
    outOfStep = sum(results -> results.cores().stream().mapToLong(Results.Core::outOfStep).sum());
    lost = sum(results -> results.network().faults().lost());
    corrupted = sum(results -> results.network().faults().corrupted());
    resent = sum(results -> results.network().faults().resent());
    for (int s = 0; s < report.samples().size(); s++) {
      List<Results.Core> cores = report.samples().get(s).results().cores();
      for (int v = 0; v < size; v++) {
        if (!cores.get(v).faults().equals(Results.CoreFaults.NONE)) {
          struck.add(new Struck(s, v, cores.get(v).faults()));
        }
      }
    }
    flippedBits = struck.stream().mapToLong(s -> s.faults().flippedBits()).sum();
    strays = struck.stream().mapToLong(s -> s.faults().strays()).sum();
    spikes = report.samples().stream().mapToLong(s -> s.activity().totalSpikes()).sum();
    synapticEvents = sum(results -> results.counts().synapticEvents());
    minLatencyNs =
        networks()
                .filter(n -> n.delivered() > 0)
                .mapToLong(Results.Net::minLatencyTicks)
                .min()
                .orElse(0)
            / TICKS_PER_NS;
    maxLatencyNs =
        networks().mapToLong(Results.Net::maxLatencyTicks).max().orElse(0) / TICKS_PER_NS;
    meanLatencyNs =
        delivered == 0
            ? 0
            : networks().mapToDouble(n -> n.meanLatencyTicks() * n.delivered()).sum()
                / delivered
                / TICKS_PER_NS;
    for (Population population : mapped.job().network().populations()) {
      populations.add(onMachine(population));
    }
  }

  private java.util.stream.Stream<Results.Net> networks() {
    return report.samples().stream().map(sample -> sample.results().network());
  }

  private long sum(ToLongFunction<Results> figure) {
    return report.samples().stream().mapToLong(s -> figure.applyAsLong(s.results())).sum();
  }

  private double correlation(SpikeTrain train, int neurons) {
    int binSteps = (int) Math.max(1, Math.round(BIN_SECONDS / report.job().timestepSeconds()));
    int steps = report.job().steps();
    return steps / binSteps < LEAST_BINS
        ? Double.NaN
        : SpikeStatistics.meanCorrelation(train, neurons, 0, steps, binSteps);
  }

  private OnMachine onMachine(Population population) {
    MachineGraph graph = report.mapped().mapping().graph();
    int[] vertices =
        IntStream.range(0, graph.size())
            .filter(v -> graph.vertex(v).of().equals(population.name()))
            .toArray();
    Set<String> programs = new LinkedHashSet<>();
    int largest = 0;
    double max = 0;
    double mean = 0;
    double predicted = 0;
    int bytes = 0;
    long allBytes = 0;
    for (int v : vertices) {
      MachineVertex vertex = graph.vertex(v);
      programs.add(vertex.programName());
      largest = Math.max(largest, vertex.atoms());
      max = Math.max(max, maxUtilisation[v]);
      mean += meanUtilisation[v] / vertices.length;
      predicted = Math.max(predicted, layouts.predictedUtilisation(v));
      bytes = Math.max(bytes, layouts.sramBytes[v]);
      allBytes += layouts.sramBytes[v];
    }
    long count = 0;
    for (Report.Sample sample : report.samples()) {
      count += sample.activity().spikes().getOrDefault(population.name(), SpikeTrain.EMPTY).size();
    }
    SpikeTrain firstTrain =
        report
            .samples()
            .getFirst()
            .activity()
            .spikes()
            .getOrDefault(population.name(), SpikeTrain.EMPTY);
    double neuronSeconds = report.modelSeconds() * report.samples().size() * population.size();
    return new OnMachine(
        population,
        vertices,
        String.join(", ", programs),
        largest,
        count,
        population.recordSpikes() ? count / neuronSeconds : Double.NaN,
        SpikeStatistics.meanIntervalCv(firstTrain, population.size()),
        correlation(firstTrain, population.size()),
        max,
        mean,
        predicted,
        bytes,
        (double) allBytes / vertices.length);
  }

  /// Deliveries by latency, of all samples: see [Results.Net#latencyHistogram].
  long[] latencyHistogram() {
    var sum = new long[networks().mapToInt(n -> n.latencyHistogram().length).max().orElse(0)];
    networks()
        .map(Results.Net::latencyHistogram)
        .forEach(histogram -> {
          for (int b = 0; b < histogram.length; b++) {
            sum[b] += histogram[b];
          }
        });
    return sum;
  }

  /// How long PEs were in a state, added up.
  ///
  /// @param level empty where they were off
  record State(String name, String level, double peSeconds, double share) {}

  /// Off, asleep and awake at each level: all PEs of the chips in use, all samples.
  List<State> states() {
    long powered =
        (long) CoreMap.PES
            * layouts.chips.length
            * report.samples().stream().mapToLong(s -> s.results().stepTicks()).sum();
    long off = powered;
    List<State> states = new ArrayList<>();
    for (PerformanceLevel level : PerformanceLevel.values()) {
      String name = level.name().toLowerCase(Locale.ROOT);
      long stay = ticksAt(level, Usage::peTicks);
      long awake = ticksAt(level, Usage::awakeTicks);
      off -= stay;
      if (stay > 0) {
        states.add(state("asleep", name, stay - awake, powered));
        states.add(state("awake", name, awake, powered));
      }
    }
    states.addFirst(state("off", "", off, powered));
    return states;
  }

  private long ticksAt(PerformanceLevel level, ToLongFunction<Usage> ticks) {
    return report.samples().stream()
        .flatMap(s -> s.results().usage().stream())
        .filter(use -> use.level() == level)
        .mapToLong(ticks)
        .sum();
  }

  private static State state(String name, String level, long ticks, long of) {
    return new State(name, level, Ticks.toSeconds(ticks), (double) ticks / of);
  }

  /// A policy's energy, that of the first being 1.
  static double relative(Report report, PolicyRun run) {
    return run.energy().value() / report.policies().getFirst().energy().value();
  }

  int samples() {
    return report.samples().size();
  }

  /// The share of its timestep that the busiest core was awake.
  double busiest() {
    return IntStream.range(0, maxUtilisation.length)
        .mapToDouble(v -> maxUtilisation[v])
        .max()
        .orElse(0);
  }

  double meanOfAll() {
    return IntStream.range(0, meanUtilisation.length)
        .mapToDouble(v -> meanUtilisation[v])
        .average()
        .orElse(0);
  }

  long totalOverruns() {
    return IntStream.of(overruns).asLongStream().sum();
  }

  long coresThatOverran() {
    return IntStream.of(overruns).filter(n -> n > 0).count();
  }

  double joulesPerSample() {
    return report.energy().value() / samples();
  }

  double joulesPerStep() {
    return joulesPerSample() / report.job().steps();
  }

  /// NaN where there was none.
  double joulesPerSynapticEvent() {
    return synapticEvents == 0 ? Double.NaN : report.energy().value() / synapticEvents;
  }

  long labelled() {
    return report.samples().stream().filter(Report.Sample::labelled).count();
  }

  long right() {
    return report.samples().stream().filter(s -> s.labelled() && s.right()).count();
  }

  long referenceRight() {
    return report.samples().stream().filter(s -> s.labelled() && s.referenceRight()).count();
  }

  /// Numbers in numerical order, then words.
  Confusion confusion() {
    var labels =
        new TreeSet<String>(
            Comparator.comparingInt((String l) -> l.matches("[0-9]{1,9}") ? 0 : 1)
                .thenComparingInt(l -> l.matches("[0-9]{1,9}") ? Integer.parseInt(l) : 0)
                .thenComparing(l -> l));
    report.samples().stream().filter(Report.Sample::labelled).forEach(s -> labels.add(s.label()));
    var rows = List.copyOf(labels);
    int outputs = rows.isEmpty() ? 0 : outputPopulation().size();
    var counts = new int[rows.size()][outputs];
    for (Report.Sample sample : report.samples()) {
      if (sample.labelled()) {
        counts[rows.indexOf(sample.label())][sample.predicted()]++;
      }
    }
    return new Confusion(rows, counts);
  }

  boolean hasOutput() {
    return !report.job().output().isEmpty();
  }

  Population outputPopulation() {
    return report.job().network().population(report.job().output());
  }

  /// Spikes of each output neuron in a sample.
  int[] outputCounts(Report.Sample sample) {
    return sample
        .activity()
        .spikes()
        .getOrDefault(report.job().output(), SpikeTrain.EMPTY)
        .countsPerNeuron(outputPopulation().size());
  }

  /// The whole run in a sentence.
  String verdict() {
    return String.join(
            "; ",
            whatCameOut(),
            layouts.verdict(),
            overrunSentence(),
            lossSentence(),
            faultSentence(),
            Numbers.si(report.energy().value(), "J")
                + (samples() > 1
                    ? " in all, " + Numbers.si(joulesPerSample(), "J") + " a sample"
                    : ""))
        .replaceAll("(; )+", "; ");
  }

  private String whatCameOut() {
    if (labelled() > 0) {
      return right() + " of " + Numbers.count(labelled(), "sample") + " right";
    }
    return Numbers.count(spikes, "spike") + " in " + Numbers.count(report.job().steps(), "step");
  }

  private String overrunSentence() {
    String busiest =
        "busiest core used "
            + Numbers.percent(busiest())
            + " of its "
            + Numbers.si(report.job().timestepSeconds(), "s");
    return totalOverruns() == 0
        ? "no core overran, " + busiest
        : Numbers.count(coresThatOverran(), "core")
            + " overran "
            + Numbers.count(totalOverruns(), "time")
            + ", "
            + busiest;
  }

  private String lossSentence() {
    return packetsGone() == 0 ? "" : Numbers.count(packetsGone(), "packet") + " lost";
  }

  private long packetsGone() {
    return dropped + unrouted + expired + lost;
  }

  private String faultSentence() {
    return String.join(", ", faultsInCores());
  }

  /// What befell cores, such as `3 bits flipped`; empty where nothing did.
  List<String> faultsInCores() {
    var parts = new ArrayList<String>();
    if (flippedBits > 0) {
      parts.add(Numbers.count(flippedBits, "bit") + " flipped");
    }
    if (strays > 0) {
      parts.add(Numbers.count(strays, "packet") + " astray");
    }
    long stopped = struck.stream().filter(s -> s.faults().stopped()).count();
    if (stopped > 0) {
      parts.add(Numbers.count(stopped, "core") + " stopped");
    }
    return parts;
  }

  /// Samples that were moved by an engine.
  long movedBy(Engine engine) {
    return report.samples().stream().filter(s -> s.results().engine() == engine).count();
  }

  /// Which engine moved the machine and why, such as `ticks: asked for`.
  String engines() {
    var parts = new ArrayList<String>();
    for (Engine engine : Engine.values()) {
      List<String> reasons =
          report.samples().stream()
              .map(Report.Sample::results)
              .filter(results -> results.engine() == engine)
              .map(Results::engineBecause)
              .distinct()
              .toList();
      if (!reasons.isEmpty()) {
        String name = engine.name().toLowerCase(Locale.ROOT);
        long moved = movedBy(engine);
        parts.add(
            (moved < samples() ? Numbers.count(moved, "sample") + " by " + name : name)
                + (reasons.getFirst().isEmpty() ? "" : ": " + reasons.getFirst())
                + (reasons.size() > 1 ? "; and more such" : ""));
      }
    }
    if (estimated()) {
      parts.add("WHAT THE MACHINE DOES THEN, --engine events SAYS");
    }
    return String.join("; ", parts);
  }

  /// Whether packets were delivered that the machine may have lost or delivered in another step.
  boolean estimated() {
    return report.samples().stream()
        .map(Report.Sample::results)
        .filter(results -> results.engine() == Engine.TICKS)
        .flatMap(results -> results.cores().stream())
        .anyMatch(core -> core.dropped() > 0 || core.outOfStep() > 0);
  }

  /// Whether something happened that makes the results doubtful.
  boolean troubled() {
    return estimated()
        || totalOverruns() > 0
        || packetsGone() > 0
        || corrupted > 0
        || !struck.isEmpty();
  }
}
