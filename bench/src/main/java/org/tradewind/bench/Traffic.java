package org.tradewind.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.tradewind.cost.Action;
import org.tradewind.machine.Machine;
import org.tradewind.mapping.Images;
import org.tradewind.mapping.Keys;
import org.tradewind.mapping.LinearPlacer;
import org.tradewind.mapping.MachineGraph;
import org.tradewind.mapping.MachineVertex;
import org.tradewind.mapping.Mapping;
import org.tradewind.mapping.Placement;
import org.tradewind.mapping.Routes;
import org.tradewind.mapping.ShortestPathRouter;
import org.tradewind.mapping.Tables;
import org.tradewind.pe.Kernel;
import org.tradewind.pe.KeyLookup;
import org.tradewind.pe.Layout;
import org.tradewind.pe.Pe;
import org.tradewind.pe.Program;
import org.tradewind.pe.Sram;
import org.tradewind.random.Philox;
import org.tradewind.run.DvfsPolicy;
import org.tradewind.run.Options;
import org.tradewind.run.Results;
import org.tradewind.run.Run;
import org.tradewind.unit.Ticks;

/// How long a whole machine of busy cores takes: every core works, sends packets to random cores,
/// and takes what comes. Prints wall time and events a second (packet hops, router passes,
/// landings, handler calls). For one chip see [ChipBenchmark], which times the same.
///
/// ```
/// bin/maven -pl core,app,bench package -DskipTests
/// java -cp bench/target/tradewind-bench.jar org.tradewind.bench.Traffic board 2 4 1000 2
/// ```
public final class Traffic {
  private static final long SEED = 1;

  private Traffic() {}

  /// @param args machine (`chip`, `board`, …), packets a core and timestep, targets of each,
  ///   timesteps of 1 ms, threads
  public static void main(String[] args) {
    Machine machine = Machine.of("machine", args.length > 0 ? args[0] : "chip");
    int packets = args.length > 1 ? Integer.parseInt(args[1]) : 100;
    int targets = args.length > 2 ? Integer.parseInt(args[2]) : 10;
    int steps = args.length > 3 ? Integer.parseInt(args[3]) : 100;
    int threads = args.length > 4 ? Integer.parseInt(args[4]) : 1;
    Mapping mapping = mapping(machine, packets, targets);
    long start = System.nanoTime();
    Results results = run(mapping, steps, threads);
    double seconds = 1e-9 * (System.nanoTime() - start);
    System.out.printf(
        Locale.ROOT,
        "%s: %d cores, %d threads, %d steps in %.1f s; %,d events (%,d packets delivered, mean"
            + " latency %.0f ns, cores %.0f %% busy), %.2f M events/s%n",
        machine,
        mapping.graph().size(),
        threads,
        steps,
        seconds,
        results.events().all(),
        results.network().delivered(),
        results.network().meanLatencyTicks() / 6,
        100
            * IntStream.range(0, mapping.graph().size())
                .mapToDouble(results::meanUtilisation)
                .average()
                .orElse(0),
        1e-6 * results.events().all() / seconds);
  }

  static Results run(Mapping mapping, int steps, int threads) {
    var options =
        new Options(Ticks.PER_MILLISECOND, DvfsPolicy.high(), SEED, 1 << 16).withThreads(threads);
    return Run.load(mapping, mapping.images(), options).until(steps);
  }

  static Mapping mapping(Machine machine, int packets, int targets) {
    int n = machine.applicationPes();
    var vertices = new ArrayList<MachineVertex>(n);
    var to = new int[n][];
    for (int v = 0; v < n; v++) {
      int vertex = v;
      vertices.add(
          new MachineVertex(
              "v" + v, 0, Math.max(1, packets), new Chatter(v, packets), "chatter", 0, 0));
      to[v] = new int[targets];
      Arrays.setAll(to[v], i -> Philox.below(n, SEED, vertex, i, 0));
      to[v] = Arrays.stream(to[v]).distinct().sorted().toArray();
    }
    var graph = new MachineGraph(List.copyOf(vertices), to);
    Placement placement = new LinearPlacer().place(graph, machine);
    Keys keys = Keys.allocate(graph);
    Routes routes = new ShortestPathRouter().route(graph, placement, machine);
    return new Mapping(
        machine,
        graph,
        placement,
        keys,
        routes,
        Tables.of(routes, keys, machine),
        Images.of(graph, keys));
  }

  /// Takes all that waits, works for about half of the timestep, and meanwhile sends a packet for
  /// each of its atoms.
  private record Chatter(int vertex, int packets) implements Program {
    private static final int CYCLES = 150_000;

    @Override
    public Layout layout() {
      return new Layout().with("key", Integer.BYTES);
    }

    @Override
    public void write(KeyLookup keys, Sram into) {
      into.putInt(layout().region("key").offset(), keys.key(vertex));
    }

    @Override
    public Kernel start(Pe pe) {
      int key = pe.sram().getInt(layout().region("key").offset());
      return step -> {
        int waiting = pe.waiting();
        for (int i = 0; i < waiting; i++) {
          pe.take();
        }
        pe.did(Action.PACKET, waiting);
        if (packets == 0) {
          pe.did(Action.CYCLE, CYCLES);
        }
        for (int atom = 0; atom < packets; atom++) {
          pe.did(Action.CYCLE, CYCLES / packets + (vertex + atom) % 300);
          pe.did(Action.SPIKE, 1);
          pe.send(key | atom);
        }
      };
    }
  }
}
