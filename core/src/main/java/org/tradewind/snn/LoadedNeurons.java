package org.tradewind.snn;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tradewind.random.PoissonCounts;

/// Neurons that were read from images, with what it takes to put them behind each other.
final class LoadedNeurons implements NeuronUpdate {
  private final Neurons.Kind kind;
  private final float[][] parameters;
  private final float[][] state;
  private final Arriving arriving;
  private final NeuronEquation running;
  private final boolean split;

  /// @param parameters of the kind x neurons
  /// @param state of the kind x neurons, the running state from now on
  /// @param workspace for at least as many neurons
  LoadedNeurons(Neurons.Kind kind, float[][] parameters, float[][] state, Workspace workspace) {
    this.kind = kind;
    this.parameters = parameters;
    this.state = state;
    this.arriving = workspace.arriving();
    this.running = kind.start(parameters, state, workspace.excess());
    this.split = kind.split();
  }

  /// One number of each parameter, where all neurons have the same.
  Optional<List<Float>> common() {
    var common = new ArrayList<Float>();
    for (float[] values : parameters) {
      if (!Parameters.same(values)) {
        return Optional.empty();
      }
      common.add(values[0]);
    }
    return Optional.of(common);
  }

  float[][] parameters() {
    return parameters;
  }

  float[][] state() {
    return state;
  }

  Neurons.Kind kind() {
    return kind;
  }

  @Override
  public void add(int weight, PoissonCounts counts) {
    arriving.add(weight, counts, split);
  }

  @Override
  public int update(Sums sums, int at, int inhibitoryAt, int[] spiking) {
    arriving.take(sums, at, inhibitoryAt, split, spiking.length);
    return running.update(arriving.excitatory(), arriving.inhibitory(), spiking);
  }

  @Override
  public int number(int neuron) {
    return running.number(neuron);
  }

  @Override
  public float[] variable(int channel) {
    return running.variable(channel);
  }
}
