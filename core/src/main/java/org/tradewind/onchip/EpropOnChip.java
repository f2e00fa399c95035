package org.tradewind.onchip;

import java.util.List;
import org.tradewind.cost.Action;
import org.tradewind.cost.Counts;
import org.tradewind.learn.EpropTraining;
import org.tradewind.learn.Feedback;
import org.tradewind.learn.RecurrentNetwork;
import org.tradewind.learn.SingleAdam;
import org.tradewind.learn.SingleEprop;
import org.tradewind.machine.Machine;
import org.tradewind.mapping.MachineGraph;
import org.tradewind.mapping.MachineVertex;
import org.tradewind.pe.Sram;
import org.tradewind.run.DvfsPolicy;
import org.tradewind.run.Run;

/// An [EpropTraining] on the cores of one chip, an epoch a run: neurons with their synapses shared
/// evenly among cores ([NeuronsProgram]), and a core of readouts ([ReadoutProgram]), after Rostami
/// et al. 2022, "E-prop on SpiNNaker 2". A plan; [#epoch] runs it.
///
/// While a sample lasts only spikes go from core to core, by multicast; its error goes to all cores
/// after the last step. Inputs are real values: every core fetches each step's from DRAM while it
/// works on the step before.
public final class EpropOnChip {
  /// Of a timestep, what an update's part of the work may take.
  private static final double UPDATE_SHARE = 0.9;

  /// A timestep is as long as so many times what any part of an update takes beside its weights.
  private static final double UPDATE_ROOM = 1.5;

  private static final int FIRST_NEURONS = 0;

  private final EpropTraining training;
  private final EpropSettings settings;
  private final EpropShares shares;
  private final ChipRuns runs;
  private final int portions;

  /// @param timestepTicks of a step of the network; [#longestTick] is enough for any sample
  /// @param cores that share the neurons
  public EpropOnChip(
      EpropTraining training, Machine machine, DvfsPolicy dvfs, long timestepTicks, int cores) {
    this.training = training;
    settings = settings(training.network(), cores);
    shares = new EpropShares(settings, training.network().firstOutputWeight());
    runs = new ChipRuns(machine, dvfs, timestepTicks);
    portions = portions(settings, timestepTicks, dvfs);
  }

  private static EpropSettings settings(RecurrentNetwork network, int cores) {
    if (cores < 1 || cores > network.neurons()) {
      throw new IllegalArgumentException(
          cores + " cores for " + network.neurons() + " neurons: at least 1, each with a neuron");
    }
    ChipRuns.checkCores(cores + " cores and one of readouts", cores + 1, "take fewer");
    return new EpropSettings(
        SingleEprop.Constants.of(network.dynamics()),
        network.inputs(),
        network.neurons(),
        network.lif(),
        network.outputs(),
        cores,
        0,
        0);
  }

  /// What came out of an epoch.
  public record Epoch(EpropTraining.Learned learned, OnChip onChip) {}

  /// Learns samples in their order, batch by batch.
  ///
  /// @param epoch counted from 0, for the learning rate
  public Epoch epoch(
      EpropTraining.State from, List<EpropTraining.Sample> samples, int epoch, long seed) {
    Run run = load(from, samples, epoch, seed);
    OnChip onChip =
        runs.run(run, timetable(samples.size()).ticks(), () -> longestTick(settings, runs.dvfs()));
    return new Epoch(learned(run, from), onChip);
  }

  /// A chip with everything in place.
  Run load(EpropTraining.State from, List<EpropTraining.Sample> samples, int epoch, long seed) {
    int values = training.steps() * settings.inputs();
    for (EpropTraining.Sample sample : samples) {
      if (sample.frames().length != values) {
        throw new IllegalArgumentException(
            "a sample of " + sample.frames().length + " values; cores expect " + values);
      }
    }
    Run run = runs.load(graph(from, timetable(samples.size()), epoch), seed);
    new FrameRecords(training.steps(), settings.inputs()).load(run, runs.chip(), samples);
    return run;
  }

  ChipRuns runs() {
    return runs;
  }

  Timetable timetable(int samples) {
    return Timetable.eprop(samples, training.batch(), training.steps(), portions + DISTRIBUTION);
  }

  /// Ticks in which feedback is written and told.
  private static final int DISTRIBUTION = 2;

  // ── the graph ──

  /// The vertex of a core that has neurons, counted from 0, for [org.tradewind.run.Results#cores].
  public int neuronsVertex(int core) {
    return FIRST_NEURONS + core;
  }

  public int readoutVertex() {
    return FIRST_NEURONS + settings.cores();
  }

  public int cores() {
    return settings.cores() + 1;
  }

  /// The first neuron of a core; those of the next follow.
  public int firstNeuron(int core) {
    return settings.from(core);
  }

  /// What cores are loaded with.
  MachineGraph graph(EpropTraining.State state, Timetable timetable, int number) {
    var epoch =
        new EpropEpoch(settings, timetable, training.adam(), FIRST_NEURONS, portions, number);
    var graph = new MachineGraph.Builder();
    for (int core = 0; core < settings.cores(); core++) {
      NeuronsProgram program = neurons(state, epoch, core);
      int from = settings.from(core);
      int to = settings.from(core + 1);
      ChipRuns.checkFits(
          "neurons[" + from + ".." + (to - 1) + "]",
          program,
          "weights, moments and traces of " + program.state().weights().length + " synapses",
          "share the neurons among more cores");
      graph.with(new MachineVertex("neurons", from, to, program, "neurons", 0, 0));
    }
    ReadoutProgram readout = readout(state, epoch);
    graph.with(
        ChipRuns.fitting(
            "readouts",
            settings.errorPackets(),
            readout,
            "weights and moments of the readouts",
            "make the network smaller"));
    for (int core = 0; core < settings.cores(); core++) {
      for (int to = 0; to < cores(); to++) {
        graph.edge(neuronsVertex(core), to);
      }
      graph.edge(readoutVertex(), neuronsVertex(core));
    }
    return graph.build();
  }

