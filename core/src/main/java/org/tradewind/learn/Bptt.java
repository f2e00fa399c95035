package org.tradewind.learn;

import java.util.Arrays;
import org.tradewind.pe.Layout;

/// Back-propagation through time for the same networks with the same surrogate: what e-prop is
/// compared with. It keeps every step of a sample, and goes back through them:
///
/// ```
/// gy^t = err^t + kappa gy^(t+1)
/// gz^t = readoutGain W_out gy^t + inputGain W_rec gv^(t+1) + adaptationGain ga^(t+1) + (c/T)(f − f*)
///        − R^(t+1) gv^(t+1)                                    if the reset is followed
/// gv^t = ψ^t gz^t + alpha gv^(t+1)
/// ga^t = rho ga^(t+1) − beta ψ^t gz^t  ( − beta z^(t-1) gv^t   if it is, and R is the bound )
/// dE/dW_in = sum_t inputGain x^t gv^t      dE/dW_rec = sum_t inputGain z^(t-1) gv^t
/// dE/dW_out = sum_t readoutGain z^t gy^t
/// ```
///
/// where g is dE/d of each, by everything that comes after.
public final class Bptt {
  private final RecurrentNetwork network;
  private final Recurrent recurrent;
  private final boolean throughReset;

  private int steps;

  /// Of each step in turn.
  private double[] psi = {};

  private double[] z = {};
  private double[] bound = {};
  private double[] inputs = {};

  private final double[] gz;
  private final double[] gv;
  private final double[] ga;
  private final double[] gy;
  private final double[] rateTerm;

  /// @param throughReset whether a spike's effect on its own potential is followed; e-prop does not
  public Bptt(RecurrentNetwork network, boolean throughReset) {
    this(network, throughReset, new Recurrent(network));
  }

  Bptt(RecurrentNetwork network, boolean throughReset, Recurrent recurrent) {
    this.network = network;
    this.throughReset = throughReset;
    this.recurrent = recurrent;
    int n = network.neurons();
    gz = new double[n];
    gv = new double[n];
    ga = new double[n];
    gy = new double[network.outputs()];
    rateTerm = new double[n];
  }

  public void start() {
    recurrent.start();
    steps = 0;
  }

  /// One step of the network, remembered.
  public void step(double[] weights, double[] input, int from) {
    recurrent.step(weights, input, from);
    int n = network.neurons();
    int first = steps * n;
    if (psi.length < first + n) {
      grow(Math.max(16, 2 * (steps + 1)));
    }
    System.arraycopy(recurrent.psi, 0, psi, first, n);
    System.arraycopy(recurrent.z, 0, z, first, n);
    System.arraycopy(recurrent.bound, 0, bound, first, n);
    System.arraycopy(input, from, inputs, steps * network.inputs(), network.inputs());
    steps++;
  }

  private void grow(int capacity) {
    psi = Arrays.copyOf(psi, capacity * network.neurons());
    z = Arrays.copyOf(z, capacity * network.neurons());
    bound = Arrays.copyOf(bound, capacity * network.neurons());
    inputs = Arrays.copyOf(inputs, capacity * network.inputs());
  }

  /// Adds the gradient of the sample to `gradient`.
  ///
  /// @param errors err_k^t = dE/dy_k^t by y alone, number `t * outputs + k`
  /// @param c weight of the rates' term E = (c/2) sum_j (f_j − f*)²; 0 is none
  /// @param rate f*, in spikes a step
  public void learn(double[] weights, double[] errors, double c, double rate, double[] gradient) {
    Arrays.fill(gv, 0);
    Arrays.fill(ga, 0);
    Arrays.fill(gy, 0);
    for (int j = 0; j < rateTerm.length; j++) {
      rateTerm[j] = c == 0 ? 0 : c * (recurrent.rate(j) - rate) / steps;
    }
    for (int t = steps - 1; t >= 0; t--) {
      readout(weights, errors, t, gradient);
      fromRecurrent(weights);
      neurons(t);
      synapses(t, gradient);
    }
  }

