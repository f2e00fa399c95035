package org.tradewind.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tradewind.learn.AdaptiveDynamics.Reset;
import org.tradewind.random.Philox;

/// Back-propagation through time against central differences of a smooth network; e-prop against it
/// where both are the same.
class EpropTest {
  private static final int STEPS = 40;
  private static final double HEIGHT = 0.6;
  private static final double WIDTH = 0.9;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void backPropagationThroughTheSmoothNetworkIsThatOfCentralDifferences(long seed) {
    System.out.println("EpropTest smooth network: seed " + seed);
    for (Reset reset : Reset.values()) {
      RecurrentNetwork network = network(reset, 0, 3, 2, 3, 2);
      Bptt bptt = new Bptt(network, true, new Recurrent(network, integral()));
      double[] weights = weights(network, seed, true);
      double[] input = input(network, seed);
      double[] gradient = new double[weights.length];

      double[] errors = new double[STEPS * network.outputs()];
      run(bptt, weights, input, errors);
      bptt.learn(weights, errors, 50, 0.2, gradient);

      double[] expected =
          differences(
              weights,
              w -> {
                double loss = run(bptt, w, input, new double[errors.length]);
                for (int j = 0; j < network.neurons(); j++) {
                  loss += 25 * Math.pow(bptt.network().rate(j) - 0.2, 2);
                }
                return loss;
              });
      withoutSelf(network, expected);
      assertThat(gradient).containsExactly(expected, close(expected, 1e-7));
      assertThat(Arrays.stream(gradient).filter(g -> g != 0).count()).isGreaterThan(10);
    }
  }

