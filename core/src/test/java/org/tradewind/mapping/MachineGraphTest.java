package org.tradewind.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MachineGraphTest {
  @Test
  void aVertexSendsWhereItHasTargets() {
    MachineGraph graph = Graphs.of(new int[] {0, 1}, new int[0]);
    assertThat(graph.size()).isEqualTo(2);
    assertThat(graph.sends(0)).isTrue();
    assertThat(graph.sends(1)).isFalse();
    assertThat(graph.vertex(1).name()).isEqualTo("p[16..31]");
    assertThat(graph.vertex(1).atoms()).isEqualTo(16);
  }

  @Test
  void targetsAreSortedVerticesEachOnce() {
    for (int[] wrong : new int[][] {{1, 0}, {1, 1}, {2}, {-1}}) {
      assertThatThrownBy(() -> Graphs.of(wrong, new int[0]))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> new MachineGraph(Graphs.slices(2), new int[1][0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("1 target lists for 2 vertices");
  }

  @Test
  void aGraphMadeByHandHasSortedTargets() {
    var program = Graphs.vertex("p", 0, 1).program();
    MachineGraph graph =
        new MachineGraph.Builder()
            .with(MachineVertex.of("a", 1, program))
            .edge(0, 1)
            .edge(0, 0)
            .edge(0, 1)
            .with(MachineVertex.of("b", 5, program))
            .build();
    assertThat(graph.targets(0)).containsExactly(0, 1);
    assertThat(graph.sends(1)).isFalse();
    assertThat(graph.vertex(1).name()).isEqualTo("b[0..4]");
    for (int stranger : new int[] {-1, 2}) {
      assertThatThrownBy(() -> new MachineGraph.Builder().edge(stranger, 0).build())
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
