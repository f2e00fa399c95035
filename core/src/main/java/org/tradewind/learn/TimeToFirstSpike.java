package org.tradewind.learn;

import java.util.Arrays;

/// Cross-entropy of times to the first spike, with a regulariser that pulls the label's neuron
/// early (Wunderlich and Pehle, "Event-based backpropagation can compute exact gradients for
/// spiking neural networks", Scientific Reports 11, 2021; the form is that of Göltz et al., Nature
/// Machine Intelligence 3, 2021). With the first spikes t_n and the label l:
///
/// ```
/// L = -log( e^(-t_l/tau0) / sum_n e^(-t_n/tau0) ) + alpha ( e^(t_l/tau1) - 1 )
///
/// p_n     = e^(-t_n/tau0) / sum_m e^(-t_m/tau0)
/// dL/dt_l = (1 - p_l)/tau0 + (alpha/tau1) e^(t_l/tau1)
/// dL/dt_n = -p_n/tau0                                      n other than l
/// ```
///
/// A silent neuron's time is positive infinity. Its p is 0, so it contributes nothing; where the
/// label's neuron is silent, the loss is infinite and all derivatives are 0: there is no spike that
/// could be moved.
public record TimeToFirstSpike(double tau0Ms, double tau1Ms, double alpha) {
  public TimeToFirstSpike {
    if (!(tau0Ms > 0 && tau1Ms > 0)) {
      throw new IllegalArgumentException(
          "tau0 " + tau0Ms + " ms and tau1 " + tau1Ms + " ms are not both above 0");
    }
    if (!(alpha >= 0)) {
      throw new IllegalArgumentException("alpha " + alpha + " is negative");
    }
  }

  /// @param firstMs of each output neuron the time of its first spike; infinite if it is silent
  public double loss(double[] firstMs, int label) {
    double tL = firstMs[label];
    if (tL == Double.POSITIVE_INFINITY) {
      return Double.POSITIVE_INFINITY;
    }
    // shifted by the earliest spike, so that no exponential vanishes that matters
    double earliest = earliest(firstMs);
    return (tL - earliest) / tau0Ms
        + StrictMath.log(sum(firstMs, earliest))
        + alpha * StrictMath.expm1(tL / tau1Ms);
  }

  /// Writes dL/dt_n, per ms, over `derivative`.
  public void derivative(double[] firstMs, int label, double[] derivative) {
    double tL = firstMs[label];
    if (tL == Double.POSITIVE_INFINITY) {
      Arrays.fill(derivative, 0);
      return;
    }
    double earliest = earliest(firstMs);
    double scale = 1 / (tau0Ms * sum(firstMs, earliest));
    for (int n = 0; n < firstMs.length; n++) {
      derivative[n] = -scale * StrictMath.exp((earliest - firstMs[n]) / tau0Ms);
    }
    derivative[label] += 1 / tau0Ms + alpha / tau1Ms * StrictMath.exp(tL / tau1Ms);
  }

  /// Whether the label's neuron spiked and no other before it.
  public static boolean correct(double[] firstMs, int label) {
    return firstMs[label] < Double.POSITIVE_INFINITY && firstMs[label] <= earliest(firstMs);
  }

  private double sum(double[] firstMs, double earliest) {
    double sum = 0;
    for (double t : firstMs) {
      sum += StrictMath.exp((earliest - t) / tau0Ms);
    }
    return sum;
  }

  private static double earliest(double[] firstMs) {
    double earliest = Double.POSITIVE_INFINITY;
    for (double t : firstMs) {
      earliest = Math.min(earliest, t);
    }
    return earliest;
  }
}
