package org.tradewind.learn;

import java.util.List;

/// EventProp in steps of time and single precision, as cores compute it: layers of spiking neurons,
/// each fully connected to the next (Béna, Wunderlich, Akl, Vogginger, Mayr and Gonzalez,
/// "Event-based backpropagation on the neuromorphic platform SpiNNaker2", NICE 2025,
/// arXiv:2412.15021; the scheme as in the authors' pytorch-eventprop). A description: [#pass] makes
/// the running thing. [SteppedLayer] has the equations and the order of every operation; what runs
/// on cores is held to it bit for bit.
///
/// The difference to [FeedForward]: a spike is in a step, acts in the next, and its derivative is
/// that of continuous time.
///
/// @param sizes of the input and of each layer; weights are numbered as in [FeedForward]
/// @param steps T: steps 0 to T − 1, of which the last is too late for any effect
/// @param dtMs length of a step
public record SteppedNetwork(LifDynamics dynamics, List<Integer> sizes, int steps, double dtMs) {
  public SteppedNetwork {
    sizes = new FeedForward(dynamics, sizes).sizes();
    if (steps < 2 || !(dtMs > 0)) {
      throw new IllegalArgumentException(
          steps + " steps of " + dtMs + " ms; there must be two or more, of some length");
    }
  }

  public int layers() {
    return sizes.size() - 1;
  }

  public int weights() {
    return firstWeight(layers());
  }

  public int firstWeight(int layer) {
    return new FeedForward(dynamics, sizes).firstWeight(layer);
  }

  public Pass pass() {
    return new Pass(this);
  }

  /// One sample through all layers, forward and back; without weights.
  public static final class Pass {
    private final SteppedLayer[] layers;
    private final StepSpikes[] spikes;

    private Pass(SteppedNetwork network) {
      layers = new SteppedLayer[network.layers()];
      spikes = new StepSpikes[network.sizes.size()];
      for (int l = 0; l < layers.length; l++) {
        layers[l] =
            new SteppedLayer(
                network.dynamics,
                network.dtMs,
                network.steps,
                network.sizes.get(l + 1),
                network.firstWeight(l));
        spikes[l + 1] = new StepSpikes(network.steps);
      }
    }

    /// @return the spikes of the last layer, which the next call fills again
    public StepSpikes forward(float[] weights, StepSpikes input) {
      spikes[0] = input;
      for (int l = 0; l < layers.length; l++) {
        layers[l].forward(weights, spikes[l], spikes[l + 1]);
      }
      return spikes[layers.length];
    }

    /// What a layer sent in the last [#forward]; 0 is the input.
    public StepSpikes spikes(int layer) {
      return spikes[layer];
    }

    /// From the errors of the last layer's spikes, subtracts from and adds to `gradient` as
    /// [SteppedLayer] says; sets the errors of all spikes but the input's.
    public void backward(float[] weights, float[] gradient) {
      for (int l = layers.length - 1; l >= 0; l--) {
        layers[l].backward(weights, spikes[l], spikes[l + 1], gradient, l > 0);
      }
    }
  }
}
