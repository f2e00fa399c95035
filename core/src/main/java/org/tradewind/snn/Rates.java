package org.tradewind.snn;

import java.util.Arrays;
import java.util.List;
import org.tradewind.network.Network;
import org.tradewind.network.NeuronModel;
import org.tradewind.network.Population;
import org.tradewind.network.Stimulus;

/// Spikes a step that are expected of each neuron, before anything has run: what the tick budget is
/// planned with.
final class Rates {
  /// populations x neurons
  private final double[][] rate;

  /// For spike lists the mean over all steps of all stimuli, for Poisson sources their p, for all
  /// others the rate that the network gives.
  Rates(Network network, List<Stimulus> stimuli, double stepSeconds) {
    rate = new double[network.populations().size()][];
    long steps = Math.max(1, stimuli.stream().mapToLong(Stimulus::endStep).sum());
    for (int p = 0; p < rate.length; p++) {
      Population population = network.populations().get(p);
      rate[p] =
          switch (population.model()) {
            case NeuronModel.SpikeList _ -> listed(population, stimuli, steps);
            case NeuronModel.Poisson poisson -> Neurons.explicit(poisson.p(), population.size());
            case NeuronModel.Lif _,
                NeuronModel.CurrExpLif _,
                NeuronModel.AdaptiveLif _,
                NeuronModel.Izhikevich _,
                NeuronModel.Relay _ -> {
              var all = new double[population.size()];
              Arrays.fill(all, Math.min(1, population.expectedRateHz() * stepSeconds));
              yield all;
            }
          };
    }
  }

  private static double[] listed(Population population, List<Stimulus> stimuli, long steps) {
    var all = new double[population.size()];
    for (Stimulus stimulus : stimuli) {
      for (int neuron : stimulus.train(population.name()).neurons()) {
        all[neuron] += 1.0 / steps;
      }
    }
    return all;
  }

  double[] of(int population) {
    return rate[population];
  }

  /// Sums of the first 0, 1, 2… values.
  static double[] upTo(double[] values) {
    var sums = new double[values.length + 1];
    for (int i = 0; i < values.length; i++) {
      sums[i + 1] = sums[i] + values[i];
    }
    return sums;
  }
}
