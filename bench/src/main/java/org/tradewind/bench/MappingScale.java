package org.tradewind.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.tradewind.machine.Link;
import org.tradewind.machine.Machine;
import org.tradewind.mapping.Images;
import org.tradewind.mapping.Keys;
import org.tradewind.mapping.LinearPlacer;
import org.tradewind.mapping.LocalPlacer;
import org.tradewind.mapping.MachineGraph;
import org.tradewind.mapping.MachineVertex;
import org.tradewind.mapping.Mapping;
import org.tradewind.mapping.NerRouter;
import org.tradewind.mapping.Placement;
import org.tradewind.mapping.Placer;
import org.tradewind.mapping.Router;
import org.tradewind.mapping.Routes;
import org.tradewind.mapping.ShortestPathRouter;
import org.tradewind.mapping.Tables;
import org.tradewind.pe.Kernel;
import org.tradewind.pe.KeyLookup;
import org.tradewind.pe.Layout;
import org.tradewind.pe.Pe;
import org.tradewind.pe.Program;
import org.tradewind.pe.Sram;

/// How long each stage of mapping takes, and what the stages made of it. The cores are a sheet:
/// each sends to eight within ten cores of it, to two within forty, and one in sixteen to one
/// anywhere.
///
/// Arguments: machines as `--machine` takes them, filled to the last core, or `16x15triads=50000`
/// with so many cores used; without any, a chip, a board, 24 boards and 720 boards (the last needs
/// -Xmx16g). Each is mapped whole and with one link in twenty dead; up to a board also with the
/// other placers and routers.
public final class MappingScale {
  private static final int NEAR = 8;
  private static final int REACH = 10;
  private static final int MIDDLE = 2;
  private static final int MIDDLE_REACH = 40;
  private static final int FAR_SENDERS = 16;
  private static final double DEAD_LINKS = 0.05;

  /// Larger machines are mapped in the usual way alone.
  private static final int COMPARED = 10_000;

  private record Empty() implements Program {
    @Override
    public Layout layout() {
      return new Layout();
    }

    @Override
    public void write(KeyLookup keys, Sram into) {}

    @Override
    public Kernel start(Pe pe) {
      throw new IllegalStateException("mapped only");
    }
  }

  private MappingScale() {}

  public static void main(String[] arguments) {
    String[] machines =
        arguments.length == 0
            ? new String[] {"chip", "board", "24boards", "16x15triads"}
            : arguments;
    map(Machine.board(), 7_000, "warm-up", new LocalPlacer(), new NerRouter());
    for (String argument : machines) {
      String name = argument.replaceFirst("=.*", "");
      Machine whole = Machine.of("machine", name);
      int vertices =
          argument.equals(name)
              ? whole.applicationPes()
              : Integer.parseInt(argument.substring(name.length() + 1));
      Machine broken = withDeadLinks(whole);
      if (vertices < COMPARED) {
        map(whole, vertices, name, new LinearPlacer(), new ShortestPathRouter());
        map(whole, vertices, name, new LinearPlacer(), new NerRouter());
        map(whole, vertices, name, new LocalPlacer(), new ShortestPathRouter());
      }
      map(whole, vertices, name, new LocalPlacer(), new NerRouter());
      map(broken, vertices, name + ", 5 % of links dead", new LocalPlacer(), new NerRouter());
    }
  }

  private static void map(
      Machine machine, int vertices, String name, Placer placer, Router router) {
    MachineGraph graph = graph(vertices);
    print("%n%s: %d cores, %s placer, %s router", name, graph.size(), placer, router);
    Placement placement = timed("place", () -> placer.place(graph, machine));
    Keys keys = timed("keys", () -> Keys.allocate(graph));
    Routes routes = timed("route", () -> router.route(graph, placement, machine));
    Tables tables = timed("tables", () -> Tables.of(routes, keys, machine).fittedTo(machine));
    Images images = timed("images", () -> Images.of(graph, keys));
    var mapping = new Mapping(machine, graph, placement, keys, routes, tables, images);
    timed("checks", mapping::checked);
    int most = 0;
    for (int chip = 0; chip < machine.chipPositions(); chip++) {
      most = Math.max(most, tables.chip(chip).size());
    }
    print(
        "  weighted hops %d, tree hops %d, table entries %d, most on a chip %d",
        placement.weightedHops(graph, machine), routes.hops(), tables.entries(), most);
  }

  private static <T> T timed(String stage, Supplier<T> work) {
    long start = System.nanoTime();
    long processor = Stages.processorNanoseconds();
    T product = work.get();
    print(
        "  %-7s %8.3f s, %8.3f s of processors, heap at most %5d MB",
        stage,
        (System.nanoTime() - start) * 1e-9,
        (Stages.processorNanoseconds() - processor) * 1e-9,
        peakMegabytes());
    return product;
  }

  /// The most that the heap held since the last call.
  private static long peakMegabytes() {
    long bytes = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      if (pool.getType() == MemoryType.HEAP) {
        bytes += pool.getPeakUsage().getUsed();
        pool.resetPeakUsage();
      }
    }
    return bytes >> 20;
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }

  /// Cores on a square sheet, numbered row by row, as areas of cortex are laid out.
  private static MachineGraph graph(int vertices) {
    var draws = new SplittableRandom(1);
    int side = (int) Math.ceil(Math.sqrt(vertices));
    List<MachineVertex> slices = new ArrayList<>();
    int[][] targets = new int[vertices][];
    var program = new Empty();
    for (int v = 0; v < vertices; v++) {
      slices.add(new MachineVertex("p", 256 * v, 256 * v + 256, program, "empty", 0, 0));
      var chosen = new TreeSet<Integer>();
      for (int i = 0; i < NEAR; i++) {
        chosen.add(within(REACH, v, side, vertices, draws));
      }
      for (int i = 0; i < MIDDLE; i++) {
        chosen.add(within(MIDDLE_REACH, v, side, vertices, draws));
      }
      if (v % FAR_SENDERS == 0) {
        chosen.add(draws.nextInt(vertices));
      }
      targets[v] = chosen.stream().mapToInt(Integer::intValue).toArray();
    }
    return new MachineGraph(slices, targets);
  }

  /// A core no farther away than `reach` along each side.
  private static int within(int reach, int v, int side, int vertices, SplittableRandom draws) {
    while (true) {
      int x = v % side + draws.nextInt(-reach, reach + 1);
      int y = v / side + draws.nextInt(-reach, reach + 1);
      int other = y * side + x;
      if (x >= 0 && x < side && y >= 0 && other < vertices) {
        return other;
      }
    }
  }

  private static Machine withDeadLinks(Machine machine) {
    var draws = new SplittableRandom(2);
    var broken = machine.builder();
    for (int chip = 0; chip < machine.chipPositions(); chip++) {
      for (Link link : List.of(Link.E, Link.NE, Link.N)) {
        if (draws.nextDouble() < DEAD_LINKS) {
          broken.withoutLink(chip, link);
        }
      }
    }
    return broken.build();
  }
}
