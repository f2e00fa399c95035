package org.tradewind.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HalvesTest {
  @Test
  void aGridIsCutAcrossItsShorterSide() {
    WeightedGraph grid = grid(40, 20);
    boolean[] second = Halves.of(grid, new long[800], 1, 400, 400, 1);
    assertThat(weight(second, false)).isEqualTo(400);
    // 20 edges are the fewest that part it evenly
    assertThat(cut(grid, second)).isBetween(20, 24);
  }

  @Test
  void aPullBringsNodesToTheirSide() {
    WeightedGraph grid = grid(20, 20);
    var pull = new long[400];
    for (int v = 0; v < 400; v++) {
      pull[v] = v / 20 >= 17 ? 10 : 0; // the last rows to the first half
    }
    boolean[] second = Halves.of(grid, pull, 1, 200, 200, 1);
    for (int v = 17 * 20; v < 400; v++) {
      assertThat(second[v]).as("node %d", v).isFalse();
    }
    assertThat(cut(grid, second)).isBetween(20, 24);
  }

  /// A heuristic finds no best cut for sure: of 40,000 such graphs 92 % were cut as well as can be,
  /// the others 2.4 more in the mean.
  @Test
  void mostSmallGraphsAreCutAsWellAsCanBe() {
    long seed = new Random().nextLong();
    var draws = new Random(seed);
    int rounds = 300;
    int asWell = 0;
    long more = 0;
    for (int round = 0; round < rounds; round++) {
      WeightedGraph graph = random(10, 14, draws);
      long[] pull = draws.longs(10, -5, 6).toArray();
      boolean[] found = Halves.of(graph, pull, 3, 5, 5, 1);
      assertThat(weight(found, false)).as("seed %d, round %d", seed, round).isEqualTo(5);
      long above = cost(graph, pull, 3, found) - best(graph, pull, 3);
      asWell += above == 0 ? 1 : 0;
      more += above;
    }
    assertThat(asWell).as("seed %d", seed).isGreaterThan(rounds * 8 / 10);
    assertThat(more).as("seed %d", seed).isLessThan(rounds);
  }

  @Test
  void theBoundsAreKeptWhateverTheGraph() {
    WeightedGraph none = random(51, 0, new Random(3));
    boolean[] second = Halves.of(none, new long[51], 1, 20, 20, 1);
    assertThat(weight(second, false)).isEqualTo(20);
    assertThat(Halves.of(random(0, 0, new Random(3)), new long[0], 1, 0, 0, 1)).isEmpty();
  }

  /// By trying all cuts into equal halves.
  private static long best(WeightedGraph graph, long[] pull, int hops) {
    long best = Long.MAX_VALUE;
    for (int bits = 0; bits < 1 << 10; bits++) {
      if (Integer.bitCount(bits) == 5) {
        var second = new boolean[10];
        for (int v = 0; v < 10; v++) {
          second[v] = (bits >> v & 1) != 0;
        }
        best = Math.min(best, cost(graph, pull, hops, second));
      }
    }
    return best;
  }

  private static long cost(WeightedGraph graph, long[] pull, int hops, boolean[] second) {
    long cost = (long) hops * cut(graph, second);
    for (int v = 0; v < second.length; v++) {
      cost += second[v] ? pull[v] : 0;
    }
    return cost;
  }

  private static int cut(WeightedGraph graph, boolean[] second) {
    int cut = 0;
    for (int v = 0; v < second.length; v++) {
      for (int i = graph.start()[v]; i < graph.start()[v + 1]; i++) {
        cut += second[v] != second[graph.other()[i]] ? graph.packets()[i] : 0;
      }
    }
    return cut / 2;
  }

  private static int weight(boolean[] second, boolean half) {
    int weight = 0;
    for (boolean s : second) {
      weight += s == half ? 1 : 0;
    }
    return weight;
  }

  private static WeightedGraph grid(int rows, int columns) {
    int[][] targets = new int[rows * columns][];
    for (int v = 0; v < targets.length; v++) {
      int right = v % columns + 1 < columns ? v + 1 : -1;
      int below = v / columns + 1 < rows ? v + columns : -1;
      targets[v] = Arrays.stream(new int[] {right, below}).filter(t -> t >= 0).toArray();
    }
    return unit(targets);
  }

  private static WeightedGraph random(int nodes, int edges, Random draws) {
    int[][] targets = new int[nodes][0];
    for (int e = 0; e < edges; e++) {
      int v = draws.nextInt(nodes);
      targets[v] = Arrays.copyOf(targets[v], targets[v].length + 1);
      targets[v][targets[v].length - 1] = (v + 1 + draws.nextInt(nodes - 1)) % nodes;
    }
    for (int v = 0; v < nodes; v++) {
      targets[v] = Arrays.stream(targets[v]).distinct().sorted().toArray();
    }
    return unit(targets);
  }

  /// Each edge one packet.
  private static WeightedGraph unit(int[][] targets) {
    WeightedGraph graph = new Traffic(Graphs.of(targets)).graph();
    int[] ones = new int[graph.packets().length];
    Arrays.fill(ones, 1);
    return new WeightedGraph(graph.start(), graph.other(), ones, graph.weight());
  }
}
