package org.tradewind.onchip;

import org.tradewind.cost.Action;
import org.tradewind.machine.Spinnaker2;

/// What cores of an [EpropOnChip] do, action by action: for the cores themselves, and for whoever
/// wants to know beforehand how long it takes.
///
/// @param neurons of a core
/// @param fixed how many of them have a fixed threshold
record EpropWork(EpropSettings settings, int neurons, int fixed) {
  /// A step of the neurons; spikes that leave are counted apart.
  ///
  /// @param spikes of all neurons, in the step before
  void integrate(Tally tally, int spikes) {
    int exponentials = settings.constants().surrogate().exponentials() * neurons;
    tally.did(Action.EPROP_STEP, 1);
    tally.did(Action.EPROP_INPUT, settings.inputs() * neurons);
    tally.did(Action.EPROP_EVENT, spikes * neurons);
    tally.did(Action.EPROP_UPDATE, neurons);
    if (exponentials > 0) {
      tally.did(Action.EPROP_SURROGATE, neurons);
      tally.did(Action.EXP_LOG, exponentials);
      tally.did(Action.EXP_LOG_ITERATION, exponentials * Spinnaker2.EXP_LOG_ITERATIONS.whole());
    } else {
      tally.did(Action.EPROP_TRIANGLE, neurons);
    }
  }

  /// The same step of all traces.
  void trace(Tally tally) {
    tally.did(Action.EPROP_SOURCE, settings.inputs());
    tally.did(Action.EPROP_SOURCE_NEURON, settings.neurons());
    tally.did(Action.EPROP_TRACE, settings.sources() * fixed);
    tally.did(Action.EPROP_TRACE_ADAPTIVE, settings.sources() * (neurons - fixed));
  }

  /// What a sample teaches the neurons.
  void learn(Tally tally) {
    tally.did(Action.EPROP_SIGNAL, neurons * settings.outputs());
    tally.did(Action.EPROP_GRADIENT, settings.sources() * neurons);
  }

  /// A step of the readouts.
  ///
  /// @param spikes of all neurons, that they hear of
  static void hear(Tally tally, EpropSettings settings, int spikes) {
    tally.did(Action.EPROP_STEP, 1);
    tally.did(Action.EPROP_OUTPUT, settings.outputs());
    tally.did(Action.EPROP_INPUT, spikes * settings.outputs());
    tally.did(Action.EPROP_READOUT, settings.neurons());
  }

  /// What a sample teaches them.
  static void learn(Tally tally, EpropSettings settings) {
    tally.did(Action.EPROP_INPUT, settings.neurons() * settings.outputs());
  }
}
