package org.tradewind.network;

/// What is said of a population's spikes when two runs are compared: rate, irregularity and
/// activity over time.
public final class SpikeStatistics {
  /// Neurons whose correlation is looked at, at most: as many as comparisons of simulators take.
  private static final int CORRELATED = 250;

  private SpikeStatistics() {}

  /// Spikes a neuron and second, over all neurons, silent ones too.
  ///
  /// @param neurons the population's size
  /// @param steps the run's length, or that of the window which the train was cut to
  public static double meanRateHz(
      SpikeTrain train, int neurons, int steps, double timestepSeconds) {
    return train.size() / ((double) neurons * steps * timestepSeconds);
  }

  /// The CV of the inter-spike intervals in timesteps ([Irregularity]), averaged over neurons with
  /// at least three spikes; NaN where there is none.
  public static double meanIntervalCv(SpikeTrain train, int neurons) {
    var irregularity = new Irregularity(neurons);
    for (int i = 0; i < train.size(); i++) {
      irregularity.spike(train.neurons()[i], train.steps()[i]);
    }
    return irregularity.sumOfCv() / irregularity.varying();
  }

  /// Spikes of the whole population in each step.
  public static int[] spikesPerStep(SpikeTrain train, int steps) {
    var spikes = new int[steps];
    for (int step : train.steps()) {
      spikes[step]++;
    }
    return spikes;
  }

  /// How alike neurons spike: Pearson's correlation coefficient of the spike counts of two neurons
  /// in bins, averaged over all pairs of up to [#CORRELATED] neurons that spike; NaN where fewer
  /// than two do. Independent neurons have 0, to within one over the root of the bins.
  ///
  /// With every count standardised, the sum over all pairs is the variance of the sum minus the
  /// number of neurons: no pair has to be looked at.
  ///
  /// @param fromStep spikes before it do not count
  /// @param steps the run's length
  /// @param binSteps of a bin; usual are 2 ms
  public static double meanCorrelation(
      SpikeTrain train, int neurons, int fromStep, int steps, int binSteps) {
    int bins = (steps - fromStep) / binSteps;
    int[] chosen = spiking(train, neurons, fromStep, fromStep + bins * binSteps);
    int n = 0;
    for (int place : chosen) {
      n = Math.max(n, place + 1);
    }
    if (n < 2 || bins < 2) {
      return Double.NaN;
    }
    var count = new int[n][bins];
    for (int i = 0; i < train.size(); i++) {
      int bin = Math.floorDiv(train.steps()[i] - fromStep, binSteps);
      int place = chosen[train.neurons()[i]];
      if (place >= 0 && bin >= 0 && bin < bins) {
        count[place][bin]++;
      }
    }
    var sum = new double[bins];
    int varying = 0;
    for (int[] counts : count) {
      double mean = 0;
      double square = 0;
      for (int c : counts) {
        mean += (double) c / bins;
        square += (double) c * c / bins;
      }
      double deviation = Math.sqrt(square - mean * mean);
      if (deviation > 0) {
        varying++;
        for (int b = 0; b < bins; b++) {
          sum[b] += (counts[b] - mean) / deviation;
        }
      }
    }
    double variance = 0;
    for (double s : sum) {
      variance += s * s / bins;
    }
    return varying < 2 ? Double.NaN : (variance - varying) / ((double) varying * (varying - 1));
  }

  /// For each neuron its place among the first that spike within [fromStep, toStep), or -1.
  private static int[] spiking(SpikeTrain train, int neurons, int fromStep, int toStep) {
    var spikes = new boolean[neurons];
    for (int i = 0; i < train.size(); i++) {
      spikes[train.neurons()[i]] |= train.steps()[i] >= fromStep && train.steps()[i] < toStep;
    }
    var place = new int[neurons];
    int next = 0;
    for (int neuron = 0; neuron < neurons; neuron++) {
      place[neuron] = spikes[neuron] && next < CORRELATED ? next++ : -1;
    }
    return place;
  }
}
