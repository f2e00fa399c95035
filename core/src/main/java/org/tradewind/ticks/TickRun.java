package org.tradewind.ticks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.tradewind.cost.UsageByTime;
import org.tradewind.machine.CoreMap;
import org.tradewind.mapping.Images;
import org.tradewind.mapping.MachineVertex;
import org.tradewind.mapping.Mapping;
import org.tradewind.pe.Reception;
import org.tradewind.run.Engine;
import org.tradewind.run.Faults;
import org.tradewind.run.Options;
import org.tradewind.run.Results;
import org.tradewind.run.RouterRules;
import org.tradewind.run.Stopwatch;
import org.tradewind.run.Uncontended;
import org.tradewind.sim.Crew;
import org.tradewind.snn.CoreImage;

/// A loaded machine that is moved in steps: all cores work through step s, then all that they sent
/// is there for step s + 1. One run: load it again to start over.
///
/// The same images, spikes, traces and counted actions as [org.tradewind.run.Run], without a packet
/// on its way. That is what the machine does as long as every packet that is sent in step s lands
/// before its core begins step s + 1, and finds room. Whether it does is watched: [#exactly] ends
/// where it becomes doubtful.
public final class TickRun {
  /// Steps that are moved at once at most: that what is kept of them stays small.
  private static final int MOST_AT_ONCE = 16;

  private final Mapping mapping;
  private final Options options;
  private final Worker[] workers;
  private final Uncontended network;
  private String doubt = "";

  private TickRun(Mapping mapping, Images images, Options options, Loading.Sizes sizes) {
    this.mapping = mapping;
    this.options = options;
    this.network = new Uncontended(mapping, options);
    int[][] shares = shares(mapping, options);
    var senders = new Senders(mapping);
    var loading = new Loading[shares.length];
    new Crew("ticks", shares.length)
        .run(w -> loading[w] = new Loading(mapping, images, options, shares[w], senders, sizes));
    Streaming.load(loading, senders);
    this.workers = Arrays.stream(loading).map(Loading::worker).toArray(Worker[]::new);
  }

  /// Why a run cannot be moved in this way; empty where it can.
  public static Optional<String> obstacle(Mapping mapping, Images images, Options options) {
    if (!options.faults().inRound(0).equals(Faults.NONE)) {
      return Optional.of("faults happen to single packets and between steps");
    }
    if (!options.router().equals(RouterRules.PLAIN)) {
      return Optional.of("which packets the router drops or sends on depends on each one's way");
    }
    if (options.powerBinTicks() > 0) {
      return Optional.of("power over time is not recorded in steps");
    }
    for (int v = 0; v < mapping.graph().size(); v++) {
      MachineVertex vertex = mapping.graph().vertex(v);
      if (!CoreImage.reads(images.program(v))
          || !images.program(v).reception().equals(Reception.ALL_IN_ONE)) {
        return Optional.of(
            "%s runs '%s', which is no program of a spiking network"
                .formatted(vertex.name(), vertex.programName()));
      }
      if (CoreImage.graded(images.program(v))) {
        return Optional.of(
            "%s runs '%s' with packets that carry numbers, and steps carry spikes alone"
                .formatted(vertex.name(), vertex.programName()));
      }
    }
    return Optional.empty();
  }

  /// Loads a mapping with these images. There may be no [#obstacle].
  public static TickRun load(Mapping mapping, Images images, Options options) {
    return load(mapping, images, options, Loading.Sizes.USUAL);
  }

  /// The same, with other sizes.
  static TickRun load(Mapping mapping, Images images, Options options, Loading.Sizes sizes) {
    return new TickRun(mapping, images, options, sizes);
  }

  /// The vertices of each thread, of about the same work: neighbours, as neurons of a population
  /// are moved together; but where levels change whole quads, whose cores wait for each other.
  private static int[][] shares(Mapping mapping, Options options) {
    int size = mapping.graph().size();
    IntUnaryOperator unit = v -> v;
    if (!IntStream.range(0, size).allMatch(v -> fixed(mapping.graph().vertex(v), options))) {
      int[] pe = mapping.placement().pe();
      unit = v -> quad(pe[v]);
    }
    int[] order =
        IntStream.range(0, size)
            .boxed()
            .sorted(Comparator.comparingInt(unit::applyAsInt))
            .mapToInt(Integer::intValue)
            .toArray();
    double all = 0;
    for (int v = 0; v < size; v++) {
      all += work(mapping.graph().vertex(v));
    }
    List<int[]> shares = new ArrayList<>();
    double before = 0;
    int from = 0;
    for (int i = 0; i < size; i++) {
      before += work(mapping.graph().vertex(order[i]));
      boolean last = i + 1 == size;
      boolean ends = last || unit.applyAsInt(order[i]) != unit.applyAsInt(order[i + 1]);
      if (last || ends && before >= all * (shares.size() + 1) / options.threads()) {
        shares.add(IntStream.of(Arrays.copyOfRange(order, from, i + 1)).sorted().toArray());
        from = i + 1;
      }
    }
    return shares.isEmpty() ? new int[1][0] : shares.toArray(int[][]::new);
  }

