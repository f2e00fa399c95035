package org.tradewind.mapping;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// Cuts a graph in two: the fewest packets times hops between the halves and to where everything
/// else is, with a given weight on each side.
///
/// Multilevel: the graph is contracted until it is small, cut there in several ways, and the best
/// cut is taken back level by level and improved on each (Karypis and Kumar 1998) by the moves of
/// Fiduccia and Mattheyses ("A linear-time heuristic for improving network partitions", DAC 1982),
/// kept to the nodes at the cut.
final class Halves {
  private static final int SMALL = 80;
  private static final int TRIES = 8;
  private static final int PASSES = 6;

  /// Moves without a gain after which a pass ends.
  private static final int PATIENCE = 60;

  private final WeightedGraph graph;

  /// What it costs more to have the node in the second half than in the first, for what it talks to
  /// outside.
  private final long[] pull;

  /// What a packet across the cut costs.
  private final int hops;

  private final int heaviest;
  private final long least;
  private final long most;

  /// Whether a node is in the second half.
  private final boolean[] second;

  private final long[] gain;
  private final GainHeap[] heaps;
  private final boolean[] moved;
  private long firstWeight;

  private Halves(WeightedGraph graph, long[] pull, int hops, long least, long most) {
    this.graph = graph;
    this.pull = pull;
    this.hops = hops;
    this.heaviest = Arrays.stream(graph.weight()).max().orElse(0);
    // heavy nodes cannot come close, and trying to would cost more than it is worth
    int near = heaviest > 1 ? heaviest : 0;
    this.least = least - near;
    this.most = most + near;
    this.second = new boolean[graph.nodes()];
    this.gain = new long[graph.nodes()];
    this.moved = new boolean[graph.nodes()];
    this.heaps = new GainHeap[] {new GainHeap(gain), new GainHeap(gain)};
  }

  /// Whether each node belongs to the second half.
  ///
  /// @param least weight of the first half, where nodes are light enough to come so close
  /// @param most weight of the first half
  static boolean[] of(
      WeightedGraph graph, long[] pull, int hops, long least, long most, long seed) {
    List<WeightedGraph.Contraction> levels = new ArrayList<>();
    List<long[]> pulls = new ArrayList<>(List.of(pull));
    WeightedGraph coarse = graph;
    long all = Arrays.stream(graph.weight()).asLongStream().sum();
    int heaviest = (int) Math.max(1, 3 * all / (2 * SMALL));
    while (coarse.nodes() > SMALL) {
      WeightedGraph.Contraction next = coarse.contracted(heaviest, 0);
      if (next.graph().nodes() > 0.95 * coarse.nodes()) {
        break;
      }
      long[] sums = new long[next.graph().nodes()];
      for (int v = 0; v < next.into().length; v++) {
        sums[next.into()[v]] += pulls.getLast()[v];
      }
      levels.add(next);
      pulls.add(sums);
      coarse = next.graph();
    }
    var halves = new Halves(coarse, pulls.getLast(), hops, least, most);
    halves.cutSmall(new SplittableRandom(seed));
    for (int level = levels.size() - 1; level >= 0; level--) {
      int[] into = levels.get(level).into();
      WeightedGraph finer = level == 0 ? graph : levels.get(level - 1).graph();
      var below = new Halves(finer, pulls.get(level), hops, least, most);
      for (int v = 0; v < into.length; v++) {
        below.second[v] = halves.second[into[v]];
      }
      below.improve();
      halves = below;
    }
    return halves.second;
  }

  /// Grows the first half from several nodes and keeps the best.
  private void cutSmall(SplittableRandom draws) {
    boolean[] best = null;
    long bestExcess = Long.MAX_VALUE;
    long bestCost = Long.MAX_VALUE;
    for (int t = 0; t < TRIES && graph.nodes() > 0; t++) {
      grow(t == 0 ? mostPulled() : draws.nextInt(graph.nodes()));
      improve();
      long excess = excess();
      long cost = cost();
      if (excess < bestExcess || excess == bestExcess && cost < bestCost) {
        bestExcess = excess;
        bestCost = cost;
        best = second.clone();
      }
    }
    if (best != null) {
      System.arraycopy(best, 0, second, 0, best.length);
    }
  }

  private int mostPulled() {
    int most = 0;
    for (int v = 1; v < pull.length; v++) {
      most = pull[v] > pull[most] ? v : most;
    }
    return most;
  }

