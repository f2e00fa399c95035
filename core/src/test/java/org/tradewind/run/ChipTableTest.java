package org.tradewind.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tradewind.machine.CoreMap;
import org.tradewind.mapping.RoutingTable;

class ChipTableTest {
  @Test
  void itAnswersAsTheTableDoes() {
    for (long seed = 0; seed < 200; seed++) {
      var random = new SplittableRandom(seed);
      int bits = 1 + random.nextInt(10);
      int shift = random.nextInt(33 - bits);
      int n = random.nextInt(40);
      var key = new int[n];
      var mask = new int[n];
      for (int i = 0; i < n; i++) {
        mask[i] = random.nextInt(1 << bits) << shift;
        key[i] = random.nextInt(1 << bits) << shift & mask[i];
      }
      var table = new RoutingTable(key, mask, new byte[n], new long[3 * n]);
      var remembered = new ChipTable(table);
      for (int i = 0; i < 500; i++) {
        int packet = random.nextInt(1 << bits) << shift | random.nextInt(1 << shift % 31);
        assertThat(remembered.match(packet)).as("seed %s", seed).isEqualTo(table.match(packet));
      }
    }
  }

  @Test
  void aTreeReachesExactlyItsPesAndEachSwitchOnce() {
    for (long seed = 0; seed < 200; seed++) {
      var random = new SplittableRandom(seed);
      var cores = new long[3];
      for (int i = random.nextInt(60); i >= 0; i--) {
        int p = random.nextInt(CoreMap.PES);
        cores[p / 64] |= 1L << (p % 64);
      }
      var table = new RoutingTable(new int[1], new int[1], new byte[1], cores);
      int[] tree = new ChipTable(table).tree(0);
      var reached = new long[3];
      var seen = new boolean[Noc.SWITCHES];
      for (int i = 0; i < tree.length; i++) {
        int at = Noc.end(ChipTable.link(tree[i]));
        int parent = ChipTable.parent(tree[i]);
        assertThat(seen[at]).as("seed %s", seed).isFalse();
        seen[at] = true;
        assertThat(parent).as("seed %s", seed).isLessThanOrEqualTo(i);
        assertThat(Noc.start(ChipTable.link(tree[i])))
            .isEqualTo(parent == 0 ? Noc.ofRouter(at) : Noc.end(ChipTable.link(tree[parent - 1])));
        int landing = ChipTable.landing(tree[i]);
        for (int p = 0; p < 4; p++) {
          if ((landing >>> p & 1) != 0) {
            int pe = (landing >>> 4) * 4 + p;
            assertThat(Noc.ofQuad(landing >>> 4)).isEqualTo(at);
            reached[pe / 64] |= 1L << (pe % 64);
          }
        }
      }
      assertThat(Arrays.equals(reached, cores)).as("seed %s", seed).isTrue();
    }
  }
}
