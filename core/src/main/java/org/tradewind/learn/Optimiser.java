package org.tradewind.learn;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/// How gradients become changes of weights. A description: [#over] makes the running thing, which
/// holds what is remembered from step to step.
///
/// Epochs count from 0; in epoch n the learning rate is `rate` × `decay`^n. Where it decays with
/// every batch, n is a fraction.
public sealed interface Optimiser {
  double rate();

  /// What is left of the learning rate after an epoch; 1 keeps it.
  double decay();

  Descent over(int weights);

  default double rate(double epoch) {
    return rate() * StrictMath.pow(decay(), epoch);
  }

  /// A running optimiser over a fixed number of weights.
  interface Descent {
    /// Changes the weights against the gradient.
    void step(double[] weights, double[] gradient, double epoch);

    /// What it remembers, so that another can go on.
    default void save(DataOutput to) throws IOException {}

    default void restore(DataInput from) throws IOException {}
  }

  /// Stochastic gradient descent: w −= rate · g.
  record Sgd(double rate, double decay) implements Optimiser {
    public Sgd {
      checkRate(rate, decay);
    }

    public static Sgd of(double rate) {
      return new Sgd(rate, 1);
    }

    public Sgd decaying(double decay) {
      return new Sgd(rate, decay);
    }

    @Override
    public Descent over(int weights) {
      return (w, g, epoch) -> {
        checkLengths(weights, w, g);
        double rate = rate(epoch);
        for (int i = 0; i < weights; i++) {
          w[i] -= rate * g[i];
        }
      };
    }
  }

  /// Adam (Kingma and Ba, "Adam: a method for stochastic optimization", ICLR 2015, algorithm 1):
  ///
  /// ```
  /// m <- beta1 m + (1 - beta1) g        m^ = m / (1 - beta1^t)
  /// v <- beta2 v + (1 - beta2) g^2      v^ = v / (1 - beta2^t)
  /// w <- w - rate m^ / (sqrt(v^) + epsilon)
  /// ```
  ///
  /// @param epsilonHat whether epsilon is added before the correction, sqrt(v) + epsilon: the form
  ///   at the end of the paper's section 2, and that of TensorFlow and NEST. It differs for
  ///   gradients near epsilon.
  /// @param l2 weight decay: g + l2 w takes the gradient's place
  record Adam(
      double rate,
      double decay,
      double beta1,
      double beta2,
      double epsilon,
      boolean epsilonHat,
      double l2)
      implements Optimiser {
    public Adam {
      checkRate(rate, decay);
      if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1)) {
        throw new IllegalArgumentException(
            "beta1 " + beta1 + " and beta2 " + beta2 + " are not within [0, 1)");
      }
      if (!(epsilon > 0)) {
        throw new IllegalArgumentException("epsilon " + epsilon + " is not above 0");
      }
      if (!(l2 >= 0)) {
        throw new IllegalArgumentException("weight decay " + l2 + " is negative");
      }
    }

    /// With the constants that the paper proposes: 0.9, 0.999 and 1e-8.
    public static Adam of(double rate) {
      return new Adam(rate, 1, 0.9, 0.999, 1e-8, false, 0);
    }

    public Adam decaying(double decay) {
      return new Adam(rate, decay, beta1, beta2, epsilon, epsilonHat, l2);
    }

    public Adam epsilonHat(double epsilon) {
      return new Adam(rate, decay, beta1, beta2, epsilon, true, l2);
    }

    public Adam l2(double l2) {
      return new Adam(rate, decay, beta1, beta2, epsilon, epsilonHat, l2);
    }

    @Override
    public Descent over(int weights) {
      return new Moments(this, weights);
    }
  }

  private static void checkRate(double rate, double decay) {
    if (!(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("learning rate " + rate + " is not above 0 and finite");
    }
    if (!(decay > 0 && decay <= 1)) {
      throw new IllegalArgumentException("decay " + decay + " is not within (0, 1]");
    }
  }

  private static void checkLengths(int weights, double[] w, double[] g) {
    if (w.length != weights || g.length != weights) {
      throw new IllegalArgumentException(
          w.length + " weights and " + g.length + " gradients, where " + weights + " are expected");
    }
  }

  /// Adam at work: the two moments of each weight.
  final class Moments implements Descent {
    private final Adam adam;
    private final double[] m;
    private final double[] v;
    private int steps;

    private Moments(Adam adam, int weights) {
      this.adam = adam;
      m = new double[weights];
      v = new double[weights];
    }

    @Override
    public void step(double[] weights, double[] gradient, double epoch) {
      checkLengths(m.length, weights, gradient);
      steps++;
      double beta1 = adam.beta1;
      double beta2 = adam.beta2;
      double l2 = adam.l2;
      double unbias1 = 1 / (1 - StrictMath.pow(beta1, steps));
      double unbias2 = 1 / (1 - StrictMath.pow(beta2, steps));
      double epsilon = adam.epsilonHat ? adam.epsilon * Math.sqrt(unbias2) : adam.epsilon;
      double rate = adam.rate(epoch);
      double[] m = this.m;
      double[] v = this.v;
      for (int i = 0; i < m.length; i++) {
        double g = gradient[i] + l2 * weights[i];
        m[i] = beta1 * m[i] + (1 - beta1) * g;
        v[i] = beta2 * v[i] + (1 - beta2) * g * g;
        weights[i] -= rate * (m[i] * unbias1) / (Math.sqrt(v[i] * unbias2) + epsilon);
      }
    }

    @Override
    public void save(DataOutput to) throws IOException {
      to.writeInt(steps);
      for (int i = 0; i < m.length; i++) {
        to.writeDouble(m[i]);
        to.writeDouble(v[i]);
      }
    }

    @Override
    public void restore(DataInput from) throws IOException {
      steps = from.readInt();
      for (int i = 0; i < m.length; i++) {
        m[i] = from.readDouble();
        v[i] = from.readDouble();
      }
    }
  }
}
