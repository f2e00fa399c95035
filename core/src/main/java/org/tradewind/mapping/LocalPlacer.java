package org.tradewind.mapping;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.tradewind.machine.CoreMap;
import org.tradewind.machine.Machine;

/// Puts vertices that talk to each other close together: fewest packets times hops between chips,
/// then fewest switches to the event router on each chip.
///
/// 1. Machine and graph are halved again and again, until every part is one chip ([Bisection]). The
///    vertices in their own order, chipful by chipful along a Hilbert curve, are the other start;
///    the better of the two goes on.
/// 2. Simulated annealing swaps single vertices, starting cold: the cut is good already. Whatever
///    annealing made worse, for want of moves, is not taken.
/// 3. On each chip the vertex with most packets gets the PE nearest to the router. Every packet of
///    a chip passes its router, so this is the best there is for the chip.
///
/// Work is proportional to the graph's edges times the logarithm of the number of chips. Where the
/// vertices in their own order are nearer to each other than what came out, they are left on the
/// chips of [LinearPlacer].
public final class LocalPlacer implements Placer {
  /// Annealing looks at each edge about so often …
  private static final long VISITS_PER_EDGE = 100;

  /// … but at no fewer edges than this: small graphs get more care; and at no more: the largest get
  /// less, and have less need of it.
  private static final long LEAST_VISITS = 2_000_000;

  private static final long MOST_VISITS = 1_000_000_000;

  /// Temperatures in the mean cost of a move: vertices nearly keep their places; at the end nothing
  /// moves any more.
  private static final double HOT = 0.4;

  private static final double COLD = 0.005;

  /// The temperature falls once in so many moves.
  private static final int STEADY = 1 << 10;

  private final long seed;

  public LocalPlacer() {
    this(1);
  }

  /// @param seed of the annealing's draws: the same seed gives the same placement
  public LocalPlacer(long seed) {
    this.seed = seed;
  }

  @Override
  public Placement place(MachineGraph graph, Machine machine) {
    int[] seats = Seats.of(graph, machine);
    if (graph.size() == 0) {
      return new Placement(new int[0]);
    }
    var traffic = new Traffic(graph);
    var sites = new Sites(machine, seats, graph.size());
    int[] siteOf =
        nearest(
            traffic,
            sites,
            Bisection.place(traffic.graph(), sites, seed),
            inOrder(sites.capacity, graph.size()));
    siteOf = nearest(traffic, sites, siteOf, annealed(traffic, sites, siteOf));

    int[] chipOf = new int[graph.size()];
    for (int v = 0; v < chipOf.length; v++) {
      chipOf[v] = sites.chip[siteOf[v]];
    }
    Placement local = seated(traffic, machine, seats, chipOf);
    var linear = new Placement(Arrays.copyOf(seats, graph.size()));
    if (local.weightedHops(graph, machine) <= linear.weightedHops(graph, machine)) {
      return local;
    }
    for (int v = 0; v < chipOf.length; v++) {
      chipOf[v] = linear.chip(v);
    }
    return seated(traffic, machine, seats, chipOf);
  }

  @Override
  public String toString() {
    return "local";
  }

  /// Vertices in their own order, chipful by chipful.
  private static int[] inOrder(int[] capacity, int vertices) {
    int[] siteOf = new int[vertices];
    int site = 0;
    for (int v = 0, held = 0; v < vertices; v++, held++) {
      while (held == capacity[site]) {
        site++;
        held = 0;
      }
      siteOf[v] = site;
    }
    return siteOf;
  }

  /// The one with the fewest packets times hops, the first of equals.
  private static int[] nearest(Traffic traffic, Sites sites, int[]... candidates) {
    int[] best = candidates[0];
    long fewest = hops(traffic, sites, best);
    for (int i = 1; i < candidates.length; i++) {
      long its = hops(traffic, sites, candidates[i]);
      if (its < fewest) {
        fewest = its;
        best = candidates[i];
      }
    }
    return best;
  }

  /// Packets times hops, both ways.
  private static long hops(Traffic traffic, Sites sites, int[] siteOf) {
    long hops = 0;
    for (int v = 0; v < siteOf.length; v++) {
      for (int i = traffic.from(v); i < traffic.to(v); i++) {
        hops += (long) traffic.packets(i) * sites.hops(siteOf[v], siteOf[traffic.other(i)]);
      }
    }
    return hops;
  }

