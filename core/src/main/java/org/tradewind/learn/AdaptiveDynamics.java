package org.tradewind.learn;

/// The neurons and the readout of e-prop, step by step (Bellec et al., "A solution to the learning
/// dilemma for recurrent networks of spiking neurons", Nature Communications 11, 2020, equations 6,
/// 8, 10 and 11), in the order of evaluation:
///
/// ```
/// a^t = rho a^(t-1) + adaptationGain z^(t-1)
/// A^t = threshold + beta a^t                                   beta is 0 for a LIF neuron
/// v^t = alpha v^(t-1) + inputGain ( W_in x^t + W_rec z^(t-1) ) − z^(t-1) R      R by the reset
/// z^t = 1 if v^t > A^t and it did not spike in the last refractorySteps, else 0
/// y^t = kappa y^(t-1) + readoutGain W_out z^t
/// ```
///
/// The gains are 1 − decay where the filters are averages, and 1 where they are sums; the papers
/// differ.
///
/// @param alpha what is left of the potential after a step, e^(-dt/tau_m)
/// @param rho the same for the adaptation
/// @param beta what a unit of adaptation adds to an adaptive neuron's threshold
/// @param kappa the same for the readout
/// @param surrogate ψ, the derivative that a spike is given
public record AdaptiveDynamics(
    double threshold,
    double alpha,
    double inputGain,
    double rho,
    double adaptationGain,
    double beta,
    double kappa,
    double readoutGain,
    int refractorySteps,
    Reset reset,
    Surrogate surrogate) {
  /// What a spike takes from the potential one step later.
  public enum Reset {
    /// The threshold without its adaptation (Bellec).
    BY_THRESHOLD,
    /// The threshold as adapted by then (Rostami).
    BY_BOUND
  }

  public AdaptiveDynamics {
    checkDecay("alpha", alpha);
    checkDecay("rho", rho);
    checkDecay("kappa", kappa);
    if (!(threshold > 0 && inputGain > 0 && adaptationGain > 0 && readoutGain > 0)) {
      throw new IllegalArgumentException(
          "threshold "
              + threshold
              + " and the gains "
              + inputGain
              + ", "
              + adaptationGain
              + ", "
              + readoutGain
              + " are not all above 0");
    }
    if (!(beta >= 0) || refractorySteps < 0) {
      throw new IllegalArgumentException(
          "beta " + beta + " or " + refractorySteps + " refractory steps are negative");
    }
  }

  /// Bellec et al. 2020: filters that are averages, and a triangle of the threshold's width.
  ///
  /// @param tauM of the potential, tauA of the adaptation, tauOut of the readout; all in steps
  public static AdaptiveDynamics bellec(
      double threshold, double tauM, double tauA, double beta, double tauOut, double gamma) {
    double alpha = StrictMath.exp(-1 / tauM);
    double rho = StrictMath.exp(-1 / tauA);
    double kappa = StrictMath.exp(-1 / tauOut);
    return new AdaptiveDynamics(
        threshold,
        alpha,
        1 - alpha,
        rho,
        1 - rho,
        beta,
        kappa,
        1 - kappa,
        0,
        Reset.BY_THRESHOLD,
        new Surrogate.Triangle(gamma / threshold, threshold));
  }

  /// Rostami et al. 2022, "E-prop on SpiNNaker 2", keyword spotting: a readout that sums, a reset
  /// by the adapted threshold, and three normal densities of theirs as the surrogate.
  ///
  /// @param tauM of the potential, tauA of the adaptation, tauOut of the readout; all in steps
  public static AdaptiveDynamics rostami(
      double threshold, double tauM, double tauA, double beta, double tauOut) {
    double alpha = StrictMath.exp(-1 / tauM);
    double rho = StrictMath.exp(-1 / tauA);
    return new AdaptiveDynamics(
        threshold,
        alpha,
        1 - alpha,
        rho,
        1 - rho,
        beta,
        StrictMath.exp(-1 / tauOut),
        1,
        0,
        Reset.BY_BOUND,
        new Surrogate.Gaussians(0.5, 0.5, 0.15));
  }

  private static void checkDecay(String name, double decay) {
    if (!(decay >= 0 && decay < 1)) {
      throw new IllegalArgumentException(name + " " + decay + " is not within [0, 1)");
    }
  }
}
