package org.tradewind.learn;

import java.util.Arrays;

/// One layer for one sample: forward from event to event, and back along the adjoint, both exact
/// (Wunderlich and Pehle 2021, table 1).
///
/// Backward, with λ_V and λ_I for each neuron, 0 after the last event, and s running back in time:
///
/// ```
/// between events          tau_m dλ_V/ds = -λ_V        tau_s dλ_I/ds = -λ_I + λ_V
///   so, over s            λ_I <- λ_I e^(-s/tau_s) + K(s) λ_V,   λ_V <- λ_V e^(-s/tau_m)
///                         K(s) = tau_m / (tau_m - tau_s) ( e^(-s/tau_m) - e^(-s/tau_s) )
/// at a spike of its own   λ_V <- ( I λ_V + dL/dt ) / ( I - threshold )
/// at an input from i      dL/dw_ij += -tau_s λ_I,j        dL/dt_i = sum_j w_ij (λ_V,j - λ_I,j)
/// ```
///
/// where (I - threshold) / tau_m is the slope of V at the spike. A running thing: it holds the
/// state of one sample and no weights. The weight from input i to neuron j is number `firstWeight +
/// i * neurons + j` of the array that it is given.
public final class Layer {
  private final double tauM;
  private final double tauS;
  private final double threshold;
  private final double k;
  private final Crossing crossing;
  private final int neurons;
  private final int firstWeight;

  private final double[] v;
  private final double[] i;
  private final Spikes out = new Spikes();

  private final double[] lambdaV;
  private final double[] lambdaI;

  /// The time that a neuron's λ are of.
  private final double[] lambdaMs;

  /// @param neurons how many neurons the layer has
  /// @param firstWeight where its weights begin
  public Layer(LifDynamics dynamics, int neurons, int firstWeight) {
    tauM = dynamics.tauMMs();
    tauS = dynamics.tauSMs();
    threshold = dynamics.threshold();
    k = dynamics.k();
    crossing = new Crossing(dynamics);
    this.neurons = neurons;
    this.firstWeight = firstWeight;
    v = new double[neurons];
    i = new double[neurons];
    lambdaV = new double[neurons];
    lambdaI = new double[neurons];
    lambdaMs = new double[neurons];
  }

  /// From rest, all spikes that the input causes.
  ///
  /// @return this layer's own list, which the next call fills again
  public Spikes forward(double[] weights, Spikes in) {
    Arrays.fill(v, 0);
    Arrays.fill(i, 0);
    out.clear();
    int events = in.size();
    for (int event = 0; event < events; event++) {
      double lengthMs =
          event + 1 < events ? in.timeMs[event + 1] - in.timeMs[event] : Double.POSITIVE_INFINITY;
      int row = firstWeight + in.neuron[event] * neurons;
      interval(weights, row, event + 1, in.timeMs[event], lengthMs);
    }
    return out;
  }

  /// An input spike, and the time until the next.
  private void interval(double[] weights, int row, int before, double startMs, double lengthMs) {
    double[] v = this.v;
    double[] i = this.i;
    if (lengthMs == 0) {
      for (int j = 0; j < neurons; j++) {
        i[j] += weights[row + j];
      }
      return;
    }
    boolean last = lengthMs == Double.POSITIVE_INFINITY;
    double decayM = StrictMath.exp(-lengthMs / tauM);
    double decayS = StrictMath.exp(-lengthMs / tauS);
    double k = this.k;
    double threshold = this.threshold;
    int firstSpike = out.size();
    for (int j = 0; j < neurons; j++) {
      double i0 = i[j] + weights[row + j];
      double v0 = v[j];
      double v1 = (v0 + k * i0) * decayM - k * i0 * decayS;
      double i1 = i0 * decayS;
      // no exponential, unless V ends above the threshold or passes a maximum on the way
      if (i0 > v0 && (v1 > threshold || i1 < v1 || last)) {
        spikes(j, v0, i0, firstSpike, before, startMs, lengthMs);
      } else {
        v[j] = v1;
        i[j] = i1;
      }
    }
  }

