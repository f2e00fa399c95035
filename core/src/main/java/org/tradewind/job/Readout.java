package org.tradewind.job;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tradewind.mapping.MachineGraph;
import org.tradewind.mapping.MachineVertex;
import org.tradewind.network.Activity;
import org.tradewind.network.Network;
import org.tradewind.network.Population;
import org.tradewind.network.SpikeTrain;
import org.tradewind.network.Trace;
import org.tradewind.network.Variable;
import org.tradewind.run.Results;

/// From what cores recorded back to what the modeller named: populations, neurons, and the
/// network's own units.
final class Readout {
  private Readout() {}

  static Activity activity(Mapped mapped, Results results) {
    Network network = mapped.quantisation().network();
    Map<String, SpikeTrain> spikes = new LinkedHashMap<>();
    Map<String, Map<Variable, Trace>> traces = new LinkedHashMap<>();
    for (Population population : network.populations()) {
      if (population.recordSpikes()) {
        spikes.put(population.name(), spikes(population, mapped.mapping().graph(), results));
      }
      if (!population.record().isEmpty()) {
        traces.put(population.name(), traces(mapped, population, results));
      }
    }
    return new Activity(results.steps(), spikes, traces);
  }

  private static SpikeTrain spikes(Population population, MachineGraph graph, Results results) {
    int count = 0;
    for (int v = 0; v < graph.size(); v++) {
      if (graph.vertex(v).of().equals(population.name())) {
        count += results.cores().get(v).recording().spikeSteps().length;
      }
    }
    var steps = new int[count];
    var neurons = new int[count];
    int n = 0;
    for (int v = 0; v < graph.size(); v++) {
      MachineVertex vertex = graph.vertex(v);
      if (vertex.of().equals(population.name())) {
        var recording = results.cores().get(v).recording();
        for (int i = 0; i < recording.spikeSteps().length; i++) {
          steps[n] = recording.spikeSteps()[i];
          neurons[n++] = vertex.from() + recording.spikeAtoms()[i];
        }
      }
    }
    return SpikeTrain.sorted(steps, neurons);
  }

  private static Map<Variable, Trace> traces(
      Mapped mapped, Population population, Results results) {
    Network network = mapped.quantisation().network();
    MachineGraph graph = mapped.mapping().graph();
    int size = population.size();
    var values = new EnumMap<Variable, double[]>(Variable.class);
    for (Variable variable : population.record()) {
      values.put(variable, new double[Math.multiplyExact(results.steps(), size)]);
    }
    double[] vUnit = network.vUnits(network.index(population.name()), mapped.job().seed());
    double currentUnit = 1 / mapped.quantisation().scale().get(population.name());
    for (int v = 0; v < graph.size(); v++) {
      MachineVertex vertex = graph.vertex(v);
      if (!vertex.of().equals(population.name())) {
        continue;
      }
      var recording = results.cores().get(v).recording();
      for (int i = 0; i < recording.traceSteps().length; i++) {
        Variable variable = population.model().variables().get(recording.traceChannels()[i]);
        int neuron = vertex.from() + recording.traceAtoms()[i];
        double unit =
            switch (variable) {
              case V -> vUnit[neuron];
              case I_EXC, I_INH -> currentUnit;
              case U -> 1;
            };
        values.get(variable)[recording.traceSteps()[i] * size + neuron] =
            recording.traceValues()[i] * unit;
      }
    }
    var traces = new EnumMap<Variable, Trace>(Variable.class);
    values.forEach((variable, all) -> traces.put(variable, new Trace(results.steps(), size, all)));
    return traces;
  }

  /// Index of the output neuron that the job decides for; -1 where it classifies nothing.
  static int winner(Job job, Activity activity) {
    if (job.output().isEmpty()) {
      return -1;
    }
    return job.decision().winner(activity, job.network().population(job.output()));
  }
}
