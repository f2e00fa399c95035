package org.tradewind.snn;

import java.util.Arrays;
import org.tradewind.cost.Action;
import org.tradewind.network.Network;
import org.tradewind.network.NeuronModel;
import org.tradewind.network.Population;
import org.tradewind.network.SynapseWord;
import org.tradewind.network.Variable;
import org.tradewind.pe.Layout;

/// A population of neurons that receive. How their input is stored is left to [RowsPlan] and
/// [KernelsPlan].
abstract class NeuronPlan implements Plan {
  final int index;
  final Population population;
  final Neurons neurons;
  final SynapseFormat format;
  final SynapseFormat.Summing summing;
  final int slots;
  private final Noise noise;
  private final boolean sends;
  private final Load.Sums spikes;
  private final int[] channels;

  NeuronPlan(Network network, int index, int slots, Rates rates) {
    this.index = index;
    this.population = network.populations().get(index);
    this.neurons = Neurons.of(population);
    this.format = SynapseFormat.of(population.word());
    this.summing = SynapseFormat.Summing.of(network, population, neurons.kind());
    this.slots = slots;
    this.noise = new Noise(index, 0, population.backgrounds());
    this.sends = network.projections().stream().anyMatch(p -> p.pre().equals(population.name()));
    this.spikes = rates.spikes(index);
    this.channels =
        population.record().stream()
            .mapToInt((Variable v) -> population.model().variables().indexOf(v))
            .sorted()
            .toArray();
  }

  /// Expected synaptic events of neurons [from, to) in a step.
  abstract Load events(int from, int to);

  /// What each of them is counted as.
  abstract Action event();

  /// Bytes of the input's regions that do not depend on how senders are cut.
  abstract long inputBytes(int from, int to);

  @Override
  public Population population() {
    return population;
  }

  @Override
  public int maxNeurons() {
    return format.maxNeurons();
  }

  @Override
  public Need alone(int from, int to) {
    Layout own =
        NeuronProgram.regionsWithoutInput(
            neurons.kind(), to - from, neurons.parameters().bytes(to - from), slots, noise);
    double always =
        SourcePlan.cycles(Action.INTERRUPT)
            + SourcePlan.cycles(Action.STEP)
            + slots * SourcePlan.cycles(Action.RING_SLOT)
            + noise.cycles(to - from)
            + (to - from) * SourcePlan.cycles(neurons.kind().update(neurons.parameters().each()));
    Load cycles =
        Load.steady(always)
            .plus(events(from, to).times(SourcePlan.cycles(event())))
            .plus(sent(from, to).times(SourcePlan.cycles(neurons.kind().sending())));
    return new Need(own.bytes() + inputBytes(from, to), cycles);
  }

  private Load sent(int from, int to) {
    return sends ? spikes.between(from, to) : Load.NONE;
  }

  /// What [#alone] leaves out: senders' bytes and the cycles that their packets take.
  final Need[] needs(int[] cut, long[] senderBytes, Load[] packetCycles) {
    var needs = new Need[cut.length - 1];
    for (int s = 0; s < needs.length; s++) {
      Need alone = alone(cut[s], cut[s + 1]);
      needs[s] = new Need(alone.bytes() + senderBytes[s], alone.cycles().plus(packetCycles[s]));
    }
    return needs;
  }

  final Sliced programs(Slicing slicing, SynapticInput[] inputs) {
    int[] cut = slicing.cut(index);
    return (slice, sending) ->
        new NeuronProgram(
            slicing.vertex(index, slice),
            neurons.slice(cut[slice], cut[slice + 1]),
            inputs[slice],
            noise.from(cut[slice]),
            slots,
            sending,
            population.recordSpikes(),
            channels);
  }

  @Override
  public String programName() {
    boolean noDelay = population.word() == SynapseWord.NO_DELAY;
    return switch (population.model()) {
      case NeuronModel.Lif _ -> noDelay ? integrator() : "lif";
      case NeuronModel.CurrExpLif _ -> noDelay ? "lif_curr_exp_no_delay" : "lif_curr_exp";
      case NeuronModel.AdaptiveLif _ -> "lif_adaptive_threshold";
      case NeuronModel.Izhikevich _ -> "izhikevich";
      case NeuronModel.Relay _ -> "relay";
      case NeuronModel.Rectified _ -> "rectified";
      case NeuronModel.Poisson _, NeuronModel.SpikeList _, NeuronModel.ValueList _ ->
          throw new IllegalStateException(population.name() + " receives nothing");
    };
  }

  private String integrator() {
    float[] alphaDecay = neurons.parameters().values()[0];
    boolean leaks = !Arrays.equals(alphaDecay, new float[] {1});
    return leaks ? "lif_no_delay" : "charge_and_spike";
  }
}
