package org.tradewind.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoissonCountsTest {
  private static final long SEED = -5;
  private static final long OWNER = 77L << 40 | 3;

  /// Wherever a slice begins and ends, all at once is the same as one by one.
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.001, 0.4, 1.5, 17, 100, 128})
  void theFastWayDrawsTheSame(double mean) {
    PoissonTable table = PoissonTable.of(mean);
    for (int size : new int[] {0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 23, 5_000}) {
      var counts = new PoissonCounts(new PoissonLookUp(table), size);
      for (int from = 0; from < 17; from++) {
        var plain = new int[size];
        table.draw(SEED, OWNER, from, from, plain);
        counts.draw(SEED, OWNER, from, from);
        var sum = new int[size + 10];
        Arrays.fill(sum, 100);
        counts.addTo(sum, 5, -3);
        for (int i = 0; i < sum.length; i++) {
          int expected = i < 5 || i >= size + 5 ? 100 : 100 - 3 * plain[i - 5];
          assertThat(sum[i]).as("%s from %s, %s", i, from, size).isEqualTo(expected);
        }
        for (int begin = 0; begin < Math.min(size, 17); begin++) {
          for (int end = begin; end <= size; end += end < begin + 20 ? 1 : 97) {
            var totals = new int[] {0, 1_000, 2_000};
            counts.addTotals(new int[] {begin, end}, totals, 1);
            assertThat(totals)
                .containsExactly(
                    0,
                    1_000 + Arrays.stream(plain, 0, begin).sum(),
                    2_000 + Arrays.stream(plain, begin, end).sum());
          }
        }
      }
    }
  }
}
