package org.tradewind.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PrefixCoverTest {
  @Test
  void oneRouteIsOneEntry() {
    RoutingTable cover = PrefixCover.of(table(16, 7, 7, 7, 7, 7));
    assertThat(cover.size()).isEqualTo(1);
    assertThat(cover.links()).containsExactly(7);
    assertThat(PrefixCover.of(RoutingTable.empty()).size()).isZero();
    assertThat(PrefixCover.of(table(16, 3)).size()).isEqualTo(1);
  }

  @Test
  void anExceptionStandsBeforeTheRule() {
    RoutingTable cover = PrefixCover.of(table(16, 1, 1, 2, 1, 1, 1, 1, 1));
    assertThat(cover.size()).isEqualTo(2);
    assertThat(cover.links()).containsExactly(2, 1);
    assertThat(cover.key()[0]).isEqualTo(32);
  }

  @Test
  void keysThatNeverComeCostNothing() {
    // sources 0, 5 and 1000 go one way, nobody else has keys there
    RoutingTable table = table(16, 4, 4, 4);
    table.key()[1] = 5 * 16;
    table.key()[2] = 1000 * 16;
    assertThat(PrefixCover.of(table).size()).isEqualTo(1);
  }

  @Test
  void theHighestBitOfAKeyIsABitLikeOthers() {
    RoutingTable table = table(16, 1, 2);
    table.key()[1] = 1 << 31;
    assertSameRoutes(table, PrefixCover.of(table));
  }

  @Test
  void everyKeyGoesWhereItWentInNoMoreEntries() {
    for (long seed = 0; seed < 300; seed++) {
      RoutingTable table = random(new SplittableRandom(seed), 200);
      RoutingTable cover = PrefixCover.of(table);
      assertThat(cover.size()).as("seed %d", seed).isLessThanOrEqualTo(table.size());
      assertSameRoutes(table, cover);
    }
  }

  @Test
  void noSmallerTableOfPrefixesExists() {
    // all tables of prefixes over three bits, for every choice of routes 1..3 or none on 8 keys
    for (long seed = 0; seed < 60; seed++) {
      var draws = new SplittableRandom(seed);
      int[] wanted = new int[8];
      for (int key = 0; key < 8; key++) {
        wanted[key] = draws.nextInt(4);
      }
      if (Arrays.stream(wanted).allMatch(route -> route == 0)) {
        continue;
      }
      int size = (int) Arrays.stream(wanted).filter(route -> route > 0).count();
      RoutingTable table = RoutingTable.ofSize(size);
      for (int key = 0, i = 0; key < 8; key++) {
        if (wanted[key] > 0) {
          table.key()[i] = key;
          table.mask()[i] = -1;
          table.links()[i++] = (byte) wanted[key];
        }
      }
      assertThat(PrefixCover.of(table).size())
          .as("seed %d: %s", seed, Arrays.toString(wanted))
          .isEqualTo(fewest(wanted, 0, 8, 0));
    }
  }

  /// Fewest prefixes under a branch, by trying everything.
  ///
  /// @param above the route that the nearest entry above gives, 0 where there is none
  private static int fewest(int[] wanted, int from, int to, int above) {
    int best = Integer.MAX_VALUE / 2;
    for (int own = 0; own <= 3; own++) {
      int route = own == 0 ? above : own;
      int entries = own == 0 ? 0 : 1;
      if (to - from == 1) {
        if (wanted[from] == 0 || wanted[from] == route) {
          best = Math.min(best, entries);
        }
      } else {
        int middle = (from + to) / 2;
        best =
            Math.min(
                best,
                entries + fewest(wanted, from, middle, route) + fewest(wanted, middle, to, route));
      }
    }
    return best;
  }

  @Test
  void twoEntriesForOneKeyAreOurFault() {
    RoutingTable table = table(16, 1, 2);
    table.key()[1] = 0;
    assertThatThrownBy(() -> PrefixCover.of(table)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void largeTablesTakeNoTime() {
    RoutingTable table = random(new SplittableRandom(1), 300_000);
    assertSameRoutes(table, PrefixCover.of(table));
  }

  /// A block of `keys` keys for each route, one behind the other; the route is the link word.
  private static RoutingTable table(int keys, int... routes) {
    RoutingTable table = RoutingTable.ofSize(routes.length);
    for (int i = 0; i < routes.length; i++) {
      table.key()[i] = keys * i;
      table.mask()[i] = -keys;
      table.links()[i] = (byte) routes[i];
    }
    return table;
  }

  /// Disjoint blocks of 1 to 256 keys with gaps, in no order, a few routes.
  private static RoutingTable random(SplittableRandom draws, int most) {
    int size = draws.nextInt(most / 2, most);
    RoutingTable table = RoutingTable.ofSize(size);
    int[] place = new int[size];
    Arrays.setAll(place, i -> i);
    for (int i = size - 1; i > 0; i--) {
      int other = draws.nextInt(i + 1);
      int swap = place[i];
      place[i] = place[other];
      place[other] = swap;
    }
    int next = draws.nextInt() & -256;
    int routes = draws.nextInt(1, 9);
    for (int i = 0; i < size; i++) {
      int block = 1 << draws.nextInt(9);
      next += 256 * (1 + draws.nextInt(4) / 3);
      table.key()[place[i]] = next;
      table.mask()[place[i]] = -block;
      table.links()[place[i]] = (byte) draws.nextInt(routes);
      table.cores()[3 * place[i] + draws.nextInt(3)] = draws.nextInt(2);
    }
    return table;
  }

  private static void assertSameRoutes(RoutingTable table, RoutingTable cover) {
    for (int i = 0; i < table.size(); i++) {
      for (int key : new int[] {table.key()[i], table.key()[i] | ~table.mask()[i]}) {
        int entry = cover.match(key);
        assertThat(entry).isNotNegative();
        assertThat(cover.links()[entry]).isEqualTo(table.links()[i]);
        for (int word = 0; word < 3; word++) {
          assertThat(cover.cores()[3 * entry + word]).isEqualTo(table.cores()[3 * i + word]);
        }
      }
    }
  }
}
