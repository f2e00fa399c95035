package org.tradewind.network;

import java.util.Arrays;

/// How irregularly the neurons of a population spike, from their spikes in order of time: the
/// coefficient of variation (CV) of each neuron's intervals, their standard deviation (of the
/// population, not of a sample) over their mean. 0 for a clock, `sqrt(1 - p)` for a Bernoulli
/// process.
public final class Irregularity {
  /// One interval says nothing of variation.
  private static final int FEWEST_INTERVALS = 2;

  private final long[] last;
  private final int[] intervals;
  private final double[] sum;
  private final double[] squares;
  private long spikes;

  public Irregularity(int neurons) {
    last = new long[neurons];
    Arrays.fill(last, -1);
    intervals = new int[neurons];
    sum = new double[neurons];
    squares = new double[neurons];
  }

  /// @param step not before the last one's
  public void spike(int neuron, long step) {
    spikes++;
    if (last[neuron] >= 0) {
      double interval = step - last[neuron];
      intervals[neuron]++;
      sum[neuron] += interval;
      squares[neuron] += interval * interval;
    }
    last[neuron] = step;
  }

  public long neurons() {
    return last.length;
  }

  public long spikes() {
    return spikes;
  }

  /// Several spikes in every step have a mean interval of zero, and no CV.
  private boolean varies(int neuron) {
    return intervals[neuron] >= FEWEST_INTERVALS && sum[neuron] > 0;
  }

  /// How many neurons have a CV.
  public long varying() {
    long count = 0;
    for (int neuron = 0; neuron < intervals.length; neuron++) {
      count += varies(neuron) ? 1 : 0;
    }
    return count;
  }

  /// The sum over [#varying] neurons of their CV.
  public double sumOfCv() {
    double total = 0;
    for (int neuron = 0; neuron < intervals.length; neuron++) {
      if (varies(neuron)) {
        double mean = sum[neuron] / intervals[neuron];
        double variance = squares[neuron] / intervals[neuron] - mean * mean;
        total += Math.sqrt(Math.max(0, variance)) / mean;
      }
    }
    return total;
  }
}
