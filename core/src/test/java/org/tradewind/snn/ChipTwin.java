package org.tradewind.snn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.tradewind.machine.Machine;
import org.tradewind.machine.PerformanceLevel;
import org.tradewind.mapping.Images;
import org.tradewind.mapping.Keys;
import org.tradewind.mapping.LinearPlacer;
import org.tradewind.mapping.MachineGraph;
import org.tradewind.mapping.Mapping;
import org.tradewind.mapping.Placement;
import org.tradewind.mapping.Routes;
import org.tradewind.mapping.ShortestPathRouter;
import org.tradewind.mapping.Tables;
import org.tradewind.network.Activity;
import org.tradewind.network.Network;
import org.tradewind.network.Population;
import org.tradewind.network.SpikeTrain;
import org.tradewind.network.Stimulus;
import org.tradewind.network.Trace;
import org.tradewind.network.Variable;
import org.tradewind.reference.Arithmetic;
import org.tradewind.reference.Reference;
import org.tradewind.run.DvfsPolicy;
import org.tradewind.run.Options;
import org.tradewind.run.Results;
import org.tradewind.run.Run;
import org.tradewind.unit.Ticks;

/// Runs a network on a modelled chip and in the reference, side by side.
final class ChipTwin {
  static final long SEED = 5;
  static final long STEP = Ticks.PER_MILLISECOND;

  final Quantisation quantised;
  final Mapping mapping;

  ChipTwin(Network network, List<Stimulus> stimuli) {
    quantised = Quantisation.of(network, Quantisation.Scaling.AUTO, SEED);
    Machine machine = Machine.chip();
    MachineGraph graph =
        Snn.compile(quantised, stimuli, Activity.NONE, STEP, PerformanceLevel.HIGH, machine, SEED);
    Placement placement = new LinearPlacer().place(graph, machine);
    Keys keys = Keys.allocate(graph);
    Routes routes = new ShortestPathRouter().route(graph, placement, machine);
    Tables tables = Tables.of(routes, keys, machine).fittedTo(machine);
    Images images = Images.of(graph, keys);
    mapping = new Mapping(machine, graph, placement, keys, routes, tables, images);
  }

  Results run(Stimulus stimulus, int steps) {
    Images images = Snn.load(mapping, quantised, stimulus);
    return Run.load(mapping, images, new Options(STEP, DvfsPolicy.high(), SEED, 4096)).until(steps);
  }

  /// Runs both and demands the same spikes and the same bits in every trace.
  ///
  /// @return what both did
  Activity equalsReference(Stimulus stimulus, int steps) {
    Network network = quantised.network();
    Activity expected = Reference.of(network, SEED, Arithmetic.SINGLE).run(stimulus, steps);
    Results results = run(stimulus, steps);
    expected
        .spikes()
        .forEach((population, train) -> {
          SpikeTrain actual = spikes(population, results);
          assertThat(actual.neurons()).as(population).isEqualTo(train.neurons());
          assertThat(actual.steps()).as(population).isEqualTo(train.steps());
        });
    for (Map.Entry<String, Map<Variable, Trace>> traces : expected.traces().entrySet()) {
      Population population = network.population(traces.getKey());
      double[] unit = network.vUnits(network.index(population.name()), SEED);
      traces
          .getValue()
          .forEach((variable, trace) ->
              assertThat(trace(population, variable, results, steps, unit))
                  .as(population.name() + " " + variable)
                  .isEqualTo(trace.values()));
    }
    return expected;
  }

  private SpikeTrain spikes(String population, Results results) {
    var steps = new java.util.ArrayList<Integer>();
    var neurons = new java.util.ArrayList<Integer>();
    for (int v = 0; v < mapping.graph().size(); v++) {
      if (mapping.graph().vertex(v).of().equals(population)) {
        var recording = results.cores().get(v).recording();
        for (int i = 0; i < recording.spikeSteps().length; i++) {
          steps.add(recording.spikeSteps()[i]);
          neurons.add(mapping.graph().vertex(v).from() + recording.spikeAtoms()[i]);
        }
      }
    }
    return SpikeTrain.sorted(
        steps.stream().mapToInt(i -> i).toArray(), neurons.stream().mapToInt(i -> i).toArray());
  }

  private double[] trace(
      Population population, Variable variable, Results results, int steps, double[] unit) {
    var values = new double[steps * population.size()];
    int channel = population.model().variables().indexOf(variable);
    for (int v = 0; v < mapping.graph().size(); v++) {
      var vertex = mapping.graph().vertex(v);
      if (vertex.of().equals(population.name())) {
        var recording = results.cores().get(v).recording();
        for (int i = 0; i < recording.traceSteps().length; i++) {
          if (recording.traceChannels()[i] == channel) {
            int neuron = vertex.from() + recording.traceAtoms()[i];
            values[recording.traceSteps()[i] * population.size() + neuron] =
                recording.traceValues()[i] * (variable == Variable.V ? unit[neuron] : 1);
          }
        }
      }
    }
    return values;
  }

  /// Cores of a population.
  int cores(String population) {
    return (int) mapping.graph().vertices().stream().filter(v -> v.of().equals(population)).count();
  }
}
