package org.tradewind.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class NormalQuantileTest {
  /// Tabulated quantiles: one, two and three sigma, the usual levels, and far out.
  @Test
  void quantilesAreTheTabulatedOnes() {
    assertThat(NormalQuantile.at(0.5)).isZero();
    assertThat(NormalQuantile.at(0.975)).isCloseTo(1.959963984540054, within(1e-14));
    assertThat(NormalQuantile.at(0.995)).isCloseTo(2.5758293035489004, within(1e-14));
    assertThat(NormalQuantile.at(0.15865525393145705)).isCloseTo(-1, within(1e-14));
    assertThat(NormalQuantile.at(0.0013498980316300946)).isCloseTo(-3, within(1e-13));
    assertThat(NormalQuantile.at(1e-20)).isCloseTo(-9.262340089798408, within(1e-12));
  }

  @Test
  void itRises() {
    double before = Double.NEGATIVE_INFINITY;
    for (int i = 1; i < 100_000; i++) {
      double x = NormalQuantile.at(i / 100_000.0);
      assertThat(x).isGreaterThan(before);
      before = x;
    }
  }

  @Test
  void belowIsItsInverse() {
    for (double x = -8; x <= 5; x += 0.37) {
      double p = NormalQuantile.below(x);
      assertThat(NormalQuantile.at(p)).isCloseTo(x, within(1e-8));
    }
    assertThat(NormalQuantile.below(0)).isCloseTo(0.5, within(1e-15));
    assertThat(NormalQuantile.below(Double.NEGATIVE_INFINITY)).isZero();
    assertThat(NormalQuantile.below(Double.POSITIVE_INFINITY)).isEqualTo(1);
  }
}
