package org.tradewind.job;

import org.tradewind.network.SpikeTrain;

/// How the spikes of the output population decide for a class.
public enum Decision {
  /// The neuron that spiked most often, the lowest of equals.
  MOST_SPIKES,
  /// The neuron that spiked first, the lowest of those in one step: what networks that were trained
  /// on times to the first spike mean.
  FIRST_SPIKE;

  /// @param neurons of the output population
  int winner(SpikeTrain output, int neurons) {
    return switch (this) {
      case MOST_SPIKES -> greatest(output.countsPerNeuron(neurons));
      case FIRST_SPIKE -> first(output);
    };
  }

  private static int greatest(int[] counts) {
    int best = 0;
    for (int i = 1; i < counts.length; i++) {
      best = counts[i] > counts[best] ? i : best;
    }
    return best;
  }

  private static int first(SpikeTrain output) {
    int best = 0;
    int[] steps = output.steps();
    int[] neurons = output.neurons();
    for (int i = 0; i < steps.length && steps[i] == steps[0]; i++) {
      best = i == 0 ? neurons[i] : Math.min(best, neurons[i]);
    }
    return best;
  }
}
