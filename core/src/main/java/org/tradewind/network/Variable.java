package org.tradewind.network;

/// A state variable that can be recorded, under py-spinnaker2's names. Recorded after the reset of
/// its step.
public enum Variable {
  /// Membrane voltage.
  V,
  /// Excitatory synaptic current (`lif_curr_exp`).
  I_EXC,
  /// Inhibitory synaptic current (`lif_curr_exp`), positive.
  I_INH,
  /// Recovery (`izhikevich`), or the adaptive part of the threshold (`lif_adaptive_threshold`).
  U
}
