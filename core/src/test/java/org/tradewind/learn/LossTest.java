package org.tradewind.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tradewind.random.Philox;

class LossTest {
  private static final double SILENT = Double.POSITIVE_INFINITY;
  private static final double STEP = 1e-5;

  /// Equal times: p = 1/3 each, so the first term is log 3; e^(t/tau1) - 1 is e - 1 at t = tau1.
  @Test
  void equalTimesCostTheLogarithmOfTheirNumber() {
    var loss = new TimeToFirstSpike(0.5, 6, 0.01);

    assertThat(loss.loss(new double[] {6, 6, 6}, 1))
        .isCloseTo(Math.log(3) + 0.01 * (Math.E - 1), within(1e-15));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void theDerivativeOfTimesIsThatOfCentralDifferences(long seed) {
    System.out.println("LossTest times: seed " + seed);
    var loss = new TimeToFirstSpike(0.5, 6.4, 3e-3);
    double[] times = new double[4];
    for (int n = 0; n < times.length; n++) {
      times[n] = 10 + 2 * Philox.uniform(seed, 0, 0, n);
    }
    for (int label = 0; label < times.length; label++) {
      int l = label;
      double[] derivative = new double[times.length];
      loss.derivative(times, l, derivative);
      assertThat(derivative)
          .containsExactly(differences(times, t -> loss.loss(t, l)), within(1e-8));
    }
  }

  @Test
  void aSilentNeuronContributesNothing() {
    var loss = new TimeToFirstSpike(0.5, 6.4, 3e-3);
    double[] three = new double[3];
    double[] two = new double[2];

    loss.derivative(new double[] {9, SILENT, 10}, 0, three);
    loss.derivative(new double[] {9, 10}, 0, two);

    assertThat(three[0]).isEqualTo(two[0]);
    assertThat(three[1]).isZero();
    assertThat(three[2]).isEqualTo(two[1]);
    assertThat(loss.loss(new double[] {9, SILENT, 10}, 0))
        .isEqualTo(loss.loss(new double[] {9, 10}, 0));
  }

  @Test
  void aSilentLabelGivesNoGradient() {
    var loss = new TimeToFirstSpike(0.5, 6.4, 3e-3);
    double[] derivative = {7, 7};

    loss.derivative(new double[] {9, SILENT}, 1, derivative);

    assertThat(derivative).containsExactly(0, 0);
    assertThat(loss.loss(new double[] {9, SILENT}, 1)).isInfinite();
  }

  @Test
  void timesFarApartNeitherOverflowNorVanish() {
    var loss = new TimeToFirstSpike(0.5, 1e6, 0);

    assertThat(loss.loss(new double[] {5000, 6000}, 1)).isEqualTo(2000);
    assertThat(loss.loss(new double[] {5000, 6000}, 0)).isZero();
  }

  @Test
  void theFirstToSpikeIsThePredictionAndATieCounts() {
    assertThat(TimeToFirstSpike.correct(new double[] {1, 2}, 0)).isTrue();
    assertThat(TimeToFirstSpike.correct(new double[] {1, 2}, 1)).isFalse();
    assertThat(TimeToFirstSpike.correct(new double[] {2, 2}, 1)).isTrue();
    assertThat(TimeToFirstSpike.correct(new double[] {SILENT, 2}, 1)).isTrue();
    assertThat(TimeToFirstSpike.correct(new double[] {SILENT, SILENT}, 0)).isFalse();
  }

  @Test
  void constantsThatMakeNoLossAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new TimeToFirstSpike(0, 1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new TimeToFirstSpike(1, -1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new TimeToFirstSpike(1, 1, -1));
  }

  @Test
  void equalVoltagesCostTheLogarithmOfTheirNumber() {
    assertThat(SoftmaxCrossEntropy.loss(new double[] {2, 2, 2, 2}, 3))
        .isCloseTo(Math.log(4), within(1e-15));
    assertThat(SoftmaxCrossEntropy.loss(new double[] {0, 1000}, 0)).isEqualTo(1000);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void theDerivativeOfVoltagesIsThatOfCentralDifferences(long seed) {
    System.out.println("LossTest voltages: seed " + seed);
    double[] v = new double[5];
    for (int n = 0; n < v.length; n++) {
      v[n] = Philox.normal(seed, 1, 0, 2 * n);
    }
    for (int label = 0; label < v.length; label++) {
      int l = label;
      double[] derivative = new double[v.length];
      SoftmaxCrossEntropy.derivative(v, l, derivative);
      assertThat(derivative)
          .containsExactly(differences(v, x -> SoftmaxCrossEntropy.loss(x, l)), within(1e-9));
    }
  }

  /// (f(x + h) - f(x - h)) / 2h in every direction: off by about h² and by rounding / h, here
  /// 1e-10.
  private static double[] differences(double[] x, ToDoubleFunction<double[]> f) {
    double[] slope = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      double[] up = x.clone();
      double[] down = x.clone();
      up[i] += STEP;
      down[i] -= STEP;
      slope[i] = (f.applyAsDouble(up) - f.applyAsDouble(down)) / (up[i] - down[i]);
    }
    return slope;
  }
}
