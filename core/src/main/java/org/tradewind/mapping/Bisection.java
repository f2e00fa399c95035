package org.tradewind.mapping;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.tradewind.machine.Link;

/// Puts a graph on chips by halving: the chips are cut in two across their longer side, the graph
/// into two parts that fill them ([Halves]), and so on until every part is one chip. What already
/// lies in other parts pulls a node towards the half that is nearer to it (terminal propagation:
/// Dunlop and Kernighan, "A procedure for placement of standard-cell VLSI circuits", IEEE TCAD 4,
/// 1985).
///
/// The many parts of later levels are cut side by side, each by what the level before has left of
/// the others, so the result is the same for any number of threads.
final class Bisection {
  /// Of a larger graph nodes are joined for the first cuts, while they stay this small against a
  /// chip. What was joined is taken apart before parts are cut side by side: joined nodes are as
  /// wide as what they talk to, so their edges are too rough for small parts.
  private static final int MOST_NODES = 60_000;

  private static final int NODES_PER_CHIP = 2;

  /// Entries of a node that are looked at for partners in common with another, when joining.
  private static final int LOOKED = 64;

  /// How far the weights of halves may be from even, where there is room.
  private static final double SLACK = 0.005;

  /// Fewer parts are cut one after the other.
  private static final int FEW = 32;

  private static final int SWEEPS = 2;

  /// Each of few parts is cut so often, from other starts, and the best cut is taken: what the
  /// first cuts miss nothing later finds.
  private static final int TRIES = 4;

  private final WeightedGraph graph;
  private final Sites sites;
  private final long seed;

  /// For each node a chip in the middle of where it is known to be.
  private final int[] siteOf;

  /// For each node the part that is being cut and that it is in.
  private final int[] partOf;

  /// For each node its number within its part.
  private final int[] within;

  private Bisection(WeightedGraph graph, Sites sites, long seed) {
    this.graph = graph;
    this.sites = sites;
    this.seed = seed;
    this.siteOf = new int[graph.nodes()];
    this.partOf = new int[graph.nodes()];
    this.within = new int[graph.nodes()];
  }

  /// Nodes that share a set of chips.
  ///
  /// @param chips numbers of [Sites]
  private record Part(int[] nodes, int[] chips) {}

  /// The site of each vertex, none over its capacity.
  static int[] place(WeightedGraph vertices, Sites sites, long seed) {
    return place(vertices, sites, seed, MOST_NODES);
  }

  /// @param mostNodes of a larger graph nodes are joined for the first cuts
  static int[] place(WeightedGraph vertices, Sites sites, long seed, int mostNodes) {
    WeightedGraph graph = vertices;
    int[] into = IntStream.range(0, vertices.nodes()).toArray();
    int heaviest = Math.max(1, Arrays.stream(sites.capacity).min().orElse(1) / NODES_PER_CHIP);
    while (graph.nodes() > mostNodes) {
      WeightedGraph.Contraction next = graph.contracted(heaviest, LOOKED);
      if (next.graph().nodes() > 0.95 * graph.nodes()) {
        break;
      }
      for (int v = 0; v < into.length; v++) {
        into[v] = next.into()[into[v]];
      }
      graph = next.graph();
    }
    int[] all = IntStream.range(0, graph.nodes()).toArray();
    int[] chips = IntStream.range(0, sites.count()).toArray();
    List<Part> parts = new Bisection(graph, sites, seed).cut(List.of(new Part(all, chips)), FEW);
    if (graph != vertices) {
      parts = taken(parts, into, graph.nodes());
    }
    parts = new Bisection(vertices, sites, seed).cut(parts, sites.count());
    int[] siteOf = new int[vertices.nodes()];
    for (Part part : parts) {
      for (int node : part.nodes) {
        siteOf[node] = part.chips[0];
      }
    }
    spread(vertices, sites, siteOf);
    return siteOf;
  }

  /// The parts of a joined graph, taken apart into the vertices.
  private static List<Part> taken(List<Part> parts, int[] into, int nodes) {
    int[] partOf = new int[nodes];
    int[] count = new int[parts.size()];
    for (int p = 0; p < parts.size(); p++) {
      for (int node : parts.get(p).nodes) {
        partOf[node] = p;
      }
    }
    for (int node : into) {
      count[partOf[node]]++;
    }
    var apart = new ArrayList<Part>();
    for (int p = 0; p < count.length; p++) {
      apart.add(new Part(new int[count[p]], parts.get(p).chips));
    }
    for (int v = into.length - 1; v >= 0; v--) {
      int p = partOf[into[v]];
      apart.get(p).nodes[--count[p]] = v;
    }
    return apart;
  }

  /// Cuts parts until they are so many, or one chip each.
  private List<Part> cut(List<Part> whole, int enough) {
    List<Part> parts = whole;
    note(parts);
    while (parts.size() < enough && parts.stream().anyMatch(part -> part.chips.length > 1)) {
      for (int p = 0; p < parts.size(); p++) {
        int[] nodes = parts.get(p).nodes;
        for (int i = 0; i < nodes.length; i++) {
          partOf[nodes[i]] = p;
          within[nodes[i]] = i;
        }
      }
      parts = cut(parts);
    }
    return parts;
  }

