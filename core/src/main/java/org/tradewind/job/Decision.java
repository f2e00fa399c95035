package org.tradewind.job;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
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
  GREATEST_VOLTAGE,
  /// The neuron whose recorded voltage was the greatest in the last step, the lowest of equals:
  /// what layers of units that send numbers were trained on, whose input comes once and takes a
  /// step a layer.
  LAST_VOLTAGE,
  /// The neuron whose recorded voltage was the greatest on average over all steps, the lowest of
  /// equals: what leaky readouts were trained on.
  MEAN_VOLTAGE;

  /// The variable of the output population that has to be recorded for it.
  Optional<Variable> needs() {
    return switch (this) {
      case MOST_SPIKES, FIRST_SPIKE -> Optional.empty();
      case GREATEST_VOLTAGE, LAST_VOLTAGE, MEAN_VOLTAGE -> Optional.of(Variable.V);
    };
  }

  /// @param output a population that records what this needs
  int winner(Activity activity, Population output) {
    SpikeTrain spikes = activity.spikes().getOrDefault(output.name(), SpikeTrain.EMPTY);
    return switch (this) {
      case MOST_SPIKES -> greatest(spikes.countsPerNeuron(output.size()));
      case FIRST_SPIKE -> first(spikes);
      case GREATEST_VOLTAGE -> greatest(of(activity, output), DoubleStream::max);
      case LAST_VOLTAGE ->
          greatest(of(activity, output), voltages -> voltages.reduce((_, last) -> last));
      case MEAN_VOLTAGE -> greatest(of(activity, output), DoubleStream::average);
    };
  }

  private static Trace of(Activity activity, Population output) {
    return activity.traces().get(output.name()).get(Variable.V);
  }

  /// @param figure what counts of a neuron's voltages, step by step
  private static int greatest(Trace voltages, Function<DoubleStream, OptionalDouble> figure) {
    int best = 0;
    double most = Double.NEGATIVE_INFINITY;
    for (int n = 0; n < voltages.neurons(); n++) {
      int neuron = n;
      DoubleStream ofIt =
          IntStream.range(0, voltages.steps()).mapToDouble(step -> voltages.at(step, neuron));
      double reached = figure.apply(ofIt).orElse(0);
      if (reached > most) {
        most = reached;
        best = neuron;
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
