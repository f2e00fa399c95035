package org.tradewind.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tradewind.machine.CoreMap;
import org.tradewind.machine.Machine;

class BisectionTest {
  /// Chips along each side of a torus, and vertices along each side of a chip's share of a sheet.
  private static final int CHIPS = 24;

  private static final int SHARE = 4;
  private static final int SIDE = CHIPS * SHARE;
  private static final int REACH = 4;
  private static final int MIDDLE_REACH = 12;

  /// Cut whole, and joined to a quarter of the nodes for the first cuts: 1.00 and 1.10 times the
  /// hops, where it used to be 1.33 and 1.51 with a fold in the sheet and ragged edges.
  @ParameterizedTest
  @CsvSource({"9216, 1.05", "2500, 1.15"})
  void aSheetLiesOnATorusNearlyAsCutByHand(int mostNodes, double worse) {
    WeightedGraph sheet = new Traffic(sheet(1)).graph();
    Sites sites = sites();
    long hops = hops(sheet, sites, Bisection.place(sheet, sites, 1, mostNodes));
    assertThat((double) hops).isLessThan(worse * hops(sheet, sites, byHand(sites)));
  }

  /// As many PEs of each chip as its share of the sheet has vertices.
  private static Sites sites() {
    int[] seats =
        IntStream.range(0, SIDE * SIDE)
            .map(i -> i / (SHARE * SHARE) * CoreMap.PES + i % (SHARE * SHARE))
            .toArray();
    return new Sites(Machine.torus(CHIPS, CHIPS), seats, SIDE * SIDE);
  }

  /// Each vertex sends to eight near it, two farther away, and one in sixteen to one anywhere.
  private static MachineGraph sheet(long seed) {
    var draws = new SplittableRandom(seed);
    int[][] targets = new int[SIDE * SIDE][];
    for (int v = 0; v < targets.length; v++) {
      var chosen = new TreeSet<Integer>();
      for (int i = 0; i < 10; i++) {
        int reach = i < 8 ? REACH : MIDDLE_REACH;
        int x = Math.clamp(v % SIDE + draws.nextInt(-reach, reach + 1), 0, SIDE - 1);
        int y = Math.clamp(v / SIDE + draws.nextInt(-reach, reach + 1), 0, SIDE - 1);
        chosen.add(y * SIDE + x);
      }
      if (v % 16 == 0) {
        chosen.add(draws.nextInt(targets.length));
      }
      targets[v] = chosen.stream().mapToInt(Integer::intValue).toArray();
    }
    return Graphs.of(targets);
  }

  /// The sheet laid on the torus, each vertex where it is.
  private static int[] byHand(Sites sites) {
    int[] siteAt = new int[CHIPS * CHIPS];
    for (int s = 0; s < siteAt.length; s++) {
      siteAt[sites.y(s) * CHIPS + sites.x(s)] = s;
    }
    return IntStream.range(0, SIDE * SIDE)
        .map(v -> siteAt[v / SIDE / SHARE * CHIPS + v % SIDE / SHARE])
        .toArray();
  }

  private static long hops(WeightedGraph graph, Sites sites, int[] siteOf) {
    long hops = 0;
    for (int v = 0; v < siteOf.length; v++) {
      for (int i = graph.start()[v]; i < graph.start()[v + 1]; i++) {
        hops += (long) graph.packets()[i] * sites.hops(siteOf[v], siteOf[graph.other()[i]]);
      }
    }
    return hops;
  }
}