  /// Cuts each part in two. While parts are few they are cut one after the other, so that each sees
  /// where the halves of those before it are, and then once more: the first time the others were
  /// not cut yet, and nothing told the first which way round to lie.
  private List<Part> cut(List<Part> parts) {
    if (parts.size() >= FEW) {
      List<List<Part>> halves =
          IntStream.range(0, parts.size())
              .parallel()
              .mapToObj(p -> halves(p, parts.get(p), parts.size()))
              .toList();
      halves.forEach(this::note);
      return halves.stream().flatMap(List::stream).toList();
    }
    var halves = new ArrayList<List<Part>>();
    for (int p = 0; p < SWEEPS * parts.size(); p++) {
      int part = p % parts.size();
      List<Part> cut = halves(part, parts.get(part), parts.size());
      note(cut);
      if (p < parts.size()) {
        halves.add(cut);
      } else {
        halves.set(part, cut);
      }
    }
    return halves.stream().flatMap(List::stream).toList();
  }

  private void note(List<Part> parts) {
    for (Part part : parts) {
      int middle = middle(part.chips);
      for (int node : part.nodes) {
        siteOf[node] = middle;
      }
    }
  }

  private List<Part> halves(int number, Part part, int parts) {
    if (part.chips.length == 1) {
      return List.of(part);
    }
    boolean alongX = extent(part.chips, true) >= extent(part.chips, false);
    int[] chips = sorted(part.chips, alongX);
    int[] first = Arrays.copyOf(chips, straightHalf(chips, alongX));
    int[] second = Arrays.copyOfRange(chips, first.length, chips.length);
    int middleOfFirst = sites.at(alongX, middle(first));
    int middleOfSecond = sites.at(alongX, middle(second));
    int hops = Math.max(1, sites.along(alongX, middleOfFirst, middleOfSecond));
    boolean ofRing = 2 * (extent(part.chips, alongX) + 1) >= sites.length(alongX);
    int[] nearer = nearer(alongX, middleOfFirst, middleOfSecond, ofRing ? hops : 0);
    long weight = 0;
    long[] pull = new long[part.nodes.length];
    for (int i = 0; i < pull.length; i++) {
      int v = part.nodes[i];
      weight += graph.weight()[v];
      for (int e = graph.start()[v]; e < graph.start()[v + 1]; e++) {
        int other = graph.other()[e];
        if (partOf[other] != number) {
          pull[i] += (long) graph.packets()[e] * nearer[sites.at(alongX, siteOf[other])];
        }
      }
    }
    long roomFirst = room(first);
    long roomSecond = room(second);
    long even = weight * roomFirst / (roomFirst + roomSecond);
    long slack = (long) (SLACK * weight);
    long least = Math.min(even, Math.max(weight - roomSecond, even - slack));
    long most = Math.max(even, Math.min(roomFirst, even + slack));
    WeightedGraph own = within(part, number);
    int tries = parts < FEW ? TRIES : 1;
    boolean[] inSecond = {};
    long cheapest = Long.MAX_VALUE;
    for (int t = 0; t < tries; t++) {
      long draws = seed + number + (long) FEW * t;
      boolean[] cut = Halves.of(own, pull, hops, least, most, draws);
      long cost = Halves.cost(own, pull, hops, cut);
      if (cost < cheapest) {
        cheapest = cost;
        inSecond = cut;
      }
    }
    return List.of(
        new Part(chosen(part.nodes, inSecond, false), first),
        new Part(chosen(part.nodes, inSecond, true), second));
  }

  /// By how many chips each place along a side of the machine is nearer to the first half of a part
  /// than to the second. The places along the other side do not count: nothing is decided there.
  ///
  /// Seen from the middle of one half of a ring, both halves of the other are as near, and nothing
  /// would tell the other to be cut beside the first rather than across. It is cut as if the ring
  /// were open; what is cut after it follows.
  ///
  /// @param even both are as near where they differ by less than half of this
  private int[] nearer(boolean alongX, int first, int second, int even) {
    int[] nearer = new int[sites.length(alongX)];
    for (int there = 0; there < nearer.length; there++) {
      int round = sites.along(alongX, there, second) - sites.along(alongX, there, first);
      nearer[there] =
          2 * Math.abs(round) < even ? Math.abs(there - second) - Math.abs(there - first) : round;
    }
    return nearer;
  }

