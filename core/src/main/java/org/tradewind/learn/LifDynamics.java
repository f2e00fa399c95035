package org.tradewind.learn;

/// The neuron of EventProp, in continuous time (Wunderlich and Pehle 2021, equations 1 and 2):
///
/// ```
/// tau_m dV/dt = -V + I        tau_s dI/dt = -I
/// input spike from i:  I <- I + w_i        V > threshold:  a spike, V <- 0
/// ```
///
/// So between two events, s after the first, with k = tau_s / (tau_m - tau_s),
///
/// ```
/// I(s) = I e^(-s/tau_s)        V(s) = (V + k I) e^(-s/tau_m) - k I e^(-s/tau_s)
/// ```
///
/// @param tauMMs time constant of the membrane; other than `tauSMs`, where k would be infinite
/// @param tauSMs time constant of the synapse
public record LifDynamics(double tauMMs, double tauSMs, double threshold) {
  public LifDynamics {
    if (!(tauMMs > 0 && tauSMs > 0 && threshold > 0)) {
      throw new IllegalArgumentException(
          "tau_m "
              + tauMMs
              + " ms, tau_s "
              + tauSMs
              + " ms and threshold "
              + threshold
              + " are not all above 0");
    }
    if (tauMMs == tauSMs) {
      throw new IllegalArgumentException(
          "tau_m and tau_s are both " + tauMMs + " ms; the closed form needs them to differ");
    }
  }

  double k() {
    return tauSMs / (tauMMs - tauSMs);
  }
}