  /// Moves single vertices to where their partners are, in exchange for who is there.
  private int[] annealed(Traffic traffic, Sites sites, int[] start) {
    int count = sites.count();
    int entries = traffic.entries();
    if (count < 2 || entries == 0) {
      return start;
    }
    int[] siteOf = start.clone();
    // seats of a site: from seatStart; vertexIn is -1 where one is free
    int[] seatStart = new int[count + 1];
    for (int s = 0; s < count; s++) {
      seatStart[s + 1] = seatStart[s] + sites.capacity[s];
    }
    int[] vertexIn = new int[seatStart[count]];
    Arrays.fill(vertexIn, -1);
    int[] seatOf = new int[siteOf.length];
    int[] next = Arrays.copyOf(seatStart, count);
    for (int v = 0; v < siteOf.length; v++) {
      seatOf[v] = next[siteOf[v]]++;
      vertexIn[seatOf[v]] = v;
    }
    var draws = new SplittableRandom(seed);
    long visits = Math.clamp(VISITS_PER_EDGE * entries, LEAST_VISITS, MOST_VISITS);
    long moves = Math.max(1, visits * siteOf.length / (2L * entries + siteOf.length));
    var cooling = new Cooling(moves);
    for (long move = 0; move < moves; move++) {
      int v = draws.nextInt(siteOf.length);
      int degree = traffic.to(v) - traffic.from(v);
      if (degree == 0) {
        continue;
      }
      int to = siteOf[traffic.other(traffic.from(v) + draws.nextInt(degree))];
      int aside = draws.nextInt(12);
      if (aside < 6) {
        to = sites.beside(to, aside);
      }
      int from = siteOf[v];
      if (to == from) {
        continue;
      }
      int seat = seatStart[to] + draws.nextInt(sites.capacity[to]);
      int w = vertexIn[seat];
      long delta = change(traffic, sites, siteOf, v, w, from, to);
      if (w >= 0) {
        delta += change(traffic, sites, siteOf, w, v, to, from);
      }
      if (cooling.accepts(delta, move, draws)) {
        vertexIn[seatOf[v]] = w;
        if (w >= 0) {
          siteOf[w] = from;
          seatOf[w] = seatOf[v];
        }
        vertexIn[seat] = v;
        siteOf[v] = to;
        seatOf[v] = seat;
      }
    }
    return siteOf;
  }

  /// Packets times hops that a vertex's move adds, but for those to the one it changes places with:
  /// they stay as far apart.
  private static long change(
      Traffic traffic, Sites sites, int[] siteOf, int v, int except, int from, int to) {
    long delta = 0;
    int end = traffic.to(v);
    for (int i = traffic.from(v); i < end; i++) {
      int other = traffic.other(i);
      if (other != except) {
        int at = siteOf[other];
        delta += (long) traffic.packets(i) * (sites.hops(to, at) - sites.hops(from, at));
      }
    }
    return delta;
  }

  /// Metropolis's rule under a temperature that falls geometrically. Its unit is the mean size of
  /// the changes seen so far, so it needs no scale from outside.
  private static final class Cooling {
    private final long moves;
    private double sumOfSizes;
    private long changes;
    private double temperature;

    Cooling(long moves) {
      this.moves = moves;
    }

    boolean accepts(long delta, long move, SplittableRandom draws) {
      sumOfSizes += Math.abs(delta);
      if (changes++ % STEADY == 0) {
        double mean = sumOfSizes / changes;
        temperature = mean * HOT * StrictMath.pow(COLD / HOT, (double) move / moves);
      }
      return delta <= 0 || draws.nextDouble() < StrictMath.exp(-delta / temperature);
    }
  }

  /// Gives the vertices of each chip their PEs: most packets, fewest switches to the router.
  private static Placement seated(Traffic traffic, Machine machine, int[] seats, int[] chipOf) {
    int[] pe = new int[chipOf.length];
    int chips = machine.chipPositions();
    int[] start = new int[chips + 1];
    for (int chip : chipOf) {
      start[chip + 1]++;
    }
    for (int chip = 0; chip < chips; chip++) {
      start[chip + 1] += start[chip];
    }
    int[] next = Arrays.copyOf(start, chips);
    int[] members = new int[chipOf.length];
    for (int v = 0; v < chipOf.length; v++) {
      members[next[chipOf[v]]++] = v;
    }
    long[] vertexOrder = new long[CoreMap.PES];
    long[] seatOrder = new long[CoreMap.PES];
    int seat = 0;
    for (int chip = 0; chip < chips; chip++) {
      int free = 0;
      while (seat < seats.length && seats[seat] / CoreMap.PES == chip) {
        int p = seats[seat++] % CoreMap.PES;
        seatOrder[free++] = (long) CoreMap.routerHops(p) << 32 | p;
      }
      Arrays.sort(seatOrder, 0, free);
      int count = start[chip + 1] - start[chip];
      for (int i = 0; i < count; i++) {
        long load = Math.min(traffic.load(members[start[chip] + i]), Long.MAX_VALUE >> 9);
        vertexOrder[i] = -load << 8 | i;
      }
      Arrays.sort(vertexOrder, 0, count);
      for (int i = 0; i < count; i++) {
        int v = members[start[chip] + (int) (vertexOrder[i] & 0xff)];
        pe[v] = chip * CoreMap.PES + (int) seatOrder[i];
      }
    }
    return new Placement(pe);
  }
}
