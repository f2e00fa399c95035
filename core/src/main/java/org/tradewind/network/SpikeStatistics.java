package org.tradewind.network;

import java.util.Arrays;

/// What is said of a population's spikes when two runs are compared: rate, irregularity and
/// activity over time.
///
/// Intervals are between successive spikes of one neuron, in timesteps. The coefficient of
/// variation (CV) of a neuron's intervals is their standard deviation (of the population, not of a
/// sample) over their mean: 0 for a clock, `sqrt(1 - p)` for a Bernoulli process.
public final class SpikeStatistics {
  /// Two intervals are the fewest that can vary.
  private static final int FEWEST_SPIKES = 3;

  private SpikeStatistics() {}

  /// Spikes a neuron and second, over all neurons, silent ones too.
  ///
  /// @param neurons the population's size
  /// @param steps the run's length, or that of the window which the train was cut to
  public static double meanRateHz(
      SpikeTrain train, int neurons, int steps, double timestepSeconds) {
    return train.size() / ((double) neurons * steps * timestepSeconds);
  }

  /// The CV of the inter-spike intervals, averaged over neurons with at least three spikes; NaN
  /// where there is none.
  public static double meanIntervalCv(SpikeTrain train, int neurons) {
    var last = new int[neurons];
    var intervals = new int[neurons];
    var sum = new double[neurons];
    var sumOfSquares = new double[neurons];
    Arrays.fill(last, -1);
    for (int i = 0; i < train.size(); i++) {
      int neuron = train.neurons()[i];
      if (last[neuron] >= 0) {
        double interval = train.steps()[i] - last[neuron];
        intervals[neuron]++;
        sum[neuron] += interval;
        sumOfSquares[neuron] += interval * interval;
      }
      last[neuron] = train.steps()[i];
    }
    double sumOfCvs = 0;
    int counted = 0;
    for (int neuron = 0; neuron < neurons; neuron++) {
      // several spikes in every step have a mean interval of zero, and no CV
      if (intervals[neuron] >= FEWEST_SPIKES - 1 && sum[neuron] > 0) {
        double mean = sum[neuron] / intervals[neuron];
        double variance = sumOfSquares[neuron] / intervals[neuron] - mean * mean;
        sumOfCvs += Math.sqrt(Math.max(variance, 0)) / mean;
        counted++;
      }
    }
    return sumOfCvs / counted;
  }

  /// Spikes of the whole population in each step.
  public static int[] spikesPerStep(SpikeTrain train, int steps) {
    var spikes = new int[steps];
    for (int step : train.steps()) {
      spikes[step]++;
    }
    return spikes;
  }
}
