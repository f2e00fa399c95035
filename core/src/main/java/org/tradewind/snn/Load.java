package org.tradewind.snn;

/// How much of something happens in a step: spikes, synaptic events, core cycles.
///
/// @param mean over all steps
/// @param busiest in the busiest step that is known
record Load(double mean, double busiest) {
  static final Load NONE = new Load(0, 0);

  /// The same in every step.
  static Load steady(double perStep) {
    return new Load(perStep, perStep);
  }

  Load plus(Load other) {
    return new Load(mean + other.mean, busiest + other.busiest);
  }

  Load times(double factor) {
    return new Load(mean * factor, busiest * factor);
  }

  /// The most of a step. The busiest step of a population need not be that of each of its slices,
  /// which then may have less in it than on average.
  double peak() {
    return Math.max(mean, busiest);
  }

  /// Loads of neurons, each summed from neuron 0 on, so that what a slice has is one difference.
  static final class Sums {
    private final double[] mean;
    private final double[] busiest;

    /// @param mean of each neuron
    /// @param busiest of each neuron
    Sums(double[] mean, double[] busiest) {
      this.mean = upTo(mean);
      this.busiest = upTo(busiest);
    }

    private static double[] upTo(double[] values) {
      var sums = new double[values.length + 1];
      for (int i = 0; i < values.length; i++) {
        sums[i + 1] = sums[i] + values[i];
      }
      return sums;
    }

    /// Of neurons [from, to).
    Load between(int from, int to) {
      return new Load(mean[to] - mean[from], busiest[to] - busiest[from]);
    }
  }
}
