package org.tradewind.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoissonTableTest {
  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.83, 1.28, 4.5, 40, 128})
  void meanAndVarianceOfTheTableAreTheMean(double mean) {
    long[] entries = PoissonTable.of(mean).entries();
    double sum = 0;
    double squares = 0;
    double atMost = 0;
    for (int k = 0; k <= entries.length; k++) {
      double next = k == entries.length ? 1 : entries[k] * 0x1p-48;
      sum += k * (next - atMost);
      squares += (double) k * k * (next - atMost);
      atMost = next;
    }
    assertThat(sum).isCloseTo(mean, within(1e-10 * (1 + mean)));
    assertThat(squares - sum * sum).isCloseTo(mean, within(1e-7 * (1 + mean)));
  }

  @Test
  void countsAreDistributedAsTheyShould() {
    double mean = 1.28;
    PoissonTable table = PoissonTable.of(mean);
    int neurons = 1_000;
    int steps = 200;
    var seen = new int[8];
    var counts = new int[neurons];
    for (int step = 0; step < steps; step++) {
      table.draw(5, 1, step, 0, counts);
      for (int count : counts) {
        seen[Math.min(count, seen.length - 1)]++;
      }
    }
    double chiSquare = 0;
    double probability = Math.exp(-mean);
    double rest = 1;
    for (int k = 0; k < seen.length; k++) {
      double expected = neurons * steps * (k == seen.length - 1 ? rest : probability);
      chiSquare += (seen[k] - expected) * (seen[k] - expected) / expected;
      rest -= probability;
      probability *= mean / (k + 1);
    }
    // 7 degrees of freedom, one seed in a thousand
    assertThat(chiSquare).isLessThan(24.3);
  }

  @Test
  void aDrawDoesNotDependOnWhereItsSliceBegins() {
    PoissonTable table = PoissonTable.of(2.3);
    var all = new int[100];
    table.draw(9, 3, 17, 0, all);
    var part = new int[30];
    table.draw(9, 3, 17, 37, part);
    assertThat(part).containsExactly(java.util.Arrays.copyOfRange(all, 37, 67));
  }

  /// Every pair of counts has the product of both probabilities: a uniform number from every one of
  /// many equal parts makes as many of each.
  @Test
  void oneNumberMakesTwoIndependentCounts() {
    PoissonTable table = PoissonTable.of(0.9);
    int parts = 1 << 20;
    var seen = new int[8][8];
    for (int i = 0; i < parts; i++) {
      int pair = table.pair(((long) i << 28) + (1 << 27));
      if ((pair & 0xF8F8) == 0) {
        seen[pair & 0xFF][pair >>> 8]++;
      }
    }
    double first = Math.exp(-0.9);
    for (int a = 0; a < 8; first *= 0.9 / ++a) {
      double second = Math.exp(-0.9);
      for (int b = 0; b < 8; second *= 0.9 / ++b) {
        // each end of its interval is off by half a part at most
        assertThat(seen[a][b])
            .as("%s, %s", a, b)
            .isCloseTo((int) (parts * first * second), within(2));
      }
    }
  }

  /// Where the high bits leave open what is drawn, the low ones decide, and are drawn for it.
  @Test
  void lowBitsDecideWhereHighOnesCannot() {
    // every high half-word 0x8000 falls into the cell of this entry
    PoissonTable table = PoissonTable.ofEntries(new long[] {0x8000_8000_0000L});
    var counts = new int[1 << 20];
    table.draw(3, 4, 5, 0, counts);
    long begin = Philox.bits(3, 4, 5, 0);
    int within = 0;
    int passed = 0;
    for (int m = 0; m < counts.length / 2; m++) {
      long high = SplitMix.word(begin, m / 4) >>> 16 * (m % 4) & 0xFFFF;
      long low = SplitMix.word(begin, (1L << 62) + m) & 0xFFFF_FFFFL;
      int expected = high > 0x8000 || high == 0x8000 && low >= 0x8000_0000L ? 1 : 0;
      assertThat(counts[2 * m]).isEqualTo(expected);
      if (high == 0x8000) {
        within++;
        passed += expected;
      }
    }
    assertThat(within).isGreaterThan(3);
    assertThat(passed).isBetween(1, within - 1);
  }

  @Test
  void whoExpectsNothingDrawsNothing() {
    var counts = new int[64];
    PoissonTable.of(0).draw(1, 2, 3, 0, counts);
    assertThat(counts).containsOnly(0);
  }

  /// Neighbours, an element in consecutive steps, and two owners know nothing of each other.
  @Test
  void drawsAreIndependent() {
    PoissonTable table = PoissonTable.of(0.9);
    int neurons = 1_001;
    int steps = 300;
    var beside = new int[16];
    var before = new int[16];
    var other = new int[16];
    var counts = new int[neurons];
    var last = new int[neurons];
    var others = new int[neurons];
    table.draw(5, 1, steps, 0, last);
    for (int step = 0; step < steps; step++) {
      table.draw(5, 1, step, 0, counts);
      table.draw(5, 2, step, 0, others);
      for (int n = 0; n + 1 < neurons; n++) {
        int four = 4 * Math.min(counts[n], 3);
        beside[four + Math.min(counts[n + 1], 3)]++;
        before[four + Math.min(last[n], 3)]++;
        other[four + Math.min(others[n], 3)]++;
      }
      System.arraycopy(counts, 0, last, 0, neurons);
    }
    double[] p = {Math.exp(-0.9), 0.9 * Math.exp(-0.9), 0.405 * Math.exp(-0.9), 0};
    p[3] = 1 - p[0] - p[1] - p[2];
    for (int[] pairs : new int[][] {beside, before, other}) {
      double chiSquare = 0;
      for (int i = 0; i < 16; i++) {
        double expected = (neurons - 1) * steps * p[i / 4] * p[i % 4];
        chiSquare += (pairs[i] - expected) * (pairs[i] - expected) / expected;
      }
      // 15 degrees of freedom, one seed in a thousand
      assertThat(chiSquare).isLessThan(37.7);
    }
  }
}
