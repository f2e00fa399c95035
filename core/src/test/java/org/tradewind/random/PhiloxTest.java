package org.tradewind.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PhiloxTest {
  /// The known answers that Random123 publishes for philox4x32-10: zeros, ones, digits of pi. Words
  /// are lowest first; here come the first two of four.
  @Test
  void knownAnswersOfRandom123() {
    assertThat(Philox.bits(0, 0, 0, 0)).isEqualTo(0xe169c58d_6627e8d5L);
    assertThat(Philox.bits(-1, -1, -1, -1)).isEqualTo(0x41c83b0e_408f276dL);
    assertThat(Philox.bits(0x299f31d0_a4093822L, 0x85a308d3_243f6a88L, 0x13198a2e, 0x03707344))
        .isEqualTo(0x94fdcceb_d16cfe09L);
  }

  /// The same, all four words.
  @Test
  void aBlockIsAllOfIt() {
    var block = new int[4];
    Philox.block(0x299f31d0_a4093822L, 0x85a308d3_243f6a88L, 0x13198a2e, 0x03707344, block);
    assertThat(block).containsExactly(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1);
  }

  @Test
  void everyPartOfTheCounterAndTheKeyMatters() {
    long bits = Philox.bits(1, 2, 3, 4);
    assertThat(bits)
        .isNotEqualTo(Philox.bits(1L << 32 | 1, 2, 3, 4))
        .isNotEqualTo(Philox.bits(2, 2, 3, 4))
        .isNotEqualTo(Philox.bits(1, 1L << 63 | 2, 3, 4))
        .isNotEqualTo(Philox.bits(1, 3, 3, 4))
        .isNotEqualTo(Philox.bits(1, 2, 4, 4))
        .isNotEqualTo(Philox.bits(1, 2, 3, 5));
  }

  @Test
  void uniformFillsTheUnitInterval() {
    int draws = 100_000;
    var bins = new int[50];
    double sum = 0;
    for (int i = 0; i < draws; i++) {
      double u = Philox.uniform(7, 1, i, 0);
      bins[(int) (u * bins.length)]++;
      sum += u;
    }
    assertThat(sum / draws).isCloseTo(0.5, within(5 * Math.sqrt(1.0 / 12 / draws)));
    assertThat(chiSquare(bins, draws)).isLessThan(85.4); // 49 degrees, one seed in a thousand
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 1000})
  void wholeNumbersAreEquallyLikely(int bound) {
    int draws = 200 * bound;
    var counts = new int[bound];
    for (int i = 0; i < draws; i++) {
      counts[Philox.below(bound, 7, 2, i, 0)]++;
    }
    double degrees = bound - 1;
    assertThat(chiSquare(counts, draws))
        .isCloseTo(degrees, within(5 * Math.sqrt(2 * degrees) + 1e-9));
  }

  @Test
  void normalHasTheMomentsOfAStandardNormal() {
    int draws = 100_000;
    var moments = new double[5];
    for (int i = 0; i < draws; i++) {
      double x = Philox.normal(7, 3, i, 0);
      for (int m = 1; m < moments.length; m++) {
        moments[m] += Math.pow(x, m) / draws;
      }
    }
    double root = Math.sqrt(draws);
    assertThat(moments[1]).isCloseTo(0, within(5 / root));
    assertThat(moments[2]).isCloseTo(1, within(5 * Math.sqrt(2) / root));
    assertThat(moments[3]).isCloseTo(0, within(5 * Math.sqrt(15) / root));
    assertThat(moments[4]).isCloseTo(3, within(5 * Math.sqrt(96) / root));
  }

  @Test
  void drawsOfNeighboursDoNotCorrelate() {
    int draws = 100_000;
    double[] sums = new double[3];
    for (int i = 0; i < draws; i++) {
      double u = Philox.uniform(7, 4, i, 0) - 0.5;
      sums[0] += u * (Philox.uniform(7, 4, i + 1, 0) - 0.5);
      sums[1] += u * (Philox.uniform(7, 4, i, 1) - 0.5);
      sums[2] += u * (Philox.uniform(7, 5, i, 0) - 0.5);
    }
    for (double sum : sums) {
      assertThat(12 * sum / draws).isCloseTo(0, within(5 / Math.sqrt(draws)));
    }
  }

  private static double chiSquare(int[] counts, int draws) {
    double expected = (double) draws / counts.length;
    double chiSquare = 0;
    for (int count : counts) {
      chiSquare += (count - expected) * (count - expected) / expected;
    }
    return chiSquare;
  }
}
