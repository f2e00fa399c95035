package org.tradewind.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoissonTableTest {
  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.83, 1.28, 4.5, 40, 256})
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

  /// Where the high bits equal an entry's, the low ones decide: an entry in the middle of that cell
  /// must let half of such draws pass.
  @Test
  void lowBitsDecideWhereHighOnesCannot() {
    // every high half-word 0x8000 falls into the cell of this entry
    PoissonTable table = PoissonTable.ofEntries(new long[] {0x8000_8000_0000L});
    var counts = new int[1 << 20];
    table.draw(3, 4, 5, 0, counts);
    var block = new int[4];
    int within = 0;
    int passed = 0;
    for (int n = 0; n < counts.length; n++) {
      Philox.block(3, 4, 5, n / 8, block);
      int high = block[n % 8 / 2] >>> 16 * (n % 2) & 0xFFFF;
      if (high == 0x8000) {
        within++;
        passed += counts[n];
        long low = Philox.bits(3, 4, 5, 1 << 31 | n) & 0xFFFF_FFFFL;
        assertThat(counts[n]).isEqualTo(low >= 0x8000_0000L ? 1 : 0);
      } else {
        assertThat(counts[n]).isEqualTo(high > 0x8000 ? 1 : 0);
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

  /// Blocks at once and looked up, or one by one and compared.
  @Test
  void theFastWayDrawsTheSame() {
    for (double mean : new double[] {0, 0.001, 0.4, 1.5, 17, 256}) {
      PoissonTable table = PoissonTable.of(mean);
      for (int from = 0; from < 20; from++) {
        for (int size : new int[] {0, 1, 2, 3, 7, 8, 9, 23, 1000}) {
          var plain = new int[size];
          var fast = new int[size];
          table.draw(-5, 77L << 40 | 3, 9, from, plain);
          table.draw(-5, 77L << 40 | 3, 9, from, fast, new long[PoissonTable.scratch(size)]);
          assertThat(fast).as("%s from %s", mean, from).isEqualTo(plain);
        }
      }
    }
  }
}
