package org.tradewind.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tradewind.random.Philox;

class LeakyReadoutTest {
  private static final LifDynamics LI = new LifDynamics(20, 5, 1);
  private static final int OUTPUTS = 4;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void theMaximumIsThatOfAFineScan(long seed) {
    System.out.println("LeakyReadoutTest maxima: seed " + seed);
    Spikes in = input(seed, 5);
    double[] weights = normal(seed, 5 * OUTPUTS);

    double[] vMax = new LeakyReadout(LI, OUTPUTS, 0).forward(weights, in);

    for (int n = 0; n < OUTPUTS; n++) {
      double greatest = 0;
      for (double t = 0; t < 200; t += 1e-3) {
        greatest = Math.max(greatest, voltage(weights, in, n, t));
      }
      for (int s = 0; s < in.size(); s++) {
        greatest = Math.max(greatest, voltage(weights, in, n, in.timeMs(s)));
      }
      assertThat(vMax[n]).isCloseTo(greatest, within(1e-6)).isGreaterThan(greatest - 1e-12);
    }
  }

  /// Weights and times, peaks between inputs and at an input's time.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void theGradientIsThatOfCentralDifferences(long seed) {
    System.out.println("LeakyReadoutTest gradients: seed " + seed);
    var readout = new LeakyReadout(LI, OUTPUTS, 0);
    Spikes in = input(seed, 5);
    double[] weights = normal(seed, 5 * OUTPUTS);
    double[] errors = new double[OUTPUTS];
    double[] gradient = new double[weights.length];

    SoftmaxCrossEntropy.derivative(readout.forward(weights, in), 1, errors);
    readout.backward(weights, in, errors, gradient);

    double[] slopes = new double[weights.length];
    Arrays.setAll(
        slopes,
        w ->
            slope(by -> {
              double[] others = weights.clone();
              others[w] += by;
              return SoftmaxCrossEntropy.loss(readout.forward(others, in), 1);
            }));
    assertThat(gradient).containsExactly(slopes, CLOSE);
    double[] inputErrors = new double[in.size()];
    Arrays.setAll(inputErrors, in::error);
    double[] moves = new double[in.size()];
    Arrays.setAll(
        moves,
        s ->
            slope(by -> {
              var moved = new Spikes();
              for (int i = 0; i < in.size(); i++) {
                moved.add(in.timeMs(i) + (i == s ? by : 0), in.neuron(i));
              }
              return SoftmaxCrossEntropy.loss(readout.forward(weights, moved), 1);
            }));
    assertThat(inputErrors).containsExactly(moves, CLOSE);
  }

  /// The whole MNIST network in small: readout, spiking layer, cross-entropy.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theGradientOfSpikingLayerAndReadoutIsThatOfCentralDifferences(long seed) {
    System.out.println("LeakyReadoutTest two layers: seed " + seed);
    var hidden = new FeedForward(LI, List.of(4, 8));
    FeedForward.Pass pass = hidden.pass();
    var readout = new LeakyReadout(LI, OUTPUTS, hidden.weights());
    Spikes in = input(seed, 4);
    double[] weights = normal(seed, hidden.weights() + 8 * OUTPUTS);
    for (int w = 0; w < hidden.weights(); w++) {
      weights[w] = 2.5 + weights[w];
    }
    double[] errors = new double[OUTPUTS];
    double[] gradient = new double[weights.length];

    Spikes between = pass.forward(weights, in);
    SoftmaxCrossEntropy.derivative(readout.forward(weights, between), 2, errors);
    readout.backward(weights, between, errors, gradient);
    pass.backward(weights, gradient);

    double[] slopes = new double[weights.length];
    Arrays.setAll(
        slopes,
        w ->
            slope(by -> {
              double[] others = weights.clone();
              others[w] += by;
              return SoftmaxCrossEntropy.loss(readout.forward(others, pass.forward(others, in)), 2);
            }));
    assertThat(between.size()).isGreaterThan(8);
    assertThat(gradient).containsExactly(slopes, CLOSE);
  }

  @Test
  void aReadoutThatNeverRisesHasTheMaximumZeroAndNoGradient() {
    var readout = new LeakyReadout(LI, 1, 0);
    var in = new Spikes();
    in.add(3, 0);
    double[] gradient = new double[1];

    assertThat(readout.forward(new double[] {-2}, in)).containsExactly(0);
    readout.backward(new double[] {-2}, in, new double[] {1}, gradient);

    assertThat(gradient).containsExactly(0);
    assertThat(in.error(0)).isZero();
  }

  private static final Offset<Double> CLOSE = within(1e-7);

  private static double slope(DoubleUnaryOperator f) {
    double h = 1e-5;
    double wide = (f.applyAsDouble(h) - f.applyAsDouble(-h)) / (2 * h);
    double narrow = (f.applyAsDouble(h / 2) - f.applyAsDouble(-h / 2)) / h;
    return (4 * narrow - wide) / 3;
  }

  private static double voltage(double[] weights, Spikes in, int n, double t) {
    double v = 0;
    for (int s = 0; s < in.size(); s++) {
      double since = t - in.timeMs(s);
      if (since > 0) {
        v +=
            weights[in.neuron(s) * OUTPUTS + n]
                / 3
                * (Math.exp(-since / 20) - Math.exp(-since / 5));
      }
    }
    return v;
  }

  private static Spikes input(long seed, int channels) {
    var in = new Spikes();
    for (int s = 0; s < 3 * channels; s++) {
      in.add(30 * Philox.uniform(seed, 1, s, 0), s % channels);
    }
    return in;
  }

  private static double[] normal(long seed, int n) {
    double[] values = new double[n];
    Arrays.setAll(values, i -> 0.4 + 1.5 * Philox.normal(seed, 2, i, 0));
    return values;
  }
}
