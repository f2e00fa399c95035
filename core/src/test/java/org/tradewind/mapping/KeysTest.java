package org.tradewind.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tradewind.machine.DoesNotFitException;

class KeysTest {
  @Test
  void slicesOfOnePopulationLieInOneAlignedBlock() {
    var vertices =
        List.of(
            Graphs.vertex("small", 0, 3),
            Graphs.vertex("large", 0, 100),
            Graphs.vertex("large", 100, 200),
            Graphs.vertex("large", 200, 250));
    Keys keys = Keys.allocate(new MachineGraph(vertices, new int[][] {{0}, {0}, {0}, {0}}));
    // three slices of 128 keys in a block of 512, then 4 keys
    assertThat(keys.key()).containsExactly(512, 0, 128, 256);
    assertThat(keys.mask()).containsExactly(-4, -128, -128, -128);
  }

  @Test
  void whoSendsNothingHasNoKey() {
    Keys keys = Keys.allocate(Graphs.of(new int[] {1}, new int[0], new int[] {1}));
    assertThat(keys.mask(1)).isZero();
    assertThat(keys.key(1)).isZero();
    assertThat(keys.key(2)).isEqualTo(16);
  }

  @Test
  void oneAtomNeedsOneKey() {
    var graph = new MachineGraph(List.of(Graphs.vertex("p", 0, 1)), new int[][] {{0}});
    assertThat(Keys.allocate(graph).mask(0)).isEqualTo(-1);
  }

  @Test
  void theEmptyGraphHasNoKeys() {
    assertThat(Keys.allocate(Graphs.unconnected(0)).key()).isEmpty();
  }

  @Test
  void randomPopulationsPassTheCheck() {
    var draws = new SplittableRandom(1);
    for (int world = 0; world < 50; world++) {
      var vertices = new ArrayList<MachineVertex>();
      for (int population = 0; population < 10; population++) {
        int slices = draws.nextInt(1, 20);
        for (int slice = 0; slice < slices; slice++) {
          int atoms = draws.nextInt(1, 1_100);
          vertices.add(Graphs.vertex("p" + population, slice * 2_000, slice * 2_000 + atoms));
        }
      }
      int[][] targets = new int[vertices.size()][];
      for (int v = 0; v < targets.length; v++) {
        targets[v] = draws.nextInt(4) == 0 ? new int[0] : new int[] {v};
      }
      var graph = new MachineGraph(vertices, targets);
      Keys.allocate(graph).check(graph);
    }
  }

  @Test
  void allKeysCanBeUsed() {
    // 2^31 + 2^30 + 2^30 atoms: every key of 32 bits
    MachineGraph graph = large(1 << 30, 1 << 30, 1 << 30, 1 << 30);
    Keys keys = Keys.allocate(graph);
    keys.check(graph);
    assertThat(keys.key()).containsExactly(0, 1 << 30, 1 << 31, 3 << 30);
  }

  @Test
  void wherePopulationsInBlocksDoNotFitSlicesAlone() {
    // one population of three slices would be rounded up to 2^32 keys, and the other needs some
    var vertices =
        List.of(
            Graphs.vertex("a", 0, 1 << 30),
            Graphs.vertex("a", 1 << 30, (1 << 30) + (1 << 29)),
            Graphs.vertex("a", (1 << 30) + (1 << 29), (1 << 30) + (1 << 29) + 1),
            Graphs.vertex("b", 0, 5));
    var graph = new MachineGraph(vertices, new int[][] {{0}, {0}, {0}, {0}});
    Keys.allocate(graph).check(graph);
  }

  @Test
  void moreAtomsThanKeysSayHowManyBitsTheyNeed() {
    MachineGraph graph = large(1 << 30, 1 << 30, 1 << 30, 1 << 30, 1);
    assertThatThrownBy(() -> Keys.allocate(graph))
        .isInstanceOfSatisfying(
            DoesNotFitException.class,
            e -> {
              assertThat(e.needed()).isEqualTo(33);
              assertThat(e.available()).isEqualTo(32);
            })
        .hasMessageContaining("5 sending cores need 33 bits of key, a packet has 32;");
  }

  @Test
  void theCheckRefusesEveryKindOfWrongKey() {
    MachineGraph graph = Graphs.of(new int[] {1}, new int[] {0}, new int[0]);
    int[] key = {0, 16, 0};
    int[] mask = {-16, -16, 0};
    new Keys(key, mask).check(graph);
    refused(graph, new Keys(new int[2], new int[2]), "keys for 2 of 3");
    refused(graph, new Keys(new int[] {0, 16, 32}, mask), "p[32..47] sends nothing but has a key");
    refused(graph, new Keys(key, new int[] {-16, -16, -16}), "sends nothing but has a key");
    refused(graph, new Keys(key, new int[] {-16, -15, 0}), "p[16..31] is no power of two");
    refused(graph, new Keys(key, new int[] {-16, 0, 0}), "p[16..31] is no power of two");
    refused(graph, new Keys(new int[] {0, 17, 0}, mask), "p[16..31] is not aligned");
    refused(graph, new Keys(key, new int[] {-16, -8, 0}), "p[16..31] has more atoms than the 8");
    refused(graph, new Keys(new int[] {16, 16, 0}, mask), "share keys");
    refused(graph, new Keys(key, new int[] {-32, -16, 0}), "p[0..15] and p[16..31] share keys");
  }

  private static void refused(MachineGraph graph, Keys keys, String because) {
    assertThatThrownBy(() -> keys.check(graph))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(because);
  }

  /// Populations of one slice each.
  private static MachineGraph large(int... atoms) {
    var vertices = new ArrayList<MachineVertex>();
    int[][] targets = new int[atoms.length][];
    for (int v = 0; v < atoms.length; v++) {
      vertices.add(Graphs.vertex("p" + v, 0, atoms[v]));
      targets[v] = new int[] {0};
    }
    return new MachineGraph(vertices, targets);
  }
}
