package org.tradewind.learn;

/// The matrix B by which the readouts' errors reach the neurons (Bellec et al. 2020, e-prop 1's
/// three kinds): number `j * outputs + k` from readout k to neuron j. A running thing.
public final class Feedback {
  /// Where B comes from.
  public enum Kind {
    /// B is W_out.
    SYMMETRIC,
    /// B is drawn once and stays.
    RANDOM,
    /// B is drawn, then changes by as much as W_out does, while both decay: so they become alike.
    ADAPTIVE
  }

  private final Kind kind;
  private final int firstOutputWeight;
  private final double decay;
  private final double[] b;
  private final double[] before;

  private Feedback(Kind kind, RecurrentNetwork network, double[] b, double decay) {
    int count = network.neurons() * network.outputs();
    if (b.length != count) {
      throw new IllegalArgumentException(
          "feedback of " + b.length + " values, where " + count + " are expected");
    }
    if (!(decay >= 0 && decay < 1)) {
      throw new IllegalArgumentException("decay " + decay + " is not within [0, 1)");
    }
    this.kind = kind;
    this.decay = decay;
    this.b = b.clone();
    firstOutputWeight = network.firstOutputWeight();
    before = new double[count];
  }

  public static Feedback symmetric(RecurrentNetwork network) {
    return new Feedback(
        Kind.SYMMETRIC, network, new double[network.neurons() * network.outputs()], 0);
  }

  public static Feedback random(RecurrentNetwork network, double[] b) {
    return new Feedback(Kind.RANDOM, network, b, 0);
  }

  /// @param b to begin with
  /// @param decay what B and W_out lose in an update
  public static Feedback adaptive(RecurrentNetwork network, double[] b, double decay) {
    return new Feedback(Kind.ADAPTIVE, network, b, decay);
  }

  /// B for these weights; the next call or update writes over it.
  public double[] values(double[] weights) {
    if (kind == Kind.SYMMETRIC) {
      System.arraycopy(weights, firstOutputWeight, b, 0, b.length);
    }
    return b;
  }

  /// Steps the weights and lets B follow as its kind says.
  public void step(Optimiser.Descent descent, double[] weights, double[] gradient, double epoch) {
    System.arraycopy(weights, firstOutputWeight, before, 0, before.length);
    descent.step(weights, gradient, epoch);
    if (kind == Kind.ADAPTIVE) {
      for (int i = 0; i < b.length; i++) {
        int w = firstOutputWeight + i;
        b[i] = (1 - decay) * (b[i] + (weights[w] - before[i]));
        weights[w] *= 1 - decay;
      }
    }
  }
}
