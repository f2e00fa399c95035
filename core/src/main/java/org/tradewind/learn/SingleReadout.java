package org.tradewind.learn;

import java.util.Arrays;

/// The readouts of a [RecurrentNetwork] for one sample in single precision, the answer they give,
/// and what they learn of it (Rostami et al. 2022: the softmax of their mean). With T steps:
///
/// ```
/// y_k  = kappa y_k, then + (w_kj readoutGain)              for each neuron that spiked, by numbers
/// Y_k  = Y_k + y_k
/// F_j  = (kappa F_j) + (readoutGain z_j)      S_j = S_j + F_j
///
/// m_k  = Y_k / T
/// p_k  = e^(m_k − m) / sum of e^(m_n − m)                          m the greatest; n by numbers, from 0
/// loss = (m − m_l) + ln(sum)                                                            label l
/// err_k = (p_k − [k = l]) share                       share: 1 / (T × samples of the batch), rounded
/// g_kj = g_kj + (err_k S_j)
/// ```
///
/// One rounding an operation, in the order written; e^x and ln are the accelerator's ([ExpUnit]).
/// The weight from neuron j to readout k is number `at + j * stride + k`.
public final class SingleReadout {
  private final float kappa;
  private final float gain;
  private final int stride;

  private final float[] y;
  private final float[] total;
  private final float[] filtered;
  private final float[] sum;
  private final float[] mean;
  private final float[] error;
  private int answer;

  /// @param stride weights from one neuron's first to the next one's
  public SingleReadout(SingleEprop.Constants constants, int neurons, int outputs, int stride) {
    kappa = constants.kappa();
    gain = constants.readoutGain();
    this.stride = stride;
    y = new float[outputs];
    total = new float[outputs];
    mean = new float[outputs];
    error = new float[outputs];
    filtered = new float[neurons];
    sum = new float[neurons];
  }

  /// Rest, before the first step of a sample.
  public void begin() {
    Arrays.fill(y, 0);
    Arrays.fill(total, 0);
    Arrays.fill(filtered, 0);
    Arrays.fill(sum, 0);
  }

  /// A step.
  ///
  /// @param spiked of all neurons, which spiked in it
  public void step(float[] weights, int at, boolean[] spiked) {
    for (int k = 0; k < y.length; k++) {
      y[k] *= kappa;
    }
    for (int j = 0; j < sum.length; j++) {
      float decayed = kappa * filtered[j];
      if (spiked[j]) {
        int row = at + j * stride;
        for (int k = 0; k < y.length; k++) {
          y[k] += weights[row + k] * gain;
        }
        decayed += gain;
      }
      filtered[j] = decayed;
      sum[j] += decayed;
    }
    for (int k = 0; k < y.length; k++) {
      total[k] += y[k];
    }
  }

  /// After the last step: finds the answer, and the errors.
  ///
  /// @return the loss
  public float judge(int label, int steps, float share) {
    answer = 0;
    for (int k = 0; k < mean.length; k++) {
      mean[k] = total[k] / steps;
      answer = mean[k] > mean[answer] ? k : answer;
    }
    float greatest = mean[answer];
    float all = 0;
    for (int k = 0; k < mean.length; k++) {
      error[k] = ExpUnit.exp(mean[k] - greatest);
      all += error[k];
    }
    for (int k = 0; k < mean.length; k++) {
      float p = error[k] / all;
      error[k] = (k == label ? p - 1 : p) * share;
    }
    return greatest - mean[label] + ExpUnit.ln(all);
  }

  /// What [#judge] multiplies errors with.
  public static float share(int steps, int samples) {
    return (float) (1 / ((double) steps * samples));
  }

  /// The greatest mean, the first where there are several.
  public int answer() {
    return answer;
  }

  public float[] error() {
    return error;
  }

  public void learn(float[] gradient, int at) {
    for (int j = 0; j < sum.length; j++) {
      int row = at + j * stride;
      for (int k = 0; k < error.length; k++) {
        gradient[row + k] += error[k] * sum[j];
      }
    }
  }

  // ── its state, as a core keeps it in memory; nobody else may change it ──

  public float[] y() {
    return y;
  }

  /// Y.
  public float[] total() {
    return total;
  }

  /// F.
  public float[] filtered() {
    return filtered;
  }

  /// S.
  public float[] sum() {
    return sum;
  }
}
