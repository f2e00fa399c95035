package org.tradewind.mapping;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.tradewind.machine.CoreMap;
import org.tradewind.machine.Link;
import org.tradewind.machine.Machine;

/// Puts vertices that talk to each other close together: fewest packets times hops between chips,
/// then fewest switches to the event router on each chip.
///
/// 1. The graph is cut into chipfuls twice: grown by [Clusters], and in the order of the vertices.
/// 2. Chipfuls take chips in the order of a Hilbert curve, then simulated annealing swaps whole
///    chipfuls. The better of the two cuts goes on.
/// 3. Simulated annealing swaps single vertices, starting cold: the cut is good already. Whatever
///    annealing made worse, for want of moves, is not taken.
/// 4. On each chip the vertex with most packets gets the PE nearest to the router. Every packet of
///    a chip passes its router, so this is the best there is for the chip.
///
/// Work is proportional to the graph's edges (times the logarithm of a chipful's neighbourhood in
/// 1): every annealing has a fixed budget of visited edges. Where the vertices in their own order
/// are nearer to each other than what came out, they are left on the chips of [LinearPlacer].
public final class LocalPlacer implements Placer {
  /// Annealing looks at each edge about so often …
  private static final long VISITS_PER_EDGE = 100;

  /// … but at no fewer edges than this: small graphs get more care.
  private static final long LEAST_VISITS = 2_000_000;

  /// Temperatures in the mean cost of a move: chipfuls start loose, vertices where they nearly keep
  /// their places; at the end nothing moves any more.
  private static final double HOT_CLUSTERS = 1.0;

  private static final double HOT_VERTICES = 0.05;
  private static final double COLD = 0.005;

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
    var world = new World(machine, seats, graph.size());
    int[] grown = Clusters.grow(traffic, world.capacity);
    int[] inOrder = inOrder(world.capacity, graph.size());
    int[] siteOf =
        nearest(
            traffic,
            world,
            grown,
            withClustersAnnealed(traffic, world, grown),
            inOrder,
            withClustersAnnealed(traffic, world, inOrder));
    siteOf = nearest(traffic, world, siteOf, withVerticesAnnealed(traffic, world, siteOf));

