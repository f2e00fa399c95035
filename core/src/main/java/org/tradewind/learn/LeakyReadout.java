package org.tradewind.learn;

import java.util.Arrays;

/// Readouts that integrate and leak and never spike, exact from event to event: what counts is the
/// greatest voltage that each reaches (Wunderlich and Pehle 2021, the readout of their MNIST
/// network). For the one at t*, with ε(s) = k (e^(-s/tau_m) - e^(-s/tau_s)):
///
/// ```
/// between two inputs   V* = I(t*) at ln( k I tau_m / ((V + k I) tau_s) ) / (1/tau_s - 1/tau_m)
/// dV*/dw_i = ε(t* - t_i)        dV*/dt_i = -w_i ε'(t* - t_i)       for the inputs before t*
/// at an input's time   the same, and dV*/dt_i = (I - V)/tau_m, I before it: the peak moves along
/// ```
///
/// Voltages begin at 0, so no maximum is below 0, and one that is 0 has no gradient. A running
/// thing for one sample, with the weights of others, as [Layer].
public final class LeakyReadout {
  private final double tauM;
  private final double tauS;
  private final double k;
  private final int outputs;
  private final int firstWeight;

  private final double[] v;
  private final double[] i;
  private final double[] vMax;

  /// When each maximum is, how many inputs came before, and the slope of V just before it where it
  /// is at the time of the next input, else 0.
  private final double[] maxMs;

  private final int[] inputsBefore;
  private final double[] slope;

  /// @param firstWeight where the weights begin; from input i to readout n it is number
  ///   `firstWeight + i * outputs + n`
  public LeakyReadout(LifDynamics dynamics, int outputs, int firstWeight) {
    tauM = dynamics.tauMMs();
    tauS = dynamics.tauSMs();
    k = dynamics.k();
    this.outputs = outputs;
    this.firstWeight = firstWeight;
    v = new double[outputs];
    i = new double[outputs];
    vMax = new double[outputs];
    maxMs = new double[outputs];
    inputsBefore = new int[outputs];
    slope = new double[outputs];
  }

  /// @return the greatest voltages, which the next call writes over
  public double[] forward(double[] weights, Spikes in) {
    Arrays.fill(v, 0);
    Arrays.fill(i, 0);
    Arrays.fill(vMax, 0);
    Arrays.fill(inputsBefore, 0);
    int events = in.size();
    for (int event = 0; event < events; event++) {
      double lengthMs =
          event + 1 < events ? in.timeMs[event + 1] - in.timeMs[event] : Double.POSITIVE_INFINITY;
      int row = firstWeight + in.neuron[event] * outputs;
      interval(weights, row, event + 1, in.timeMs[event], lengthMs);
    }
    return vMax;
  }

  private void interval(double[] weights, int row, int before, double startMs, double lengthMs) {
    // after the last input every voltage that rises has a peak and ends at 0
    boolean last = lengthMs == Double.POSITIVE_INFINITY;
    double decayM = StrictMath.exp(-lengthMs / tauM);
    double decayS = StrictMath.exp(-lengthMs / tauS);
    for (int n = 0; n < outputs; n++) {
      double v0 = v[n];
      double i0 = i[n] + weights[row + n];
      double slow = v0 + k * i0;
      double v1 = slow * decayM - k * i0 * decayS;
      double i1 = i0 * decayS;
      if (i0 > v0 && (i1 < v1 || last) && i0 > vMax[n]) {
        double s = StrictMath.log(k * i0 * tauM / (slow * tauS)) / (1 / tauS - 1 / tauM);
        double peak = i0 * StrictMath.exp(-s / tauS);
        if (peak > vMax[n]) {
          maximum(n, peak, startMs + s, before, 0);
        }
      } else if (v1 > vMax[n]) {
        maximum(n, v1, startMs + lengthMs, before, (i1 - v1) / tauM);
      }
      v[n] = v1;
      i[n] = i1;
    }
  }

  private void maximum(int n, double value, double timeMs, int before, double slopeThere) {
    vMax[n] = value;
    maxMs[n] = timeMs;
    inputsBefore[n] = before;
    slope[n] = slopeThere;
  }

  /// From dL/dV* of each readout, adds dL/dw to `gradient` and sets the errors of the input spikes.
  /// Weights and input are those of the last [#forward].
  public void backward(double[] weights, Spikes in, double[] errors, double[] gradient) {
    Arrays.fill(in.error, 0, in.size(), 0);
    for (int n = 0; n < outputs; n++) {
      int before = inputsBefore[n];
      double error = errors[n];
      for (int event = 0; event < before; event++) {
        double s = maxMs[n] - in.timeMs[event];
        double decayM = StrictMath.exp(-s / tauM);
        double decayS = StrictMath.exp(-s / tauS);
        int w = firstWeight + in.neuron[event] * outputs + n;
        gradient[w] += error * k * (decayM - decayS);
        in.error[event] += error * weights[w] * k * (decayM / tauM - decayS / tauS);
      }
      if (slope[n] != 0) {
        in.error[before] += error * slope[n];
      }
    }
  }
}
