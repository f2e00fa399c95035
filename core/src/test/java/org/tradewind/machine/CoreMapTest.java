package org.tradewind.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CoreMapTest {
  /// First and last core ids as hardware documents print them, the router as R and holes as dots.
  private static final String PUBLISHED =
      """
      6     49-52    53-56    29-32    33-36    25-28     9-12     1-4
      5     57-60    61-64    41-44    45-48    37-40    13-16     5-8
      4     65-68    69-72    73-76      R      21-24    17-20      .
      3     93-96   97-100  101-104      R     149-152  145-148     .
      2     85-88    89-92  121-124  125-128  117-120  141-144  137-140
      1     77-80    81-84  109-112  113-116  105-108  133-136  129-132
      """;

  @Test
  void theMapIsThePublishedTable() {
    var rows = new StringBuilder();
    for (String line : PUBLISHED.lines().toList()) {
      String[] row = line.strip().split("\\s+");
      int y = Integer.parseInt(row[0]);
      rows.append(y);
      for (int x = 1; x <= 7; x++) {
        boolean empty = row[x].equals("R") || row[x].equals(".");
        assertThat(quadAt(x, y)).isEqualTo(empty ? "" : row[x]);
      }
    }
    assertThat(rows).hasToString("654321");
  }

  private static String quadAt(int x, int y) {
    var ids =
        IntStream.range(0, CoreMap.PES)
            .filter(p -> CoreMap.qx(p) == x && CoreMap.qy(p) == y)
            .map(p -> p + 1)
            .toArray();
    return ids.length == 0 ? "" : ids[0] + "-" + ids[ids.length - 1];
  }

  @Test
  void everyPeHasItsOwnName() {
    var names = new HashSet<String>();
    for (int p = 0; p < CoreMap.PES; p++) {
      assertThat(CoreMap.name(p)).matches("[1-7]\\.[1-6]\\.[0-3]");
      names.add(CoreMap.name(p));
    }
    assertThat(names).hasSize(152);
    // the makers' own example: core 1 is PE 0 of quad (7,6)
    assertThat(CoreMap.name(0)).isEqualTo("7.6.0");
  }

  @Test
  void aQuadIsFourPesAtOnePlace() {
    for (int p = 0; p < CoreMap.PES; p++) {
      int first = 4 * CoreMap.quad(p);
      assertThat(CoreMap.qx(p)).isEqualTo(CoreMap.qx(first));
      assertThat(CoreMap.qy(p)).isEqualTo(CoreMap.qy(first));
      assertThat(first + CoreMap.qp(p)).isEqualTo(p);
    }
  }

  @Test
  void sixQuadsAreBesideTheRouterAndTheCornersAreFarthest() {
    int[] hops = new int[CoreMap.PES];
    Arrays.setAll(hops, CoreMap::routerHops);
    assertThat(Arrays.stream(hops).min()).hasValue(1);
    assertThat(Arrays.stream(hops).filter(h -> h == 1).count()).isEqualTo(6 * 4);
    assertThat(Arrays.stream(hops).max()).hasValue(5);
  }
}