  private static boolean fixed(MachineVertex vertex, Options options) {
    return options.dvfs().on(vertex.programName()).fixed();
  }

  private static int quad(int pe) {
    return pe / CoreMap.PES * CoreMap.PES + CoreMap.quad(pe % CoreMap.PES);
  }

  /// What a vertex takes of the host, about: an atom as much as 48 kB of synapses, few of which are
  /// due in a step (measured on the cortical microcircuit).
  private static double work(MachineVertex vertex) {
    return vertex.atoms() + vertex.program().layout().bytes() / 49_152.0;
  }

  /// Runs `steps` timer ticks from the start interrupt on. What the machine may have done otherwise
  /// is delivered all the same, and counted in [Results.Core#dropped] and [Results.Core#outOfStep].
  ///
  /// @param watch is told when each step begins
  public Results until(int steps, Stopwatch watch) {
    run(steps, false, watch);
    return results(steps);
  }

  /// The same, given up as soon as the machine may have done otherwise; [#doubt] says why.
  public Optional<Results> exactly(int steps, Stopwatch watch) {
    run(steps, true, watch);
    return doubt.isEmpty() ? Optional.of(results(steps)) : Optional.empty();
  }

  /// Where it first became doubtful that the machine does the same; empty where it never did.
  public String doubt() {
    return doubt;
  }

  private void run(int steps, boolean exactly, Stopwatch watch) {
    long[] latency = network.latencyTicks();
    var flight = new Flight(latency[0], latency[1], network.serviceTicks());
    var crew = new Crew("ticks", workers.length);
    var teamwork = new Teamwork(workers.length, steps, System::nanoTime);
    // in turn: who is late still reads one while the first thread writes the next
    var spans = new Teamwork.Span[2];
    int atOnce = MOST_AT_ONCE;
    for (Worker worker : workers) {
      atOnce = Math.min(atOnce, worker.span());
    }
    int length = atOnce;
    watch.begins();
    crew.run(thread -> {
      Worker worker = workers[thread];
      Worker[] alone = {worker};
      worker.start(steps, length);
      int step = 0;
      for (int s = 0; ; s ^= 1) {
        if (thread == 0) {
          spans[s] = teamwork.next(step);
        }
        if (!crew.meet()) {
          return;
        }
        Teamwork.Span span = spans[s];
        step = span.from();
        if (exactly && doubtful(step - 1)) {
          return;
        }
        if (step == steps) {
          worker.end(steps, workers);
          return;
        }
        Worker[] mine = span.together() ? alone : workers;
        boolean goesOn = thread == 0 || span.together();
        for (int from = step; goesOn && from < span.to(); from = step) {
          int to = Math.min(from + length, span.to());
          for (Worker each : mine) {
            each.move(from, to, workers);
          }
          while (goesOn && step < to) {
            if (thread == 0) {
              watch.begins(step);
            }
            for (Worker each : mine) {
              each.pass(step, from, steps, workers, flight);
            }
            step++;
            goesOn = (!span.together() || crew.meet()) && !(exactly && doubtful(step - 1));
          }
        }
      }
    });
    for (Worker worker : workers) {
      doubt = doubt.isEmpty() ? worker.doubt() : doubt;
    }
  }

  private boolean doubtful(int step) {
    for (Worker worker : workers) {
      if (worker.window(step).doubtful) {
        return true;
      }
    }
    return false;
  }

  private Results results(int steps) {
    var cores = new Core[mapping.graph().size()];
    long end = steps == 0 ? 0 : (steps + 1) * options.timestepTicks();
    long levelChanges = 0;
    for (Worker worker : workers) {
      levelChanges += worker.levelChanges();
      for (Core core : worker.cores()) {
        cores[core.vertex] = core;
        end = Math.max(end, core.now);
      }
    }
    var sent = new long[cores.length];
    long delivered = 0;
    var results = new ArrayList<Results.Core>(cores.length);
    for (int v = 0; v < cores.length; v++) {
      results.add(cores[v].results(steps, end));
      sent[v] = cores[v].sent;
      delivered += cores[v].received + cores[v].dropped;
    }
    return new Results(
        options,
        steps,
        end,
        results,
        network.net(sent, levelChanges),
        UsageByTime.none(),
        new Results.Events(0, 0, delivered, (steps + 1L) * cores.length, 0),
        Engine.TICKS,
        "");
  }
}
