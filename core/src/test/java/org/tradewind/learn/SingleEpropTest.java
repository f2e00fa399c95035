package org.tradewind.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tradewind.random.Philox;

/// e-prop in single precision against the same in double precision, and its neurons against
/// themselves in parts.
class SingleEpropTest {
  private static final int STEPS = 30;

  private static final AdaptiveDynamics ROSTAMI = AdaptiveDynamics.rostami(0.5, 5, 30, 0.4, 10);
  private static final AdaptiveDynamics BELLEC = AdaptiveDynamics.bellec(0.1, 10, 50, 0.5, 20, 0.3);
  private static final AdaptiveDynamics REFRACTORY =
      new AdaptiveDynamics(
          0.5,
          0.8,
          0.7,
          0.9,
          1,
          0.2,
          0.9,
          1,
          3,
          AdaptiveDynamics.Reset.BY_BOUND,
          new Surrogate.Triangle(0.6, 0.9));

  private static float[] normals(long seed, int use, int count, double scale) {
    float[] values = new float[count];
    for (int n = 0; n < count; n++) {
      values[n] = (float) (scale * Philox.normal(seed, use, n, 0));
    }
    return values;
  }

  private static float[] weights(RecurrentNetwork network, long seed) {
    float[] weights = normals(seed, 1, network.weights(), 1);
    for (int j = 0; j < network.neurons(); j++) {
      weights[network.firstRecurrentWeight() + j * network.neurons() + j] = 0;
    }
    return weights;
  }

  private static double[] widened(float[] values) {
    double[] wide = new double[values.length];
    Arrays.setAll(wide, i -> values[i]);
    return wide;
  }

