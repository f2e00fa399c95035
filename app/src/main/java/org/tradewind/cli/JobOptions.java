package org.tradewind.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.tradewind.io.data.Samples;
import org.tradewind.io.data.SpikeBuffer;
import org.tradewind.io.machine.MachineFile;
import org.tradewind.job.Decision;
import org.tradewind.job.EngineChoice;
import org.tradewind.job.Job;
import org.tradewind.machine.Spinnaker2;
import org.tradewind.mapping.LinearPlacer;
import org.tradewind.mapping.LocalPlacer;
import org.tradewind.mapping.NerRouter;
import org.tradewind.mapping.Placer;
import org.tradewind.mapping.Router;
import org.tradewind.mapping.ShortestPathRouter;
import org.tradewind.network.Network;
import org.tradewind.network.Population;
import org.tradewind.network.Stimulus;
import org.tradewind.network.Variable;
import org.tradewind.run.DvfsPolicy;
import org.tradewind.run.RouterRules;
import org.tradewind.snn.Quantisation;
import org.tradewind.unit.InputException;
import org.tradewind.unit.Quantity;
import org.tradewind.unit.Ticks;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The options that `run` and `map` share: they make a [Job].
final class JobOptions {
  /// Longest system tick, as in a network file.
  private static final double MOST_SYS_TICK_SECONDS = 10;

  /// More than any host has cores.
  private static final int MOST_THREADS = 4_096;

  /// What a PE's data memory would hold of them and of nothing else.
  private static final int MOST_FIFO_PACKETS = Spinnaker2.DATA_BYTES.whole() / Integer.BYTES;

  enum PlacerChoice {
    LOCAL,
    LINEAR
  }

  enum SpikesChoice {
    ALL,
    OUTPUT
  }

  enum RatesChoice {
    MEASURED,
    ASSUMED
  }

  enum RouterChoice {
    NER,
    SHORTEST
  }

  @Parameters(
      paramLabel = "MODEL",
      description =
          "a .nir file, a .net.yaml file, or a built-in: synfire, irregular, bursting, brunel-dc,"
              + " brunel-poisson, cuba-4000, synfire-10000, microcircuit, microcircuit-10 (percent),"
              + " …")
  private String model;

  @Mixin private ImportOptions importing;

  @Option(
      names = "--input",
      paramLabel = "[NAME=]FILE",
      description =
          "spikes for the input population: CSV, NPY, NPZ, N-MNIST .bin, or a folder or tar of"
              + " labelled samples (ARCHIVE!/folder for a part of one)")
  private List<String> inputs = new ArrayList<>();

  @Option(
      names = "--one-spike-per-step",
      description = "several input spikes of a neuron in a step count as one")
  private boolean onePerStep;

