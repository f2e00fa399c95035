package org.tradewind.snn;

import org.tradewind.cost.Action;

/// Spikes in every step in which at least one spike with positive weight arrives. Only synapses
/// with positive weight are stored, so a sum above zero says so. No parameter, no state.
record RelayNeurons() implements Neurons.Kind {
  @Override
  public Action update(boolean each) {
    return Action.RELAY_UPDATE;
  }

  @Override
  public int parameters() {
    return 0;
  }

  @Override
  public int stateVariables() {
    return 0;
  }

  @Override
  public NeuronEquation start(float[][] p, float[][] s, Excess excess) {
    return new Running();
  }

  private record Running() implements NeuronEquation {
    @Override
    public int update(float[] excitatory, float[] inhibitory, int[] spiking) {
      int spikes = 0;
      for (int i = 0; i < spiking.length; i++) {
        if (excitatory[i] > 0) {
          spiking[spikes++] = i;
        }
      }
      return spikes;
    }

    @Override
    public float[] variable(int channel) {
      throw new IllegalStateException("a relay has no state variable");
    }
  }
}