  /// A part's own graph: what leads out of it is in the pull.
  private WeightedGraph within(Part part, int number) {
    int entries = 0;
    for (int v : part.nodes) {
      entries += graph.start()[v + 1] - graph.start()[v];
    }
    int[] start = new int[part.nodes.length + 1];
    int[] other = new int[entries];
    int[] packets = new int[entries];
    int[] weight = new int[part.nodes.length];
    int count = 0;
    for (int i = 0; i < part.nodes.length; i++) {
      int v = part.nodes[i];
      weight[i] = graph.weight()[v];
      for (int e = graph.start()[v]; e < graph.start()[v + 1]; e++) {
        if (partOf[graph.other()[e]] == number) {
          other[count] = within[graph.other()[e]];
          packets[count++] = graph.packets()[e];
        }
      }
      start[i + 1] = count;
    }
    return new WeightedGraph(
        start, Arrays.copyOf(other, count), Arrays.copyOf(packets, count), weight);
  }

  private static int[] chosen(int[] nodes, boolean[] inSecond, boolean second) {
    return IntStream.range(0, nodes.length)
        .filter(i -> inSecond[i] == second)
        .map(i -> nodes[i])
        .toArray();
  }

  private long room(int[] chips) {
    return Arrays.stream(chips).mapToLong(chip -> sites.capacity[chip]).sum();
  }

  private int[] sorted(int[] chips, boolean alongX) {
    Comparator<Integer> byX = Comparator.comparingInt(sites::x);
    Comparator<Integer> byY = Comparator.comparingInt(sites::y);
    return Arrays.stream(chips)
        .boxed()
        .sorted(alongX ? byX.thenComparing(byY) : byY.thenComparing(byX))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /// How many of the chips, sorted, are the first half: whole rows, as near to half as can be. A
  /// ragged edge would be longer, and so would be those of all parts along it.
  private int straightHalf(int[] sorted, boolean alongX) {
    for (int away = 0; ; away++) {
      for (int half : new int[] {(sorted.length + 1) / 2 + away, (sorted.length + 1) / 2 - away}) {
        if (half > 0
            && half < sorted.length
            && sites.at(alongX, sorted[half - 1]) != sites.at(alongX, sorted[half])) {
          return half;
        }
      }
    }
  }

  private int extent(int[] chips, boolean alongX) {
    var places =
        Arrays.stream(chips).map(c -> alongX ? sites.x(c) : sites.y(c)).summaryStatistics();
    return places.getMax() - places.getMin();
  }

  /// The chip of a set that is nearest to the mean of their coordinates.
  private int middle(int[] chips) {
    double x = Arrays.stream(chips).mapToDouble(sites::x).average().orElseThrow();
    double y = Arrays.stream(chips).mapToDouble(sites::y).average().orElseThrow();
    int middle = chips[0];
    double nearest = Double.MAX_VALUE;
    for (int chip : chips) {
      double distance = Math.abs(sites.x(chip) - x) + Math.abs(sites.y(chip) - y);
      if (distance < nearest) {
        nearest = distance;
        middle = chip;
      }
    }
    return middle;
  }

  /// Brings what is too much for a chip to the nearest chip with room: first what talks least to
  /// its chip.
  private static void spread(WeightedGraph vertices, Sites sites, int[] siteOf) {
    int[] held = new int[sites.count()];
    for (int site : siteOf) {
      held[site]++;
    }
    int[] start = new int[held.length + 1];
    for (int s = 0; s < held.length; s++) {
      start[s + 1] = start[s] + held[s];
    }
    int[] members = new int[siteOf.length];
    int[] next = Arrays.copyOf(start, held.length);
    for (int v = 0; v < siteOf.length; v++) {
      members[next[siteOf[v]]++] = v;
    }
    int[] queue = new int[held.length];
    int[] seenFor = new int[held.length];
    for (int s = 0; s < held.length; s++) {
      int excess = held[s] - sites.capacity[s];
      if (excess <= 0) {
        continue;
      }
      int site = s;
      int[] leaving =
          Arrays.stream(members, start[s], start[s + 1])
              .boxed()
              .sorted(Comparator.comparingLong(v -> talk(vertices, siteOf, v, site)))
              .limit(excess)
              .mapToInt(Integer::intValue)
              .toArray();
      int left = 0;
      int read = 0;
      int found = 0;
      queue[found++] = s;
      seenFor[s] = s + 1;
      while (left < excess) {
        int at = read < found ? queue[read++] : anyWithRoom(held, sites);
        while (left < excess && held[at] < sites.capacity[at]) {
          siteOf[leaving[left++]] = at;
          held[at]++;
          held[s]--;
        }
        for (int link = 0; link < Link.values().length; link++) {
          int beside = sites.beside(at, link);
          if (seenFor[beside] != s + 1) {
            seenFor[beside] = s + 1;
            queue[found++] = beside;
          }
        }
      }
    }
  }

  private static long talk(WeightedGraph vertices, int[] siteOf, int v, int site) {
    long talk = 0;
    for (int i = vertices.start()[v]; i < vertices.start()[v + 1]; i++) {
      talk += siteOf[vertices.other()[i]] == site ? vertices.packets()[i] : 0;
    }
    return talk;
  }

  /// Where dead links leave a chip alone, room is anywhere.
  private static int anyWithRoom(int[] held, Sites sites) {
    return IntStream.range(0, held.length)
        .filter(s -> held[s] < sites.capacity[s])
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("more vertices than room"));
  }
}
