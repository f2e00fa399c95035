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

  private final Constants constants;
  private final int steps;
  private final int neurons;
  private final int firstWeight;

  private final float[] v;
  private final float[] i;
  private final float[] lambdaV;
  private final float[] lambdaI;
  private final float[] sum;

  /// What the equations have beside weights, rounded once.
  ///
  /// @param a e^(-dt/tau_s)
  /// @param b e^(-dt/tau_m)
  /// @param tauS in ms
  public record Constants(
      float a, float b, float oneMinusA, float oneMinusB, float tauS, float threshold) {
    public static Constants of(LifDynamics dynamics, double dtMs) {
      double a = StrictMath.exp(-dtMs / dynamics.tauSMs());
      double b = StrictMath.exp(-dtMs / dynamics.tauMMs());
      return new Constants(
          (float) a,
          (float) b,
          (float) (1 - a),
          (float) (1 - b),
          (float) dynamics.tauSMs(),
          (float) dynamics.threshold());
    }
  }

  public SteppedLayer(LifDynamics dynamics, double dtMs, int steps, int neurons, int firstWeight) {
    this(Constants.of(dynamics, dtMs), steps, neurons, firstWeight);
  }

  public SteppedLayer(Constants constants, int steps, int neurons, int firstWeight) {
    this.constants = constants;
    this.steps = steps;
    this.neurons = neurons;
    this.firstWeight = firstWeight;
    v = new float[neurons];
    i = new float[neurons];
    lambdaV = new float[neurons];
    lambdaI = new float[neurons];
    sum = new float[neurons];
  }

  /// Writes this layer's spikes over `out`.
  public void forward(float[] weights, StepSpikes in, StepSpikes out) {
    begin();
    out.clear();
    for (int step = 1; step < steps; step++) {
      for (int spike = in.first[step - 1]; spike < in.first[step]; spike++) {
        receive(weights, in.neuron[spike]);
      }
      integrate(step, out);
    }
  }

  /// From the errors of this layer's own spikes, the gradient.
  ///
  /// @param send whether the input's spikes get their errors
  public void backward(
      float[] weights, StepSpikes in, StepSpikes out, float[] gradient, boolean send) {
    if (send) {
      Arrays.fill(in.error, 0, in.size(), 0);
    }
    for (int step = steps - 2; step >= 0; step--) {
      int from = in.first[step];
      int to = in.first[step + 1];
      for (int spike = from; send && spike < to; spike++) {
        in.error[spike] = error(weights, in.neuron[spike]);
      }
      adjoint(step, out);
      for (int spike = from; spike < to; spike++) {
        differentiate(in.neuron[spike], gradient);
      }
    }
  }

  // ── step by step, as a core goes ──

  /// Forgets the last sample.
  public void begin() {
    Arrays.fill(v, 0);
    Arrays.fill(i, 0);
    Arrays.fill(lambdaV, 0);
    Arrays.fill(lambdaI, 0);
    Arrays.fill(sum, 0);
  }

  /// An input spike of the step before the one that is integrated next.
  public void receive(float[] weights, int input) {
    int row = firstWeight + input * neurons;
    float[] sum = this.sum;
    for (int j = 0; j < sum.length; j++) {
      sum[j] += weights[row + j];
    }
  }

  /// A step forward: adds its spikes to `out`.
  public void integrate(int step, StepSpikes out) {
    float a = constants.a;
    float b = constants.b;
    float oneMinusB = constants.oneMinusB;
    float threshold = constants.threshold;
    float[] v = this.v;
    float[] i = this.i;
    float[] sum = this.sum;
    for (int j = 0; j < v.length; j++) {
      i[j] = a * i[j] + sum[j];
      sum[j] = 0;
      v[j] = b * v[j] + oneMinusB * i[j];
      if (v[j] > threshold) {
        out.add(step, j, i[j] - v[j]);
        v[j] = 0;
      }
    }
  }

  /// The error of an input spike of the step that comes next on the way back.
  public float error(float[] weights, int input) {
    int row = firstWeight + input * neurons;
    float[] lambdaV = this.lambdaV;
    float[] lambdaI = this.lambdaI;
    float error = 0;
    for (int j = 0; j < lambdaV.length; j++) {
      error += weights[row + j] * (lambdaV[j] - lambdaI[j]);
    }
    return error;
  }

  /// A step back to `step`, from the errors of this layer's spikes in the step after it.
  public void adjoint(int step, StepSpikes out) {
    float a = constants.a;
    float b = constants.b;
    float oneMinusA = constants.oneMinusA;
    float threshold = constants.threshold;
    float[] lambdaV = this.lambdaV;
    float[] lambdaI = this.lambdaI;
    int spike = out.first[step + 1];
    int to = out.first[step + 2];
    for (int j = 0; j < lambdaV.length; j++) {
      float old = lambdaV[j];
      lambdaI[j] = a * lambdaI[j] + oneMinusA * old;
      lambdaV[j] = b * old;
      if (spike < to && out.neuron[spike] == j) {
        lambdaV[j] += (threshold * old + out.error[spike]) / (out.slope[spike] + TINY);
        spike++;
      }
    }
  }

  /// What an input spike of the step that [#adjoint] came to adds to the gradient.
  public void differentiate(int input, float[] gradient) {
    int row = firstWeight + input * neurons;
    float tauS = constants.tauS;
    float[] lambdaI = this.lambdaI;
    for (int j = 0; j < lambdaI.length; j++) {
      gradient[row + j] -= tauS * lambdaI[j];
    }
  }

  // ── its state, by neurons, as a core keeps it in memory ──

  public float[] v() {
    return v;
  }

  public float[] i() {
    return i;
  }

  public float[] lambdaV() {
    return lambdaV;
  }

  public float[] lambdaI() {
    return lambdaI;
  }
}