    int[] chipOf = new int[graph.size()];
    for (int v = 0; v < chipOf.length; v++) {
      chipOf[v] = world.chip[siteOf[v]];
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

  /// The chips that will be used, as sites 0, 1, …, and the hops between any two of them by table.
  private static final class World {
    final int[] chip;
    final int[] capacity;
    private final int[] siteAt;
    private final Machine machine;
    private final int[] offset;
    private final int origin;
    private final short[] hops;

    World(Machine machine, int[] seats, int vertices) {
      this.machine = machine;
      int[] peCount = new int[machine.chipPositions()];
      for (int pe : seats) {
        peCount[pe / CoreMap.PES]++;
      }
      chip = sites(machine, peCount, vertices);
      capacity = new int[chip.length];
      siteAt = new int[machine.chipPositions()];
      Arrays.fill(siteAt, -1);
      int row = 2 * machine.width() - 1;
      offset = new int[chip.length];
      for (int s = 0; s < chip.length; s++) {
        capacity[s] = peCount[chip[s]];
        siteAt[chip[s]] = s;
        offset[s] = machine.y(chip[s]) * row + machine.x(chip[s]);
      }
      origin = (machine.height() - 1) * row + machine.width() - 1;
      hops = new short[row * (2 * machine.height() - 1)];
      for (int dy = 1 - machine.height(); dy < machine.height(); dy++) {
        for (int dx = 1 - machine.width(); dx < machine.width(); dx++) {
          int from = machine.width() * Math.max(0, -dy) + Math.max(0, -dx);
          int to = machine.width() * Math.max(0, dy) + Math.max(0, dx);
          hops[origin + dy * row + dx] = (short) machine.distance(from, to);
        }
      }
    }

    int hops(int a, int b) {
      return hops[origin + offset[b] - offset[a]];
    }

    /// A site next to a site, or the site itself where there is none in that direction.
    int beside(int site, int link) {
      int next = machine.neighbour(chip[site], Link.of(link));
      return next < 0 || siteAt[next] < 0 ? site : siteAt[next];
    }

    /// As many chips as the vertices need, grown from the first live one over live links so that
    /// they lie together, in the order of the curve.
    private static int[] sites(Machine machine, int[] peCount, int vertices) {
      int[] found = new int[machine.chipPositions()];
      boolean[] seen = new boolean[machine.chipPositions()];
      int count = 0;
      int used = 0;
      int room = 0;
      long[] onCurve = new long[machine.chipPositions()];
      for (int first = 0; first < seen.length && room < vertices; first++) {
        if (seen[first] || peCount[first] == 0) {
          continue;
        }
        int read = count;
        seen[first] = true;
        found[count++] = first;
        while (read < count && room < vertices) {
          int at = found[read++];
          if (peCount[at] > 0) {
            room += peCount[at];
            onCurve[used++] = hilbert(machine.x(at), machine.y(at)) << 32 | at;
          }
          for (Link link : Link.values()) {
            int next = machine.neighbour(at, link);
            if (next >= 0 && !seen[next]) {
              seen[next] = true;
              found[count++] = next;
            }
          }
        }
      }
      Arrays.sort(onCurve, 0, used);
      int[] sites = new int[used];
      for (int i = 0; i < used; i++) {
        sites[i] = (int) onCurve[i];
      }
      return sites;
    }

    /// How far along Hilbert's curve a place lies, x and y below 2^14: two bits a level, for the
    /// quadrant, which is turned or mirrored for the level below.
    private static long hilbert(int x, int y) {
      long along = 0;
      for (int half = 1 << 13; half > 0; half >>= 1) {
        int right = (x & half) != 0 ? 1 : 0;
        int up = (y & half) != 0 ? 1 : 0;
        along = along << 2 | (3 * right ^ up);
        if (up == 0) {
          if (right == 1) {
            x = ~x & 2 * half - 1;
            y = ~y & 2 * half - 1;
          }
          int swap = x;
          x = y;
          y = swap;
        }
      }
      return along;
    }
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
  private static int[] nearest(Traffic traffic, World world, int[]... candidates) {
    int[] best = candidates[0];
    long fewest = hops(traffic, world, best);
    for (int i = 1; i < candidates.length; i++) {
      long its = hops(traffic, world, candidates[i]);
      if (its < fewest) {
        fewest = its;
        best = candidates[i];
      }
    }
    return best;
  }

  /// Packets times hops, both ways.
  private static long hops(Traffic traffic, World world, int[] siteOf) {
    long hops = 0;
    for (int v = 0; v < siteOf.length; v++) {
      for (int i = traffic.from(v); i < traffic.to(v); i++) {
        hops += (long) traffic.packets(i) * world.hops(siteOf[v], siteOf[traffic.other(i)]);
      }
    }
    return hops;
  }

  /// Swaps whole chipfuls between sites, where each fits.
  private int[] withClustersAnnealed(Traffic traffic, World world, int[] siteOf) {
    int sites = world.chip.length;
    if (sites < 3) {
      return siteOf;
    }
    // the graph of chipfuls: a list for each, packets between two of them added up
    int[] start = new int[sites + 1];
    int[] members = new int[traffic.vertices()];
    for (int site : siteOf) {
      start[site + 1]++;
    }
    int[] held = Arrays.copyOfRange(start, 1, sites + 1);
    for (int s = 0; s < sites; s++) {
      start[s + 1] += start[s];
    }
    int[] next = Arrays.copyOf(start, sites);
    for (int v = 0; v < members.length; v++) {
      members[next[siteOf[v]]++] = v;
    }
    int[][] others = new int[sites][];
    long[][] packets = new long[sites][];
    long[] sum = new long[sites];
    int[] touched = new int[sites];
    long edges = 0;
    for (int s = 0; s < sites; s++) {
      int count = 0;
      for (int m = start[s]; m < start[s + 1]; m++) {
        int v = members[m];
        for (int i = traffic.from(v); i < traffic.to(v); i++) {
          int other = siteOf[traffic.other(i)];
          if (other != s) {
            if (sum[other] == 0) {
              touched[count++] = other;
            }
            sum[other] += traffic.packets(i);
          }
        }
      }
      Arrays.sort(touched, 0, count);
      others[s] = Arrays.copyOf(touched, count);
      packets[s] = new long[count];
      for (int i = 0; i < count; i++) {
        packets[s][i] = sum[touched[i]];
        sum[touched[i]] = 0;
      }
      edges += count;
    }
    if (edges == 0) {
      return siteOf;
    }

    var draws = new SplittableRandom(seed);
    int[] at = new int[sites];
    int[] clusterAt = new int[sites];
    for (int s = 0; s < sites; s++) {
      at[s] = s;
      clusterAt[s] = s;
    }
    long moves = moves(traffic.entries(), edges, sites);
    var cooling = new Cooling(HOT_CLUSTERS, moves);
    for (long move = 0; move < moves; move++) {
      // a partner is drawn by a packet's chance: whoever talks most is followed most
      int v = draws.nextInt(siteOf.length);
      int degree = traffic.to(v) - traffic.from(v);
      if (degree == 0) {
        continue;
      }
      int a = siteOf[v];
      int near = at[siteOf[traffic.other(traffic.from(v) + draws.nextInt(degree))]];
      int to = world.beside(near, draws.nextInt(6));
      int b = clusterAt[to];
      int from = at[a];
      if (a == b || held[a] > world.capacity[to] || held[b] > world.capacity[from]) {
        continue;
      }
      long delta = 0;
      for (int i = 0; i < others[a].length; i++) {
        int other = others[a][i];
        if (other != b) {
          delta += packets[a][i] * (world.hops(to, at[other]) - world.hops(from, at[other]));
        }
      }
      for (int i = 0; i < others[b].length; i++) {
        int other = others[b][i];
        if (other != a) {
          delta += packets[b][i] * (world.hops(from, at[other]) - world.hops(to, at[other]));
        }
      }
      if (cooling.accepts(delta, move, draws)) {
        at[a] = to;
        at[b] = from;
        clusterAt[to] = a;
        clusterAt[from] = b;
      }
    }
    int[] moved = new int[siteOf.length];
    for (int v = 0; v < moved.length; v++) {
      moved[v] = at[siteOf[v]];
    }
    return moved;
  }

  /// Moves single vertices to where their partners are, in exchange for who is there.
  private int[] withVerticesAnnealed(Traffic traffic, World world, int[] start) {
    int sites = world.chip.length;
    int entries = traffic.entries();
    if (sites < 2 || entries == 0) {
      return start;
    }
    int[] siteOf = start.clone();
    // seats of a site: from seatStart; vertexIn is -1 where one is free
    int[] seatStart = new int[sites + 1];
    for (int s = 0; s < sites; s++) {
      seatStart[s + 1] = seatStart[s] + world.capacity[s];
    }
    int[] vertexIn = new int[seatStart[sites]];
    Arrays.fill(vertexIn, -1);
    int[] seatOf = new int[siteOf.length];
    int[] next = Arrays.copyOf(seatStart, sites);
    for (int v = 0; v < siteOf.length; v++) {
      seatOf[v] = next[siteOf[v]]++;
      vertexIn[seatOf[v]] = v;
    }
    var draws = new SplittableRandom(seed + 1);
    long moves = moves(entries, entries, siteOf.length);
    var cooling = new Cooling(HOT_VERTICES, moves);
    for (long move = 0; move < moves; move++) {
      int v = draws.nextInt(siteOf.length);
      int degree = traffic.to(v) - traffic.from(v);
      if (degree == 0) {
        continue;
      }
      int to = siteOf[traffic.other(traffic.from(v) + draws.nextInt(degree))];
      int aside = draws.nextInt(12);
      if (aside < 6) {
        to = world.beside(to, aside);
      }
      int from = siteOf[v];
      if (to == from) {
        continue;
      }
      int seat = seatStart[to] + draws.nextInt(world.capacity[to]);
      int w = vertexIn[seat];
      long delta = change(traffic, world, siteOf, v, w, from, to);
      if (w >= 0) {
        delta += change(traffic, world, siteOf, w, v, to, from);
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
      Traffic traffic, World world, int[] siteOf, int v, int except, int from, int to) {
    long delta = 0;
    int end = traffic.to(v);
    for (int i = traffic.from(v); i < end; i++) {
      int other = traffic.other(i);
      if (other != except) {
        int at = siteOf[other];
        delta += (long) traffic.packets(i) * (world.hops(to, at) - world.hops(from, at));
      }
    }
    return delta;
  }

  private static long moves(long graphEntries, long entries, int movable) {
    long visits = Math.max(LEAST_VISITS, VISITS_PER_EDGE * graphEntries);
    return Math.max(1, visits * movable / (2 * entries + movable));
  }

  /// Metropolis's rule under a temperature that falls geometrically. Its unit is the mean size of
  /// the changes seen so far, so it needs no scale from outside.
  private static final class Cooling {
    private final double hot;
    private final long moves;
    private double sumOfSizes;
    private long changes;

    Cooling(double hot, long moves) {
      this.hot = hot;
      this.moves = moves;
    }

    boolean accepts(long delta, long move, SplittableRandom draws) {
      sumOfSizes += Math.abs(delta);
      changes++;
      if (delta <= 0) {
        return true;
      }
      double mean = sumOfSizes / changes;
      double temperature = mean * hot * StrictMath.pow(COLD / hot, (double) move / moves);
      return draws.nextDouble() < StrictMath.exp(-delta / temperature);
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
