package org.tradewind.learn;

import java.util.Arrays;

/// Some neurons of a [RecurrentNetwork], neighbours, with all synapses onto them, for one sample:
/// what [Recurrent] and [Eprop] compute, in single precision. With the decays and gains of
/// [AdaptiveDynamics] rounded once, s_i the value of source i (an input of this step, or 1 where a
/// neuron spiked in the step before), ψ a [SingleSurrogate]:
///
/// ```
/// c_j  = sum of w_ji s_i                        by the sources' numbers, from 0, those that are not 0
/// a_j  = (rho a_j) + (adaptationGain z_j)                       z_j of the step before; adaptive only
/// A_j  = threshold + (beta a_j)                                      threshold without adaptation
/// v_j  = ((alpha v_j) + (inputGain c_j)) − R           R, threshold or A_j by the reset, after a spike
/// u_j  = v_j − A_j      ψ_j = ψ(u_j)      z_j = 1 if u_j > 0 and it is not refractory (then ψ_j = 0)
///
/// ε_v,i  = (alpha ε_v,i) + (inputGain s_i)                                      once for all neurons
/// e_ji   = ψ_j ε_v,i                                                           without adaptation
/// e_ji   = ψ_j (ε_v,i − (beta ε_a,ji))      ε_a,ji = (rho ε_a,ji) + (adaptationGain e_ji)      with
/// ē_ji   = (kappa ē_ji) + (readoutGain e_ji)
/// E_ji   = E_ji + ē_ji
///
/// L_j    = sum of B_jk err_k                              by the readouts' numbers, from 0
/// g_ji   = g_ji + (L_j E_ji)                                            none for a neuron with itself
/// ```
///
/// One rounding an operation, in the order written. No sum is over synapses of different neurons,
/// so it does not matter how neurons are shared among cores. The weight from source i to neuron j
/// of these, counted from 0, is number `i * neurons + j`; so are the traces, those of adaptation
/// without the neurons that have none.
public final class SingleEprop {
  private final Constants c;
  private final int inputs;
  private final int sources;
  private final int from;
  private final int neurons;
  private final int lif;

  private final float[] v;
  private final float[] a;
  private final float[] psi;
  private final float[] current;
  private final float[] signal;
  private final int[] refractory;
  private final boolean[] spiked;
  private final float[] epsilonV;
  private final float[] epsilonA;
  private final float[] filtered;
  private final float[] sum;

  /// What the equations have beside weights, rounded once.
  public record Constants(
      float threshold,
      float alpha,
      float inputGain,
      float rho,
      float adaptationGain,
      float beta,
      float kappa,
      float readoutGain,
      int refractorySteps,
      boolean resetsByBound,
      SingleSurrogate surrogate) {
    public static Constants of(AdaptiveDynamics d) {
      return new Constants(
          (float) d.threshold(),
          (float) d.alpha(),
          (float) d.inputGain(),
          (float) d.rho(),
          (float) d.adaptationGain(),
          (float) d.beta(),
          (float) d.kappa(),
          (float) d.readoutGain(),
          d.refractorySteps(),
          d.reset() == AdaptiveDynamics.Reset.BY_BOUND,
          SingleSurrogate.of(d.surrogate()));
    }
  }

  /// All neurons of a network.
  public SingleEprop(RecurrentNetwork network) {
    this(
        Constants.of(network.dynamics()),
        network.inputs(),
        network.neurons(),
        0,
        network.neurons(),
        network.lif());
  }

  /// @param all neurons of the network
  /// @param from the first of these
  /// @param neurons how many these are
  /// @param lif how many of these, the first, have a fixed threshold
  public SingleEprop(Constants constants, int inputs, int all, int from, int neurons, int lif) {
    c = constants;
    this.inputs = inputs;
    this.from = from;
    this.neurons = neurons;
    this.lif = lif;
    sources = inputs + all;
    v = new float[neurons];
    a = new float[neurons];
    psi = new float[neurons];
    current = new float[neurons];
    signal = new float[neurons];
    refractory = new int[neurons];
    spiked = new boolean[neurons];
    epsilonV = new float[sources];
    epsilonA = new float[sources * (neurons - lif)];
    filtered = new float[sources * neurons];
    sum = new float[sources * neurons];
  }

  /// Rest and no traces, before the first step of a sample.
  public void begin() {
    Arrays.fill(v, 0);
    Arrays.fill(a, 0);
    Arrays.fill(refractory, 0);
    Arrays.fill(spiked, false);
    Arrays.fill(epsilonV, 0);
    Arrays.fill(epsilonA, 0);
    Arrays.fill(filtered, 0);
    Arrays.fill(sum, 0);
  }

  /// One step of the neurons.
  ///
  /// @param frame has the inputs of this step from `at` on
  /// @param before of all neurons of the network, which spiked in the step before
  public void integrate(float[] weights, float[] frame, int at, boolean[] before) {
    Arrays.fill(current, 0);
    for (int i = 0; i < inputs; i++) {
      float value = frame[at + i];
      if (value != 0) {
        receive(weights, i * neurons, value);
      }
    }
    for (int i = inputs; i < sources; i++) {
      if (before[i - inputs]) {
        receive(weights, i * neurons, 1);
      }
    }
    for (int j = 0; j < neurons; j++) {
      integrate(j);
    }
  }

