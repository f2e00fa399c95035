package org.tradewind.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.tradewind.job.EngineChoice;
import org.tradewind.job.Job;
import org.tradewind.job.Mapped;
import org.tradewind.job.Tradewind;
import org.tradewind.machine.Machine;
import org.tradewind.mapping.Images;
import org.tradewind.mapping.MachineGraph;
import org.tradewind.mapping.MachineVertex;
import org.tradewind.network.Network;
import org.tradewind.network.Population;
import org.tradewind.network.SpikeStatistics;
import org.tradewind.network.SpikeTrain;
import org.tradewind.published.Published;
import org.tradewind.run.Options;
import org.tradewind.run.Results;
import org.tradewind.run.Stopwatch;
import org.tradewind.ticks.TickRun;

/// A published network, the cortical microcircuit above all: what building, loading and running
/// take, and the rate of each population.
///
/// Arguments: network, model seconds, threads (several by commas: each loads anew).
public final class FullScale {
  private FullScale() {}

  public static void main(String[] arguments) {
    String name = arguments.length > 0 ? arguments[0] : "microcircuit";
    double seconds = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 1;
    String[] threads = (arguments.length > 2 ? arguments[2] : "1,2").split(",");
    Published published = Published.named(name).orElseThrow();
    int steps = (int) Math.round(seconds / published.timestepSeconds());
    List<Population> recorded = new ArrayList<>();
    published.network().populations().forEach(p -> recorded.add(p.recordingSpikes(true)));
    var network =
        new Network(published.network().name(), recorded, published.network().projections());
    Job job =
        Job.of(network, steps)
            .on(Machine.of("machine", published.machine()))
            // full cores instead of fast ones, as `tradewind bench` has them
            .everyTimestep(10e-3)
            .unrehearsed()
            .movedBy(EngineChoice.TICKS);
    Mapped mapped = Tradewind.map(job, new Stages());
    System.out.printf(
        "%s on %,d cores: mapped in %.1f s%n",
        name, mapped.mapping().graph().size(), mapped.seconds());
    for (String number : threads) {
      run(mapped, job.options().withThreads(Integer.parseInt(number)), steps, published);
    }
  }

  private static void run(Mapped mapped, Options options, int steps, Published published) {
    Images images = mapped.mapping().images();
    var stages = new Stages();
    stages.begin("load");
    TickRun machine = TickRun.load(mapped.mapping(), images, options);
    stages.begin("run");
    var watch = new Stopwatch(steps);
    Results results = machine.until(steps, watch);
    stages.end();
    double[] pace = watch.stopped().seconds();
    // what comes after the last mark is also counting and results
    int last = pace.length - 2;
    int half = pace.length / 2;
    double halfSeconds = 0.5 * steps * published.timestepSeconds();
    System.out.printf(
        "%d threads: %,d synaptic events; wall s a model second %.2f, of the second half %.2f%n",
        options.threads(),
        results.counts().synapticEvents(),
        pace[last] / (halfSeconds * 0.02 * last),
        (pace[last] - pace[half]) / (halfSeconds * 0.02 * (last - half)));
    int from = steps / 5;
    System.out.println(
        "from the fifth of the run on: rate, expected, CV of intervals, correlation");
    for (Population population : published.network().populations()) {
      SpikeTrain train = spikes(mapped.mapping().graph(), results, population).between(from, steps);
      int size = population.size();
      System.out.printf(
          "  %s %.3f Hz, %.3f Hz, %.2f, %.4f%n",
          population.name(),
          SpikeStatistics.meanRateHz(train, size, steps - from, published.timestepSeconds()),
          population.expectedRateHz().orElse(Double.NaN),
          SpikeStatistics.meanIntervalCv(train, size),
          SpikeStatistics.meanCorrelation(train, size, from, steps, 20));
    }
  }

  private static SpikeTrain spikes(MachineGraph graph, Results results, Population population) {
    var steps = IntStream.builder();
    var neurons = IntStream.builder();
    for (int v = 0; v < graph.size(); v++) {
      MachineVertex vertex = graph.vertex(v);
      if (vertex.of().equals(population.name())) {
        Results.Recording recording = results.cores().get(v).recording();
        for (int i = 0; i < recording.spikeSteps().length; i++) {
          steps.add(recording.spikeSteps()[i]);
          neurons.add(vertex.from() + recording.spikeAtoms()[i]);
        }
      }
    }
    return SpikeTrain.sorted(steps.build().toArray(), neurons.build().toArray());
  }
}
