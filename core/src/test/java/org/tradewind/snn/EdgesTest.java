package org.tradewind.snn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class EdgesTest {
  @Test
  void everyoneConnectedIsThereOnceAscending() {
    long seed = new Random().nextLong();
    var draws = new Random(seed);
    for (int round = 0; round < 50; round++) {
      var edges = new Edges(3);
      var expected = new TreeSet<Integer>();
      for (int i = 0; i < 40; i++) {
        int first = draws.nextInt(30);
        int end = first + 1 + (draws.nextBoolean() ? 0 : draws.nextInt(5));
        edges.add(1, first, end);
        for (int v = first; v < end; v++) {
          expected.add(v);
        }
      }
      assertThat(edges.targets()[1])
          .as("seed %d, round %d", seed, round)
          .containsExactly(expected.stream().mapToInt(Integer::intValue).toArray());
      assertThat(edges.targets()[0]).isEmpty();
      assertThat(edges.sends(0)).isFalse();
      assertThat(edges.sends(1)).isTrue();
    }
  }

  @Test
  void thoseWhoReachTheSameShareOneArray() {
    var edges = new Edges(4);
    edges.add(0, 0, 4);
    edges.add(3, 0, 4);
    edges.add(2, 1);
    edges.add(2, 2);
    int[][] targets = edges.targets();
    assertThat(targets[3]).isSameAs(targets[0]).containsExactly(0, 1, 2, 3);
    assertThat(targets[2]).containsExactly(1, 2);
  }
}
