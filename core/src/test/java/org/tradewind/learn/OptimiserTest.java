package org.tradewind.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.tradewind.learn.Optimiser.Adam;
import org.tradewind.learn.Optimiser.Sgd;

class OptimiserTest {
  @Test
  void gradientDescentGoesAgainstTheGradient() {
    double[] w = {1, -2};

    Sgd.of(0.5).over(2).step(w, new double[] {2, -4}, 0);

    assertThat(w).containsExactly(0, 0);
  }

  @Test
  void theRateDecaysWithEachEpochAndNotInTheFirst() {
    Optimiser halving = Sgd.of(8).decaying(0.5);

    assertThat(new double[] {halving.rate(0), halving.rate(1), halving.rate(3)})
        .containsExactly(8, 4, 1);
    double[] w = {10};
    halving.over(1).step(w, new double[] {1}, 3);
    assertThat(w).containsExactly(9);
  }

  /// With the biases corrected, the first step of Adam is the rate, whatever the gradient's size.
  @Test
  void adamsFirstStepIsTheRateTimesTheSign() {
    double[] w = {0, 0, 0};

    Adam.of(0.01).over(3).step(w, new double[] {1e-3, -7, 0}, 0);

    assertThat(w[0]).isCloseTo(-0.01, within(0.01 * 1e-5)); // epsilon against 1e-3
    assertThat(w[1]).isCloseTo(0.01, within(1e-10));
    assertThat(w[2]).isZero();
  }

  /// By hand, gradients 1 then -3, beta1 = 1/2, beta2 = 3/4, rate 1:
  ///
  /// - m = 1/2, v = 1/4; m^ = 1, v^ = 1; w = -1
  /// - m = 1/4 - 3/2 = -5/4, v = 3/16 + 9/4 = 39/16; m^ = -5/4 / (3/4) = -5/3, v^ = 39/16 / (7/16)
  ///   = 39/7; w = -1 + (5/3) / sqrt(39/7)
  @Test
  void twoStepsOfAdamAreThoseByHand() {
    var descent = new Adam(1, 1, 0.5, 0.75, 1e-300, false, 0).over(1);
    double[] w = {0};

    descent.step(w, new double[] {1}, 0);
    assertThat(w[0]).isCloseTo(-1, within(1e-15));

    descent.step(w, new double[] {-3}, 0);
    assertThat(w[0]).isCloseTo(-1 + 5 / 3.0 / Math.sqrt(39 / 7.0), within(1e-15));
  }

  /// With epsilon far above the gradient the first step is rate g / epsilon; added before the
  /// correction, rate g / (epsilon / sqrt(1 - beta2)).
  @Test
  void epsilonCountsBeforeOrAfterTheCorrection() {
    double[] w = {0};
    double[] hat = {0};

    Adam.of(1).over(1).step(w, new double[] {1e-12}, 0);
    Adam.of(1).epsilonHat(1e-8).over(1).step(hat, new double[] {1e-12}, 0);

    assertThat(w[0]).isCloseTo(-1e-4, within(1e-7));
    assertThat(hat[0]).isCloseTo(-1e-4 * Math.sqrt(1e-3), within(1e-7));
  }

  @Test
  void weightDecayActsAsAGradient() {
    double[] decayed = {2};
    double[] pulled = {2};

    Adam.of(0.1).l2(0.5).over(1).step(decayed, new double[] {-3}, 0);
    Adam.of(0.1).over(1).step(pulled, new double[] {-2}, 0);

    assertThat(decayed).isEqualTo(pulled);
  }

  @Test
  void adamFindsTheBottomOfABowl() {
    var descent = Adam.of(0.1).decaying(0.99).over(2);
    double[] w = {3, -2};

    for (int epoch = 0; epoch < 1000; epoch++) {
      descent.step(w, new double[] {2 * (w[0] - 1), 20 * (w[1] - 1)}, epoch);
    }

    assertThat(w[0]).isCloseTo(1, within(1e-3));
    assertThat(w[1]).isCloseTo(1, within(1e-3));
  }

  @Test
  void whatCannotDescendIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Sgd.of(0));
    assertThatIllegalArgumentException().isThrownBy(() -> Sgd.of(Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> Adam.of(1).decaying(1.5));
    assertThatIllegalArgumentException().isThrownBy(() -> new Adam(1, 1, 1, 0.9, 1e-8, false, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Adam(1, 1, 0.9, 0.9, 0, false, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Adam.of(1).over(2).step(new double[2], new double[3], 0))
        .withMessage("2 weights and 3 gradients, where 2 are expected");
  }
}
