package org.tradewind.learn;

import java.util.function.IntPredicate;

/// Bytes as times, the brighter the earlier: the value p of a channel becomes one spike at (1 −
/// p/255) × `spanMs` if it is above `silent` (Wunderlich and Pehle 2021, MNIST: 20 ms and 1).
public record IntensityCode(double spanMs, int silent) {
  public IntensityCode {
    if (!(spanMs > 0 && spanMs < Double.POSITIVE_INFINITY) || silent < 0 || silent > 255) {
      throw new IllegalArgumentException(
          "a span of " + spanMs + " ms is not above 0 and finite, or " + silent + " is no byte");
    }
  }

  /// Writes the spikes of one sample over `spikes`.
  ///
  /// @param values bytes as numbers, 0 to 255
  /// @param kept which channels may spike, for dropout
  public void encode(double[] values, IntPredicate kept, Spikes spikes) {
    spikes.clear();
    for (int c = 0; c < values.length; c++) {
      int p = (int) values[c];
      if (p > silent && kept.test(c)) {
        spikes.add((1 - p / 255.0) * spanMs, c);
      }
    }
  }
}
