package org.tradewind.onchip;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tradewind.cost.Action;
import org.tradewind.cost.Counts;
import org.tradewind.learn.SingleAdam;
import org.tradewind.learn.StepSpikes;
import org.tradewind.learn.SteppedLayer;
import org.tradewind.learn.SteppedTraining;
import org.tradewind.machine.Machine;
import org.tradewind.machine.Spinnaker2;
import org.tradewind.mapping.MachineGraph;
import org.tradewind.mapping.MachineVertex;
import org.tradewind.run.DvfsPolicy;
import org.tradewind.run.Run;
import org.tradewind.unit.Ticks;

/// A [SteppedTraining] on the cores of one chip, an epoch a run: for each copy an injector
/// ([InjectorProgram]), its layers ([LayerProgram]) and its loss ([LossProgram]), for each layer as
/// many optimisers ([OptimiserProgram]) as its weights need. A plan; [#epoch] runs it.
///
/// The host writes the epoch's samples into the chip's DRAM in their order and loads the cores with
/// what has been learned so far; then the chip is alone until the epoch is over.
public final class EventPropOnChip {
  /// How much longer an update may take than its cycles and transfers alone.
  private static final double UPDATE_RESERVE = 1.2;

  private final SteppedTraining training;
  private final ChipRuns runs;

  /// Weights of each layer that an optimiser has, and where they begin.
  private record Slice(int layer, int from, int to) {}

  private final List<Slice> slices = new ArrayList<>();

  /// @param timestepTicks of a step of the network; [#longestTick] is enough for any sample
  /// @param optimisers of each layer at least; more make an update shorter
  public EventPropOnChip(
      SteppedTraining training,
      Machine machine,
      DvfsPolicy dvfs,
      long timestepTicks,
      int optimisers) {
    this.training = training;
    runs = new ChipRuns(machine, dvfs, timestepTicks);
    int most = mostWeights();
    for (int layer = 0; layer < layers(); layer++) {
      int weights = weights(layer);
      int parts = Math.max(optimisers, Math.ceilDiv(weights, most));
      int each = Math.ceilDiv(Math.ceilDiv(weights, parts), 4) * 4;
      for (int from = 0; from < weights; from += each) {
        slices.add(new Slice(layer, from, Math.min(from + each, weights)));
      }
    }
  }

  /// What came out of an epoch.
  public record Epoch(SteppedTraining.Learned learned, OnChip onChip) {}

  /// Learns samples in their order, batch by batch.
  ///
  /// @param epoch counted from 0, for the learning rate
  public Epoch epoch(
      SingleAdam.State from, List<SteppedTraining.Sample> samples, int epoch, long seed) {
    Run run = load(from, samples, epoch, seed);
    OnChip onChip = runs.run(run, timetable(samples).ticks(), () -> longestTick(samples));
    return new Epoch(learned(run), onChip);
  }

  private long longestTick(List<SteppedTraining.Sample> samples) {
    return longestTick(training, mostInputs(samples), runs.dvfs());
  }

  /// A chip with everything in place.
  Run load(SingleAdam.State from, List<SteppedTraining.Sample> samples, int epoch, long seed) {
    SampleRecords records = SampleRecords.fitting(samples);
    Run run = runs.load(graph(from, timetable(samples), records, epoch), seed);
    run.putDram(runs.chip(), SampleRecords.ADDRESS, records.encode(samples));
    return run;
  }

  ChipRuns runs() {
    return runs;
  }

  Timetable timetable(List<SteppedTraining.Sample> samples) {
    return Timetable.eventProp(
        samples.size(),
        training.batch(),
        training.copies(),
        training.network().steps(),
        updateTicks());
  }

  /// The most spikes that enter in one step.
  public static int mostInputs(List<SteppedTraining.Sample> samples) {
    int most = 0;
    for (SteppedTraining.Sample sample : samples) {
      StepSpikes spikes = sample.spikes();
      for (int step = 0; step < spikes.steps(); step++) {
        most = Math.max(most, spikes.to(step) - spikes.from(step));
      }
    }
    return most;
  }

