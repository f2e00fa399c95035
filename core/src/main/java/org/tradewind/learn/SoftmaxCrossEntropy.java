package org.tradewind.learn;

/// Cross-entropy of the softmax of readouts that do not spike: of their greatest voltages in a
/// sample (Wunderlich and Pehle 2021, MNIST), of their value in a step or of its average (Bellec et
/// al. 2020, Rostami et al. 2022). With the values y_n and the label l:
///
/// ```
/// L = -log p_l        p_n = e^y_n / sum_m e^y_m        dL/dy_n = p_n - [n = l]
/// ```
public final class SoftmaxCrossEntropy {
  private SoftmaxCrossEntropy() {}

  public static double loss(double[] y, int label) {
    double greatest = greatest(y);
    return greatest - y[label] + StrictMath.log(sum(y, greatest));
  }

  /// Writes dL/dy_n over `derivative`.
  public static void derivative(double[] y, int label, double[] derivative) {
    double greatest = greatest(y);
    double sum = sum(y, greatest);
    for (int n = 0; n < y.length; n++) {
      derivative[n] = StrictMath.exp(y[n] - greatest) / sum;
    }
    derivative[label] -= 1;
  }

  /// Shifted by the greatest, so that nothing overflows.
  private static double sum(double[] y, double greatest) {
    double sum = 0;
    for (double value : y) {
      sum += StrictMath.exp(value - greatest);
    }
    return sum;
  }

  private static double greatest(double[] y) {
    double greatest = Double.NEGATIVE_INFINITY;
    for (double value : y) {
      greatest = Math.max(greatest, value);
    }
    return greatest;
  }
}
