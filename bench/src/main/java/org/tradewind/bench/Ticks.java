package org.tradewind.bench;

import java.lang.management.ManagementFactory;
import java.util.List;
import org.tradewind.job.Job;
import org.tradewind.job.Mapped;
import org.tradewind.job.Progress;
import org.tradewind.job.Tradewind;
import org.tradewind.machine.Machine;
import org.tradewind.network.Connectivity;
import org.tradewind.network.Network;
import org.tradewind.network.NeuronModel;
import org.tradewind.network.NeuronModel.Reset;
import org.tradewind.network.Population;
import org.tradewind.network.Projection;
import org.tradewind.network.Values;
import org.tradewind.run.Options;
import org.tradewind.run.Results;
import org.tradewind.run.Stopwatch;
import org.tradewind.ticks.TickRun;

/// What a biological second and a synaptic event take with `ticks`: Brunel's balanced network,
/// driven by constant current, with steps of 0.1 ms and delays of 1.5 ms (Brunel 2000, model A, g =
/// 8, eta = 1.5).
///
/// Arguments: neurons, synapses that end at each, steps, runs, threads (several by commas: they are
/// run in turn). Processor time is that of all threads of the process, so of its compilers too: the
/// last runs count.
public final class Ticks {
  private static final double STEP_SECONDS = 1e-4;

  private Ticks() {}

  public static void main(String[] arguments) {
    int neurons = argument(arguments, 0, 10_000);
    int synapses = argument(arguments, 1, 1_000);
    int steps = argument(arguments, 2, 10_000);
    int runs = argument(arguments, 3, 5);
    String[] threads = (arguments.length > 4 ? arguments[4] : "1,2").split(",");
    Job job =
        Job.of(brunel(neurons, synapses), steps)
            .on(Machine.torus(4, 4))
            .everyTimestep(20 * STEP_SECONDS)
            .unrehearsed();
    Mapped mapped = Tradewind.map(job, Progress.SILENT);
    System.out.printf(
        "%,d neurons, %,d synapses on %d PEs; mapped in %.2f s%n",
        neurons, (long) neurons * synapses, mapped.mapping().graph().size(), mapped.seconds());
    for (int run = 0; run < runs; run++) {
      for (String number : threads) {
        Options options = job.options().withThreads(Integer.parseInt(number));
        long start = System.nanoTime();
        var machine = TickRun.load(mapped.mapping(), mapped.mapping().images(), options);
        double loadSeconds = 1e-9 * (System.nanoTime() - start);
        start = System.nanoTime();
        long startCpu = processorNanoseconds();
        Results results = machine.until(steps, new Stopwatch(steps));
        double cpuSeconds = 1e-9 * (processorNanoseconds() - startCpu);
        double seconds = 1e-9 * (System.nanoTime() - start);
        double bioSeconds = steps * STEP_SECONDS;
        long events = results.counts().synapticEvents();
        System.out.printf(
            "%s threads: %.2f s to load; %.3f s a second, processor %.3f; %.2f ns an event (of all"
                + " processor time), %,d events, %.2f Hz%s%n",
            number,
            loadSeconds,
            seconds / bioSeconds,
            cpuSeconds / bioSeconds,
            1e9 * cpuSeconds / events,
            events,
            results.network().sent() / (neurons * bioSeconds),
            machine.doubt().isEmpty() ? "" : "; " + machine.doubt());
      }
    }
  }

  private static long processorNanoseconds() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  /// Weights in units of 0.1 mV.
  private static Network brunel(int neurons, int synapses) {
    double tauSteps = 20e-3 / STEP_SECONDS;
    double alpha = Math.exp(-1 / tauSteps);
    var neuron =
        new NeuronModel.CurrExpLif(
            Values.of(alpha),
            Values.of(0),
            Values.of(0),
            Values.of((1 - alpha) * 1.5 * 200),
            Values.of(200),
            Values.of(100),
            new Values.Uniform(0, 200),
            Values.of(20),
            Reset.TO_V_RESET);
    int excitatory = neurons * 4 / 5;
    var exc = Population.of("exc", excitatory, neuron).recordingSpikes(true);
    var inh = Population.of("inh", neurons - excitatory, neuron).recordingSpikes(true);
    var fromExc = new Connectivity.FixedNumberPre(synapses * 4 / 5, false);
    var fromInh = new Connectivity.FixedNumberPre(synapses - synapses * 4 / 5, false);
    return new Network(
        "brunel",
        List.of(exc, inh),
        List.of(
            Projection.of("exc", "exc", fromExc, 1, 14),
            Projection.of("exc", "inh", fromExc, 1, 14),
            Projection.of("inh", "exc", fromInh, -8, 14),
            Projection.of("inh", "inh", fromInh, -8, 14)));
  }

  private static int argument(String[] arguments, int index, int otherwise) {
    return index < arguments.length ? Integer.parseInt(arguments[index]) : otherwise;
  }
}