  private void receive(float[] weights, int row, float value) {
    float[] current = this.current;
    for (int j = 0; j < current.length; j++) {
      current[j] += weights[row + j] * value;
    }
  }

  private void integrate(int j) {
    float bound = c.threshold;
    if (j >= lif) {
      a[j] = spiked[j] ? c.rho * a[j] + c.adaptationGain : c.rho * a[j];
      bound += c.beta * a[j];
    }
    v[j] = c.alpha * v[j] + c.inputGain * current[j];
    if (spiked[j]) {
      v[j] -= c.resetsByBound ? bound : c.threshold;
    }
    if (refractory[j] > 0) {
      refractory[j]--;
      psi[j] = 0;
      spiked[j] = false;
      return;
    }
    float u = v[j] - bound;
    psi[j] = c.surrogate.at(u);
    spiked[j] = u > 0;
    if (spiked[j]) {
      refractory[j] = c.refractorySteps;
    }
  }

  /// The same step of all traces, after [#integrate] and with the same.
  public void trace(float[] frame, int at, boolean[] before) {
    for (int i = 0; i < sources; i++) {
      float decayed = c.alpha * epsilonV[i];
      if (i < inputs) {
        decayed += c.inputGain * frame[at + i];
      } else if (before[i - inputs]) {
        decayed += c.inputGain;
      }
      epsilonV[i] = decayed;
      fixed(i, decayed);
      adaptive(i, decayed);
    }
  }

  private void fixed(int source, float trace) {
    float kappa = c.kappa;
    float gain = c.readoutGain;
    float[] psi = this.psi;
    float[] filtered = this.filtered;
    float[] sum = this.sum;
    int row = source * neurons;
    for (int j = 0; j < lif; j++) {
      float e = psi[j] * trace;
      float bar = kappa * filtered[row + j] + gain * e;
      filtered[row + j] = bar;
      sum[row + j] += bar;
    }
  }

  private void adaptive(int source, float trace) {
    float kappa = c.kappa;
    float gain = c.readoutGain;
    float beta = c.beta;
    float rho = c.rho;
    float adaptationGain = c.adaptationGain;
    float[] psi = this.psi;
    float[] epsilonA = this.epsilonA;
    float[] filtered = this.filtered;
    float[] sum = this.sum;
    int adaptive = neurons - lif;
    int ofA = source * adaptive;
    int row = source * neurons + lif;
    for (int j = 0; j < adaptive; j++) {
      float e = psi[lif + j] * (trace - beta * epsilonA[ofA + j]);
      epsilonA[ofA + j] = rho * epsilonA[ofA + j] + adaptationGain * e;
      float bar = kappa * filtered[row + j] + gain * e;
      filtered[row + j] = bar;
      sum[row + j] += bar;
    }
  }

  /// Adds the gradient of the sample to `gradient`.
  ///
  /// @param feedback has B_jk of these neurons, number `at + j * stride + k`
  /// @param error err_k, of the readouts' mean
  public void learn(float[] feedback, int at, int stride, float[] error, float[] gradient) {
    signals(feedback, at, stride, error);
    for (int i = 0; i < sources; i++) {
      int self = i - inputs - from;
      int row = i * neurons;
      float kept = self >= 0 && self < neurons ? gradient[row + self] : 0;
      for (int j = 0; j < neurons; j++) {
        gradient[row + j] += signal[j] * sum[row + j];
      }
      if (self >= 0 && self < neurons) {
        gradient[row + self] = kept;
      }
    }
  }

  /// The gradient of the sample alone, where E was: what [#learn] adds to 0, for who has no room
  /// for both.
  public float[] learnInPlace(float[] feedback, int at, int stride, float[] error) {
    signals(feedback, at, stride, error);
    for (int i = 0; i < sources; i++) {
      int self = i - inputs - from;
      int row = i * neurons;
      for (int j = 0; j < neurons; j++) {
        sum[row + j] = j == self ? 0 : 0 + signal[j] * sum[row + j]; // so that no 0 is negative
      }
    }
    return sum;
  }

  private void signals(float[] feedback, int at, int stride, float[] error) {
    for (int j = 0; j < neurons; j++) {
      float l = 0;
      for (int k = 0; k < error.length; k++) {
        l += feedback[at + j * stride + k] * error[k];
      }
      signal[j] = l;
    }
  }

  /// Whether a neuron of these spiked in the last step.
  public boolean spiked(int neuron) {
    return spiked[neuron];
  }

  // ── its state, as a core keeps it in memory; nobody else may change it ──

  public float[] v() {
    return v;
  }

  /// Adaptations; those of neurons without stay 0.
  public float[] a() {
    return a;
  }

  /// Of the last step.
  public float[] psi() {
    return psi;
  }

  /// Steps for which each neuron is refractory yet.
  public int[] refractory() {
    return refractory;
  }

  /// By sources.
  public float[] epsilonV() {
    return epsilonV;
  }

  public float[] epsilonA() {
    return epsilonA;
  }

  /// ē.
  public float[] filtered() {
    return filtered;
  }

  /// E.
  public float[] sum() {
    return sum;
  }

  public void setSpiked(int neuron, boolean didSpike) {
    spiked[neuron] = didSpike;
  }
}
