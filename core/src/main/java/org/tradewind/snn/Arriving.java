package org.tradewind.snn;

import java.util.Arrays;
import org.tradewind.random.PoissonCounts;

/// What arrives at neurons in a step, as the floats that their equations take.
final class Arriving {
  /// One side: excitation, or inhibition where it is kept apart.
  private static final class Side {
    final float[] all;

    /// What backgrounds bring, each times the weight.
    private int[] drawn;

    private int weight;
    private boolean drew;

    Side(int neurons) {
      all = new float[neurons];
      drawn = new int[neurons];
    }

    void add(int each, PoissonCounts counts) {
      int from = counts.from();
      int to = counts.to();
      if (!drew) {
        drawn = counts.exchange(drawn);
        Arrays.fill(drawn, 0, from, 0);
        Arrays.fill(drawn, to, drawn.length, 0);
        weight = each;
        drew = true;
        return;
      }
      if (weight != 1) {
        multiply(drawn, weight);
        weight = 1;
      }
      add(drawn, each, counts.counts(), from, to);
    }

    private static void multiply(int[] drawn, int weight) {
      for (int i = 0; i < drawn.length; i++) {
        drawn[i] *= weight;
      }
    }

    private static void add(int[] drawn, int each, int[] counts, int from, int to) {
      for (int i = from; i < to; i++) {
        drawn[i] += each * counts[i];
      }
    }

    void take(Sums sums, int at, int n) {
      if (drew) {
        sums.take(at, drawn, weight, all, n);
        drew = false;
      } else {
        sums.take(at, all, n);
      }
    }
  }

  private final Side excitatory;
  private final Side inhibitory;

  /// @param neurons at most
  Arriving(int neurons) {
    excitatory = new Side(neurons);
    inhibitory = new Side(neurons);
  }

  float[] excitatory() {
    return excitatory.all;
  }

  float[] inhibitory() {
    return inhibitory.all;
  }

  /// Adds what a background brings.
  ///
  /// @param split whether inhibition is kept apart
  void add(int weight, PoissonCounts counts, boolean split) {
    boolean apart = split && weight < 0;
    Side side = apart ? inhibitory : excitatory;
    side.add(apart ? -weight : weight, counts);
  }

  /// Takes the sums of the first n neurons.
  ///
  /// @param inhibitoryAt where those of inhibition begin, where they are kept apart
  void take(Sums sums, int at, int inhibitoryAt, boolean split, int n) {
    excitatory.take(sums, at, n);
    if (split) {
      inhibitory.take(sums, inhibitoryAt, n);
    }
  }
}