  private void grow(int from) {
    Arrays.fill(second, true);
    begin();
    for (int v = 0; v < graph.nodes(); v++) {
      heaps[1].set(v);
    }
    int next = from;
    while (firstWeight < least && next >= 0) {
      if (firstWeight + graph.weight()[next] <= most || firstWeight == 0) {
        move(next);
      } else {
        moved[next] = true;
        heaps[1].remove(next);
      }
      next = heaps[1].top();
    }
  }

  /// Gains of all nodes, none moved yet, no heap filled.
  private void begin() {
    heaps[0].clear();
    heaps[1].clear();
    Arrays.fill(moved, false);
    firstWeight = 0;
    for (int v = 0; v < gain.length; v++) {
      firstWeight += second[v] ? 0 : graph.weight()[v];
      long across = 0;
      for (int i = graph.start()[v]; i < graph.start()[v + 1]; i++) {
        across += second[graph.other()[i]] == second[v] ? -graph.packets()[i] : graph.packets()[i];
      }
      gain[v] = hops * across + (second[v] ? pull[v] : -pull[v]);
    }
  }

  /// Passes of moves until none helps.
  private void improve() {
    for (int pass = 0; pass < PASSES && pass(); pass++) {
      // each keeps the best that it came by
    }
  }

  private boolean pass() {
    begin();
    for (int v = 0; v < gain.length; v++) {
      if (gain[v] > 0 || excess() > 0 || atTheCut(v)) {
        heaps[second[v] ? 1 : 0].set(v);
      }
    }
    int[] moves = new int[gain.length];
    int count = 0;
    int kept = 0;
    long change = 0;
    long best = 0;
    long bestExcess = excess();
    int patience = Math.max(PATIENCE, gain.length / 100);
    while (count - kept < patience) {
      int a = heaps[0].top();
      int b = heaps[1].top();
      boolean mayA = a >= 0 && firstWeight - graph.weight()[a] >= least - heaviest;
      boolean mayB = b >= 0 && firstWeight + graph.weight()[b] <= most + heaviest;
      if (mayA && mayB) {
        boolean forA = gain[a] > gain[b] || gain[a] == gain[b] && firstWeight > most;
        mayA = firstWeight > most || firstWeight >= least && forA;
        mayB = !mayA;
      }
      if (!mayA && !mayB) {
        break;
      }
      int v = mayA ? a : b;
      change -= gain[v];
      move(v);
      moves[count++] = v;
      long excess = excess();
      if (excess < bestExcess || excess == bestExcess && change < best) {
        best = change;
        bestExcess = excess;
        kept = count;
      }
    }
    for (int i = kept; i < count; i++) {
      second[moves[i]] ^= true;
    }
    return kept > 0;
  }

  private boolean atTheCut(int v) {
    for (int i = graph.start()[v]; i < graph.start()[v + 1]; i++) {
      if (second[graph.other()[i]] != second[v]) {
        return true;
      }
    }
    return false;
  }

  /// Brings a node to the other half, for the rest of the pass.
  private void move(int v) {
    heaps[second[v] ? 1 : 0].remove(v);
    moved[v] = true;
    firstWeight += second[v] ? graph.weight()[v] : -graph.weight()[v];
    second[v] ^= true;
    for (int i = graph.start()[v]; i < graph.start()[v + 1]; i++) {
      int u = graph.other()[i];
      long twice = 2L * hops * graph.packets()[i];
      gain[u] += second[u] == second[v] ? -twice : twice;
      if (!moved[u]) {
        heaps[second[u] ? 1 : 0].set(u);
      }
    }
  }

  /// By how much the first half is outside its bounds.
  private long excess() {
    return Math.max(0, Math.max(firstWeight - most, least - firstWeight));
  }

  private long cost() {
    return cost(graph, pull, hops, second);
  }

  /// Twice what a cut costs: packets times hops across it, and what the second half costs more.
  static long cost(WeightedGraph graph, long[] pull, int hops, boolean[] second) {
    long cost = 0;
    for (int v = 0; v < second.length; v++) {
      cost += second[v] ? 2 * pull[v] : 0;
      for (int i = graph.start()[v]; i < graph.start()[v + 1]; i++) {
        cost += second[graph.other()[i]] == second[v] ? 0 : (long) hops * graph.packets()[i];
      }
    }
    return cost;
  }
}
