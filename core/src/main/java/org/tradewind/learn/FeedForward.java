package org.tradewind.learn;

import java.util.List;

/// Layers of spiking neurons, each fully connected to the next. A description: [#pass] makes the
/// running thing.
///
/// All weights are one flat array, layer after layer; from neuron i of one layer to neuron j of the
/// next it is number `firstWeight(layer) + i * sizes.get(layer + 1) + j`.
///
/// @param sizes of the input and of each layer
public record FeedForward(LifDynamics dynamics, List<Integer> sizes) {
  public FeedForward {
    sizes = List.copyOf(sizes);
    if (sizes.size() < 2 || sizes.stream().anyMatch(size -> size < 1)) {
      throw new IllegalArgumentException(
          "sizes " + sizes + " are not an input and a layer or more, of a neuron or more each");
    }
    if (weights(sizes, sizes.size() - 1) > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("sizes " + sizes + " have more than 2^31 - 1 weights");
    }
  }

  /// How many layers there are after the input.
  public int layers() {
    return sizes.size() - 1;
  }

  public int weights() {
    return firstWeight(layers());
  }

  /// Where a layer's weights begin; layer 0 is the one that receives the input.
  public int firstWeight(int layer) {
    return (int) weights(sizes, layer);
  }

  private static long weights(List<Integer> sizes, int layers) {
    long weights = 0;
    for (int layer = 0; layer < layers; layer++) {
      weights += (long) sizes.get(layer) * sizes.get(layer + 1);
    }
    return weights;
  }

  public Pass pass() {
    return new Pass(this);
  }

  /// One sample through all layers, forward and back. Holds no weights, so that several passes can
  /// share them.
  public static final class Pass {
    private final Layer[] layers;

    /// What enters each layer in this sample, and at the end what leaves the last.
    private final Spikes[] spikes;

    private Pass(FeedForward network) {
      layers = new Layer[network.layers()];
      spikes = new Spikes[network.sizes.size()];
      for (int l = 0; l < layers.length; l++) {
        layers[l] = new Layer(network.dynamics, network.sizes.get(l + 1), network.firstWeight(l));
      }
    }

    /// @return the spikes of the last layer, which the next call fills again
    public Spikes forward(double[] weights, Spikes input) {
      spikes[0] = input;
      for (int l = 0; l < layers.length; l++) {
        spikes[l + 1] = layers[l].forward(weights, spikes[l]);
      }
      return spikes[layers.length];
    }

    /// What a layer sent in the last [#forward]; 0 is the input.
    public Spikes spikes(int layer) {
      return spikes[layer];
    }

    /// From the errors of the last layer's spikes, adds the gradient of every weight to `gradient`,
    /// and sets the errors of all spikes, those of the input too.
    public void backward(double[] weights, double[] gradient) {
      for (int l = layers.length - 1; l >= 0; l--) {
        layers[l].backward(weights, spikes[l], gradient);
      }
    }
  }
}
