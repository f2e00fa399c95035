package org.tradewind.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.tradewind.cost.Action;
import org.tradewind.cost.Counts;
import org.tradewind.cost.Energy;
import org.tradewind.cost.Explained;
import org.tradewind.cost.PowerTrace;
import org.tradewind.cost.Usage;
import org.tradewind.cost.UsageByTime;
import org.tradewind.job.Job;
import org.tradewind.job.Mapped;
import org.tradewind.job.PolicyRun;
import org.tradewind.job.Report;
import org.tradewind.machine.Machine;
import org.tradewind.machine.PerformanceLevel;
import org.tradewind.mapping.Keys;
import org.tradewind.mapping.MachineGraph;
import org.tradewind.mapping.MachineVertex;
import org.tradewind.mapping.Mapping;
import org.tradewind.mapping.Placement;
import org.tradewind.mapping.RoutingTable;
import org.tradewind.mapping.Tables;
import org.tradewind.network.Activity;
import org.tradewind.network.Network;
import org.tradewind.network.NeuronModel;
import org.tradewind.network.Population;
import org.tradewind.network.SpikeTrain;
import org.tradewind.network.SynapseWord;
import org.tradewind.network.Trace;
import org.tradewind.network.Values;
import org.tradewind.network.Variable;
import org.tradewind.pe.Kernel;
import org.tradewind.pe.KeyLookup;
import org.tradewind.pe.Layout;
import org.tradewind.pe.Pe;
import org.tradewind.pe.Program;
import org.tradewind.pe.Sram;
import org.tradewind.run.DvfsPolicy;
import org.tradewind.run.Engine;
import org.tradewind.run.Options;
import org.tradewind.run.Pace;
import org.tradewind.run.Results;
import org.tradewind.snn.Quantisation;
import org.tradewind.unit.Ticks;

/// Reports of runs that never took place, in every size and state that a page must bear. Made by
/// hand, because a real run of most of them takes long or cannot be provoked. Deterministic.
final class Fakes {
  private final List<Population> populations = new ArrayList<>();
  private final List<Integer> perCore = new ArrayList<>();
  private final List<Double> ratesHz = new ArrayList<>();
  private String name = "model";
  private Machine machine = Machine.chip();
  private int steps = 300;
  private int samples = 1;
  private boolean labelled;
  private boolean compared;
  private boolean powered;
  private String output = "";
  private double load = 0.35;
  private boolean struck;

  static Fakes named(String name) {
    var fakes = new Fakes();
    fakes.name = name;
    return fakes;
  }

  /// What the spiking CNN of the NIR paper looks like on ten samples of N-MNIST.
  static Fakes classifier(int samples) {
    var fakes = named("cnn_sinabs.nir");
    fakes.with("input", 2312, 256, 4).with("0", 2304, 256, 6).with("2", 1152, 144, 8);
    fakes.with("5", 800, 100, 9).with("7", 256, 256, 15).with("9", 10, 10, 60);
    fakes.samples = samples;
    fakes.labelled = true;
    return fakes.classifiedBy("9");
  }

  Fakes with(String population, int size, int neuronsPerCore, double rateHz) {
    var model =
        new NeuronModel.Lif(
            Values.of(0.9),
            Values.of(0),
            Values.of(1),
            Values.of(0),
            Values.of(0),
            NeuronModel.Reset.TO_V_RESET);
    return with(
        Population.of(
            population, size, populations.isEmpty() ? new NeuronModel.SpikeList(true) : model),
        neuronsPerCore,
        rateHz);
  }

  Fakes with(Population population, int neuronsPerCore, double rateHz) {
    populations.add(population);
    perCore.add(neuronsPerCore);
    ratesHz.add(rateHz);
    return this;
  }

  /// A population whose v is recorded.
  Fakes traced(String population, int size) {
    return with(
        Population.of(
                population,
                size,
                new NeuronModel.Lif(
                    Values.of(0.9),
                    Values.of(0),
                    Values.of(1),
                    Values.of(0),
                    Values.of(0),
                    NeuronModel.Reset.BY_SUBTRACTION))
            .recording(Variable.V),
        size,
        20);
  }

  /// Compared with another policy.
  Fakes compared() {
    compared = true;
    return this;
  }

  /// With power over time.
  Fakes powered() {
    powered = true;
    return this;
  }

  Fakes on(Machine other) {
    machine = other;
    return this;
  }

  Fakes classifiedBy(String population) {
    output = population;
    return this;
  }

  Fakes steps(int other) {
    steps = other;
    return this;
  }

  Fakes samples(int other) {
    samples = other;
    return this;
  }

  /// @param typical share of the timestep; above 1 cores overrun
  Fakes load(double typical) {
    load = typical;
    return this;
  }

  /// With faults of every kind; the first core crashed.
  Fakes struck() {
    struck = true;
    return this;
  }

