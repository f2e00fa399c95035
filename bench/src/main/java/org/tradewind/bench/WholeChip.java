package org.tradewind.bench;

import java.util.List;
import org.tradewind.job.Job;
import org.tradewind.job.Mapped;
import org.tradewind.job.Progress;
import org.tradewind.job.Report;
import org.tradewind.job.Tradewind;
import org.tradewind.network.Connectivity;
import org.tradewind.network.Network;
import org.tradewind.network.NeuronModel;
import org.tradewind.network.Population;
import org.tradewind.network.Projection;
import org.tradewind.run.Results;

/// A chip full of recurrent, randomly driven neurons: how long mapping takes and how many events a
/// second the packet machine moves.
///
/// Arguments: neurons, synapses that end at each, steps, runs. Every run is printed; the first ones
/// warm up.
public final class WholeChip {
  private WholeChip() {}

  public static void main(String[] arguments) {
    int neurons = argument(arguments, 0, 24_000);
    int synapses = argument(arguments, 1, 80);
    int steps = argument(arguments, 2, 100);
    int runs = argument(arguments, 3, 3);
    Mapped mapped = Tradewind.map(Job.of(network(neurons, synapses), steps), Progress.SILENT);
    System.out.printf(
        "%,d neurons, %,d synapses on %d PEs; mapped in %.2f s%n",
        neurons, (long) neurons * synapses, mapped.mapping().graph().size(), mapped.seconds());
    for (int run = 0; run < runs; run++) {
      Report report = Tradewind.run(mapped, Progress.SILENT);
      Results results = report.samples().getFirst().results();
      System.out.printf(
          "run %d: %.2f s, %.1f x real time; %,d packets sent, %,d delivered; %.2f M events/s%n",
          run + 1,
          report.runSeconds(),
          report.realTimeFactor(),
          results.network().sent(),
          results.network().delivered(),
          results.events().all() / report.runSeconds() * 1e-6);
    }
  }

  /// One neuron in ten is a Poisson source of 20 spikes a second, one projection of which drives
  /// each of the others; those inhibit each other.
  private static Network network(int neurons, int synapses) {
    int sources = neurons / 10;
    var poisson = Population.of("input", sources, NeuronModel.Poisson.withProbability(0.02));
    var lif = Population.of("lif", neurons - sources, NeuronModel.Lif.of(0.9, 30));
    return new Network(
        "whole chip",
        List.of(poisson, lif),
        List.of(
            Projection.of(
                "input", "lif", new Connectivity.FixedNumberPre(synapses / 2, false), 8, 0),
            Projection.of(
                "lif", "lif", new Connectivity.FixedNumberPre(synapses / 2, false), -4, 1)));
  }

  private static int argument(String[] arguments, int index, int otherwise) {
    return index < arguments.length ? Integer.parseInt(arguments[index]) : otherwise;
  }
}