  /// gy, its weights' gradient, and what it sends to gz.
  private void readout(double[] weights, double[] errors, int t, double[] gradient) {
    AdaptiveDynamics d = network.dynamics();
    int outputs = gy.length;
    int n = gz.length;
    for (int k = 0; k < outputs; k++) {
      gy[k] = errors[t * outputs + k] + d.kappa() * gy[k];
    }
    int row = network.firstOutputWeight();
    for (int j = 0; j < n; j++, row += outputs) {
      double sum = 0;
      for (int k = 0; k < outputs; k++) {
        sum += weights[row + k] * gy[k];
        gradient[row + k] += d.readoutGain() * z[t * n + j] * gy[k];
      }
      gz[j] = d.readoutGain() * sum + rateTerm[j];
    }
  }

  /// What the spikes of this step did to other neurons in the next.
  private void fromRecurrent(double[] weights) {
    double gain = network.dynamics().inputGain();
    int n = gz.length;
    int row = network.firstRecurrentWeight();
    for (int i = 0; i < n; i++, row += n) {
      double sum = 0;
      for (int j = 0; j < n; j++) {
        sum += weights[row + j] * gv[j];
      }
      gz[i] += gain * sum;
    }
  }

  private void neurons(int t) {
    AdaptiveDynamics d = network.dynamics();
    boolean byBound = d.reset() == AdaptiveDynamics.Reset.BY_BOUND;
    int n = gz.length;
    for (int j = 0; j < n; j++) {
      double beta = j < network.lif() ? 0 : d.beta();
      double g = gz[j] + d.adaptationGain() * ga[j];
      if (throughReset && t + 1 < steps) {
        g -= (byBound ? bound[(t + 1) * n + j] : d.threshold()) * gv[j];
      }
      double spike = psi[t * n + j] * g;
      gv[j] = spike + d.alpha() * gv[j];
      ga[j] = d.rho() * ga[j] - beta * spike;
      if (throughReset && byBound && t > 0) {
        ga[j] -= beta * z[(t - 1) * n + j] * gv[j];
      }
    }
  }

  private void synapses(int t, double[] gradient) {
    double gain = network.dynamics().inputGain();
    int n = gz.length;
    int count = network.inputs();
    for (int i = 0; i < count; i++) {
      add(gradient, i * n, gain * inputs[t * count + i], -1);
    }
    if (t > 0) {
      for (int i = 0; i < n; i++) {
        add(gradient, (count + i) * n, gain * z[(t - 1) * n + i], i);
      }
    }
  }

  private void add(double[] gradient, int row, double value, int except) {
    if (value == 0) {
      return;
    }
    for (int j = 0; j < gv.length; j++) {
      if (j != except) {
        gradient[row + j] += value * gv[j];
      }
    }
  }

  /// What a core would keep to learn from samples of so many steps, in single precision and with
  /// Adam's moments: what e-prop's cores are compared with. Spikes are bytes.
  public static Layout layout(RecurrentNetwork network, int steps) {
    int weights = 4 * network.weights();
    int neurons = 4 * network.neurons();
    int outputs = 4 * network.outputs();
    return new Layout()
        .with("weights", weights)
        .with("m", weights)
        .with("v", weights)
        .with("gradient", weights)
        .with("surrogates of all steps", steps * neurons)
        .with("bounds of all steps", steps * neurons)
        .with("spikes of all steps", steps * network.neurons())
        .with("inputs of all steps", 4 * steps * network.inputs())
        .with("potentials, adaptations, currents", 3 * neurons)
        .with("their gradients", 3 * neurons)
        .with("readouts, their sums, errors and gradients", 4 * outputs);
  }

  /// The network itself: its readouts, spikes and rates.
  public Recurrent network() {
    return recurrent;
  }
}
