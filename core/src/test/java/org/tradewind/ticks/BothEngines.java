package org.tradewind.ticks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.tradewind.cost.Action;
import org.tradewind.cost.Counts;
import org.tradewind.machine.Machine;
import org.tradewind.mapping.Images;
import org.tradewind.mapping.MachineGraph;
import org.tradewind.mapping.Mapping;
import org.tradewind.mapping.NerRouter;
import org.tradewind.mapping.Placement;
import org.tradewind.network.Activity;
import org.tradewind.network.Network;
import org.tradewind.network.Stimulus;
import org.tradewind.run.Options;
import org.tradewind.run.Results;
import org.tradewind.run.Run;
import org.tradewind.run.Stopwatch;
import org.tradewind.snn.Quantisation;
import org.tradewind.snn.RuledNetworks;
import org.tradewind.snn.Snn;

/// Runs a mapped network packet by packet and step by step, and compares all that both know.
public final class BothEngines {
  private final Quantisation quantised;
  final Mapping mapping;

  /// The same with rows that are not written, but made by rules.
  private final Mapping ruled;

  BothEngines(Network network, List<Stimulus> stimuli, Machine machine, Options options) {
    this(
        Quantisation.of(network, Quantisation.Scaling.AUTO, options.seed()),
        stimuli,
        machine,
        options);
  }

  private BothEngines(
      Quantisation quantised, List<Stimulus> stimuli, Machine machine, Options options) {
    this(
        quantised,
        Snn.compile(
            quantised,
            stimuli,
            Activity.NONE,
            options.timestepTicks(),
            options.dvfs().fastest(),
            machine,
            options.seed()),
        RuledNetworks.compile(
            quantised,
            stimuli,
            options.timestepTicks(),
            options.dvfs().fastest(),
            machine,
            options.seed()),
        machine);
  }

  /// Cores are scattered over the machine.
  ///
  /// @param ruled the same graph with rows that are not written
  public BothEngines(
      Quantisation quantised, MachineGraph graph, MachineGraph ruled, Machine machine) {
    this.quantised = quantised;
    this.mapping = mapped(graph, machine);
    this.ruled = mapped(ruled, machine);
  }

  private static Mapping mapped(MachineGraph graph, Machine machine) {
    return Mapping.of(graph, machine, BothEngines::scattered, new NerRouter(), _ -> {});
  }

  private static Placement scattered(MachineGraph graph, Machine machine) {
    var pes = new ArrayList<Integer>();
    for (int pe = 0; pe < machine.chipPositions() * 152; pe++) {
      if (machine.hasPe(pe / 152, pe % 152)) {
        pes.add(pe);
      }
    }
    var random = new Random(graph.size());
    var taken = new int[graph.size()];
    for (int v = 0; v < taken.length; v++) {
      // now and then beside the last one, so that quads are shared
      int i = v > 0 && random.nextBoolean() ? pes.indexOf(taken[v - 1] ^ 1) : -1;
      taken[v] = pes.remove(i >= 0 ? i : random.nextInt(pes.size()));
    }
    return new Placement(taken);
  }

  /// Demands the same spikes, traces, actions, times and packets, on 1, 2 and 4 threads, of rows
  /// that are written and of rows that are made by rules, in blocks and units large and small.
  ///
  /// @return what `events` did
  public Results agree(Stimulus stimulus, Options options, int steps) {
    Images images = Snn.load(mapping, quantised, stimulus);
    assertThat(TickRun.obstacle(mapping, images, options)).isEmpty();
    Results events = Run.load(mapping, images, options).until(steps);
    for (int threads : new int[] {1, 2, 4}) {
      Options its = options.withThreads(threads);
      agree(TickRun.load(mapping, images, its), threads + " threads", events, steps);
    }
    var small = new Loading.Sizes(64, 100, 1);
    Images made = Snn.load(ruled, quantised, stimulus);
    agree(TickRun.load(mapping, images, options, small), "small blocks", events, steps);
    agree(TickRun.load(ruled, made, options), "by rules", events, steps);
    agree(
        TickRun.load(ruled, made, options.withThreads(2), small), "small by rules", events, steps);
    return events;
  }

  private static void agree(TickRun run, String as, Results events, int steps) {
    Results ticks = run.until(steps, new Stopwatch(steps));
    assertThat(run.doubt()).isEmpty();
    assertThat(text(ticks)).as(as).isEqualTo(text(events));
  }

  Results events(Stimulus stimulus, Options options, int steps) {
    return Run.load(mapping, Snn.load(mapping, quantised, stimulus), options).until(steps);
  }

  TickRun ticks(Stimulus stimulus, Options options) {
    return TickRun.load(mapping, Snn.load(mapping, quantised, stimulus), options);
  }

  /// All that does not depend on when packets were under way.
  static String text(Results results) {
    var text = new StringBuilder();
    text.append("%d steps, %d ticks\n".formatted(results.steps(), results.ticks()));
    for (int v = 0; v < results.cores().size(); v++) {
      Results.Core core = results.cores().get(v);
      var recording = core.recording();
      text.append(
          "core %d busy %d, longest step %d, overruns %d\n"
              .formatted(v, core.busyTicks(), core.maxStepTicks(), core.overruns()));
      text.append(
          "sent %d received %d dropped %d late %d out of step %d most waiting %d\n"
              .formatted(
                  core.sent(),
                  core.received(),
                  core.dropped(),
                  core.late(),
                  core.outOfStep(),
                  core.maxWaiting()));
      core.usage()
          .forEach(use ->
              text.append(use.level() + " for " + use.peTicks() + ": " + text(use.counts())));
      text.append(Arrays.toString(recording.spikeSteps()))
          .append(Arrays.toString(recording.spikeAtoms()))
          .append('\n');
      text.append(Arrays.toString(recording.traceChannels()))
          .append(Arrays.toString(recording.traceSteps()))
          .append(Arrays.toString(recording.traceAtoms()))
          .append(Arrays.toString(recording.traceValues()))
          .append('\n');
    }
    Results.Net net = results.network();
    text.append(
        "sent %d delivered %d unrouted %d shortest %d\n"
            .formatted(net.sent(), net.delivered(), net.unrouted(), net.delivered() == 0 ? 0 : 1));
    return text.append(text(net.counts())).toString();
  }

  private static String text(Counts counts) {
    var text = new StringBuilder();
    for (Action action : Action.values()) {
      if (counts.of(action) != 0) {
        text.append(action).append(' ').append(counts.of(action)).append(' ');
      }
    }
    return text.append('\n').toString();
  }
}