  Mapped mapped() {
    var network = new Network(name, populations, List.of());
    var vertices = new ArrayList<MachineVertex>();
    for (int i = 0; i < populations.size(); i++) {
      Population population = populations.get(i);
      for (int from = 0; from < population.size(); from += perCore.get(i)) {
        int to = Math.min(population.size(), from + perCore.get(i));
        vertices.add(
            new MachineVertex(
                population.name(),
                from,
                to,
                new Loaded(new Layout().with("synapses", 20_000 + 61 * (to - from) * (1 + i % 4))),
                i == 0 ? "spike_list" : "lif_conv2d",
                0.3 * load * 300_000 * (0.5 + 0.1 * (i % 7)),
                0.9 * load * 300_000 * (0.5 + 0.1 * (i % 7))));
      }
    }
    int size = vertices.size();
    int[] chips = IntStream.range(0, machine.chipPositions()).filter(machine::hasChip).toArray();
    int perChip = Math.ceilDiv(size, chips.length);
    int[] pe = new int[size];
    int[] key = new int[size];
    int[] mask = new int[size];
    int[][] targets = new int[size][];
    for (int v = 0; v < size; v++) {
      int onChip = chips.length == 1 ? v : v % perChip;
      pe[v] = chips[chips.length == 1 ? 0 : v / perChip] * 152 + onChip;
      targets[v] = v + 1 < size ? new int[] {v + 1} : new int[0];
      key[v] = v << 12;
      mask[v] = targets[v].length == 0 ? 0 : 0xfffff000;
    }
    var tables = new RoutingTable[machine.chipPositions()];
    Arrays.fill(tables, RoutingTable.empty());
    tables[chips[0]] =
        new RoutingTable(
            new int[] {0x1000, 0x2000},
            new int[] {0xfffff000, 0xffffe000},
            new byte[] {1, 32},
            new long[] {5, 0, 0, 0, 1, 1L << 19});
    var graph = new MachineGraph(vertices, targets);
    var mapping =
        new Mapping(
            machine, graph, new Placement(pe), new Keys(key, mask), null, new Tables(tables), null);
    return new Mapped(job(network), quantisation(network), mapping, 0.412);
  }

  private Job job(Network network) {
    Job job = Job.of(network, steps).on(machine).seeded(42);
    return output.isEmpty() ? job : job.classifiedBy(output);
  }

  private Quantisation quantisation(Network network) {
    var errors = new ArrayList<Quantisation.ProjectionError>();
    for (int i = 1; i < populations.size(); i++) {
      double max = 0.2 + 0.13 * i;
      errors.add(
          new Quantisation.ProjectionError(
              populations.get(i - 1).name() + "->" + populations.get(i).name(),
              i % 2 == 0 ? SynapseWord.DELAY : SynapseWord.NO_DELAY,
              4_000L * i,
              127 / max,
              max / 127 / 3.4 * (i % 2 == 0 ? 8.5 : 1),
              max / 254 * (i % 2 == 0 ? 8.5 : 1),
              max,
              i % 3 == 0 ? 0 : 37 * i,
              i == 2 ? 3 : 0));
    }
    return new Quantisation(network, Map.of(), errors);
  }

  Report report() {
    Mapped mapped = mapped();
    var random = new Random(7);
    var runs = new ArrayList<Report.Sample>();
    var counts = new Counts();
    for (int s = 0; s < samples; s++) {
      int label = s % 10;
      int predicted = s % 10 == 3 && s % 20 != 13 ? 8 : label;
      Results results = results(mapped, random);
      counts.addAll(results.network().counts());
      runs.add(
          new Report.Sample(
              labelled ? label + "/0000" + s + ".bin" : "",
              labelled ? Integer.toString(label) : "",
              activity(random, predicted),
              results,
              new Pace(0.25, new double[] {0, 0.5}, new double[] {0, 0.4}),
              powered ? power() : PowerTrace.NONE,
              labelled ? predicted : -1,
              labelled ? activity(random, label) : Activity.NONE,
              labelled ? label : -1));
    }
    int chips = new Layouts(mapped).chips.length;
    var energy =
        Energy.explain(
            chips,
            samples * steps * 1e-3,
            runs.stream()
                .flatMap(run -> run.results().usage().stream())
                .reduce(Usage::plus)
                .stream()
                .toList(),
            counts);
    return new Report(mapped, runs, energy, compared ? policies(energy) : List.of(), 8.93);
  }

  private List<PolicyRun> policies(Explained energy) {
    double seconds = samples * steps * 1e-3;
    var auto = Explained.sum("energy", "J", energy.parts().subList(0, 1));
    return List.of(
        new PolicyRun(DvfsPolicy.high(), 1e-3, energy, seconds, 0.2, 0.5, 0, 0, true, Double.NaN),
        new PolicyRun(
            DvfsPolicy.auto(), 1e-3, auto, seconds, 0.3, 0.9, 2, 12_345, false, Double.NaN));
  }

