package org.tradewind.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class WeightedGraphTest {
  @Test
  void contractionKeepsWeightsAndTheEdgesBetweenPairs() {
    WeightedGraph graph = new Traffic(Graphs.local(400, 6, 5)).graph();
    WeightedGraph.Contraction half = graph.contracted(2, 0);
    int[] into = half.into();
    assertThat(half.graph().nodes()).isBetween(200, 260);
    assertThat(Arrays.stream(half.graph().weight()).sum()).isEqualTo(400);
    for (int g = 0; g < half.graph().nodes(); g++) {
      assertThat(between(half.graph(), null, g)).isEqualTo(between(graph, into, g));
    }
  }

  @Test
  void noPairIsHeavierThanAllowed() {
    WeightedGraph graph = new Traffic(Graphs.grid(20, 20)).graph();
    for (int round = 0; round < 6; round++) {
      graph = graph.contracted(7, 0).graph();
    }
    assertThat(Arrays.stream(graph.weight()).max().orElseThrow()).isBetween(4, 7);
  }

  @Test
  void whoTalksMostIsJoined() {
    // 0 - 1 by two edges, 1 - 2 by one
    WeightedGraph graph = new Traffic(Graphs.of(new int[][] {{1}, {0, 2}, {}})).graph();
    assertThat(graph.contracted(2, 0).into()).containsExactly(0, 0, 1);
  }

  /// 0 talks to 1 and, as much, to 4, which has 2 and 3 in common with it.
  @Test
  void whoHasPartnersInCommonIsJoined() {
    int[][] targets = {{1, 2, 3, 4}, {}, {}, {}, {2, 3}};
    WeightedGraph graph = new Traffic(Graphs.of(targets)).graph();
    assertThat(graph.contracted(2, 0).into()[1]).isZero();
    assertThat(graph.contracted(2, 8).into()[4]).isZero();
    assertThat(graph.contracted(2, 8).into()[1]).isNotZero();
  }

  /// Packets between a group and all others.
  private static long between(WeightedGraph graph, int[] into, int group) {
    long packets = 0;
    for (int v = 0; v < graph.nodes(); v++) {
      for (int i = graph.start()[v]; i < graph.start()[v + 1]; i++) {
        int from = into == null ? v : into[v];
        int to = into == null ? graph.other()[i] : into[graph.other()[i]];
        packets += from == group && to != group ? graph.packets()[i] : 0;
      }
    }
    return packets;
  }
}
