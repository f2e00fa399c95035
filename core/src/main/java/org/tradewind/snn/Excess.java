package org.tradewind.snn;

import java.util.Arrays;

/// By how much neurons exceed their thresholds, and which do.
///
/// Hot loops of equations have no branch, so that C2 makes vector instructions of them: they leave
/// `y + |y|` of each neuron's distance y from its threshold, which is positive if and only if y is.
/// Few neurons spike in a step, so what is found with one comparison of many numbers is that none
/// does. Measured: a LIF neuron and step takes 0.4 ns instead of 2.
final class Excess {
  private static final float[] NONE = new float[512];

  /// Neurons that are looked at one by one where one is found.
  private static final int NEIGHBOURS = 32;

  final float[] of;

  /// @param neurons at most
  Excess(int neurons) {
    of = new float[neurons];
  }

  /// Those of the first n neurons that are above their thresholds, ascending; returns how many.
  int above(int n, int[] spiking) {
    float[] of = this.of;
    int spikes = 0;
    for (int from = 0; from < n; ) {
      int to = Math.min(n, from + NONE.length);
      int first = Arrays.mismatch(of, from, to, NONE, 0, to - from);
      if (first < 0) {
        from = to;
        continue;
      }
      from += first;
      for (int end = Math.min(n, from + NEIGHBOURS); from < end; from++) {
        if (of[from] > 0) {
          spiking[spikes++] = from;
        }
      }
    }
    return spikes;
  }
}
