package org.tradewind.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RoutingTableTest {
  @Test
  void theFirstOfTwoMatchesWins() {
    RoutingTable table = RoutingTable.ofSize(20);
    for (int i = 0; i < 20; i++) {
      table.key()[i] = 16 * (i % 10);
      table.mask()[i] = i < 10 ? -16 : -8;
    }
    assertThat(table.match(35)).isEqualTo(2);
    assertThat(table.match(160)).isEqualTo(-1);
    assertThat(RoutingTable.empty().match(0)).isEqualTo(-1);
  }

  @Test
  void theIndexFindsWhatASearchFromTheFrontFinds() {
    for (long seed = 0; seed < 200; seed++) {
      var draws = new SplittableRandom(seed);
      RoutingTable table = RoutingTable.ofSize(draws.nextInt(9, 200));
      int bits = draws.nextInt(4, 33);
      int keys = bits == 32 ? -1 : (1 << bits) - 1;
      for (int i = 0; i < table.size(); i++) {
        // prefixes, masks of any bits, and entries that can match nothing
        int mask = draws.nextBoolean() ? -1 << draws.nextInt(32) : draws.nextInt();
        table.key()[i] = draws.nextInt() & keys & (draws.nextInt(9) == 0 ? -1 : mask);
        table.mask()[i] = mask;
      }
      for (int i = 0; i < 500; i++) {
        int key = draws.nextInt() & keys;
        assertThat(table.match(key)).as("seed %d", seed).isEqualTo(table.firstMatch(key));
      }
    }
  }

  @Test
  void coresAreBitsOfThreeWords() {
    RoutingTable table = RoutingTable.ofSize(2);
    table.cores()[3 + 2] = 1L << 151 - 128;
    assertThat(table.toCore(1, 151)).isTrue();
    assertThat(table.toCore(1, 150)).isFalse();
    assertThat(table.toCore(0, 151)).isFalse();
  }

  @Test
  void columnsOfDifferentLengthsAreRefused() {
    assertThatThrownBy(() -> new RoutingTable(new int[2], new int[2], new byte[2], new long[5]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
