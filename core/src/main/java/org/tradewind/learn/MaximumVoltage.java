package org.tradewind.learn;

/// Softmax cross-entropy of the greatest voltages V_n that readouts without a threshold reach
/// (Wunderlich and Pehle 2021, the loss of their MNIST network). With the label l:
///
/// ```
/// L = -log( e^V_l / sum_n e^V_n )        dL/dV_n = e^V_n / sum_m e^V_m - [n = l]
/// ```
public final class MaximumVoltage {
  private MaximumVoltage() {}

  public static double loss(double[] vMax, int label) {
    double greatest = greatest(vMax);
    return greatest - vMax[label] + StrictMath.log(sum(vMax, greatest));
  }

  /// Writes dL/dV_n over `derivative`.
  public static void derivative(double[] vMax, int label, double[] derivative) {
    double greatest = greatest(vMax);
    double sum = sum(vMax, greatest);
    for (int n = 0; n < vMax.length; n++) {
      derivative[n] = StrictMath.exp(vMax[n] - greatest) / sum;
    }
    derivative[label] -= 1;
  }

  /// Shifted by the greatest, so that nothing overflows.
  private static double sum(double[] vMax, double greatest) {
    double sum = 0;
    for (double v : vMax) {
      sum += StrictMath.exp(v - greatest);
    }
    return sum;
  }

  private static double greatest(double[] vMax) {
    double greatest = Double.NEGATIVE_INFINITY;
    for (double v : vMax) {
      greatest = Math.max(greatest, v);
    }
    return greatest;
  }
}
