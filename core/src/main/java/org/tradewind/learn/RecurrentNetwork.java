package org.tradewind.learn;

import org.tradewind.random.Philox;

/// Inputs, one layer of neurons that are connected with each other, and leaky readouts. A
/// description: [Recurrent] runs it, [Eprop] and [Bptt] differentiate it.
///
/// All weights are one flat array, from source to target: from input i to neuron j number `i *
/// neurons() + j`, then from neuron i to neuron j, then from neuron j to readout k number
/// `firstOutputWeight() + j * outputs + k`. No neuron connects to itself: those weights are 0 and
/// have no gradient.
///
/// @param lif how many of the neurons have a fixed threshold; they come first
/// @param alif how many adapt
public record RecurrentNetwork(
    AdaptiveDynamics dynamics, int inputs, int lif, int alif, int outputs) {
  public RecurrentNetwork {
    if (inputs < 1 || lif < 0 || alif < 0 || lif + alif < 1 || outputs < 1) {
      throw new IllegalArgumentException(
          inputs
              + " inputs, "
              + lif
              + " LIF and "
              + alif
              + " ALIF neurons and "
              + outputs
              + " outputs; there must be one of each, and one neuron");
    }
  }

  public int neurons() {
    return lif + alif;
  }

  /// How many sources each neuron has: the inputs, then the neurons.
  public int sources() {
    return inputs + neurons();
  }

  public int firstRecurrentWeight() {
    return inputs * neurons();
  }

  public int firstOutputWeight() {
    return sources() * neurons();
  }

  public int weights() {
    return firstOutputWeight() + neurons() * outputs;
  }

  /// Weights to begin with: N(0, 1/sqrt(fan-in)) as Rostami et al. 2022, drawn by owner 0.
  public double[] initial(long seed) {
    double[] weights = new double[weights()];
    for (int w = 0; w < weights.length; w++) {
      int fanIn = w < firstRecurrentWeight() ? inputs : neurons();
      weights[w] = Philox.normal(seed, 0, w, 0) / Math.sqrt(fanIn);
    }
    for (int j = 0; j < neurons(); j++) {
      weights[firstRecurrentWeight() + j * neurons() + j] = 0;
    }
    return weights;
  }
}
