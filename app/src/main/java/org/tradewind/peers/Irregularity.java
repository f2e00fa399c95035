package org.tradewind.peers;

import java.util.Arrays;

/// Rate and coefficient of variation of the neurons of one population, from their spikes in order
/// of time. The same as in `networks.py`.
final class Irregularity {
  private final long[] last;
  private final int[] intervals;
  private final double[] sum;
  private final double[] squares;
  private long spikes;

  Irregularity(int neurons) {
    last = new long[neurons];
    Arrays.fill(last, -1);
    intervals = new int[neurons];
    sum = new double[neurons];
    squares = new double[neurons];
  }

  void spike(int neuron, long step) {
    spikes++;
    if (last[neuron] >= 0) {
      double interval = step - last[neuron];
      intervals[neuron]++;
      sum[neuron] += interval;
      squares[neuron] += interval * interval;
    }
    last[neuron] = step;
  }

  long neurons() {
    return last.length;
  }

  long spikes() {
    return spikes;
  }

  /// Neurons that have two intervals or more: one says nothing of variation.
  long varying() {
    return Arrays.stream(intervals).filter(n -> n >= 2).count();
  }

  /// The sum over [#varying] neurons of their CV.
  double sumOfCv() {
    double total = 0;
    for (int i = 0; i < intervals.length; i++) {
      if (intervals[i] >= 2) {
        double mean = sum[i] / intervals[i];
        total += Math.sqrt(Math.max(0, squares[i] / intervals[i] - mean * mean)) / mean;
      }
    }
    return total;
  }
}
