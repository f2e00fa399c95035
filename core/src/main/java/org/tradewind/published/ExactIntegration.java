package org.tradewind.published;

import org.tradewind.network.NeuronModel;
import org.tradewind.network.NeuronModel.Reset;
import org.tradewind.network.Values;

/// A linear integrate-and-fire neuron with two exponential currents in continuous time, as factors
/// a step: the exact solution between two points of a grid (Rotter and Diesmann, "Exact digital
/// simulation of time-invariant linear systems", Biological Cybernetics 81, 1999), which NEST's
/// `iaf_psc_exp` uses.
///
/// v counts from the resting potential. A current I that decays with tau_syn raises v in a step by
/// `gain(tau_syn) * I`; so what is stored as current here is that product, and a weight in
/// picoamperes is multiplied by the gain once. NEST raises v by the current that a step *begins*
/// with and adds the step's spikes to it afterwards; `lif_curr_exp` adds them before. So what
/// arrives in NEST's step n has to arrive here in step n + 1: a delay of d steps is the delay field
/// d, not d - 1. Then both are the same but for rounding.
///
/// @param stepMs the grid
/// @param tauMembraneMs of the membrane
/// @param capacitancePf of the membrane
record ExactIntegration(double stepMs, double tauMembraneMs, double capacitancePf) {
  /// What is left after a step of what decays with this time constant.
  double decay(double tauMs) {
    return StrictMath.exp(-stepMs / tauMs);
  }

  /// Millivolts a picoampere that a decaying current adds to v in a step.
  double gain(double tauSynapseMs) {
    double difference = decay(tauMembraneMs) - decay(tauSynapseMs);
    return tauSynapseMs
        * tauMembraneMs
        / (capacitancePf * (tauMembraneMs - tauSynapseMs))
        * difference;
  }

  /// Millivolts a picoampere that a constant current adds to v in a step.
  double constantGain() {
    return tauMembraneMs / capacitancePf * (1 - decay(tauMembraneMs));
  }

  int steps(double ms) {
    return (int) Math.round(ms / stepMs);
  }

  /// @param iOffsetMv added in a step
  /// @param thresholdMv above rest, as v_reset and v_init
  NeuronModel neuron(
      double tauExcitatoryMs,
      double tauInhibitoryMs,
      double iOffsetMv,
      double thresholdMv,
      double vResetMv,
      Values vInitMv,
      double refractoryMs) {
    return new NeuronModel.CurrExpLif(
        Values.of(decay(tauMembraneMs)),
        Values.of(decay(tauExcitatoryMs)),
        Values.of(decay(tauInhibitoryMs)),
        Values.of(iOffsetMv),
        Values.of(thresholdMv),
        Values.of(vResetMv),
        vInitMv,
        Values.of(steps(refractoryMs)),
        Reset.TO_V_RESET);
  }
}
