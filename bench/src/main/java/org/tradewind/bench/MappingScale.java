package org.tradewind.bench;

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

/// How long each stage of mapping takes, and what the stages made of it. Each core sends to about
/// ten others, eight of them near it in number.
///
/// Arguments: machines as `--machine` takes them, filled to the last core, or `16x15triads=50000`
/// with so many cores used; without any, a board and a 12 x 12 torus. Each is mapped whole and with
/// one link in twenty dead.
public final class MappingScale {
  private static final int NEAR = 8;
  private static final int FAR = 2;
  private static final int REACH = 100;
  private static final double DEAD_LINKS = 0.05;

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
    String[] machines = arguments.length == 0 ? new String[] {"board", "12x12"} : arguments;
    map(Machine.board(), 7_000, "warm-up", new LocalPlacer(), new NerRouter());
    for (String argument : machines) {
      String name = argument.replaceFirst("=.*", "");
      Machine whole = Machine.of("machine", name);
      int vertices =
          argument.equals(name)
              ? whole.applicationPes()
              : Integer.parseInt(argument.substring(name.length() + 1));
      Machine broken = withDeadLinks(whole);
      map(whole, vertices, name, new LinearPlacer(), new ShortestPathRouter());
      map(whole, vertices, name, new LinearPlacer(), new NerRouter());
      map(whole, vertices, name, new LocalPlacer(), new ShortestPathRouter());
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
    T product = work.get();
    print("  %-7s %8.3f s", stage, (System.nanoTime() - start) * 1e-9);
    return product;
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }

  private static MachineGraph graph(int vertices) {
    var draws = new SplittableRandom(1);
    List<MachineVertex> slices = new ArrayList<>();
    int[][] targets = new int[vertices][];
    var program = new Empty();
    for (int v = 0; v < vertices; v++) {
      slices.add(new MachineVertex("p", 256 * v, 256 * v + 256, program, "empty", 0, 0));
      var chosen = new TreeSet<Integer>();
      for (int i = 0; i < NEAR; i++) {
        chosen.add(Math.floorMod(v + draws.nextInt(-REACH, REACH + 1), vertices));
      }
      for (int i = 0; i < FAR; i++) {
        chosen.add(draws.nextInt(vertices));
      }
      targets[v] = chosen.stream().mapToInt(Integer::intValue).toArray();
    }
    return new MachineGraph(slices, targets);
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
