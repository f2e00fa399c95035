package org.tradewind.snn;

import java.util.Arrays;
import java.util.List;
import org.tradewind.network.Activity;
import org.tradewind.network.Network;
import org.tradewind.network.NeuronModel;
import org.tradewind.network.Population;
import org.tradewind.network.SpikeTrain;
import org.tradewind.network.Stimulus;

/// Spikes a step that are expected of each neuron: what the cores' time is planned with. On
/// average, and in the busiest step of its population.
final class Rates {
  /// populations x neurons
  private final double[][] mean;

  /// populations x neurons: who spiked, how often, in the step with most spikes
  private final double[][] busiest;

  /// Of each population the first that there is: what is listed in the stimuli (mean and busiest
  /// step of all of them), the rate that the network gives, what was measured, the probability of a
  /// Poisson source, [Population#DEFAULT_RATE_HZ].
  ///
  /// @param measured what the network did; [Activity#NONE] where that is unknown. A population that
  ///   stayed silent says nothing about another stimulus and counts as not measured
  Rates(Network network, List<Stimulus> stimuli, Activity measured, double stepSeconds) {
    int populations = network.populations().size();
    mean = new double[populations][];
    busiest = new double[populations][];
    for (int p = 0; p < populations; p++) {
      Population population = network.populations().get(p);
      SpikeTrain train = measured.spikes().getOrDefault(population.name(), SpikeTrain.EMPTY);
      mean[p] = new double[population.size()];
      if (population.model().isListed()) {
        listed(p, population, stimuli);
      } else if (population.expectedRateHz().isPresent()) {
        steady(p, population.expectedRateHz().getAsDouble() * stepSeconds);
      } else if (population.model() instanceof NeuronModel.Poisson poisson) {
        mean[p] = Neurons.explicit(poisson.p(), population.size());
        busiest[p] = train.size() > 0 ? busiest(train, population.size()) : mean[p];
      } else if (train.size() > 0) {
        add(train, 1.0 / measured.steps(), mean[p]);
        busiest[p] = busiest(train, population.size());
      } else {
        steady(p, Population.DEFAULT_RATE_HZ * stepSeconds);
      }
    }
  }

  private void steady(int p, double rate) {
    Arrays.fill(mean[p], Math.min(1, rate));
    busiest[p] = mean[p];
  }

  private void listed(int p, Population population, List<Stimulus> stimuli) {
    long steps = Math.max(1, stimuli.stream().mapToLong(Stimulus::endStep).sum());
    busiest[p] = new double[population.size()];
    double most = 0;
    for (Stimulus stimulus : stimuli) {
      SpikeTrain train = stimulus.train(population.name());
      add(train, 1.0 / steps, mean[p]);
      double[] step = busiest(train, population.size());
      double spikes = Arrays.stream(step).sum();
      if (spikes > most) {
        most = spikes;
        busiest[p] = step;
      }
    }
  }

  private static void add(SpikeTrain train, double each, double[] to) {
    for (int neuron : train.neurons()) {
      to[neuron] += each;
    }
  }

  /// Spikes of each neuron in the step with most, the first of equals.
  private static double[] busiest(SpikeTrain train, int size) {
    int from = 0;
    int to = 0;
    for (int first = 0, i = 0; i < train.size(); i++) {
      first = train.steps()[i] == train.steps()[first] ? first : i;
      if (i + 1 - first > to - from) {
        from = first;
        to = i + 1;
      }
    }
    var spikes = new double[size];
    for (int i = from; i < to; i++) {
      spikes[train.neurons()[i]]++;
    }
    return spikes;
  }

  /// Spikes a step of each neuron of a population.
  double[] mean(int population) {
    return mean[population];
  }

  /// Spikes of each neuron in the population's busiest step.
  double[] busiest(int population) {
    return busiest[population];
  }

  Load.Sums spikes(int population) {
    return new Load.Sums(mean[population], busiest[population]);
  }
}
