package org.tradewind.learn;

import java.util.Arrays;

/// One layer of a [SteppedNetwork] for one sample. With a = e^(-dt/tau_s), b = e^(-dt/tau_m), each
/// and 1 − a, 1 − b rounded to single precision once, and x_i the input spikes of step i:
///
/// ```
/// forward, i = 1 .. T-1      S   = sum of w over x_(i-1)                by the inputs' numbers, from 0
///                            I_i = (a I_(i-1)) + S
///                            V_i = (b V_(i-1)) + ((1-b) I_i)
///                            V_i > threshold: a spike in step i with the slope I_i − V_i; V_i <- 0
/// backward, i = T-2 .. 0     error of an input spike of step i:
///                                  sum of w_j (λV_j − λI_j)            by the neurons' numbers, from 0
///                            λI' = (a λI) + ((1-a) λV)
///                            λV' = b λV, and where the neuron spiked in step i + 1, with error e:
///                            λV' = (b λV) + (((threshold λV) + e) / (slope + 1e-10))
///                            dL/dw_j -= tau_s λI'_j                     for each input spike of step i
/// ```
///
/// One rounding an operation, in the order written. A running thing for one sample; the weight from
/// input i to neuron j is number `firstWeight + i * neurons + j`.
public final class SteppedLayer {
  private static final float TINY = 1e-10f;

  private final float a;
  private final float b;
  private final float oneMinusA;
  private final float oneMinusB;
  private final float tauS;
  private final float threshold;
  private final int steps;
  private final int neurons;
  private final int firstWeight;
  private final float[] v;
  private final float[] i;
  private final float[] sum;
  private final float[] lambdaV;
  private final float[] lambdaI;
  private final float[] lambdaVNext;

  public SteppedLayer(LifDynamics dynamics, double dtMs, int steps, int neurons, int firstWeight) {
    double exactA = StrictMath.exp(-dtMs / dynamics.tauSMs());
    double exactB = StrictMath.exp(-dtMs / dynamics.tauMMs());
    a = (float) exactA;
    b = (float) exactB;
    oneMinusA = (float) (1 - exactA);
    oneMinusB = (float) (1 - exactB);
    tauS = (float) dynamics.tauSMs();
    threshold = (float) dynamics.threshold();
    this.steps = steps;
    this.neurons = neurons;
    this.firstWeight = firstWeight;
    v = new float[neurons];
    i = new float[neurons];
    sum = new float[neurons];
    lambdaV = new float[neurons];
    lambdaI = new float[neurons];
    lambdaVNext = new float[neurons];
  }

  /// Writes this layer's spikes over `out`.
  public void forward(float[] weights, StepSpikes in, StepSpikes out) {
    Arrays.fill(v, 0);
    Arrays.fill(i, 0);
    out.clear();
    for (int step = 1; step < steps; step++) {
      Arrays.fill(sum, 0);
      for (int spike = in.first[step - 1]; spike < in.first[step]; spike++) {
        int row = firstWeight + in.neuron[spike] * neurons;
        for (int j = 0; j < neurons; j++) {
          sum[j] += weights[row + j];
        }
      }
      for (int j = 0; j < neurons; j++) {
        i[j] = a * i[j] + sum[j];
        v[j] = b * v[j] + oneMinusB * i[j];
        if (v[j] > threshold) {
          out.add(step, j, i[j] - v[j]);
          v[j] = 0;
        }
      }
    }
  }

  /// From the errors of this layer's own spikes, the gradient.
  ///
  /// @param send whether the input's spikes get their errors
  public void backward(
      float[] weights, StepSpikes in, StepSpikes out, float[] gradient, boolean send) {
    Arrays.fill(lambdaV, 0);
    Arrays.fill(lambdaI, 0);
    if (send) {
      Arrays.fill(in.error, 0, in.size(), 0);
    }
    for (int step = steps - 2; step >= 0; step--) {
      int from = in.first[step];
      int to = in.first[step + 1];
      for (int spike = from; send && spike < to; spike++) {
        in.error[spike] = sent(weights, firstWeight + in.neuron[spike] * neurons);
      }
      for (int j = 0; j < neurons; j++) {
        lambdaI[j] = a * lambdaI[j] + oneMinusA * lambdaV[j];
        lambdaVNext[j] = b * lambdaV[j];
      }
      for (int spike = out.first[step + 1]; spike < out.first[step + 2]; spike++) {
        int j = out.neuron[spike];
        lambdaVNext[j] += (threshold * lambdaV[j] + out.error[spike]) / (out.slope[spike] + TINY);
      }
      System.arraycopy(lambdaVNext, 0, lambdaV, 0, neurons);
      for (int spike = from; spike < to; spike++) {
        int row = firstWeight + in.neuron[spike] * neurons;
        for (int j = 0; j < neurons; j++) {
          gradient[row + j] -= tauS * lambdaI[j];
        }
      }
    }
  }

  private float sent(float[] weights, int row) {
    float error = 0;
    for (int j = 0; j < neurons; j++) {
      error += weights[row + j] * (lambdaV[j] - lambdaI[j]);
    }
    return error;
  }
}