  SteppedTraining.Learned learned(Run run) {
    float[] losses = new float[training.copies()];
    int correct = 0;
    for (int copy = 0; copy < losses.length; copy++) {
      losses[copy] = LossProgram.loss(run.sram(vertex(copy, layers() + 1)));
      correct += LossProgram.correct(run.sram(vertex(copy, layers() + 1)));
    }
    float[] weights = new float[training.network().weights()];
    float[] m = new float[weights.length];
    float[] v = new float[weights.length];
    int steps = 0;
    for (int s = 0; s < slices.size(); s++) {
      int vertex = optimiser(s);
      var program = (OptimiserProgram) runs.mapping().graph().vertex(vertex).program();
      SingleAdam.State part = program.learned(run.sram(vertex));
      int at = training.network().firstWeight(slices.get(s).layer) + slices.get(s).from;
      System.arraycopy(part.weights(), 0, weights, at, part.weights().length);
      System.arraycopy(part.m(), 0, m, at, part.m().length);
      System.arraycopy(part.v(), 0, v, at, part.v().length);
      steps = part.steps();
    }
    return new SteppedTraining.Learned(
        SteppedTraining.sum(losses), correct, new SingleAdam.State(weights, m, v, steps));
  }

  // ── the graph ──

  private int layers() {
    return training.network().layers();
  }

  private int inputs(int layer) {
    return training.network().sizes().get(layer);
  }

  private int neurons(int layer) {
    return training.network().sizes().get(layer + 1);
  }

  private int weights(int layer) {
    return inputs(layer) * neurons(layer);
  }

  /// A copy's injector is its part 0, its loss the last.
  private int vertex(int copy, int part) {
    return copy * (layers() + 2) + part;
  }

  private int optimiser(int slice) {
    return vertex(training.copies(), 0) + slice;
  }

  /// The vertex of a layer's core, counted from 0, for [Results#cores].
  public int layerVertex(int copy, int layer) {
    return vertex(copy, layer + 1);
  }

  /// The vertex of a copy's injector.
  public int injectorVertex(int copy) {
    return vertex(copy, 0);
  }

  public int cores() {
    return optimiser(slices.size());
  }

  private MachineGraph graph(
      SingleAdam.State state, Timetable timetable, SampleRecords records, int epoch) {
    ChipRuns.checkCores(training.copies() + " copies", cores(), "take fewer copies");
    var constants =
        SteppedLayer.Constants.of(training.network().dynamics(), training.network().dtMs());
    var graph = new MachineGraph.Builder();
    for (int copy = 0; copy < training.copies(); copy++) {
      String ofCopy = training.copies() == 1 ? "" : " copy " + copy;
      int injector = vertex(copy, 0);
      graph.with(
          MachineVertex.of(
              "input" + ofCopy,
              inputs(0),
              new InjectorProgram(injector, copy, timetable, records)));
      for (int layer = 0; layer < layers(); layer++) {
        int vertex = vertex(copy, layer + 1);
        int first = training.network().firstWeight(layer);
        int ofLayer = layer;
        var program =
            new LayerProgram(
                vertex,
                copy,
                layer,
                inputs(layer),
                neurons(layer),
                (int) slices.stream().filter(slice -> slice.layer == ofLayer).count(),
                constants,
                timetable,
                Arrays.copyOfRange(state.weights(), first, first + weights(layer)));
        graph.with(
            ChipRuns.fitting(
                "layer " + (layer + 1) + ofCopy,
                neurons(layer),
                program,
                "its weights, gradients and the spikes of a sample",
                "make the layer or its input smaller"));
        graph.edge(vertex - 1, vertex);
      }
      int loss = vertex(copy, layers() + 1);
      graph.with(
          MachineVertex.of(
              "loss" + ofCopy,
              1,
              new LossProgram(
                  copy,
                  training.classes(),
                  training.loss(),
                  training.stepsPerMs(),
                  timetable,
                  records)));
      graph.edge(loss - 1, loss);
    }
    for (int s = 0; s < slices.size(); s++) {
      Slice slice = slices.get(s);
      int first = training.network().firstWeight(slice.layer);
      int from = first + slice.from;
      int to = first + slice.to;
      graph.with(
          MachineVertex.of(
              "optimiser " + (slice.layer + 1) + " from weight " + slice.from,
              2,
              new OptimiserProgram(
                  optimiser(s),
                  training.copies(),
                  slice.from,
                  LayerProgram.gradientOffset(inputs(slice.layer), neurons(slice.layer)),
                  epoch,
                  timetable.batches(),
                  training.adam(),
                  new SingleAdam.State(
                      Arrays.copyOfRange(state.weights(), from, to),
                      Arrays.copyOfRange(state.m(), from, to),
                      Arrays.copyOfRange(state.v(), from, to),
                      state.steps()))));
      for (int copy = 0; copy < training.copies(); copy++) {
        graph.edge(optimiser(s), vertex(copy, slice.layer + 1));
      }
    }
    return graph.build();
  }

