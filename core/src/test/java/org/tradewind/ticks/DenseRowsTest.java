package org.tradewind.ticks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What rows add up to when they are counted bit by bit is what they add up to one by one.
class DenseRowsTest {
  private static final int ROWS = 60;

  /// Of one kind to four; few rows, more than are counted at once, more than one number holds.
  @ParameterizedTest
  @CsvSource({
    "100, 1, false, 3", "100, 1, false, 60", "100, 2, false, 9", "100, 1, true, 14",
    "100, 2, true, 60", "32, 1, true, 15", "33, 1, true, 16", "31, 2, false, 0",
    "1000, 1, true, 7", "1024, 1, true, 8", "1500, 1, true, 28", "1, 1, true, 20"
  })
  void rowsAddUpToTheSame(int neurons, int weights, boolean apart, int most) {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    var lying = new BlockRows[1];
    int[][] rows = rows(neurons, weights, apart, random, lying);
    DenseRows dense = DenseRows.of(lying[0], neurons).orElseThrow();
    var sum = new int[Math.max(64, 4 * Integer.highestOneBit(neurons))];
    for (int step = 0; step < 20; step++) {
      int[] coming = random.ints(0, ROWS).distinct().limit(random.nextInt(most + 1)).toArray();
      var expected = new int[sum.length];
      for (int row : coming) {
        for (int place : rows[row]) {
          expected[place] += lying[0].weight(row);
        }
      }
      boolean here = dense.deliver(coming, coming.length, sum);
      int[] more = random.ints(neurons, 0, 50).toArray();
      for (int at = 0; at < (apart ? 2 : 1) * neurons; at += neurons) {
        var taken = new float[neurons];
        int from = random.nextInt(neurons);
        if (here && step % 2 == 0) {
          dense.take(at, taken, neurons);
          Arrays.fill(more, 0);
        } else if (here) {
          var first = new float[neurons];
          var second = new float[neurons];
          dense.take(at, more, 3, first, from);
          dense.take(at + from, Arrays.copyOfRange(more, from, neurons), 3, second, neurons - from);
          System.arraycopy(first, 0, taken, 0, from);
          System.arraycopy(second, 0, taken, from, neurons - from);
        }
        for (int i = 0; i < neurons; i++) {
          float its = here ? taken[i] : sum[at + i] + 3 * more[i];
          assertThat(its)
              .as("seed %d, step %d, neuron %d", seed, step, i)
              .isEqualTo((float) (expected[at + i] + 3 * more[i]));
        }
      }
      if (here) {
        assertThat(sum).as("seed " + seed).containsOnly(0);
      }
      Arrays.fill(sum, 0);
    }
  }

  /// Rows of which every second has a weight of its own kind, and some are empty.
  private static int[][] rows(
      int neurons, int weights, boolean apart, Random random, BlockRows[] lying) {
    var laying = new BlockRows.Builder(ROWS, 8, 1, false);
    var rows = new int[ROWS][];
    var word = IntStream.builder();
    var part = IntStream.builder();
    for (int row = 0; row < ROWS; row++) {
      boolean inhibits = apart && row % 3 == 0;
      int weight = (inhibits ? 300 : 20) + row % weights;
      var places = new TreeSet<Integer>();
      int size = row % 10 == 9 ? 0 : 1 + random.nextInt(neurons);
      for (int s = 0; s < size; s++) {
        places.add(random.nextInt(neurons) + (inhibits ? neurons : 0));
      }
      rows[row] = places.stream().mapToInt(Integer::intValue).toArray();
      for (int place : rows[row]) {
        word.add((apart || row % 2 == 0 || weights == 1 ? weight : -weight) << 16 | place);
        part.add(row);
      }
    }
    int[] words = word.build().toArray();
    laying.lay(0, words, part.build().toArray(), words.length, new BlockRows.Builder.Scratch());
    lying[0] = laying.built();
    return rows;
  }

  @Test
  void sparseRowsStayPlaces() {
    assertThat(DenseRows.of(laid(1600, new int[] {5, 6, 7}), 1600)).isEmpty();
    assertThat(DenseRows.of(laid(40, new int[] {5, 6, 7}), 40)).isPresent();
  }

  @Test
  void rowsThatHaveAPlaceTwiceStayPlaces() {
    assertThat(DenseRows.of(laid(10, new int[] {5, 6, 5}), 10)).isEmpty();
  }

  @Test
  void rowsThatExciteAndInhibitStayPlaces() {
    assertThat(DenseRows.of(laid(10, new int[] {5, 15}), 10)).isEmpty();
  }

  @Test
  void rowsOfManyWeightsStayPlaces() {
    var laying = new BlockRows.Builder(5, 8, 1, false);
    int[] words = IntStream.range(0, 5).map(row -> row + 1 << 16 | row).toArray();
    int[] part = IntStream.range(0, 5).toArray();
    laying.lay(0, words, part, 5, new BlockRows.Builder.Scratch());
    assertThat(DenseRows.of(laying.built(), 5)).isEmpty();
  }

  /// One row of weight 1.
  private static BlockRows laid(int neurons, int[] places) {
    var laying = new BlockRows.Builder(1, 8, 1, false);
    int[] words = Arrays.stream(places).map(place -> 1 << 16 | place).toArray();
    laying.lay(0, words, new int[words.length], words.length, new BlockRows.Builder.Scratch());
    return laying.built();
  }
}