  /// The spikes of one neuron in an interval, if there are any.
  private void spikes(
      int j, double v0, double i0, int firstSpike, int before, double startMs, double lengthMs) {
    double endMs = startMs + lengthMs;
    double now = startMs;
    double left = lengthMs;
    double potential = v0;
    double current = i0;
    double s = crossing.first(potential, current, left);
    while (s < Crossing.NONE) {
      potential = 0;
      current *= StrictMath.exp(-s / tauS);
      left -= s;
      now = Math.min(now + s, endMs);
      out.insert(firstSpike, now, j, current, before);
      s = crossing.first(potential, current, left);
    }
    double decayM = StrictMath.exp(-left / tauM);
    double decayS = StrictMath.exp(-left / tauS);
    v[j] = (potential + k * current) * decayM - k * current * decayS;
    i[j] = current * decayS;
  }

  /// From the errors of the spikes of the last [#forward], adds dL/dw to `gradient` and sets the
  /// errors of the input spikes. Weights and input are those of that call.
  public void backward(double[] weights, Spikes in, double[] gradient) {
    Arrays.fill(lambdaV, 0);
    Arrays.fill(lambdaI, 0);
    Arrays.fill(lambdaMs, 0);
    int spike = out.size() - 1;
    for (int event = in.size() - 1; event >= 0; event--) {
      while (spike >= 0 && out.inputsBefore[spike] > event) {
        ownSpike(spike--);
      }
      int row = firstWeight + in.neuron[event] * neurons;
      double nextMs = event + 1 < in.size() ? in.timeMs[event + 1] : Double.POSITIVE_INFINITY;
      in.error[event] = inputSpike(weights, gradient, row, in.timeMs[event], nextMs);
    }
  }

  private void ownSpike(int spike) {
    int j = out.neuron[spike];
    double timeMs = out.timeMs[spike];
    double current = out.current[spike];
    if (lambdaV[j] != 0 || lambdaI[j] != 0) {
      double s = lambdaMs[j] - timeMs;
      double decayM = StrictMath.exp(-s / tauM);
      double decayS = StrictMath.exp(-s / tauS);
      lambdaI[j] = lambdaI[j] * decayS + tauM / (tauM - tauS) * (decayM - decayS) * lambdaV[j];
      lambdaV[j] *= decayM;
    }
    lambdaV[j] = (current * lambdaV[j] + out.error[spike]) / (current - threshold);
    lambdaMs[j] = timeMs;
  }

  /// @param nextMs when the next input came: most neurons' λ are of that time
  /// @return dL/dt of this input spike
  private double inputSpike(
      double[] weights, double[] gradient, int row, double timeMs, double nextMs) {
    double[] lambdaV = this.lambdaV;
    double[] lambdaI = this.lambdaI;
    double[] lambdaMs = this.lambdaMs;
    double kappa = tauM / (tauM - tauS);
    double sharedM = StrictMath.exp((timeMs - nextMs) / tauM);
    double sharedS = StrictMath.exp((timeMs - nextMs) / tauS);
    double error = 0;
    for (int j = 0; j < neurons; j++) {
      double lV = lambdaV[j];
      double lI = lambdaI[j];
      if (lV == 0 && lI == 0) {
        continue;
      }
      double decayM = sharedM;
      double decayS = sharedS;
      if (lambdaMs[j] != nextMs) {
        decayM = StrictMath.exp((timeMs - lambdaMs[j]) / tauM);
        decayS = StrictMath.exp((timeMs - lambdaMs[j]) / tauS);
      }
      lI = lI * decayS + kappa * (decayM - decayS) * lV;
      lV *= decayM;
      lambdaI[j] = lI;
      lambdaV[j] = lV;
      lambdaMs[j] = timeMs;
      gradient[row + j] -= tauS * lI;
      error += weights[row + j] * (lV - lI);
    }
    return error;
  }
}
