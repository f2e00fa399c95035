package org.tradewind.snn;

/// The equation of neurons with their state, which moves it a step on. Hot loops over rows of
/// numbers from their first on, without a branch: so C2 makes vector instructions of them.
interface NeuronEquation {
  /// One step.
  ///
  /// @param excitatory what arrives at each neuron: the sum of all weights, or of the excitatory
  ///   ones where they are kept apart
  /// @param inhibitory the sum of the magnitudes of the others, where they are
  /// @param spiking as long as there are neurons; receives those that spike, ascending
  /// @return how many spike
  int update(float[] excitatory, float[] inhibitory, int[] spiking);

  /// What the packet of a neuron that spiked in the last step carries, where it is more than a
  /// spike ([Neurons.Kind#graded]).
  default int number(int neuron) {
    throw new IllegalStateException(this + " sends spikes");
  }

  /// The state variable of a trace channel, one number a neuron; nobody may write to it.
  float[] variable(int channel);
}
