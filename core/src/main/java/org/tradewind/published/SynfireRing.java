package org.tradewind.published;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.tradewind.network.Connectivity;
import org.tradewind.network.Network;
import org.tradewind.network.NeuronModel;
import org.tradewind.network.Population;
import org.tradewind.network.Projection;
import org.tradewind.network.SpikeTrain;
import org.tradewind.network.Stimulus;
import org.tradewind.network.SynapseWord;
import org.tradewind.network.Values;

/// A synfire chain with feed-forward inhibition (Kremkow, Perrinet, Masson and Aertsen, "Functional
/// consequences of correlated excitatory and inhibitory conductances in cortical networks", Journal
/// of Computational Neuroscience 28, 2010), closed to a ring, as on the SpiNNaker2 prototype of
/// Höppner et al., "Dynamic power management for neuromorphic many-core systems", IEEE TCAS-I 66
/// (2019): groups of 100 excitatory and 25 inhibitory neurons, 60 and 25 inputs each. Weights and
/// currents are those of docs/benchmarks.md. One volley travels round.
final class SynfireRing {
  private static final double STEP_MS = 0.1;
  private static final int EXCITATORY = 100;
  private static final int INHIBITORY = 25;
  private static final int INPUTS = 60;
  private static final double TAU_MS = 10;
  private static final double CAPACITANCE_PF = 250;
  private static final double TAU_EXCITATORY_MS = 1.5;
  private static final double TAU_INHIBITORY_MS = 1;
  private static final double THRESHOLD_ABOVE_REST_MV = 20;
  private static final double REFRACTORY_MS = 2;
  private static final double FORWARD_PA = 120;
  private static final double FORWARD_MS = 5;
  private static final double INHIBITION_PA = -80;
  private static final double INHIBITION_MS = 3;

  /// A round takes about half a second.
  private static final double EXPECTED_HZ = 2;

  private SynfireRing() {}

  static Published network(int groups) {
    var exact = new ExactIntegration(STEP_MS, TAU_MS, CAPACITANCE_PF);
    NeuronModel neuron =
        exact.neuron(
            TAU_EXCITATORY_MS,
            TAU_INHIBITORY_MS,
            0,
            THRESHOLD_ABOVE_REST_MV,
            0,
            Values.of(0),
            REFRACTORY_MS);
    var populations = new ArrayList<Population>();
    var projections = new ArrayList<Projection>();
    populations.add(
        Population.of("volley", EXCITATORY, new NeuronModel.SpikeList(false))
            .recordingSpikes(false));
    double forward = FORWARD_PA * exact.gain(TAU_EXCITATORY_MS);
    int forwardField = exact.steps(FORWARD_MS);
    var sixty = new Connectivity.FixedNumberPre(INPUTS, true);
    projections.add(Projection.of("volley", "exc0", sixty, forward, forwardField));
    projections.add(Projection.of("volley", "inh0", sixty, forward, forwardField));
    for (int group = 0; group < groups; group++) {
      populations.add(stored(Population.of("exc" + group, EXCITATORY, neuron)));
      populations.add(stored(Population.of("inh" + group, INHIBITORY, neuron)));
      for (String kind : List.of("exc", "inh")) {
        String next = kind + (group + 1) % groups;
        projections.add(Projection.of("exc" + group, next, sixty, forward, forwardField));
      }
      projections.add(
          Projection.of(
              "inh" + group,
              "exc" + group,
              new Connectivity.FixedNumberPre(INHIBITORY, true),
              INHIBITION_PA * exact.gain(TAU_INHIBITORY_MS),
              exact.steps(INHIBITION_MS)));
    }
    var volley = SpikeTrain.sorted(new int[EXCITATORY], IntStream.range(0, EXCITATORY).toArray());
    int neurons = groups * (EXCITATORY + INHIBITORY);
    return new Published(
        new Network("synfire-" + neurons, populations, projections),
        new Stimulus("volley", "", Map.of("volley", volley)),
        STEP_MS * 1e-3,
        "board");
  }

  private static Population stored(Population population) {
    return population.stored(SynapseWord.WIDE).expecting(EXPECTED_HZ);
  }
}