  private NeuronsProgram neurons(EpropTraining.State state, EpropEpoch epoch, int core) {
    return new NeuronsProgram(
        epoch,
        core,
        training.feedback() != Feedback.Kind.RANDOM,
        shares.ofNeurons(state, core),
        shares.feedback(state, core));
  }

  private ReadoutProgram readout(EpropTraining.State state, EpropEpoch epoch) {
    return new ReadoutProgram(
        epoch,
        training.feedback(),
        training.kept(),
        readoutVertex(),
        shares.ofReadouts(state),
        training.feedback() == Feedback.Kind.ADAPTIVE ? shares.feedback(state) : new float[0]);
  }

  EpropTraining.Learned learned(Run run, EpropTraining.State from) {
    EpropTraining.State state = from.copy();
    for (int core = 0; core < settings.cores(); core++) {
      int vertex = neuronsVertex(core);
      var program = (NeuronsProgram) runs.mapping().graph().vertex(vertex).program();
      shares.takeNeurons(program.learned(run.sram(vertex)), core, state);
    }
    var program = (ReadoutProgram) runs.mapping().graph().vertex(readoutVertex()).program();
    Sram sram = run.sram(readoutVertex());
    SingleAdam.State learned = program.learned(sram);
    shares.takeReadouts(learned, state);
    switch (training.feedback()) {
      case SYMMETRIC -> shares.takeFeedback(learned.weights(), state);
      case ADAPTIVE -> shares.takeFeedback(program.learnedFeedback(sram), state);
      case RANDOM -> {}
    }
    return new EpropTraining.Learned(
        program.loss(sram),
        program.correct(sram),
        new EpropTraining.State(
            state.weights(), state.m(), state.v(), state.feedback(), learned.steps()));
  }

  // ── time ──

  /// Timer ticks among which an update's work is shared.
  private static int portions(EpropSettings settings, long timestepTicks, DvfsPolicy dvfs) {
    double budget = UPDATE_SHARE * ChipRuns.cycles(timestepTicks, dvfs) - updateOverhead(settings);
    var neurons = new Counts();
    neurons.add(Action.ADAM_STEP, 1);
    neurons.add(Action.ADAM_UPDATE, (long) settings.sources() * mostNeurons(settings));
    var readout = new Counts();
    long weights = (long) settings.neurons() * settings.stride();
    readout.add(Action.ADAM_STEP, 1);
    readout.add(Action.ADAM_UPDATE, weights);
    readout.add(Action.EPROP_GRADIENT, 2 * weights);
    long most = Math.max(neurons.cycles(), readout.cycles());
    return budget > 0 ? (int) Math.ceil(most / budget) : 1;
  }

  /// What a tick of an update takes beside Adam.
  private static long updateOverhead(EpropSettings settings) {
    var work = new Counts();
    work.add(Action.INTERRUPT, 2);
    work.add(Action.HANDLE_PACKETS, 1);
    work.add(Action.ADAM_STEP, 1);
    work.add(Action.DMA_START, settings.cores());
    work.add(Action.TAKE_PACKET, settings.neurons());
    return work.cycles();
  }

  private static int mostNeurons(EpropSettings settings) {
    return Math.ceilDiv(settings.neurons(), settings.cores());
  }

  /// A timestep in which any sample is done in time, were all neurons to spike at once, in whole
  /// microseconds.
  public static long longestTick(EpropTraining training, DvfsPolicy dvfs, int cores) {
    return longestTick(settings(training.network(), cores), dvfs);
  }

  private static long longestTick(EpropSettings settings, DvfsPolicy dvfs) {
    int all = settings.neurons();
    int size = mostNeurons(settings);
    var step = new Counts();
    step.add(Action.INTERRUPT, 1);
    step.add(Action.HANDLE_PACKETS, 1);
    step.add(Action.TAKE_PACKET, all);
    step.add(Action.CYCLE, 4L * settings.sources() * size);
    step.add(Action.DMA_START, 1);
    step.add(Action.EPROP_SPIKE, size);
    int adaptive = Math.min(size, all - settings.lif());
    var neurons = new EpropWork(settings, size, size - adaptive);
    neurons.integrate(step::add, all);
    neurons.trace(step::add);
    var judging = new Counts();
    judging.add(Action.INTERRUPT, 1);
    judging.add(Action.HANDLE_PACKETS, 1);
    judging.add(Action.TAKE_PACKET, all);
    EpropWork.hear(judging::add, settings, all);
    judging.add(Action.CYCLE, 100L * settings.outputs() + 2L * all);
    judging.add(Action.SEND_PACKET, settings.errorPackets());
    judging.add(Action.PAYLOAD_WORD, 4L * settings.errorPackets());
    long most = Math.max(step.cycles(), judging.cycles());
    long update = (long) Math.ceil(UPDATE_ROOM * updateOverhead(settings));
    return ChipRuns.timestepTicks(Math.max(most, update), dvfs);
  }
}
