package org.tradewind.ticks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThicknessTest {
  private static final int PLACES = 64;
  private static final int CORES = 10;

  /// Rows of one weight, of many, and with heads.
  @ParameterizedTest
  @CsvSource({"1, false, 1", "1, false, 5", "3, true, 5"})
  void aRowIsAsThickAsACoreHasSynapsesOfIt(int kinds, boolean headed, int weights) {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    int rows = 40;
    var word = IntStream.builder();
    var part = IntStream.builder();
    var expected = new int[rows];
    for (int row = 0; row < rows; row++) {
      var counts = new int[CORES];
      for (int s = random.nextInt(row + 1); s > 0; s--) {
        int place = random.nextInt(PLACES);
        word.add(1 + random.nextInt(weights) << 16 | place);
        part.add(row * kinds + random.nextInt(kinds));
        counts[place % CORES]++;
      }
      expected[row] = Arrays.stream(counts).max().orElseThrow();
    }
    var thickness =
        new Thickness(laid(rows, kinds, headed, word.build(), part.build()), cores(), CORES);
    for (int row = 0; row < rows; row++) {
      assertThat(thickness.sum(new int[] {row}, 1))
          .as("seed %d, row %d", seed, row)
          .isEqualTo(expected[row]);
    }
    int[] all = IntStream.range(0, rows).toArray();
    assertThat(thickness.sum(all, 30))
        .as("seed " + seed)
        .isEqualTo(Arrays.stream(expected, 0, 30).sum());
  }

  /// More than a byte holds: then nothing can be said.
  @Test
  void whatIsTooThickIsMoreThanThereCanBe() {
    IntStream words = IntStream.range(0, 400).map(i -> 1 << 16 | i % 2);
    IntStream parts = IntStream.range(0, 400).map(i -> 0);
    var thickness = new Thickness(laid(1, 1, false, words, parts), new char[PLACES], 1);
    assertThat(thickness.sum(new int[] {0}, 1)).isGreaterThan(1L << 32);
  }

  @Test
  void noRowsAreNotThick() {
    var thickness =
        new Thickness(laid(0, 1, false, IntStream.empty(), IntStream.empty()), cores(), CORES);
    assertThat(thickness.sum(new int[0], 0)).isZero();
  }

  private static char[] cores() {
    var cores = new char[PLACES];
    for (int place = 0; place < PLACES; place++) {
      cores[place] = (char) (place % CORES);
    }
    return cores;
  }

  private static BlockRows laid(
      int rows, int kinds, boolean headed, IntStream words, IntStream parts) {
    var laying = new BlockRows.Builder(rows, 8, kinds, headed);
    int[] word = words.toArray();
    if (laying.units() > 0) {
      laying.lay(0, word, parts.toArray(), word.length, new BlockRows.Builder.Scratch());
    }
    return laying.built();
  }
}