  // ── time ──

  /// Weights that an optimiser has room for.
  private int mostWeights() {
    int fixed = OptimiserProgram.layout(0, training.copies()).bytes();
    int each = OptimiserProgram.layout(4, training.copies()).bytes() - fixed;
    return (Spinnaker2.DATA_BYTES.whole() - fixed) / each * 4;
  }

  /// Timer ticks that the slowest update takes, and somewhat more.
  private int updateTicks() {
    double longest = 0;
    for (Slice slice : slices) {
      int weights = slice.to - slice.from;
      var work = new Counts();
      work.add(Action.INTERRUPT, 2L * training.copies() + 2);
      work.add(Action.HANDLE_PACKETS, training.copies());
      work.add(Action.TAKE_PACKET, training.copies());
      work.add(Action.PAYLOAD_WORD, 2L * training.copies() + 2);
      work.add(Action.DMA_START, 2L * training.copies());
      work.add(Action.GRADIENT_SUM, (long) training.copies() * weights);
      work.add(Action.ADAM_STEP, 1);
      work.add(Action.ADAM_UPDATE, weights);
      double flits = SampleRecords.granules(4 * weights) / (double) SampleRecords.GRANULE;
      double transfers =
          2 * training.copies() * (slices.size() * flits + HOPS) / Spinnaker2.NOC_CLOCK.value();
      longest =
          Math.max(longest, work.cycles() / (double) ChipRuns.clockMhz(runs.dvfs()) + transfers);
    }
    double timestepUs = Ticks.toNanoseconds(runs.timestepTicks()) / 1e3;
    return 1 + (int) Math.ceil(UPDATE_RESERVE * longest / timestepUs);
  }

  /// Cycles of the NoC that a transfer takes to begin: across the chip and back.
  private static final int HOPS =
      2
          * Spinnaker2.NOC_HOP_CYCLES.whole()
          * (Spinnaker2.NOC_COLUMNS.whole() + Spinnaker2.NOC_ROWS.whole());

  /// A timestep in which any sample is done in time, were all neurons to spike at once, in whole
  /// microseconds.
  ///
  /// @param mostInputs spikes that enter the network in one step
  public static long longestTick(SteppedTraining training, int mostInputs, DvfsPolicy dvfs) {
    long most = 0;
    List<Integer> sizes = training.network().sizes();
    for (int layer = 0; layer + 1 < sizes.size(); layer++) {
      long inputs = layer == 0 ? mostInputs : sizes.get(layer);
      long neurons = sizes.get(layer + 1);
      var forward = new Counts();
      forward.add(Action.INTERRUPT, 1);
      forward.add(Action.EVENTPROP_STEP, 2); // and finding its place
      forward.add(Action.HANDLE_PACKETS, 1);
      forward.add(Action.TAKE_PACKET, inputs);
      forward.add(Action.EVENTPROP_EVENT, inputs * neurons);
      forward.add(Action.EVENTPROP_UPDATE, neurons);
      forward.add(Action.EVENTPROP_SPIKE, neurons);
      var back = new Counts();
      back.add(Action.INTERRUPT, 1);
      back.add(Action.EVENTPROP_STEP_BACK, 2); // and finding its place
      back.add(Action.HANDLE_PACKETS, 1);
      back.add(Action.TAKE_PACKET, neurons);
      back.add(Action.PAYLOAD_WORD, 4 * neurons);
      back.add(Action.EVENTPROP_JUMP, neurons);
      back.add(Action.EVENTPROP_ADJOINT, neurons);
      back.add(Action.EVENTPROP_GRADIENT, inputs * neurons);
      if (layer > 0) {
        back.add(Action.SEND_PACKET, inputs);
        back.add(Action.PAYLOAD_WORD, 4 * inputs);
        back.add(Action.EVENTPROP_ERROR_TERM, inputs * neurons);
      }
      var first = new Counts();
      first.add(Action.INTERRUPT, 1);
      first.add(Action.HANDLE_PACKETS, 1);
      first.add(Action.EVENTPROP_STEP, 4); // finding its place, and letters of up to 4 optimisers
      first.add(Action.CYCLE, (long) sizes.get(layer) * neurons);
      most = Math.max(most, Math.max(first.cycles(), Math.max(forward.cycles(), back.cycles())));
    }
    return ChipRuns.timestepTicks(most, dvfs);
  }
}
