package org.tradewind.snn;

import org.tradewind.random.PoissonCounts;

/// The neurons of a core, running: their state and the equation that moves it a step on.
public interface NeuronUpdate {
  /// Adds to what arrives in the next update: to each neuron's sum `weight` times its count, where
  /// inhibition is kept apart and the weight is inhibitory to that one's.
  void add(int weight, PoissonCounts counts);

  /// One step: takes the sums of the weights that have arrived.
  ///
  /// @param at where they begin, one a neuron
  /// @param inhibitoryAt where the sums of inhibitory weights begin, as magnitudes, where they are
  ///   kept apart
  /// @param spiking as long as there are neurons; receives those that spike, ascending
  /// @return how many spike
  int update(Sums sums, int at, int inhibitoryAt, int[] spiking);

  /// What the packet of a neuron that spiked in the last step carries, where it is more than a
  /// spike ([Neurons.Kind#graded]).
  int number(int neuron);

  /// The state variable of a trace channel, one number a neuron; nobody may write to it.
  float[] variable(int channel);
}
