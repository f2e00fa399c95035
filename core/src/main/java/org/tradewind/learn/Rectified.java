package org.tradewind.learn;

import java.util.Arrays;

/// Rectified linear units: y = max(0, x).
final class Rectified {
  private Rectified() {}

  static void clear(double[] x) {
    Arrays.fill(x, 0);
  }

  static void apply(double[] x) {
    for (int n = 0; n < x.length; n++) {
      x[n] = Math.max(0, x[n]);
    }
  }

  /// What comes back to a unit that is 0 goes no further.
  static void mask(double[] y, double[] delta) {
    for (int n = 0; n < y.length; n++) {
      if (y[n] == 0) {
        delta[n] = 0;
      }
    }
  }

  static int greatest(double[] y) {
    int greatest = 0;
    for (int n = 1; n < y.length; n++) {
      if (y[n] > y[greatest]) {
        greatest = n;
      }
    }
    return greatest;
  }
}
