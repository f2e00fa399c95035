package org.tradewind.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoissonTableTest {
  private static final int PLACES = 1 << 15;
  private static final MathContext DIGITS = new MathContext(60);

  /// Of counts 0 to 299, mean^k / k! over the sum of all such terms: with 60 digits, and by another
  /// way than the table takes.
  private static double[] poisson(double mean) {
    var terms = new BigDecimal[600];
    BigDecimal sum = BigDecimal.ZERO;
    BigDecimal term = BigDecimal.ONE;
    for (int k = 0; k < terms.length; k++) {
      terms[k] = term;
      sum = sum.add(term, DIGITS);
      term = term.multiply(new BigDecimal(mean), DIGITS).divide(new BigDecimal(k + 1), DIGITS);
    }
    BigDecimal all = sum;
    return Arrays.stream(terms, 0, 300)
        .mapToDouble(t -> t.divide(all, DIGITS).doubleValue())
        .toArray();
  }

  /// What a table says: a count's places, and its part of the remainder.
  private static double[] told(PoissonTable table) {
    int[] ends = table.ends();
    long[] remainder = table.remainder();
    var told = new double[300];
    for (int k = 0; k < ends.length; k++) {
      told[k] = (ends[k] - (k == 0 ? 0 : ends[k - 1])) / (double) PLACES;
    }
    double left = (PLACES - ends[ends.length - 1]) / (double) PLACES;
    for (int k = 0; k <= remainder.length; k++) {
      double to = k == remainder.length ? 1 : remainder[k] * 0x1p-32;
      told[k] += left * (to - (k == 0 ? 0 : remainder[k - 1] * 0x1p-32));
    }
    return told;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-9, 0.001, 0.01, 0.4, 0.83, 1.28, 1.5, 4.5, 17, 40, 100, 128})
  void everyCountHasItsProbability(double mean) {
    assertThat(told(PoissonTable.of(mean))).containsExactly(poisson(mean), within(0x1p-40));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.83, 1.28, 4.5, 40, 128})
  void meanAndVarianceOfTheTableAreTheMean(double mean) {
    double[] told = told(PoissonTable.of(mean));
    double sum = 0;
    double squares = 0;
    for (int k = 0; k < told.length; k++) {
      sum += k * told[k];
      squares += (double) k * k * told[k];
    }
    assertThat(sum).isCloseTo(mean, within(1e-10 * (1 + mean)));
    assertThat(squares - sum * sum).isCloseTo(mean, within(1e-7 * (1 + mean)));
  }

  /// The remainder is what rounding down leaves: less than a place for each count.
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.001, 0.4, 1.5, 17, 100, 128})
  void placesAreAsManyAsProbabilitiesAllow(double mean) {
    double[] p = poisson(mean);
    int[] ends = PoissonTable.of(mean).ends();
    for (int k = 0; k < ends.length; k++) {
      int places = ends[k] - (k == 0 ? 0 : ends[k - 1]);
      assertThat(places).as("count %s", k).isEqualTo((int) (PLACES * p[k]));
    }
    assertThat(PLACES * p[ends.length]).isLessThan(1);
    assertThat(ends.length).isLessThan(PoissonTable.UNDECIDED);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 1.28, 7})
  void countsAreDistributedAsTheyShould(double mean) {
    PoissonTable table = PoissonTable.of(mean);
    int neurons = 1_000;
    int steps = 200;
    var seen = new long[300];
    var counts = new int[neurons];
    for (int step = 0; step < steps; step++) {
      table.draw(5, 1, step, 0, counts);
      for (int count : counts) {
        seen[count]++;
      }
    }
    assertDistributed(seen, poisson(mean));
  }

  /// Who comes to the remainder: about one in 5 000 here, in this many draws a few thousand. What
  /// rounding took from each count is what they should draw.
  @Test
  void theRemainderGivesBackWhatRoundingTook() {
    double mean = 1.5;
    PoissonTable table = PoissonTable.of(mean);
    var drawn = new PoissonCounts(1 << 16);
    var seen = new long[300];
    for (int step = 0; step < 250; step++) {
      drawn.draw(table, 8, 2, step, 0, 0, 1 << 16);
      long begin = SplitMix.begin(8, 2, step);
      for (int i = 0; i < 1 << 16; i++) {
        if (table.firstAbove(PoissonTable.place(begin, i)) == table.size()) {
          seen[drawn.counts()[i]]++;
        }
      }
    }
    double[] left = poisson(mean);
    double all = 0;
    for (int k = 0; k < left.length; k++) {
      left[k] = PLACES * left[k] % 1;
      all += left[k];
    }
    assertThat(Arrays.stream(seen).sum() * (double) PLACES / (250 << 16))
        .isCloseTo(all, within(0.4));
    for (int k = 0; k < left.length; k++) {
      left[k] /= all;
    }
    assertDistributed(seen, left);
  }

  /// Chi-square; counts of which fewer than ten are expected are taken together.
  private static void assertDistributed(long[] seen, double[] p) {
    long draws = Arrays.stream(seen).sum();
    double chiSquare = 0;
    int classes = 0;
    double rare = 0;
    long seenOfRare = 0;
    for (int k = 0; k < seen.length; k++) {
      double expected = draws * p[k];
      if (expected < 10) {
        rare += expected;
        seenOfRare += seen[k];
      } else {
        chiSquare += (seen[k] - expected) * (seen[k] - expected) / expected;
        classes++;
      }
    }
    assertThat(seenOfRare).isBetween((long) (rare / 5), (long) (5 * rare) + 10);
    // Wilson and Hilferty: one seed in a thousand
    double spread = 2.0 / (9 * (classes - 1));
    double bound = (classes - 1) * Math.pow(1 - spread + 3.09 * Math.sqrt(spread), 3);
    assertThat(chiSquare).as("of %s classes", classes).isLessThan(bound);
  }

  @Test
  void aDrawDoesNotDependOnWhereItsSliceBegins() {
    PoissonTable table = PoissonTable.of(2.3);
    var all = new int[100];
    table.draw(9, 3, 17, 0, all);
    var part = new int[30];
    table.draw(9, 3, 17, 37, part);
    assertThat(part).containsExactly(Arrays.copyOfRange(all, 37, 67));
  }

  /// Which bits are taken for what: half of all places are the remainder's.
  @Test
  void aPlaceIsFifteenBitsAndWhatIsDrawnAgainAWordOfItsOwn() {
    PoissonTable table =
        PoissonTable.of(new int[] {0x1000, 0x4000}, new long[] {1L << 30, 3L << 30});
    var counts = new int[10_000];
    table.draw(3, 4, 5, 11, counts);
    long begin = Philox.bits(3, 4, 5, 0);
    for (int i = 0; i < counts.length; i++) {
      int e = 11 + i;
      int place = Triple32.word(begin, e) >>> 17;
      long number = SplitMix.word(begin, e) >>> 32;
      int again = number < 1L << 30 ? 0 : number < 3L << 30 ? 1 : 2;
      assertThat(counts[i]).isEqualTo(place < 0x1000 ? 0 : place < 0x4000 ? 1 : again);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.001, 0.4, 1.5, 17, 100, 128})
  void aCellSaysWhatAllOfItsPlacesSay(double mean) {
    PoissonTable table = PoissonTable.of(mean);
    byte[] cells = table.cells();
    int places = PLACES / PoissonTable.CELLS;
    int decided = 0;
    for (int cell = 0; cell < PoissonTable.CELLS; cell++) {
      int first = table.firstAbove(cell * places);
      boolean all = first < table.size();
      for (int place = cell * places; place < (cell + 1) * places; place++) {
        all &= table.firstAbove(place) == first;
      }
      assertThat(cells[cell] & 0xFF).as("cell %s", cell).isEqualTo(all ? first : 255);
      decided += all ? 1 : 0;
    }
    assertThat(decided).isGreaterThan(PoissonTable.CELLS * 95 / 100);
  }

  @Test
  void aTableOfWhatItSaysIsTheSame() {
    PoissonTable table = PoissonTable.of(4.5);
    PoissonTable again = PoissonTable.of(table.ends(), table.remainder());
    assertThat(again).isEqualTo(table).hasSameHashCodeAs(table).isNotEqualTo(PoissonTable.of(4.6));
    var counts = new int[10_000];
    table.draw(1, 2, 3, 0, counts);
    var others = new int[10_000];
    again.draw(1, 2, 3, 0, others);
    assertThat(others).containsExactly(counts);
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
