package org.tradewind.learn;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/// A [RecurrentNetwork] at work on one sample, step by step, by the equations of
/// [AdaptiveDynamics]. It holds no weights.
public final class Recurrent {
  final RecurrentNetwork network;

  /// Potential v, adaptation a, bound A, spike z, surrogate ψ of every neuron in the last step, and
  /// the spikes of the step before.
  final double[] v;

  final double[] a;
  final double[] bound;
  final double[] z;
  final double[] psi;
  final double[] zBefore;
  private final double[] y;

  private final DoubleUnaryOperator spike;
  private final double[] current;
  private final int[] refractory;
  private final double[] spikes;
  private int steps;

  public Recurrent(RecurrentNetwork network) {
    this(network, u -> u > 0 ? 1 : 0);
  }

  /// @param spike z as a function of v − A; a smooth one makes the whole network differentiable
  Recurrent(RecurrentNetwork network, DoubleUnaryOperator spike) {
    this.network = network;
    this.spike = spike;
    int n = network.neurons();
    v = new double[n];
    a = new double[n];
    bound = new double[n];
    z = new double[n];
    psi = new double[n];
    zBefore = new double[n];
    current = new double[n];
    refractory = new int[n];
    spikes = new double[n];
    y = new double[network.outputs()];
  }

  /// Rest, before the first step of a sample.
  public void start() {
    Arrays.fill(v, 0);
    Arrays.fill(a, 0);
    Arrays.fill(z, 0);
    Arrays.fill(refractory, 0);
    Arrays.fill(spikes, 0);
    Arrays.fill(y, 0);
    steps = 0;
  }

  /// One step, whose inputs are those of `input` from `from` on: 0 or 1, or any other value.
  public void step(double[] weights, double[] input, int from) {
    System.arraycopy(z, 0, zBefore, 0, z.length);
    Arrays.fill(current, 0);
    int n = z.length;
    int inputs = network.inputs();
    for (int i = 0; i < inputs; i++) {
      add(weights, i * n, input[from + i]);
    }
    for (int i = 0; i < n; i++) {
      add(weights, (inputs + i) * n, zBefore[i]);
    }
    neurons(network.dynamics());
    readout(weights);
    steps++;
  }

  /// A source's value times its row of weights, onto the neurons' currents.
  private void add(double[] weights, int row, double value) {
    if (value != 0) {
      double[] current = this.current;
      for (int j = 0; j < current.length; j++) {
        current[j] += weights[row + j] * value;
      }
    }
  }

  private void neurons(AdaptiveDynamics d) {
    for (int j = 0; j < z.length; j++) {
      a[j] = d.rho() * a[j] + d.adaptationGain() * zBefore[j];
      double beta = j < network.lif() ? 0 : d.beta();
      double threshold = d.threshold() + beta * a[j];
      double reset = d.reset() == AdaptiveDynamics.Reset.BY_BOUND ? threshold : d.threshold();
      v[j] = d.alpha() * v[j] + d.inputGain() * current[j] - reset * zBefore[j];
      bound[j] = threshold;
      if (refractory[j] > 0) {
        refractory[j]--;
        z[j] = 0;
        psi[j] = 0;
        continue;
      }
      double u = v[j] - threshold;
      z[j] = spike.applyAsDouble(u);
      psi[j] = d.surrogate().at(u);
      if (z[j] > 0) {
        refractory[j] = d.refractorySteps();
        spikes[j] += z[j];
      }
    }
  }

  private void readout(double[] weights) {
    AdaptiveDynamics d = network.dynamics();
    int outputs = y.length;
    for (int k = 0; k < outputs; k++) {
      y[k] *= d.kappa();
    }
    int row = network.firstOutputWeight();
    for (int j = 0; j < z.length; j++, row += outputs) {
      if (z[j] != 0) {
        double value = d.readoutGain() * z[j];
        for (int k = 0; k < outputs; k++) {
          y[k] += weights[row + k] * value;
        }
      }
    }
  }

  /// The readouts after the last step; the next one writes over them.
  public double[] y() {
    return y;
  }

  /// Whether a neuron spiked in the last step.
  public boolean spiked(int neuron) {
    return z[neuron] > 0;
  }

  /// Spikes of a neuron in a step of this sample, on average: f_j.
  public double rate(int neuron) {
    return spikes[neuron] / steps;
  }

  public int steps() {
    return steps;
  }
}