  @Option(names = "--limit", paramLabel = "N", description = "only the first N samples")
  private Integer limit;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "timesteps to run (default: until the input has passed through)")
  private Integer steps;

  @Option(
      names = "--sys-tick",
      paramLabel = "TIME",
      description = "period of the cores' timers: real time of a step (default: 1ms)")
  private String sysTick;

  @Option(
      names = "--machine",
      paramLabel = "SPEC",
      description = MachineCommand.SPEC + "; default: chip, or what a built-in needs")
  private String machine;

  @Option(
      names = "--dvfs",
      paramLabel = "low|high|auto[:PACKETS]|compare[:PACKETS]",
      defaultValue = "high",
      description =
          "performance level of cores: always low, always high, or high for a timestep that begins"
              + " with so many packets (auto alone: 30 for lif_conv2d, 200 for others); compare runs"
              + " the same spikes under all three; default: high")
  private String dvfs;

  @Option(
      names = "--power",
      description = "also write power over time: power.csv, a mean for each timestep")
  private boolean power;

  @Option(
      names = "--power-bin",
      paramLabel = "TIME",
      description = "power over time, a mean for each such time, such as 100us")
  private String powerBin;

  @Option(
      names = "--placer",
      paramLabel = "local|linear",
      defaultValue = "LOCAL",
      description = "how vertices find their cores (default: local)")
  private PlacerChoice placer;

  @Option(
      names = "--router",
      paramLabel = "ner|shortest",
      defaultValue = "NER",
      description =
          "how multicast trees are found: neighbour exploring, or shortest paths (default: ner)")
  private RouterChoice router;

  @Option(
      names = "--rates",
      paramLabel = "measured|assumed",
      defaultValue = "MEASURED",
      description =
          "what the cores' time is planned with: what the first input makes neurons do, or 10 Hz"
              + " each (default: measured)")
  private RatesChoice rates;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "of every random draw (default: the file's, else 1)")
  private Long seed;

  @Option(
      names = "--record",
      paramLabel = "[POPULATION.]VARIABLE",
      description = "keep traces: v, i_exc, i_inh or u of every population that has it, or of one")
  private List<String> record = new ArrayList<>();

  @Option(
      names = "--spikes",
      paramLabel = "all|output",
      defaultValue = "ALL",
      description = "whose spikes are kept: all populations' that record them, or the output's")
  private SpikesChoice spikes;

  @Option(
      names = "--decision",
      paramLabel = "most_spikes|first_spike|greatest_voltage|last_voltage|mean_voltage",
      description =
          "how the output classifies a labelled sample (default: the file's, else most_spikes;"
              + " greatest_voltage where a .nir file's output has no threshold)")
  private Decision decision;

  @Option(
      names = "--engine",
      paramLabel = "auto|events|ticks",
      defaultValue = "AUTO",
      description =
          "what moves the machine: events, packet by packet; ticks, all packets of a timestep at"
              + " once, much faster; auto: ticks wherever it does what events does (default: auto)")
  private EngineChoice engine;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "host threads (default: all); never changes a result")
  private Integer threads;

  @Option(
      names = "--fifo",
      paramLabel = "PACKETS",
      description = "capacity of each core's event FIFO (default: 1024)")
  private Integer fifo;

  @Option(
      names = "--default-route",
      description =
          "a packet from a link that matches no routing entry goes straight on (default: dropped)")
  private boolean defaultRoute;

  @Option(
      names = "--drop-after",
      paramLabel = "TIME",
      description =
          "drop packets that would wait longer for a link between chips, such as 10us"
              + " (default: they wait)")
  private String dropAfter;

  @Option(names = "--faults", paramLabel = "LIST", description = FaultList.FORM)
  private String faults;

  /// @param whenNothingSaysSo steps where neither an option, nor the model, nor an input says how
  ///   many; 0: the user must
  /// @param notes takes sentences about what was assumed
  Job job(int whenNothingSaysSo, Consumer<String> notes) {
    within("--limit", limit, Integer.MAX_VALUE);
    within("--steps", steps, SpikeBuffer.MAX_STEPS);
    within("--threads", threads, MOST_THREADS);
    within("--fifo", fifo, MOST_FIFO_PACKETS);
    double tick = sysTickSeconds();
    LoadedModel loaded = LoadedModel.of(model, importing, tick);
    loaded.notes().forEach(note -> notes.accept(model + ": " + note));
    Network network = recorded(loaded.network());
    if (spikes == SpikesChoice.OUTPUT) {
      network = onlySpikesOf(loaded.output(), network);
    }
    List<Stimulus> stimuli = stimuli(network, loaded);
    int runFor =
        steps != null
            ? steps
            : loaded.steps() > 0 ? loaded.steps() : passage(network, stimuli, whenNothingSaysSo);
    fitsMemory(network, runFor, stimuli.size());
    Job job =
        Job.of(network, runFor)
            .stimulated(stimuli)
            .everyTimestep(sysTick != null ? tick : loaded.timestepSeconds())
            .on(MachineFile.named("--machine", machine != null ? machine : loaded.machine()))
            .governedBy(comparing() ? DvfsPolicy.high() : policy(dvfs))
            .besides(comparing() ? List.of(policy(compared()), DvfsPolicy.low()) : List.of())
            .scaled(new Quantisation.Scaling(importing.weightScale()))
            .mapped(chosenPlacer(), chosenRouter())
            .seeded(seed != null ? seed : loaded.seed())
            .classifiedBy(loaded.output())
            .decidedBy(decision != null ? decision : loaded.decision())
            .movedBy(engine)
            .onThreads(threads != null ? threads : Runtime.getRuntime().availableProcessors());
    if (power || powerBin != null) {
      job = job.tracingPower(powerBin == null ? job.timestepSeconds() : powerBinSeconds());
    }
    boolean silent = steps == null && loaded.steps() == 0 && endStep(stimuli) == 0;
    job = rates == RatesChoice.ASSUMED || silent ? job.unrehearsed() : job;
    job = job.routedBy(routerRules());
    job = faults != null ? job.withFaults(FaultList.parse(faults, job.machine())) : job;
    return fifo != null ? job.withFifo(fifo) : job;
  }

  private RouterRules routerRules() {
    if (dropAfter == null) {
      return new RouterRules(defaultRoute, 0);
    }
    long ticks = Ticks.ofSeconds(Quantity.seconds("--drop-after", dropAfter));
    if (ticks < 1) {
      throw new InputException("--drop-after", dropAfter + " is no time to wait; give 1ns or more");
    }
    return new RouterRules(defaultRoute, ticks);
  }

  private static void within(String option, Integer value, int most) {
    if (value != null && (value < 1 || value > most)) {
      throw new InputException(option, "%d is out of range; give 1 to %,d".formatted(value, most));
    }
  }

  private double powerBinSeconds() {
    double seconds = Quantity.seconds("--power-bin", powerBin);
    if (seconds < 1e-6) {
      throw new InputException("--power-bin", "'" + powerBin + "' is too short; give 1us or more");
    }
    return seconds;
  }

  private boolean comparing() {
    return dvfs.toLowerCase(Locale.ROOT).startsWith("compare");
  }

  /// What `compare` compares with the fixed levels: `compare:50` means `auto:50`.
  private String compared() {
    return dvfs.toLowerCase(Locale.ROOT).replaceFirst("^compare", "auto");
  }

  private DvfsPolicy policy(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "low" -> DvfsPolicy.low();
      case "high" -> DvfsPolicy.high();
      case "auto" -> DvfsPolicy.auto();
      case String threshold when threshold.matches("auto:[1-9][0-9]{0,8}") ->
          new DvfsPolicy.Threshold(Integer.parseInt(threshold.substring("auto:".length())));
      default ->
          throw new InputException(
              "--dvfs",
              "'"
                  + dvfs
                  + "' is no policy; there are low, high, auto and, with a threshold,"
                  + " auto:30; compare and compare:30 run them beside each other");
    };
  }

  private double sysTickSeconds() {
    if (sysTick == null) {
      return 1e-3;
    }
    double seconds = Quantity.seconds("--sys-tick", sysTick);
    if (seconds < 1e-6 || seconds > MOST_SYS_TICK_SECONDS) {
      throw new InputException("--sys-tick", "'" + sysTick + "' is out of range; give 1us to 10s");
    }
    return seconds;
  }

  /// Traces are kept until the run ends: better told before it than in the middle.
  private static void fitsMemory(Network network, int steps, int samples) {
    double bytes =
        network.populations().stream()
            .mapToDouble(p -> 8.0 * p.record().size() * p.size() * steps * samples)
            .sum();
    double has = Runtime.getRuntime().maxMemory();
    if (bytes > has) {
      throw new InputException(
          "--record",
          ("the traces of %,d steps x %,d samples take %s, but Java has %s; record fewer populations,"
                  + " run fewer steps, or allow more: TRADEWIND_JAVA_OPTS=-Xmx16g")
              .formatted(steps, samples, Quantity.si(bytes, "B"), Quantity.si(has, "B")));
    }
  }

  private Placer chosenPlacer() {
    return switch (placer) {
      case LOCAL -> new LocalPlacer();
      case LINEAR -> new LinearPlacer();
    };
  }

  private Router chosenRouter() {
    return switch (router) {
      case NER -> new NerRouter();
      case SHORTEST -> new ShortestPathRouter();
    };
  }

  /// Steps until the last input spike has had the time to reach every population.
  private static int passage(Network network, List<Stimulus> stimuli, int otherwise) {
    int end = endStep(stimuli);
    if (end == 0 && otherwise == 0) {
      throw new InputException(
          "--steps", "nothing says how long to run; give an --input with spikes, or --steps N");
    }
    return end == 0 ? otherwise : end + network.depth();
  }

  private static int endStep(List<Stimulus> stimuli) {
    return stimuli.stream().mapToInt(Stimulus::endStep).max().orElse(0);
  }

  /// The network that also records what `--record` names.
  private Network recorded(Network network) {
    if (record.isEmpty()) {
      return network;
    }
    var wanted = new TreeMap<String, List<Variable>>();
    for (String text : record) {
      int dot = text.lastIndexOf('.');
      Variable variable = variable(text.substring(dot + 1));
      List<Population> asked =
          dot >= 0 ? List.of(network.population(text.substring(0, dot))) : network.populations();
      List<Population> of =
          asked.stream().filter(p -> p.model().variables().contains(variable)).toList();
      if (of.isEmpty()) {
        throw new InputException(
            "--record",
            "'" + text + "' is nothing that the network has; it has " + recordable(network));
      }
      of.forEach(p -> wanted.computeIfAbsent(p.name(), _ -> new ArrayList<>()).add(variable));
    }
    return network.withPopulations(
        network.populations().stream()
            .map(p ->
                wanted.containsKey(p.name())
                    ? p.recording(wanted.get(p.name()).toArray(Variable[]::new))
                    : p)
            .toList());
  }

  /// Such as `exc.v`, of every population.
  private static List<String> recordable(Network network) {
    return network.populations().stream()
        .flatMap(p ->
            p.model().variables().stream()
                .map(v -> p.name() + "." + v.name().toLowerCase(Locale.ROOT)))
        .toList();
  }

  private static Network onlySpikesOf(String output, Network network) {
    if (output.isEmpty()) {
      throw new InputException("--spikes", "the model names no output population; use all");
    }
    return network.withPopulations(
        network.populations().stream()
            .map(p -> p.recordingSpikes(p.recordSpikes() && p.name().equals(output)))
            .toList());
  }

  private static Variable variable(String name) {
    for (Variable variable : Variable.values()) {
      if (variable.name().equalsIgnoreCase(name)) {
        return variable;
      }
    }
    throw new InputException(
        "--record", "'" + name + "' is no variable; there are v, i_exc, i_inh and u");
  }

  private List<Stimulus> stimuli(Network network, LoadedModel loaded) {
    if (inputs.isEmpty()) {
      return List.of(loaded.stimulus());
    }
    List<Stimulus> merged = List.of(loaded.stimulus());
    for (String input : inputs) {
      int equals = input.indexOf('=');
      Population population =
          equals > 0
              ? network.population(input.substring(0, equals))
              : onlyInput(network, loaded.input());
      List<Stimulus> samples =
          Samples.read(
              Path.of(input.substring(equals + 1)),
              population,
              loaded.dtSeconds(),
              onePerStep ? Samples.Repeats.ONE_PER_STEP : Samples.Repeats.KEEP);
      samples = limit == null ? samples : samples.subList(0, Math.min(limit, samples.size()));
      merged = merge(merged, samples, input);
    }
    return merged;
  }

  private static Population onlyInput(Network network, String name) {
    if (!name.isEmpty()) {
      return network.population(name);
    }
    List<Population> sources =
        network.populations().stream().filter(p -> p.model().isListed()).toList();
    if (sources.size() != 1) {
      throw new InputException(
          "--input",
          "the network has "
              + sources.size()
              + " spike_list and value_list populations "
              + sources.stream().map(Population::name).toList()
              + "; say which: --input NAME=FILE");
    }
    return sources.getFirst();
  }

  /// Sample by sample; a single sample on either side goes with each of the other.
  private static List<Stimulus> merge(List<Stimulus> one, List<Stimulus> two, String input) {
    if (one.size() != two.size() && one.size() != 1 && two.size() != 1) {
      throw new InputException(
          "--input", input + " has " + two.size() + " samples, the input before it " + one.size());
    }
    List<Stimulus> merged = new ArrayList<>();
    for (int i = 0; i < Math.max(one.size(), two.size()); i++) {
      merged.add(one.get(Math.min(i, one.size() - 1)).and(two.get(Math.min(i, two.size() - 1))));
    }
    return merged;
  }
}
