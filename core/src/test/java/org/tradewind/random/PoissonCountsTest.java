package org.tradewind.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoissonCountsTest {
  private static final long SEED = -5;
  private static final long OWNER = 77L << 40 | 3;

  /// Wherever a slice begins and ends, and wherever its counts are kept, all at once is the same as
  /// one by one.
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.001, 0.4, 1.5, 17, 100, 128})
  void theFastWayDrawsTheSame(double mean) {
    PoissonTable table = PoissonTable.of(mean);
    int[] sizes = IntStream.concat(IntStream.range(0, 24), IntStream.of(1_000, 5_000)).toArray();
    for (int size : sizes) {
      for (int first = 0; first < 24; first++) {
        int from = first % 7;
        var counts = new PoissonCounts(from + size);
        var plain = new int[size];
        table.draw(SEED, OWNER, first, first, plain);
        counts.draw(table, SEED, OWNER, first, first, from, from + size);
        assertThat(counts.counts()).as("%s from %s", size, first).endsWith(plain);
        assertThat(counts.from()).isEqualTo(from);
        assertThat(counts.to()).isEqualTo(from + size);
      }
    }
  }

  /// Tables with a number of ends that is no multiple of three, and ones that is: half of all
  /// places are the remainder's, so that many are drawn again, and many are not.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9, 255})
  void theRemainderIsDrawnAgainWhereverItIs(int size) {
    int[] ends = IntStream.rangeClosed(1, size).map(k -> k * 0x4000 / size).toArray();
    PoissonTable table = PoissonTable.of(ends, new long[] {1L << 30, 3L << 30});
    var plain = new int[4_000];
    table.draw(SEED, OWNER, 1, 0, plain);
    var counts = new PoissonCounts(plain.length);
    counts.draw(table, SEED, OWNER, 1, 0, 0, plain.length);
    assertThat(counts.counts()).containsExactly(plain);
  }

  @Test
  void countsThatAreGivenAwayStayAsTheyAre() {
    var counts = new PoissonCounts(20);
    counts.draw(PoissonTable.of(4), SEED, OWNER, 1, 0, 0, 20);
    int[] given = counts.exchange(new int[20]);
    int[] before = given.clone();
    counts.draw(PoissonTable.of(4), SEED, OWNER, 2, 0, 0, 20);
    assertThat(given).containsExactly(before).isNotEqualTo(counts.counts());
    assertThatThrownBy(() -> counts.exchange(new int[19]))
        .hasMessage("20 counts for an array of 19");
  }

  /// A working memory keeps nothing of what it drew before.
  @ParameterizedTest
  @ValueSource(ints = {8, 13, 64})
  void whatWasDrawnBeforeDoesNotMatter(int size) {
    var used = new PoissonCounts(64);
    used.draw(PoissonTable.of(100), SEED, OWNER, 1, 5, 0, 64);
    used.draw(PoissonTable.of(0.4), SEED, OWNER, 2, 9, 0, size);
    var plain = new int[size];
    PoissonTable.of(0.4).draw(SEED, OWNER, 2, 9, plain);
    assertThat(used.counts()).startsWith(plain);
  }
}
