package org.tradewind.learn;

import java.util.Arrays;

/// e-prop (Bellec et al. 2020): the gradient as a sum over time of a learning signal, which a
/// neuron is sent, times an eligibility trace, which a synapse keeps. Nothing goes back in time.
///
/// For the synapse from source i, of value s_i (an input of this step, a neuron's spike of the step
/// before), to neuron j, with the names of [AdaptiveDynamics] and ψ of its surrogate:
///
/// ```
/// ε_v,i  = alpha ε_v,i + inputGain s_i                                    (equation 14)
/// e_ji   = ψ_j ( ε_v,i − beta ε_a,ji )                                    (22, 25)
/// ε_a,ji = rho ε_a,ji + adaptationGain e_ji                               (24), for the next step
/// ē_ji   = kappa ē_ji + readoutGain e_ji                                  (the filter F_κ of 28)
/// dE/dW_ji   = sum_t L_j ē_ji + (c/T) (f_j − f*) sum_t e_ji    L_j = sum_k B_jk err_k      (4, 28)
/// dE/dW_kj^out = sum_t err_k F_j      F_j = kappa F_j + readoutGain z_j
/// ```
///
/// with err_k = dE/dy_k. What the reset does to the potential is not followed, nor how a spike
/// comes back through other neurons: [Bptt] follows that. For B = W_out, the symmetric feedback,
/// and without recurrent connections, both gradients are the same.
///
/// A running thing for one sample; it holds no weights.
public final class Eprop {
  private final RecurrentNetwork network;
  private final Recurrent recurrent;

  private final double[] epsilonV;
  private final double[] epsilonA;
  private final double[] filtered;
  private final double[] outFiltered;

  /// Sums over the sample: of e, of ē and of F.
  private final double[] eligibility;

  private final double[] filteredSum;
  private final double[] outFilteredSum;

  private final double[] signal;

  public Eprop(RecurrentNetwork network) {
    this(network, new Recurrent(network));
  }

  Eprop(RecurrentNetwork network, Recurrent recurrent) {
    this.network = network;
    this.recurrent = recurrent;
    int synapses = network.firstOutputWeight();
    epsilonV = new double[network.sources()];
    epsilonA = new double[synapses];
    filtered = new double[synapses];
    eligibility = new double[synapses];
    filteredSum = new double[synapses];
    outFiltered = new double[network.neurons()];
    outFilteredSum = new double[network.neurons()];
    signal = new double[network.neurons()];
  }

  /// Rest and no traces, before the first step of a sample.
  public void start() {
    recurrent.start();
    for (double[] trace :
        new double[][] {
          epsilonV, epsilonA, filtered, eligibility, filteredSum, outFiltered, outFilteredSum
        }) {
      Arrays.fill(trace, 0);
    }
  }

  /// One step of the network and of all traces.
  public void step(double[] weights, double[] input, int from) {
    recurrent.step(weights, input, from);
    AdaptiveDynamics d = network.dynamics();
    int inputs = network.inputs();
    int neurons = network.neurons();
    for (int i = 0; i < epsilonV.length; i++) {
      double source = i < inputs ? input[from + i] : recurrent.zBefore[i - inputs];
      epsilonV[i] = d.alpha() * epsilonV[i] + d.inputGain() * source;
      fixed(i * neurons, epsilonV[i]);
      adaptive(i * neurons, epsilonV[i]);
    }
    for (int j = 0; j < neurons; j++) {
      outFiltered[j] = d.kappa() * outFiltered[j] + d.readoutGain() * recurrent.z[j];
      outFilteredSum[j] += outFiltered[j];
    }
  }

  /// The synapses of a source onto neurons without adaptation, where e = ψ ε_v.
  private void fixed(int row, double trace) {
    double kappa = network.dynamics().kappa();
    double gain = network.dynamics().readoutGain();
    int lif = network.lif();
    double[] psi = recurrent.psi;
    for (int j = 0; j < lif; j++) {
      double e = psi[j] * trace;
      double bar = kappa * filtered[row + j] + gain * e;
      filtered[row + j] = bar;
      eligibility[row + j] += e;
      filteredSum[row + j] += bar;
    }
  }

  private void adaptive(int row, double trace) {
    double kappa = network.dynamics().kappa();
    double gain = network.dynamics().readoutGain();
    double beta = network.dynamics().beta();
    double rho = network.dynamics().rho();
    double adaptationGain = network.dynamics().adaptationGain();
    int neurons = network.neurons();
    double[] psi = recurrent.psi;
    for (int j = network.lif(); j < neurons; j++) {
      int s = row + j;
      double e = psi[j] * (trace - beta * epsilonA[s]);
      epsilonA[s] = rho * epsilonA[s] + adaptationGain * e;
      double bar = kappa * filtered[s] + gain * e;
      filtered[s] = bar;
      eligibility[s] += e;
      filteredSum[s] += bar;
    }
  }

  /// Adds the gradient of the last step alone to `gradient`: learning online.
  ///
  /// @param feedback B_jk, number `j * outputs + k`
  /// @param error err_k, dE/dy_k of this step
  public void learn(double[] feedback, double[] error, double[] gradient) {
    learn(feedback, error, filtered, outFiltered, gradient);
  }

  /// Adds the gradient of the whole sample for an error that is the same in every step, and so may
  /// be known only after the last: learning by the sample.
  public void learnSample(double[] feedback, double[] error, double[] gradient) {
    learn(feedback, error, filteredSum, outFilteredSum, gradient);
  }

  private void learn(
      double[] feedback, double[] error, double[] traces, double[] outTraces, double[] gradient) {
    int neurons = network.neurons();
    int outputs = network.outputs();
    int out = network.firstOutputWeight();
    for (int j = 0; j < neurons; j++) {
      double sum = 0;
      for (int k = 0; k < outputs; k++) {
        sum += feedback[j * outputs + k] * error[k];
        gradient[out + j * outputs + k] += error[k] * outTraces[j];
      }
      signal[j] = sum;
    }
    addProducts(signal, traces, gradient);
  }

  /// Adds the gradient of the rates of this sample, E = (c/2) sum_j (f_j − f*)².
  ///
  /// @param c its weight
  /// @param rate f*, in spikes a step
  public void regularise(double c, double rate, double[] gradient) {
    for (int j = 0; j < signal.length; j++) {
      signal[j] = c * (recurrent.rate(j) - rate) / recurrent.steps();
    }
    addProducts(signal, eligibility, gradient);
  }

  /// Neuron's signal times synapse's trace; nothing for a neuron's synapse with itself.
  private void addProducts(double[] signal, double[] traces, double[] gradient) {
    int neurons = network.neurons();
    int inputs = network.inputs();
    int sources = network.sources();
    for (int i = 0, row = 0; i < sources; i++, row += neurons) {
      double kept = i < inputs ? 0 : gradient[row + i - inputs];
      for (int j = 0; j < neurons; j++) {
        gradient[row + j] += signal[j] * traces[row + j];
      }
      if (i >= inputs) {
        gradient[row + i - inputs] = kept;
      }
    }
  }

  /// The network itself: its readouts, spikes and rates.
  public Recurrent network() {
    return recurrent;
  }
}