  /// Without recurrence a neuron's spikes act on the loss through the readouts alone, and e-prop
  /// leaves out nothing but the reset.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void withoutRecurrenceAndWithSymmetricFeedbackBothGradientsAreTheSame(long seed) {
    System.out.println("EpropTest without recurrence: seed " + seed);
    for (int refractory : new int[] {0, 3}) {
      RecurrentNetwork network = network(Reset.BY_THRESHOLD, refractory, 4, 3, 3, 2);
      double[] weights = weights(network, seed, false);
      double[] input = input(network, seed);

      double[] eprop = eprop(network, weights, Feedback.symmetric(network), input);
      double[] bptt = bptt(network, weights, input);

      clearRecurrent(network, eprop);
      clearRecurrent(network, bptt);
      assertThat(eprop).containsExactly(bptt, close(bptt, 1e-13));
      assertThat(Arrays.stream(eprop).filter(g -> g != 0).count()).isGreaterThan(10);
    }
  }

  /// With recurrence, the last weights alone are the same, and the rest is near.
  @Test
  void withRecurrenceTheReadoutsGradientIsTheSameAndTheOthersPointTheSameWay() {
    RecurrentNetwork network = network(Reset.BY_THRESHOLD, 0, 10, 10, 10, 2);
    double[] weights = weights(network, 5, true);
    double[] input = input(network, 5);

    double[] eprop = eprop(network, weights, Feedback.symmetric(network), input);
    double[] bptt = bptt(network, weights, input);

    int out = network.firstOutputWeight();
    assertThat(Arrays.copyOfRange(eprop, out, eprop.length))
        .containsExactly(Arrays.copyOfRange(bptt, out, bptt.length), close(bptt, 1e-13));
    assertThat(cosine(eprop, bptt, out)).isBetween(0.5, 0.999);
  }

  /// An error that is the same in all steps may come at the end.
  @Test
  void learningBySampleIsLearningOnlineWithAConstantError() {
    RecurrentNetwork network = network(Reset.BY_BOUND, 2, 3, 2, 3, 2);
    double[] weights = weights(network, 6, true);
    double[] input = input(network, 6);
    double[] error = {0.3, -0.7};
    double[] feedback = normal(6, 9, network.neurons() * 2, 1);
    double[] online = new double[weights.length];
    double[] bySample = new double[weights.length];
    var eprop = new Eprop(network);

    eprop.start();
    for (int t = 0; t < STEPS; t++) {
      eprop.step(weights, input, t * network.inputs());
      eprop.learn(feedback, error, online);
    }
    eprop.learnSample(feedback, error, bySample);

    assertThat(bySample).containsExactly(online, close(online, 1e-13));
  }

  @Test
  void noNeuronLearnsToConnectToItself() {
    RecurrentNetwork network = network(Reset.BY_THRESHOLD, 0, 2, 2, 2, 2);
    double[] weights = weights(network, 7, true);

    double[] eprop = eprop(network, weights, Feedback.symmetric(network), input(network, 7));
    double[] bptt = bptt(network, weights, input(network, 7));

    for (int j = 0; j < network.neurons(); j++) {
      int self = network.firstRecurrentWeight() + j * network.neurons() + j;
      assertThat(eprop[self]).isZero();
      assertThat(bptt[self]).isZero();
    }
  }

  /// One neuron, one input of weight 1 in every step, by hand: alpha 1/2 and threshold 1.2 give v =
  /// 1, 1.5 (spike), 1 + 0.75 − 1.2 = 0.55, 1.275 (spike).
  @Test
  void oneNeuronByHand() {
    var dynamics =
        new AdaptiveDynamics(
            1.2, 0.5, 1, 0.5, 1, 0.25, 0.5, 1, 0, Reset.BY_THRESHOLD, new Surrogate.Triangle(1, 1));
    var lif = new Recurrent(new RecurrentNetwork(dynamics, 1, 1, 0, 1));
    var alif = new Recurrent(new RecurrentNetwork(dynamics, 1, 0, 1, 1));
    double[] weights = {1, 0, 3};

    double[][] v = new double[2][4];
    double[] y = new double[4];
    for (int t = 0; t < 4; t++) {
      lif.step(weights, new double[] {1}, 0);
      alif.step(weights, new double[] {1}, 0);
      v[0][t] = lif.v[0];
      v[1][t] = alif.v[0];
      y[t] = lif.y()[0];
    }

    assertThat(v[0]).containsExactly(new double[] {1, 1.5, 0.55, 1.275}, within(1e-15));
    assertThat(y).containsExactly(new double[] {0, 3, 1.5, 3.75}, within(1e-15));
    // the spike of step 1 adds 0.25 to the bound in step 2 and leaves half of it in step 3
    assertThat(v[1]).containsExactly(v[0], within(1e-15));
    assertThat(alif.bound[0]).isEqualTo(1.2 + 0.125);
    assertThat(alif.spiked(0)).isFalse();
    assertThat(lif.spiked(0)).isTrue();
    assertThat(lif.rate(0)).isEqualTo(0.5);
  }

  @Test
  void aNeuronIsSilentAndWithoutSurrogateForItsRefractorySteps() {
    var dynamics =
        new AdaptiveDynamics(
            1, 0.5, 1, 0.5, 1, 0, 0.5, 1, 2, Reset.BY_THRESHOLD, new Surrogate.Triangle(1, 100));
    var neuron = new Recurrent(new RecurrentNetwork(dynamics, 1, 1, 0, 1));
    StringBuilder spikes = new StringBuilder();
    for (int t = 0; t < 7; t++) {
      neuron.step(new double[] {20, 0, 1}, new double[] {1}, 0);
      spikes.append(neuron.spiked(0) ? '|' : neuron.psi[0] == 0 ? '.' : '?');
    }

    assertThat(spikes).hasToString("|..|..|");
  }

  @Test
  void theSurrogatesIntegrateToWhatTheirConstantsSay() {
    var triangle = new Surrogate.Triangle(0.3 / 0.6, 0.6);
    var gaussians = new Surrogate.Gaussians(0.5, 0.5, 0.15);
    double triangleArea = 0;
    double gaussianArea = 0;
    for (double u = -30; u < 30; u += 1e-3) {
      triangleArea += 1e-3 * triangle.at(u);
      gaussianArea += 1e-3 * gaussians.at(u);
    }

    assertThat(triangleArea).isCloseTo(0.3, within(1e-6));
    assertThat(gaussianArea).isCloseTo(0.5 * (1 + 0.15 - 0.3), within(1e-6));
    assertThat(triangle.at(0)).isEqualTo(0.5);
    assertThat(triangle.at(0.6)).isZero();
    assertThat(gaussians.at(2)).as("the outer ones are below zero").isNegative();
  }

  @Test
  void adaptiveFeedbackComesToTheReadoutsWeights() {
    RecurrentNetwork network = network(Reset.BY_THRESHOLD, 0, 2, 2, 0, 2);
    double[] weights = weights(network, 8, true);
    double[] b = normal(8, 3, 4, 1);
    Feedback adaptive = Feedback.adaptive(network, b, 0.1);
    Feedback random = Feedback.random(network, b);
    double[] gradient = normal(8, 4, weights.length, 1);
    int out = network.firstOutputWeight();
    double[] apart = new double[4];
    Arrays.setAll(apart, i -> b[i] - weights[out + i]);

    Optimiser.Descent descent = Optimiser.Adam.of(0.1).over(weights.length);
    for (int n = 0; n < 50; n++) {
      adaptive.step(descent, weights, gradient, 0);
    }

    for (int i = 0; i < 4; i++) {
      assertThat(adaptive.values(weights)[i] - weights[out + i])
          .isCloseTo(apart[i] * Math.pow(0.9, 50), within(1e-12));
    }
    random.step(descent, weights, gradient, 0);
    assertThat(random.values(weights)).isEqualTo(b);
  }

  /// With each kind of feedback, the same toy task: follow a sine.
  @Test
  void everyKindOfFeedbackLearns() {
    RecurrentNetwork network = network(Reset.BY_THRESHOLD, 0, 10, 20, 10, 1);
    double[] input = input(network, 12);
    double[] b = normal(12, 3, network.neurons(), 0.4);
    for (Feedback feedback :
        new Feedback[] {
          Feedback.symmetric(network),
          Feedback.random(network, b),
          Feedback.adaptive(network, b, 1e-4)
        }) {
      double[] weights = weights(network, 12, true);
      Optimiser.Descent descent = Optimiser.Adam.of(0.01).over(weights.length);
      var eprop = new Eprop(network);
      double first = 0;
      double loss = 0;
      for (int n = 0; n < 100; n++) {
        double[] gradient = new double[weights.length];
        loss = run(eprop, weights, feedback, input, gradient);
        feedback.step(descent, weights, gradient, 0);
        first = n == 0 ? loss : first;
      }
      assertThat(loss).isLessThan(first / 4);
    }
  }

  @Test
  void onlineChangesOfTheWeightsLearnToo() {
    RecurrentNetwork network = network(Reset.BY_THRESHOLD, 0, 10, 20, 10, 1);
    double[] input = input(network, 13);
    double[] weights = weights(network, 13, true);
    Feedback feedback = Feedback.symmetric(network);
    Optimiser.Descent descent = Optimiser.Sgd.of(0.02).over(weights.length);
    var eprop = new Eprop(network);
    double[] losses = new double[60];
    for (int n = 0; n < losses.length; n++) {
      eprop.start();
      for (int t = 0; t < STEPS; t++) {
        double[] gradient = new double[weights.length];
        eprop.step(weights, input, t * network.inputs());
        double error = eprop.network().y()[0] - target(t, 0);
        losses[n] += 0.5 * error * error;
        eprop.learn(feedback.values(weights), new double[] {error}, gradient);
        feedback.step(descent, weights, gradient, 0);
      }
    }

    assertThat(losses[59]).isLessThan(losses[0] / 2);
  }

  @Test
  void theSameSampleTwiceGivesTheSameBits() {
    RecurrentNetwork network = network(Reset.BY_BOUND, 0, 3, 2, 3, 2);
    double[] weights = weights(network, 3, true);
    var eprop = new Eprop(network);
    var bptt = new Bptt(network, true);
    double[][] gradients = new double[4][weights.length];
    double[] errors = new double[STEPS * 2];

    for (int n = 0; n < 2; n++) {
      run(eprop, weights, Feedback.symmetric(network), input(network, 3), gradients[n]);
      run(bptt, weights, input(network, 3), errors);
      bptt.learn(weights, errors, 1, 0.1, gradients[2 + n]);
      run(bptt, weights, input(network, 4), errors);
      run(eprop, weights, Feedback.symmetric(network), input(network, 4), errors.clone(), false);
    }

    assertThat(gradients[0]).isEqualTo(gradients[1]);
    assertThat(gradients[2]).isEqualTo(gradients[3]);
  }

  @Test
  void whatCannotBeComputedIsRefused() {
    AdaptiveDynamics d = AdaptiveDynamics.rostami(1.5, 5, 150, 0.2, 10);
    assertThatIllegalArgumentException().isThrownBy(() -> new RecurrentNetwork(d, 0, 1, 1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new RecurrentNetwork(d, 1, 0, 0, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AdaptiveDynamics.bellec(0, 20, 2000, 1, 20, 0.3));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AdaptiveDynamics.bellec(1, 0, 2000, 1, -1, 0.3));
    assertThatIllegalArgumentException().isThrownBy(() -> new Surrogate.Triangle(0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Surrogate.Gaussians(1, 0, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Feedback.random(new RecurrentNetwork(d, 1, 1, 0, 1), new double[2]));
  }

  private static RecurrentNetwork network(
      Reset reset, int refractory, int inputs, int lif, int alif, int outputs) {
    var dynamics =
        new AdaptiveDynamics(
            0.7,
            0.8,
            0.4,
            0.95,
            0.3,
            0.5,
            0.7,
            0.5,
            refractory,
            reset,
            new Surrogate.Triangle(HEIGHT, WIDTH));
    return new RecurrentNetwork(dynamics, inputs, lif, alif, outputs);
  }

  /// The function whose derivative is the triangle.
  private static DoubleUnaryOperator integral() {
    return u -> {
      double x = Math.max(-1, Math.min(1, u / WIDTH));
      double half = 0.5 * (1 - Math.abs(x)) * (1 - Math.abs(x));
      return HEIGHT * WIDTH * (x < 0 ? half : 1 - half);
    };
  }

  private static double[] weights(RecurrentNetwork network, long seed, boolean recurrent) {
    double[] weights = normal(seed, 1, network.weights(), 1.2);
    withoutSelf(network, weights);
    if (!recurrent) {
      clearRecurrent(network, weights);
    }
    return weights;
  }

  private static void withoutSelf(RecurrentNetwork network, double[] weights) {
    for (int j = 0; j < network.neurons(); j++) {
      weights[network.firstRecurrentWeight() + j * network.neurons() + j] = 0;
    }
  }

  private static void clearRecurrent(RecurrentNetwork network, double[] weights) {
    Arrays.fill(weights, network.firstRecurrentWeight(), network.firstOutputWeight(), 0);
  }

  private static double[] input(RecurrentNetwork network, long seed) {
    double[] input = new double[STEPS * network.inputs()];
    Arrays.setAll(input, i -> Philox.uniform(seed, 2, i, 0) < 0.4 ? 1 : 0);
    return input;
  }

  private static double[] normal(long seed, long owner, int n, double deviation) {
    double[] values = new double[n];
    Arrays.setAll(values, i -> deviation * Philox.normal(seed, owner, i, 0));
    return values;
  }

  private static double target(int t, int k) {
    return Math.sin(0.3 * t + k);
  }

  /// Squared error of all steps; sets the errors.
  private static double run(Bptt bptt, double[] weights, double[] input, double[] errors) {
    double loss = 0;
    double[] y = bptt.network().y();
    bptt.start();
    for (int t = 0; t < STEPS; t++) {
      bptt.step(weights, input, t * (input.length / STEPS));
      for (int k = 0; k < y.length; k++) {
        double error = y[k] - target(t, k);
        errors[t * y.length + k] = error;
        loss += 0.5 * error * error;
      }
    }
    return loss;
  }

  private static double[] bptt(RecurrentNetwork network, double[] weights, double[] input) {
    var bptt = new Bptt(network, false);
    double[] errors = new double[STEPS * network.outputs()];
    double[] gradient = new double[weights.length];
    run(bptt, weights, input, errors);
    bptt.learn(weights, errors, 20, 0.1, gradient);
    return gradient;
  }

  private static double run(
      Eprop eprop, double[] weights, Feedback feedback, double[] input, double[] gradient) {
    return run(eprop, weights, feedback, input, gradient, true);
  }

  private static double run(
      Eprop eprop,
      double[] weights,
      Feedback feedback,
      double[] input,
      double[] gradient,
      boolean learn) {
    double loss = 0;
    double[] y = eprop.network().y();
    double[] error = new double[y.length];
    eprop.start();
    for (int t = 0; t < STEPS; t++) {
      eprop.step(weights, input, t * (input.length / STEPS));
      for (int k = 0; k < y.length; k++) {
        error[k] = y[k] - target(t, k);
        loss += 0.5 * error[k] * error[k];
      }
      if (learn) {
        eprop.learn(feedback.values(weights), error, gradient);
      }
    }
    return loss;
  }

  private static double[] eprop(
      RecurrentNetwork network, double[] weights, Feedback feedback, double[] input) {
    var eprop = new Eprop(network);
    double[] gradient = new double[weights.length];
    run(eprop, weights, feedback, input, gradient);
    eprop.regularise(20, 0.1, gradient);
    return gradient;
  }

  /// Central differences with two steps, extrapolated to none (Richardson).
  private static double[] differences(double[] x, ToDoubleFunction<double[]> f) {
    double[] slopes = new double[x.length];
    double h = 1e-5;
    for (int i = 0; i < x.length; i++) {
      int at = i;
      DoubleUnaryOperator moved =
          by -> {
            double[] other = x.clone();
            other[at] += by;
            return f.applyAsDouble(other);
          };
      double wide = (moved.applyAsDouble(h) - moved.applyAsDouble(-h)) / (2 * h);
      double narrow = (moved.applyAsDouble(h / 2) - moved.applyAsDouble(-h / 2)) / h;
      slopes[i] = (4 * narrow - wide) / 3;
    }
    return slopes;
  }

  private static Offset<Double> close(double[] values, double relative) {
    return within(relative * Arrays.stream(values).map(Math::abs).max().orElseThrow());
  }

  private static double cosine(double[] a, double[] b, int count) {
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < count; i++) {
      ab += a[i] * b[i];
      aa += a[i] * a[i];
      bb += b[i] * b[i];
    }
    return ab / Math.sqrt(aa * bb);
  }
}
