package org.tradewind.learn;

/// Values as times: value x of [0, 1] becomes one spike of its own channel at x × `spanMs`, and the
/// channel after the last spikes at 0, as a bias (Wunderlich and Pehle 2021, Yin-Yang).
///
/// @param spanMs time of the value 1
public record LatencyCode(double spanMs) {
  public LatencyCode {
    if (!(spanMs > 0 && spanMs < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("a span of " + spanMs + " ms is not above 0 and finite");
    }
  }

  /// Writes the spikes of one sample, those that begin at `from` in `values`, over `spikes`.
  public void encode(double[] values, int from, int channels, Spikes spikes) {
    spikes.clear();
    for (int c = 0; c < channels; c++) {
      double x = values[from + c];
      if (!(x >= 0 && x <= 1)) {
        throw new IllegalArgumentException(
            "value " + x + " of channel " + c + " is not within [0, 1]; scale the data first");
      }
      spikes.add(x * spanMs, c);
    }
    spikes.add(0, channels);
  }
}