  /// Where no potential comes near its bound, rounding changes no spike. An error p − 1 of a sure
  /// answer has the rounding of p.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void itIsEpropToSinglePrecision(long seed) {
    System.out.println("SingleEpropTest: seed " + seed);
    for (AdaptiveDynamics dynamics : List.of(ROSTAMI, BELLEC, REFRACTORY)) {
      var network = new RecurrentNetwork(dynamics, 6, 4, 5, 3);
      float[] weights = weights(network, seed);
      float[] frames = normals(seed, 2, STEPS * 6, 1);
      float[] feedback = normals(seed, 3, 9 * 3, 1);
      int label = 1;
      var eprop = new Eprop(network);
      var single = new SingleEprop(network);
      var readout = new SingleReadout(SingleEprop.Constants.of(dynamics), 9, 3, 3);
      double[] mean = new double[3];
      eprop.start();
      single.begin();
      readout.begin();
      boolean[] before = new boolean[9];
      int spikes = 0;
      for (int t = 0; t < STEPS; t++) {
        eprop.step(widened(weights), widened(frames), t * 6);
        single.integrate(weights, frames, t * 6, before);
        single.trace(frames, t * 6, before);
        for (int j = 0; j < 9; j++) {
          before[j] = single.spiked(j);
          assertThat(before[j]).isEqualTo(eprop.network().spiked(j));
          spikes += before[j] ? 1 : 0;
        }
        readout.step(weights, network.firstOutputWeight(), before);
        for (int k = 0; k < 3; k++) {
          mean[k] += eprop.network().y()[k] / STEPS;
        }
      }
      double[] error = new double[3];
      SoftmaxCrossEntropy.derivative(mean, label, error);
      Arrays.setAll(error, k -> error[k] / STEPS);
      double[] expected = new double[network.weights()];
      eprop.learnSample(widened(feedback), error, expected);
      float loss = readout.judge(label, STEPS, SingleReadout.share(STEPS, 1));
      float[] gradient = new float[network.weights()];
      single.learn(feedback, 0, 3, readout.error(), gradient);
      readout.learn(gradient, network.firstOutputWeight());

      assertThat(spikes).isBetween(10, 9 * STEPS - 20);
      double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
      assertThat(widened(gradient)).containsExactly(expected, within(1e-6 * (1 + largest)));
      assertThat((double) loss)
          .isCloseTo(SoftmaxCrossEntropy.loss(mean, label), within(1e-5 * (1 + loss)));
      assertThat(single.learnInPlace(feedback, 0, 3, readout.error()))
          .isEqualTo(Arrays.copyOf(gradient, network.firstOutputWeight()));
    }
  }

  /// What a core has that has some of the neurons.
  @Test
  void neuronsDoTheSameWhereverTheOthersAre() {
    var network = new RecurrentNetwork(ROSTAMI, 3, 2, 5, 2);
    float[] weights = weights(network, 5);
    float[] frames = normals(5, 2, STEPS * 3, 1);
    var whole = new SingleEprop(network);
    var constants = SingleEprop.Constants.of(ROSTAMI);
    int[] bounds = {0, 1, 4, 7};
    SingleEprop[] parts = new SingleEprop[3];
    float[][] ofParts = new float[3][];
    for (int p = 0; p < 3; p++) {
      int from = bounds[p];
      int neurons = bounds[p + 1] - from;
      int lif = Math.clamp(2 - from, 0, neurons);
      parts[p] = new SingleEprop(constants, 3, 7, from, neurons, lif);
      ofParts[p] = new float[10 * neurons];
      for (int i = 0; i < 10; i++) {
        System.arraycopy(weights, i * 7 + from, ofParts[p], i * neurons, neurons);
      }
    }
    boolean[] before = new boolean[7];
    for (int t = 0; t < STEPS; t++) {
      whole.integrate(weights, frames, t * 3, before);
      whole.trace(frames, t * 3, before);
      for (int p = 0; p < 3; p++) {
        parts[p].integrate(ofParts[p], frames, t * 3, before);
        parts[p].trace(frames, t * 3, before);
      }
      for (int j = 0; j < 7; j++) {
        before[j] = whole.spiked(j);
      }
      for (int p = 0; p < 3; p++) {
        for (int j = bounds[p]; j < bounds[p + 1]; j++) {
          assertThat(parts[p].spiked(j - bounds[p])).isEqualTo(before[j]);
        }
      }
    }
    float[] error = {0.3f, -0.7f};
    float[] feedback = normals(5, 3, 14, 1);
    float[] expected = new float[70];
    whole.learn(feedback, 0, 2, error, expected);
    for (int p = 0; p < 3; p++) {
      int neurons = bounds[p + 1] - bounds[p];
      float[] gradient = new float[10 * neurons];
      parts[p].learn(feedback, 2 * bounds[p], 2, error, gradient);
      for (int i = 0; i < 10; i++) {
        assertThat(Arrays.copyOfRange(gradient, i * neurons, (i + 1) * neurons))
            .isEqualTo(Arrays.copyOfRange(expected, i * 7 + bounds[p], i * 7 + bounds[p + 1]));
      }
    }
  }

  private static List<EpropTraining.Sample> patterns(int count) {
    List<EpropTraining.Sample> samples = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      int label = n % 2;
      float[] frames = normals(n, 7, STEPS * 4, 0.3);
      for (int t = 0; t < STEPS; t++) {
        frames[t * 4 + label] += 1.5f;
      }
      samples.add(new EpropTraining.Sample(frames, label));
    }
    return samples;
  }

  private static EpropTraining training(Feedback.Kind kind, int batch) {
    return new EpropTraining(
        new RecurrentNetwork(ROSTAMI, 4, 4, 6, 2),
        STEPS,
        kind,
        0.01,
        Optimiser.Adam.of(0.01).epsilonHat(1e-5).l2(1e-5),
        batch);
  }

  private static EpropTraining.State start(EpropTraining training) {
    float[] weights = weights(training.network(), 11);
    for (int w = 0; w < weights.length; w++) {
      weights[w] *= 0.5f;
    }
    return training.start(weights, normals(11, 5, 20, 0.5));
  }

  @Test
  void everyKindOfFeedbackLearns() {
    for (Feedback.Kind kind : Feedback.Kind.values()) {
      EpropTraining training = training(kind, 4);
      var host = new EpropTraining.OnHost(training);
      EpropTraining.State state = start(training);
      float first = 0;
      EpropTraining.Learned learned = null;
      for (int epoch = 0; epoch < 15; epoch++) {
        learned = host.epoch(state, patterns(16), epoch);
        state = learned.state();
        first = epoch == 0 ? learned.loss() : first;
      }
      assertThat(learned.loss()).as(kind.name()).isLessThan(0.5f * first);
      assertThat(learned.correct()).isEqualTo(16);
      for (EpropTraining.Sample sample : patterns(16)) {
        assertThat(host.classify(state.weights(), sample.frames())).isEqualTo(sample.label());
      }
    }
  }

  @Test
  void anyNumberOfThreadsGivesTheSameBits() throws Exception {
    EpropTraining training = training(Feedback.Kind.ADAPTIVE, 5);
    EpropTraining.State expected =
        new EpropTraining.OnHost(training).epoch(start(training), patterns(13), 0).state();
    try (var two = new ForkJoinPool(2)) {
      EpropTraining.State state =
          two.submit(() ->
                  new EpropTraining.OnHost(training)
                      .epoch(start(training), patterns(13), 0)
                      .state())
              .get();
      assertThat(state.weights()).isEqualTo(expected.weights());
      assertThat(state.feedback()).isEqualTo(expected.feedback());
    }
  }

  @Test
  void aSurrogateWithoutAFormInSinglePrecisionIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SingleSurrogate.of(u -> 1 / (1 + u * u)))
        .withMessageContaining("triangle");
  }

  @Test
  void surrogatesAreThoseOfDoublePrecision() {
    for (Surrogate surrogate :
        List.of(new Surrogate.Triangle(0.5, 0.6), new Surrogate.Gaussians(0.5, 0.5, 0.15))) {
      for (double u = -4; u < 4; u += 0.01) {
        assertThat((double) SingleSurrogate.of(surrogate).at((float) u))
            .isCloseTo(surrogate.at((float) u), within(3e-7));
      }
    }
  }
}
