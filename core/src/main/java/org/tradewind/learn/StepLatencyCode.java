package org.tradewind.learn;

/// Values as steps, the greater the earlier: value x of [0, 1] becomes one spike of its own channel
/// in step round( first + (last − first)(1 − x) ), to the even one between two, with x at least
/// 0.01; the channel after the last spikes in step 0, as a bias (snnTorch's linear latency code as
/// used for arXiv:2412.15021: first 2, last T − 1).
public record StepLatencyCode(int first, int last) {
  private static final double LEAST = 0.01;

  public StepLatencyCode {
    if (first < 1 || last < first) {
      throw new IllegalArgumentException(
          "steps " + first + " to " + last + " do not come after the bias's step 0");
    }
  }

  /// Writes the spikes of one sample, whose values begin at `from`, over `spikes`.
  public void encode(double[] values, int from, int channels, StepSpikes spikes) {
    spikes.clear();
    spikes.add(0, channels);
    for (int step = first; step <= last; step++) {
      for (int c = 0; c < channels; c++) {
        if (step(values[from + c]) == step) {
          spikes.add(step, c);
        }
      }
    }
  }

  int step(double x) {
    if (!(x >= 0 && x <= 1)) {
      throw new IllegalArgumentException(
          "value " + x + " is not within [0, 1]; scale the data first");
    }
    return (int) Math.rint(first + (last - first) * (1 - Math.max(x, LEAST)));
  }
}
