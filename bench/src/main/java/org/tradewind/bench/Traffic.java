package org.tradewind.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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

/// How fast the packet-level machine is: every core sends packets to random cores, and takes what
/// comes. Prints events/s of one host core (packet hops, router passes, landings, handler calls).
///
/// ```
/// mvn -q -B compile
/// java -cp core/target/classes:bench/target/classes org.tradewind.bench.Traffic chip 100 10 20
/// ```
public final class Traffic {
  private static final long SEED = 1;
  private static final int REPEATS = 5;

  /// CPU time, not wall time: other work on the host does not count.
  private static final ThreadMXBean THREAD = ManagementFactory.getThreadMXBean();

  private Traffic() {}

  /// @param args machine (`chip`, `board`, `WxH`), packets a core and timestep, targets of each,
  ///   timesteps
  public static void main(String[] args) {
    Machine machine = Machine.of("machine", args.length > 0 ? args[0] : "chip");
    int packets = args.length > 1 ? Integer.parseInt(args[1]) : 100;
    int targets = args.length > 2 ? Integer.parseInt(args[2]) : 10;
    int steps = args.length > 3 ? Integer.parseInt(args[3]) : 100;
    Mapping mapping = mapping(machine, packets, targets);
    var options = new Options(Ticks.PER_MILLISECOND, DvfsPolicy.high(), SEED, 1 << 16);
    for (int repeat = 0; repeat < REPEATS; repeat++) {
      Run run = Run.load(mapping, mapping.images(), options);
      long start = THREAD.getCurrentThreadCpuTime();
      Results results = run.until(steps);
      double seconds = 1e-9 * (THREAD.getCurrentThreadCpuTime() - start);
      System.out.printf(
          Locale.ROOT,
          "%s: %d cores, %d events (%d delivered, mean latency %.0f ns) in %.3f s: %.2f M events/s,"
              + " %.0f ns each%n",
          machine,
          mapping.graph().size(),
          results.events().all(),
          results.network().delivered(),
          results.network().meanLatencyTicks() / 6,
          seconds,
          1e-6 * results.events().all() / seconds,
          1e9 * seconds / results.events().all());
    }
  }

  private static Mapping mapping(Machine machine, int packets, int targets) {
    int n = machine.applicationPes();
    var vertices = new ArrayList<MachineVertex>(n);
    var to = new int[n][];
    for (int v = 0; v < n; v++) {
      int vertex = v;
      vertices.add(
          new MachineVertex("v" + v, 0, packets, new Chatter(v, packets), "chatter", 0, 0));
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

  /// Sends a packet for each of its atoms in each timestep, and takes all that waits.
  private record Chatter(int vertex, int packets) implements Program {
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
        for (int atom = 0; atom < packets; atom++) {
          pe.did(Action.LIF_UPDATE, 1 + (vertex + atom) % 7);
          pe.did(Action.SPIKE, 1);
          pe.send(key | atom);
        }
      };
    }
  }
}