  /// Mean power that falls from step to step; every second step some DRAM.
  private PowerTrace power() {
    var parts = new ArrayList<PowerTrace.Part>();
    for (String name :
        List.of(
            "chips without their PEs",
            "PEs asleep",
            "cores awake, above sleep",
            "MAC arrays, above sleep",
            "network")) {
      var milliwatts = new double[steps];
      for (int s = 0; s < steps; s++) {
        milliwatts[s] = parts.isEmpty() ? 75 : parts.size() == 3 ? 0 : 40.0 * (steps - s) / steps;
      }
      parts.add(new PowerTrace.Part(name, milliwatts));
    }
    return new PowerTrace(1e-3, 1e-3 * steps, parts);
  }

  private Activity activity(Random random, int predicted) {
    Map<String, SpikeTrain> spikes = new LinkedHashMap<>();
    Map<String, Map<Variable, Trace>> traces = new LinkedHashMap<>();
    for (int i = 0; i < populations.size(); i++) {
      Population population = populations.get(i);
      boolean favoured = population.name().equals(output);
      spikes.put(
          population.name(),
          spikes(random, population.size(), ratesHz.get(i), favoured ? predicted : -1));
      if (!population.record().isEmpty()) {
        double[] values = new double[steps * population.size()];
        for (int t = 0; t < values.length; t++) {
          values[t] = t / population.size() % (40 + 9 * (t % population.size())) / 50.0;
        }
        traces.put(
            population.name(), Map.of(Variable.V, new Trace(steps, population.size(), values)));
      }
    }
    return new Activity(steps, spikes, traces);
  }

  /// Three bursts, as the three saccades of N-MNIST.
  private SpikeTrain spikes(Random random, int size, double rateHz, int favourite) {
    var at = new ArrayList<int[]>();
    for (int s = 0; s < steps; s++) {
      double burst = 0.25 + 1.5 * Math.pow(Math.sin(3 * Math.PI * s / steps), 2);
      for (int n = 0; n < size; n++) {
        double here = favourite < 0 ? 0.4 + 1.2 * (n * 37 % 100 / 100.0) : n == favourite ? 3 : 0.3;
        if (random.nextDouble() < rateHz * 1e-3 * burst * here) {
          at.add(new int[] {s, n});
        }
      }
    }
    return SpikeTrain.sorted(
        at.stream().mapToInt(a -> a[0]).toArray(), at.stream().mapToInt(a -> a[1]).toArray());
  }

  private Results results(Mapped mapped, Random random) {
    long timestep = Ticks.PER_MILLISECOND;
    var cores = new ArrayList<Results.Core>();
    for (MachineVertex vertex : mapped.mapping().graph().vertices()) {
      double max = vertex.predictedPeakCycles() / 300_000 * (0.9 + 0.4 * random.nextDouble());
      var counts = new Counts();
      counts.add(Action.INTERRUPT, steps);
      counts.add(Action.PACKET, (long) (40 * max * steps));
      counts.add(Action.SYNAPTIC_EVENT, (long) (4_000 * max * steps));
      counts.add(Action.LIF_UPDATE, (long) vertex.atoms() * steps);
      counts.add(Action.SPIKE, (long) (9 * max * steps));
      cores.add(
          new Results.Core(
              List.of(new Usage(PerformanceLevel.HIGH, timestep * steps, counts)),
              (long) (0.45 * Math.min(1, max) * timestep * steps),
              (long) (max * timestep),
              max > 1 ? 12 : 0,
              (long) (9 * max * steps),
              (long) (40 * max * steps),
              max > 1 ? 5 : 0,
              0,
              0,
              0,
              31,
              new Results.Recording(
                  new int[0], new int[0], new int[0], new int[0], new int[0], new float[0]),
              struck && cores.isEmpty()
                  ? new Results.CoreFaults(3, 2, 18_000_000, true)
                  : Results.CoreFaults.NONE));
    }
    long sent = cores.stream().mapToLong(Results.Core::sent).sum();
    long delivered = cores.stream().mapToLong(Results.Core::received).sum();
    var network = new Counts();
    network.add(Action.NOC_HOP, 5 * delivered);
    network.add(Action.ROUTER_PACKET, sent);
    long[] histogram = new long[11];
    for (int b = 7; b < 11; b++) {
      histogram[b] = delivered * new int[] {20, 55, 20, 5}[b - 7] / 100;
    }
    return new Results(
        new Options(timestep, DvfsPolicy.high(), 42, 1024),
        steps,
        (steps + 1) * timestep,
        cores,
        new Results.Net(
            network,
            sent,
            delivered,
            0,
            0,
            77,
            180.5,
            903,
            delivered == 0 ? new long[0] : histogram,
            struck ? new Results.PacketFaults(7, 1, 12) : Results.PacketFaults.NONE),
        UsageByTime.none(),
        new Results.Events(400_000, 200_000, 200_000, 200_000, 0),
        Engine.EVENTS,
        "");
  }

  /// A program that has a layout and never runs.
  private record Loaded(Layout layout) implements Program {
    @Override
    public void write(KeyLookup keys, Sram into) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Kernel start(Pe pe) {
      throw new UnsupportedOperationException();
    }
  }
}
