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
    var lookUp = new PoissonLookUp(table);
    for (int size : new int[] {0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 23, 5_000}) {
      for (int from = 0; from < 17; from++) {
        int begin = from % 3;
        var counts = new PoissonCounts(begin + size);
        var plain = new int[size];
        table.draw(SEED, OWNER, from, from, plain);
        counts.draw(lookUp, SEED, OWNER, from, from, begin, begin + size);
        assertThat(counts.counts()).as("%s from %s", size, from).endsWith(plain);
        assertThat(counts.total()).isEqualTo(Arrays.stream(plain).sum());
        for (int each = 1; each <= Math.min(size, 7); each++) {
          int ranges = size / each;
          var totals = new int[ranges + 2];
          Arrays.fill(totals, 1_000);
          counts.addTotals(begin, each, totals, 1, 1 + ranges);
          for (int range = 0; range < totals.length; range++) {
            int first = (range - 1) * each;
            int drawn =
                range == 0 || range > ranges ? 0 : Arrays.stream(plain, first, first + each).sum();
            assertThat(totals[range]).as("range %s of %s", range, each).isEqualTo(1_000 + drawn);
          }
        }
      }
    }
  }
}
