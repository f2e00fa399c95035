package org.tradewind.bench;

import java.util.List;
import org.tradewind.job.EngineChoice;
import org.tradewind.job.Job;
import org.tradewind.job.Mapped;
import org.tradewind.job.Report;
import org.tradewind.job.Tradewind;
import org.tradewind.machine.Machine;
import org.tradewind.network.Connectivity;
import org.tradewind.network.Network;
import org.tradewind.network.NeuronModel;
import org.tradewind.network.Population;
import org.tradewind.network.Projection;
import org.tradewind.network.Values;
import org.tradewind.run.Results;

/// Neurons on every application core of a machine: how long each stage takes, how much memory, and
/// how many steps a second the machine then goes through.
///
/// The neurons are a sheet. Each sends to two within four rows and columns, and for every sixteen
/// cores there is one connection from anywhere to anywhere. They fire about twenty times a second.
///
/// Arguments: steps, neurons a core, then machines as `--machine` takes them; without machines a
/// board and 24 boards.
public final class WholeMachine {
  private static final int NEAR = 2;
  private static final int REACH = 4;
  private static final int CORES_OF_A_FAR = 16;

  private WholeMachine() {}

  public static void main(String[] arguments) {
    int steps = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100;
    int each = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 8;
    String[] machines =
        arguments.length > 2
            ? List.of(arguments).subList(2, arguments.length).toArray(String[]::new)
            : new String[] {"board", "24boards"};
    for (String name : machines) {
      run(Machine.of("machine", name), each, steps);
    }
  }

  private static void run(Machine machine, int each, int steps) {
    Network network = network(machine.applicationPes(), each);
    System.out.printf("%n%s: %,d neurons%n", machine, network.neurons());
    var stages = new Stages();
    Job job =
        Job.of(network, steps)
            .on(machine)
            .unrehearsed()
            .movedBy(EngineChoice.TICKS)
            .onThreads(Runtime.getRuntime().availableProcessors());
    Mapped mapped = Tradewind.map(job, stages);
    int cores = mapped.mapping().graph().size();
    long mappedBytes = used();
    Report report = Tradewind.run(mapped, stages);
    Results results = report.samples().getFirst().results();
    System.out.printf(
        "%,d cores on %,d chips; %,d packets sent, %,d delivered%n",
        cores, machine.liveChips(), results.network().sent(), results.network().delivered());
    double[] seconds = report.samples().getFirst().pace().seconds();
    System.out.printf(
        "bytes of heap a core: mapped %,d, with all results %,d; run with loading %.1f s, %.2f steps a second%n",
        mappedBytes / cores,
        used() / cores,
        report.runSeconds(),
        steps / seconds[seconds.length - 1]);
  }

  private static Network network(int cores, int each) {
    int width = each * (int) Math.ceil(Math.sqrt(cores / (double) each));
    int rows = cores * each / width;
    var lif =
        new NeuronModel.Lif(
            Values.of(0.95),
            Values.of(1.1),
            Values.of(20),
            Values.of(0),
            new Values.Uniform(0, 20),
            NeuronModel.Reset.TO_V_RESET);
    var sheet = Population.of("sheet", rows * width, lif).atMost(each).expecting(20);
    return new Network(
        "whole machine",
        List.of(sheet),
        List.of(
            Projection.of(
                "sheet",
                "sheet",
                new Connectivity.FixedNumberNear(NEAR, width, REACH, false),
                1,
                0),
            new Projection(
                "far",
                "sheet",
                "sheet",
                new Connectivity.FixedTotalNumber(cores / CORES_OF_A_FAR, true),
                Values.of(1),
                Values.of(0))));
  }

  private static long used() {
    System.gc();
    Runtime host = Runtime.getRuntime();
    return host.totalMemory() - host.freeMemory();
  }
}
