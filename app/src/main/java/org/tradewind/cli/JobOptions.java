package org.tradewind.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.tradewind.io.data.Samples;
import org.tradewind.job.Job;
import org.tradewind.machine.Machine;
import org.tradewind.machine.PerformanceLevel;
import org.tradewind.mapping.LinearPlacer;
import org.tradewind.mapping.LocalPlacer;
import org.tradewind.mapping.NerRouter;
import org.tradewind.mapping.Placer;
import org.tradewind.mapping.Router;
import org.tradewind.mapping.ShortestPathRouter;
import org.tradewind.network.Network;
import org.tradewind.network.NeuronModel.SpikeList;
import org.tradewind.network.Population;
import org.tradewind.network.Stimulus;
import org.tradewind.network.Variable;
import org.tradewind.snn.Quantisation;
import org.tradewind.unit.InputException;
import org.tradewind.unit.Quantity;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The options that `run` and `map` share: they make a [Job].
final class JobOptions {
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
      description = "a .nir file, a .net.yaml file, or a built-in: synfire, irregular, bursting")
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

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "2147483647",
      description = "only the first N samples")
  private int limit;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "timesteps to run (default: until the input has passed through)")
  private int steps;

  @Option(
      names = "--sys-tick",
      paramLabel = "TIME",
      description = "period of the cores' timers: real time of a step (default: 1ms)")
  private String sysTick;

  @Option(
      names = "--machine",
      paramLabel = "SPEC",
      defaultValue = "chip",
      description = "chip, board (48 chips) or WxH chips (default: ${DEFAULT-VALUE})")
  private String machine;

  @Option(
      names = "--dvfs",
      paramLabel = "low|high",
      defaultValue = "HIGH",
      description = "performance level of all cores (default: high)")
  private PerformanceLevel level;

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
      names = "--threads",
      paramLabel = "N",
      description = "host threads for several samples (default: all); never changes a result")
  private int threads;

  @Option(
      names = "--fifo",
      paramLabel = "PACKETS",
      description = "capacity of each core's event FIFO (default: 1024)")
  private int fifo;

  Job job() {
    LoadedModel loaded = LoadedModel.of(model, importing, sysTickSeconds());
    loaded.notes().forEach(note -> System.err.println(model + ": " + note));
    Network network = recorded(loaded.network());
    if (spikes == SpikesChoice.OUTPUT) {
      network = onlySpikesOf(loaded.output(), network);
    }
    List<Stimulus> stimuli = stimuli(network, loaded);
    int runFor =
        steps > 0 ? steps : loaded.steps() > 0 ? loaded.steps() : passage(network, stimuli);
    Job job =
        Job.of(network, runFor)
            .stimulated(stimuli)
            .everyTimestep(sysTick != null ? sysTickSeconds() : loaded.timestepSeconds())
            .on(Machine.of("--machine", machine))
            .at(level)
            .scaled(new Quantisation.Scaling(importing.weightScale()))
            .mapped(chosenPlacer(), chosenRouter())
            .seeded(seed != null ? seed : loaded.seed())
            .classifiedBy(loaded.output())
            .onThreads(threads > 0 ? threads : Runtime.getRuntime().availableProcessors());
    job = rates == RatesChoice.ASSUMED ? job.unrehearsed() : job;
    return fifo > 0 ? job.withFifo(fifo) : job;
  }

  private double sysTickSeconds() {
    return sysTick == null ? 1e-3 : Quantity.seconds("--sys-tick", sysTick);
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
  private static int passage(Network network, List<Stimulus> stimuli) {
    int end = stimuli.stream().mapToInt(Stimulus::endStep).max().orElse(0);
    if (end == 0) {
      throw new InputException("--steps", "nothing says how long to run; give --steps N");
    }
    return end + network.depth();
  }

  private Network recorded(Network network) {
    if (record.isEmpty()) {
      return network;
    }
    var wanted = new TreeMap<String, List<Variable>>();
    for (String text : record) {
      int dot = text.lastIndexOf('.');
      Variable variable = variable(text.substring(dot + 1));
      List<Population> of =
          dot >= 0
              ? List.of(network.population(text.substring(0, dot)))
              : network.populations().stream()
                  .filter(p -> p.model().variables().contains(variable))
                  .toList();
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
      samples = samples.subList(0, Math.min(limit, samples.size()));
      merged = merge(merged, samples, input);
    }
    return merged;
  }

  private static Population onlyInput(Network network, String name) {
    if (!name.isEmpty()) {
      return network.population(name);
    }
    List<Population> sources =
        network.populations().stream().filter(p -> p.model() instanceof SpikeList).toList();
    if (sources.size() != 1) {
      throw new InputException(
          "--input",
          "the network has "
              + sources.size()
              + " spike_list populations "
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
