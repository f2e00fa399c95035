package org.tradewind.published;

import java.util.List;
import org.tradewind.network.Background;
import org.tradewind.network.Connectivity;
import org.tradewind.network.Network;
import org.tradewind.network.NeuronModel;
import org.tradewind.network.Population;
import org.tradewind.network.Projection;
import org.tradewind.network.Stimulus;
import org.tradewind.network.Values;

/// Brunel, "Dynamics of sparsely connected networks of excitatory and inhibitory spiking neurons",
/// Journal of Computational Neuroscience 8 (2000): model A, in the asynchronous irregular state.
///
/// 8,000 excitatory and 2,000 inhibitory neurons, each with a tenth of each population as inputs
/// (epsilon 0.1); tau 20 ms, theta 20 mV, v_reset 10 mV, refractory 2 ms, J 0.1 mV (section 2.1 and
/// figure 8). g = 8 and nu_ext = 1.5 nu_thr = 1.5 theta / (J tau) put it into the asynchronous
/// irregular state. The paper draws delays D = 1.5 ms.
///
/// Voltages are in units of J, so that all weights are whole numbers and the chip holds them as
/// they are. Synapses are deltas: currents that are gone after a step; v is raised in the step in
/// which they arrive.
final class Brunel {
  private static final int EXCITATORY = 8_000;
  private static final int INHIBITORY = 2_000;
  private static final double EPSILON = 0.1;
  private static final double TAU_MS = 20;
  private static final double THETA_MV = 20;
  private static final double V_RESET_MV = 10;
  private static final double REFRACTORY_MS = 2;
  private static final double J_MV = 0.1;
  private static final double G = 8;
  private static final double ETA = 1.5;

  /// What the theory of the paper says for these parameters, and what NEST's network does: the
  /// cores' time is planned with it.
  private static final double EXPECTED_HZ = 8;

  private Brunel() {}

  /// @param noisy whether the drive is Poisson, as in the paper; else its mean as a constant
  static Published network(double stepMs, double delayMs, boolean noisy) {
    double decay = StrictMath.exp(-stepMs / TAU_MS);
    double theta = THETA_MV / J_MV;
    double drive = noisy ? 0 : (1 - decay) * ETA * theta;
    var neuron =
        new NeuronModel.CurrExpLif(
            Values.of(decay),
            Values.of(0),
            Values.of(0),
            Values.of(drive),
            Values.of(theta),
            Values.of(V_RESET_MV / J_MV),
            new Values.Uniform(0, theta),
            Values.of(Math.round(REFRACTORY_MS / stepMs)),
            NeuronModel.Reset.TO_V_RESET);
    // eta theta / (J tau) events a millisecond, each of weight J
    double events = ETA * THETA_MV / (J_MV * TAU_MS) * stepMs;
    List<Background> noise = noisy ? List.of(new Background(events, 1)) : List.of();
    var exc = population("exc", EXCITATORY, neuron, noise);
    var inh = population("inh", INHIBITORY, neuron, noise);
    int field = (int) Math.round(delayMs / stepMs) - 1;
    var network =
        new Network(
            noisy ? "brunel-poisson" : "brunel-dc",
            List.of(exc, inh),
            List.of(
                projection(exc, exc, 1, field),
                projection(exc, inh, 1, field),
                projection(inh, exc, -G, field),
                projection(inh, inh, -G, field)));
    return new Published(network, Stimulus.NONE, stepMs * 1e-3, "board");
  }

  private static Population population(
      String name, int size, NeuronModel neuron, List<Background> noise) {
    return Population.of(name, size, neuron)
        .under(noise)
        .expecting(EXPECTED_HZ)
        .inUnits(Values.of(J_MV));
  }

  private static Projection projection(Population pre, Population post, double weight, int field) {
    int inputs = (int) (EPSILON * pre.size());
    return Projection.of(
        pre.name(), post.name(), new Connectivity.FixedNumberPre(inputs, true), weight, field);
  }
}
