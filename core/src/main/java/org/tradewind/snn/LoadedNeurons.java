package org.tradewind.snn;

/// Neurons that were read from images, with what it takes to put them behind each other.
final class LoadedNeurons implements NeuronUpdate {
  private final Neurons.Kind kind;
  private final float[][] parameters;
  private final float[][] state;
  private final NeuronUpdate running;

  /// @param parameters of the kind x neurons
  /// @param state of the kind x neurons, the running state from now on
  /// @param excess as in [Neurons.Kind#start]
  LoadedNeurons(Neurons.Kind kind, float[][] parameters, float[][] state, Excess excess) {
    this.kind = kind;
    this.parameters = parameters;
    this.state = state;
    this.running = kind.start(parameters, state, excess);
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
  public int update(int[] sum, int at, int inhibitoryAt, int[] spiking) {
    return running.update(sum, at, inhibitoryAt, spiking);
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
