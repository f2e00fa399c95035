package org.tradewind.published;

import java.util.List;
import org.tradewind.network.Connectivity;
import org.tradewind.network.Network;
import org.tradewind.network.Population;
import org.tradewind.network.Projection;
import org.tradewind.network.Stimulus;
import org.tradewind.network.SynapseWord;
import org.tradewind.network.Values;

/// Vogels and Abbott, "Signal propagation and logic gating in networks of integrate-and-fire
/// neurons", Journal of Neuroscience 25 (2005), with current-based synapses: benchmark 2 (CUBA) of
/// Brette et al., "Simulation of networks of spiking neurons", Journal of Computational
/// Neuroscience 23 (2007).
///
/// Four excitatory neurons to each inhibitory one; `tau dv/dt = -(v - E_L) + g_e + g_i` with tau 20
/// ms, tau_e 5 ms, tau_i 10 ms, E_L -49 mV, threshold -50 mV, reset -60 mV, refractory 5 ms;
/// weights 1.62 mV and -9 mV (Brette et al., appendix 2; the rest above the threshold drives it).
/// Connected with probability 0.02 at 4,000 neurons: 80 inputs each, and as many at any size.
/// Delays 0.1 ms.
final class VogelsAbbott {
  private static final double STEP_MS = 0.1;
  private static final double TAU_MS = 20;
  private static final double TAU_EXCITATORY_MS = 5;
  private static final double TAU_INHIBITORY_MS = 10;
  private static final double THRESHOLD_ABOVE_REST_MV = -1;
  private static final double RESET_ABOVE_REST_MV = -11;
  private static final double REFRACTORY_MS = 5;
  private static final double EXCITATORY_MV = 1.62;
  private static final double INHIBITORY_MV = -9;
  private static final double INPUTS = 80;
  private static final double DELAY_MS = 0.1;

  /// What it does, by NEST as by us: the cores' time is planned with it.
  private static final double EXPECTED_HZ = 6;

  private VogelsAbbott() {}

  /// @param size a multiple of 5
  static Published network(int size) {
    // g is measured in millivolts: as if a picoampere into tau picofarads
    var exact = new ExactIntegration(STEP_MS, TAU_MS, TAU_MS);
    var neuron =
        exact.neuron(
            TAU_EXCITATORY_MS,
            TAU_INHIBITORY_MS,
            0,
            THRESHOLD_ABOVE_REST_MV,
            RESET_ABOVE_REST_MV,
            new Values.Uniform(RESET_ABOVE_REST_MV, THRESHOLD_ABOVE_REST_MV),
            REFRACTORY_MS);
    var exc = Population.of("exc", size / 5 * 4, neuron);
    var inh = Population.of("inh", size / 5, neuron);
    double e = EXCITATORY_MV * exact.gain(TAU_EXCITATORY_MS);
    double i = INHIBITORY_MV * exact.gain(TAU_INHIBITORY_MS);
    var connector = new Connectivity.FixedProbability(INPUTS / size, true);
    int field = exact.steps(DELAY_MS);
    var network =
        new Network(
            "cuba-" + size,
            List.of(stored(exc), stored(inh)),
            List.of(
                Projection.of("exc", "exc", connector, e, field),
                Projection.of("exc", "inh", connector, e, field),
                Projection.of("inh", "exc", connector, i, field),
                Projection.of("inh", "inh", connector, i, field)));
    return new Published(network, Stimulus.NONE, STEP_MS * 1e-3, size > 4_000 ? "board" : "chip");
  }

  /// Weights in four bits would change what the network does.
  private static Population stored(Population population) {
    return population.stored(SynapseWord.WIDE).expecting(EXPECTED_HZ);
  }
}
