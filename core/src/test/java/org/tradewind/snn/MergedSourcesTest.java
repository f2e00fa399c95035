package org.tradewind.snn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tradewind.machine.Machine;
import org.tradewind.mapping.MachineGraph;
import org.tradewind.mapping.MachineVertex;
import org.tradewind.network.Activity;
import org.tradewind.network.Connectivity;
import org.tradewind.network.Network;
import org.tradewind.network.NeuronModel;
import org.tradewind.network.NeuronModel.Reset;
import org.tradewind.network.Population;
import org.tradewind.network.Projection;
import org.tradewind.network.SpikeTrain;
import org.tradewind.network.Stimulus;
import org.tradewind.network.SynapseWord;
import org.tradewind.network.Values;
import org.tradewind.reference.Arithmetic;
import org.tradewind.reference.Reference;
import org.tradewind.run.DvfsPolicy;
import org.tradewind.run.Options;
import org.tradewind.run.Results;
import org.tradewind.ticks.BothEngines;
import org.tradewind.unit.Ticks;

/// Populations cut into so many slices that a core has one entry for all slices of one, as in the
/// largest networks: a whole run is the same packet by packet, step by step, and without a machine.
class MergedSourcesTest {
  private static final int STEPS = 200;
  private static final long SEED = 7;

  private static Network network(SynapseWord word) {
    var neuron =
        new NeuronModel.CurrExpLif(
            Values.of(0.9),
            Values.of(0.7),
            Values.of(0.6),
            Values.of(2),
            Values.of(15),
            Values.of(0),
            new Values.Uniform(0, 15),
            Values.of(2),
            Reset.TO_V_RESET);
    int most = word == SynapseWord.NO_DELAY ? 0 : word == SynapseWord.DELAY ? 7 : 40;
    Values delays = new Values.Uniform(0, most);
    // slices of 3 and 5 neurons: their keys leave gaps
    Population exc = Population.of("exc", 122, neuron).stored(word).atMost(3);
    Population inh = Population.of("inh", 44, neuron).stored(word).atMost(5);
    Population dc = Population.of("in", 3, NeuronModel.Poisson.withProbability(0.3));
    var weights = new Values.Uniform(1, 4);
    return new Network(
        "sliced",
        List.of(exc, inh, dc),
        List.of(
            new Projection("ee", "exc", "exc", total(900), weights, delays),
            new Projection("ei", "exc", "inh", total(400), weights, delays),
            new Projection("ie", "inh", "exc", total(700), Values.of(-3), delays),
            new Projection("ii", "inh", "inh", total(200), Values.of(-3), delays),
            new Projection("in", "in", "exc", total(60), Values.of(5), delays)));
  }

  private static Connectivity total(int synapses) {
    return new Connectivity.FixedTotalNumber(synapses, true);
  }

  @ParameterizedTest
  @EnumSource(
      value = SynapseWord.class,
      names = {"NO_DELAY", "DELAY", "WIDE"})
  void aWholeRunIsTheSameHoweverItIsMoved(SynapseWord word) {
    Quantisation quantised = Quantisation.of(network(word), Quantisation.Scaling.AUTO, SEED);
    Network network = quantised.network();
    Machine machine = Machine.torus(2, 2);
    var rates = new Rates(network, List.of(Stimulus.NONE), Activity.NONE, 1e-3);
    MachineGraph graph =
        Compiler.compile(
            network,
            List.of(Stimulus.NONE),
            rates,
            1e9,
            machine,
            SEED,
            new Compiler.Limits(0, Long.MAX_VALUE, 0));
    MachineGraph ruled =
        RuledNetworks.compile(network, List.of(Stimulus.NONE), rates, 1e9, machine, SEED, 0);
    assertThat(graph.size()).isGreaterThan(45);
    for (MachineVertex vertex : graph.vertices()) {
      if (vertex.program() instanceof NeuronProgram program) {
        assertThat(((SynapticRows) program.input()).vertices())
            .as("slices of each entry of " + vertex.name())
            .contains(41, 9);
      }
    }
    var both = new BothEngines(quantised, graph, ruled, machine);
    var options = new Options(Ticks.PER_MILLISECOND, DvfsPolicy.high(), SEED, 1024);
    Results results = both.agree(Stimulus.NONE, options, STEPS);
    Activity expected = Reference.of(network, SEED, Arithmetic.SINGLE).run(Stimulus.NONE, STEPS);
    for (String population : List.of("exc", "inh")) {
      SpikeTrain train = expected.spikes().get(population);
      var spikes = new ArrayList<String>();
      for (int i = 0; i < train.size(); i++) {
        spikes.add(train.steps()[i] + " " + train.neurons()[i]);
      }
      assertThat(spikes).hasSizeGreaterThan(300);
      Collections.sort(spikes);
      assertThat(spikes(results, graph, population)).as(population).isEqualTo(spikes);
    }
  }

  private static List<String> spikes(Results results, MachineGraph graph, String population) {
    var spikes = new ArrayList<String>();
    for (int v = 0; v < graph.size(); v++) {
      MachineVertex vertex = graph.vertex(v);
      var recording = results.cores().get(v).recording();
      for (int i = 0; vertex.of().equals(population) && i < recording.spikeSteps().length; i++) {
        spikes.add(recording.spikeSteps()[i] + " " + (vertex.from() + recording.spikeAtoms()[i]));
      }
    }
    Collections.sort(spikes);
    return spikes;
  }
}
