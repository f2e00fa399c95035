package org.tradewind.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import org.tradewind.job.Decision;
import org.tradewind.learn.Spikes;
import org.tradewind.learn.StepSpikes;
import org.tradewind.learn.SteppedNetwork;
import org.tradewind.network.Connectivity;
import org.tradewind.network.Network;
import org.tradewind.network.NeuronModel;
import org.tradewind.network.Population;
import org.tradewind.network.Projection;
import org.tradewind.network.SpikeTrain;
import org.tradewind.network.Stimulus;
import org.tradewind.network.SynapseWord;
import org.tradewind.network.Values;
import org.tradewind.network.Variable;

/// Layers of `lif_curr_exp`, whose current and voltage are those of [SteppedNetwork], with weights
/// multiplied by 1 − b because the program adds its current as it is. Readouts that decide by their
/// greatest voltage are the same without a threshold, and recorded. Equal to itself only.
///
/// @param dynamics steps to run, and their length
/// @param encode a sample's values as spikes of the input
public record TrainedLayers(
    String name,
    SteppedNetwork dynamics,
    double[] weights,
    Decision decision,
    Function<double[], StepSpikes> encode)
    implements Trained {
  @Override
  public int steps() {
    return dynamics.steps();
  }

  @Override
  public String output() {
    return Trained.layer(dynamics.layers());
  }

  /// Whether a layer, counted from 0, are readouts whose voltage counts.
  public boolean isReadout(int layer) {
    return layer == dynamics.layers() - 1 && decision == Decision.GREATEST_VOLTAGE;
  }

  /// Of a layer's neurons.
  public double threshold(int layer) {
    return isReadout(layer) ? NEVER : dynamics.dynamics().threshold();
  }

  public double alphaDecay() {
    return StrictMath.exp(-dynamics.dtMs() / dynamics.dynamics().tauMMs());
  }

  public double currentDecay() {
    return StrictMath.exp(-dynamics.dtMs() / dynamics.dynamics().tauSMs());
  }

  /// The weights of a layer, counted from 0, as the program adds them: from input i to neuron j
  /// number `i * neurons + j`.
  public double[] currents(int layer) {
    int first = dynamics.firstWeight(layer);
    double[] currents = new double[dynamics.firstWeight(layer + 1) - first];
    for (int w = 0; w < currents.length; w++) {
      currents[w] = (1 - alphaDecay()) * weights[first + w];
    }
    return currents;
  }

  @Override
  public Network network(SynapseWord word) {
    List<Population> populations = new ArrayList<>();
    List<Projection> projections = new ArrayList<>();
    List<Integer> sizes = dynamics.sizes();
    populations.add(
        Population.of(INPUT, List.of(sizes.getFirst()), new NeuronModel.SpikeList(false)));
    for (int layer = 0; layer < dynamics.layers(); layer++) {
      String pre = layer == 0 ? INPUT : Trained.layer(layer);
      populations.add(
          new Population(
              Trained.layer(layer + 1),
              List.of(sizes.get(layer + 1)),
              neuron(layer),
              word,
              0,
              OptionalDouble.empty(),
              !isReadout(layer),
              isReadout(layer) ? Set.of(Variable.V) : Set.of(),
              Values.of(1),
              List.of()));
      projections.add(
          new Projection(
              pre + "->" + Trained.layer(layer + 1),
              pre,
              Trained.layer(layer + 1),
              new Connectivity.AllToAll(true),
              Values.of(currents(layer)),
              Values.of(0)));
    }
    return new Network(name, populations, projections);
  }

  private NeuronModel neuron(int layer) {
    return new NeuronModel.CurrExpLif(
        Values.of(alphaDecay()),
        Values.of(currentDecay()),
        Values.of(currentDecay()),
        Values.of(0),
        Values.of(threshold(layer)),
        Values.of(0),
        Values.of(0),
        Values.of(0),
        NeuronModel.Reset.TO_V_RESET);
  }

  @Override
  public Stimulus stimulus(String number, String label, double[] values) {
    return new Stimulus(number, label, Map.of(INPUT, train(encode.apply(values))));
  }

  private SpikeTrain train(StepSpikes spikes) {
    int count = 0;
    while (count < spikes.size() && spikes.step(count) < dynamics.steps()) {
      count++;
    }
    int[] steps = new int[count];
    int[] neurons = new int[count];
    for (int i = 0; i < count; i++) {
      steps[i] = spikes.step(i);
      neurons[i] = spikes.neuron(i);
    }
    return SpikeTrain.sorted(steps, neurons);
  }

  /// Spikes of continuous time in steps: each in the nearest.
  static StepSpikes binned(Spikes spikes, double dtMs, int steps) {
    long[] places = new long[spikes.size()];
    for (int i = 0; i < places.length; i++) {
      places[i] = Math.round(spikes.timeMs(i) / dtMs) << Integer.SIZE | spikes.neuron(i);
    }
    var binned = new StepSpikes(steps);
    for (long place : Arrays.stream(places).sorted().distinct().toArray()) {
      if (place >>> Integer.SIZE < steps) {
        binned.add((int) (place >>> Integer.SIZE), (int) place);
      }
    }
    return binned;
  }
}
