package org.tradewind.learn;

/// The loss of a [SteppedNetwork]: cross-entropy of the first spikes' steps t_n, which is T where a
/// readout is silent, and a price for a late label (arXiv:2412.15021):
///
/// ```
/// L = -log p_l + alpha ( e^(t_l/beta) - 1 )       p_n = e^(-t_n/xi) / sum_m e^(-t_m/xi)
/// dL/dt_l = (1 - p_l)/xi + (alpha/beta) e^(t_l/beta)      dL/dt_n = -p_n/xi
/// ```
///
/// In single precision, with the sums by the readouts' numbers; e^x and ln are those of the chip's
/// accelerator ([ExpUnit]).
///
/// @param xi in steps
/// @param beta in steps
public record FirstStepLoss(float xi, float alpha, float beta) {
  public FirstStepLoss {
    if (!(xi > 0 && beta > 0 && alpha >= 0)) {
      throw new IllegalArgumentException(
          "xi "
              + xi
              + " and beta "
              + beta
              + " are not above 0, or alpha "
              + alpha
              + " is negative");
    }
  }

  /// (t_l − earliest)/xi + ExpUnit.ln(sum) + (alpha (e^(t_l/beta) − 1)), the logarithm of p_l taken
  /// apart so that none is taken of 0.
  public float loss(int[] firstStep, int label) {
    return (firstStep[label] - firstStep[classify(firstStep)]) / xi
        + ExpUnit.ln(sum(firstStep))
        + alpha * (ExpUnit.exp(firstStep[label] / beta) - 1);
  }

  /// Writes dL/dt_n × `share` over `derivative`.
  ///
  /// @param share of the sample in its batch
  public void derivative(int[] firstStep, int label, float share, float[] derivative) {
    float sum = sum(firstStep);
    for (int n = 0; n < firstStep.length; n++) {
      float p = exp(firstStep[n], firstStep) / sum;
      float d =
          n == label ? (1 - p) / xi + alpha / beta * ExpUnit.exp(firstStep[n] / beta) : -p / xi;
      derivative[n] = d * share;
    }
  }

  /// The readout whose first spike is earliest, the first of them where several are.
  public static int classify(int[] firstStep) {
    int earliest = 0;
    for (int n = 1; n < firstStep.length; n++) {
      if (firstStep[n] < firstStep[earliest]) {
        earliest = n;
      }
    }
    return earliest;
  }

  private float sum(int[] firstStep) {
    float sum = 0;
    for (int t : firstStep) {
      sum += exp(t, firstStep);
    }
    return sum;
  }

  /// e^(-(t - earliest)/xi): shifted, so that nothing vanishes that matters.
  private float exp(int t, int[] firstStep) {
    return ExpUnit.exp((firstStep[classify(firstStep)] - t) / xi);
  }
}
