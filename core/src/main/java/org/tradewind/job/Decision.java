package org.tradewind.job;

import java.util.Optional;
import org.tradewind.network.Activity;
import org.tradewind.network.Population;
import org.tradewind.network.SpikeTrain;
import org.tradewind.network.Trace;
import org.tradewind.network.Variable;

/// How the output population decides for a class.
public enum Decision {
  /// The neuron that spiked most often, the lowest of equals.
  MOST_SPIKES,
  /// The neuron that spiked first, the lowest of those in one step: what networks that were trained
  /// on times to the first spike mean.
  FIRST_SPIKE,
  /// The neuron whose recorded voltage was the greatest in any step, the lowest of equals: what
  /// readouts that do not spike were trained on.
  GREATEST_VOLTAGE;

  /// The variable of the output population that has to be recorded for it.
  Optional<Variable> needs() {
    return this == GREATEST_VOLTAGE ? Optional.of(Variable.V) : Optional.empty();
  }

  /// @param output a population that records what this needs
  int winner(Activity activity, Population output) {
    SpikeTrain spikes = activity.spikes().getOrDefault(output.name(), SpikeTrain.EMPTY);
    return switch (this) {
      case MOST_SPIKES -> greatest(spikes.countsPerNeuron(output.size()));
      case FIRST_SPIKE -> first(spikes);
      case GREATEST_VOLTAGE -> greatest(activity.traces().get(output.name()).get(Variable.V));
    };
  }

  private static int greatest(Trace voltages) {
    int best = 0;
    double most = Double.NEGATIVE_INFINITY;
    for (int neuron = 0; neuron < voltages.neurons(); neuron++) {
      for (int step = 0; step < voltages.steps(); step++) {
        if (voltages.at(step, neuron) > most) {
          most = voltages.at(step, neuron);
          best = neuron;
        }
      }
    }
    return best;
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
