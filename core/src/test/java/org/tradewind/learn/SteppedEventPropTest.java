package org.tradewind.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tradewind.random.Philox;

/// The scheme in steps against plain loops in double precision, and against exact EventProp as the
/// steps become fine.
class SteppedEventPropTest {
  private static final LifDynamics LIF = new LifDynamics(20, 5, 1);
  private static final List<Integer> SIZES = List.of(4, 10, 3);

  /// The same recurrences, layer by layer, in double precision and with whole matrices.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void singlePrecisionIsDoublePrecisionToSixDigits(long seed) {
    System.out.println("SteppedEventPropTest twin: seed " + seed);
    int steps = 27;
    var network = new SteppedNetwork(LIF, SIZES, steps, 1);
    float[] weights = weights(seed, network.weights());
    StepSpikes in = input(seed, steps, 1);
    float[] errors = {1, -0.5f, 0.25f};
    float[] gradient = gradient(network, weights, in, errors);

    double[] twin = new double[weights.length];
    int spikes = twin(network, weights, in, errors, twin);

    assertThat(spikes).isGreaterThan(10);
    double greatest = Arrays.stream(twin).map(Math::abs).max().orElseThrow();
    for (int w = 0; w < twin.length; w++) {
      assertThat((double) gradient[w]).isCloseTo(twin[w], within(1e-4 * greatest));
    }
    assertThat(greatest).isPositive();
  }

  /// First spikes' times and the gradient of a sum of them; the difference shrinks with the step.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void fineStepsComeToExactEventProp(long seed) {
    System.out.println("SteppedEventPropTest fine steps: seed " + seed);
    double coarse = distanceFromExact(seed, 0.05);
    double fine = distanceFromExact(seed, 0.005);

    assertThat(fine).isLessThan(0.02).isLessThan(coarse / 4);
  }

  /// One input of weight w in step 0 and one neuron, by hand: with a = e^(-1/5) and b = e^(-1/20),
  /// I = w, V = (1-b) w in step 1.
  @Test
  void oneSpikeByHand() {
    var network = new SteppedNetwork(LIF, List.of(1, 1), 4, 1);
    SteppedNetwork.Pass pass = network.pass();
    var in = new StepSpikes(4);
    in.add(0, 0);
    float w = 30;

    StepSpikes out = pass.forward(new float[] {w}, in);

    assertThat(out.size()).isEqualTo(2); // 1.46 in step 1, and from 0 again 1.20 in step 2
    assertThat(out.step(0)).isEqualTo(1);
    double v = (1 - Math.exp(-1 / 20.0)) * w;
    assertThat((double) out.slope[0]).isCloseTo(w - v, within(1e-5));
    int[] first = new int[1];
    out.first(first);
    out.firstErrors(first, new float[] {1});
    float[] gradient = new float[1];
    pass.backward(new float[] {w}, gradient);
    // λV = 1/(w - v) in step 0, when λI is still 0: a spike one step after its cause has no
    // gradient
    assertThat(gradient[0]).isZero();
  }

  @Test
  void theSamePassTwiceGivesTheSameBits() {
    var network = new SteppedNetwork(LIF, SIZES, 27, 1);
    float[] weights = weights(1, network.weights());
    float[] errors = {1, -0.5f, 0.25f};
    SteppedNetwork.Pass pass = network.pass();
    float[][] gradients = new float[2][weights.length];
    for (float[] gradient : gradients) {
      int[] first = new int[3];
      StepSpikes out = pass.forward(weights, input(1, 27, 1));
      out.first(first);
      out.firstErrors(first, errors);
      pass.backward(weights, gradient);
      pass.forward(weights, input(2, 27, 1));
    }

    assertThat(gradients[0]).isEqualTo(gradients[1]);
  }

  @Test
  void theDerivativeOfTheLossIsThatOfCentralDifferences() {
    var loss = new FirstStepLoss(1.5f, 0.01f, 20);
    int[] steps = {7, 5, 27};
    float[] derivative = new float[3];
    for (int label = 0; label < 3; label++) {
      loss.derivative(steps, label, 0.5f, derivative);
      for (int n = 0; n < 3; n++) {
        double slope = (smooth(steps, n, 1e-5, label) - smooth(steps, n, -1e-5, label)) / 2e-5;
        assertThat((double) derivative[n]).isCloseTo(0.5 * slope, within(1e-6));
      }
      assertThat((double) loss.loss(steps, label))
          .isCloseTo(smooth(steps, 0, 0, label), within(1e-5));
    }
  }

  private static double smooth(int[] steps, int moved, double by, int label) {
    double[] t = Arrays.stream(steps).asDoubleStream().toArray();
    t[moved] += by;
    double sum = Arrays.stream(t).map(x -> Math.exp(-x / 1.5)).sum();
    return -Math.log(Math.exp(-t[label] / 1.5) / sum) + 0.01 * Math.expm1(t[label] / 20);
  }

  @Test
  void theEarliestReadoutWinsAndOfTiesTheFirst() {
    assertThat(FirstStepLoss.classify(new int[] {9, 4, 4})).isEqualTo(1);
    assertThat(FirstStepLoss.classify(new int[] {27, 27, 27})).isZero();
  }

  @Test
  void aSpikeInTheLastStepIsAsGoodAsNone() {
    var spikes = new StepSpikes(5);
    spikes.add(1, 0);
    spikes.add(3, 0);
    spikes.add(4, 1);
    int[] first = new int[3];
    spikes.first(first);

    assertThat(first).containsExactly(1, 5, 5);
    spikes.firstErrors(first, new float[] {2, 3, 4});
    assertThat(new float[] {spikes.error(0), spikes.error(1), spikes.error(2)})
        .containsExactly(2, 0, 0);
  }

  @Test
  void latencyInStepsRoundsToEvenAndTheBiasComesFirst() {
    var code = new StepLatencyCode(2, 26);
    assertThat(code.step(1)).isEqualTo(2);
    assertThat(code.step(0)).isEqualTo(26); // as 0.01: 2 + 24 * 0.99 = 25.76
    assertThat(new StepLatencyCode(2, 10).step(0.9375)).isEqualTo(2); // 2.5
    assertThat(new StepLatencyCode(2, 10).step(0.8125)).isEqualTo(4); // 3.5
    var spikes = new StepSpikes(27);
    code.encode(new double[] {7, 0.5, 1, 0.5}, 1, 3, spikes);

    assertThat(spikes.size()).isEqualTo(4);
    assertThat(new int[] {spikes.neuron(0), spikes.neuron(1), spikes.neuron(2), spikes.neuron(3)})
        .containsExactly(3, 1, 0, 2);
    assertThat(spikes.step(3)).isEqualTo(14);
  }

  /// Single precision against the double optimiser.
  @Test
  void singleAdamIsAdam() {
    Optimiser.Adam adam = Optimiser.Adam.of(0.01).l2(1e-3).decaying(0.9);
    var single = new SingleAdam(adam, 3);
    Optimiser.Descent twice = adam.over(3);
    float[] w = {1, -2, 0.5f};
    double[] x = {1, -2, 0.5};
    for (int step = 0; step < 100; step++) {
      float[] g = new float[3];
      double[] h = new double[3];
      for (int i = 0; i < 3; i++) {
        g[i] = (float) Philox.normal(5, 0, step, 2 * i);
        h[i] = g[i];
      }
      single.step(w, g, step / 50.0);
      twice.step(x, h, step / 50.0);
    }

    for (int i = 0; i < 3; i++) {
      assertThat((double) w[i]).isCloseTo(x[i], within(1e-5));
    }
  }

  @Test
  void whatIsNoSampleIsRefused() {
    var spikes = new StepSpikes(5);
    spikes.add(2, 3);
    assertThatIllegalArgumentException().isThrownBy(() -> spikes.add(2, 3));
    assertThatIllegalArgumentException().isThrownBy(() -> spikes.add(1, 4));
    assertThatIllegalArgumentException().isThrownBy(() -> spikes.add(5, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SteppedNetwork(LIF, List.of(1, 1), 1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new FirstStepLoss(0, 0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new StepLatencyCode(0, 5));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new StepLatencyCode(2, 5).encode(new double[] {2}, 0, 1, spikes));
  }

  private static double distanceFromExact(long seed, double dtMs) {
    int steps = (int) Math.round(40 / dtMs);
    var network = new SteppedNetwork(LIF, SIZES, steps, dtMs);
    float[] weights = weights(seed, network.weights());
    float[] errors = {1, -0.5f, 0.25f};
    float[] gradient = gradient(network, weights, input(seed, steps, dtMs), errors);

    var exact = new FeedForward(LIF, SIZES);
    double[] exactWeights = new double[weights.length];
    Arrays.setAll(exactWeights, w -> weights[w]);
    var in = new Spikes();
    for (int s = 0; s < 8; s++) {
      in.add(timeMs(seed, s), s % 4);
    }
    FeedForward.Pass pass = exact.pass();
    Spikes out = pass.forward(exactWeights, in);
    double[] first = new double[3];
    out.first(first);
    assertThat(first).doesNotContain(Double.POSITIVE_INFINITY);
    out.firstErrors(first, new double[] {1, -0.5, 0.25});
    double[] expected = new double[weights.length];
    pass.backward(exactWeights, expected);

    double difference = 0;
    double length = 0;
    for (int w = 0; w < weights.length; w++) {
      difference += Math.pow(gradient[w] - expected[w], 2);
      length += expected[w] * expected[w];
    }
    return Math.sqrt(difference / length);
  }

  private static float[] gradient(
      SteppedNetwork network, float[] weights, StepSpikes in, float[] errors) {
    SteppedNetwork.Pass pass = network.pass();
    StepSpikes out = pass.forward(weights, in);
    int[] first = new int[errors.length];
    out.first(first);
    out.firstErrors(first, errors);
    float[] gradient = new float[weights.length];
    pass.backward(weights, gradient);
    return gradient;
  }

  /// @return how many spikes there were
  private static int twin(
      SteppedNetwork network, float[] weights, StepSpikes in, float[] errors, double[] gradient) {
    int steps = network.steps();
    double a = Math.exp(-network.dtMs() / 5);
    double b = Math.exp(-network.dtMs() / 20);
    List<double[][]> z = new ArrayList<>();
    List<double[][]> slope = new ArrayList<>();
    double[][] x = new double[steps][SIZES.get(0)];
    for (int s = 0; s < in.size(); s++) {
      x[in.step(s)][in.neuron(s)] = 1;
    }
    z.add(x);
    slope.add(null);
    int spikes = 0;
    for (int l = 0; l < network.layers(); l++) {
      int n = SIZES.get(l + 1);
      double[][] spike = new double[steps][n];
      double[][] itsSlope = new double[steps][n];
      for (int j = 0; j < n; j++) {
        double i = 0;
        double v = 0;
        for (int t = 1; t < steps; t++) {
          i *= a;
          for (int s = 0; s < SIZES.get(l); s++) {
            i += weights[network.firstWeight(l) + s * n + j] * z.get(l)[t - 1][s];
          }
          v = b * v + (1 - b) * i;
          if (v > 1) {
            spike[t][j] = 1;
            itsSlope[t][j] = i - v;
            v = 0;
            spikes++;
          }
        }
      }
      z.add(spike);
      slope.add(itsSlope);
    }
    double[][] error = new double[steps][errors.length];
    for (int n = 0; n < errors.length; n++) {
      for (int t = 0; t < steps - 1; t++) {
        if (z.getLast()[t][n] > 0) {
          error[t][n] = errors[n];
          break;
        }
      }
    }
    for (int l = network.layers() - 1; l >= 0; l--) {
      int n = SIZES.get(l + 1);
      int inputs = SIZES.get(l);
      double[][] sent = new double[steps][inputs];
      double[] lV = new double[n];
      double[] lI = new double[n];
      for (int t = steps - 2; t >= 0; t--) {
        for (int s = 0; s < inputs; s++) {
          for (int j = 0; j < n; j++) {
            sent[t][s] += weights[network.firstWeight(l) + s * n + j] * (lV[j] - lI[j]);
          }
        }
        for (int j = 0; j < n; j++) {
          double old = lV[j];
          lI[j] = a * lI[j] + (1 - a) * old;
          lV[j] = b * old;
          if (z.get(l + 1)[t + 1][j] > 0) {
            lV[j] += (old + error[t + 1][j]) / (slope.get(l + 1)[t + 1][j] + 1e-10);
          }
          for (int s = 0; s < inputs; s++) {
            gradient[network.firstWeight(l) + s * n + j] -= 5 * lI[j] * z.get(l)[t][s];
          }
        }
      }
      error = sent;
    }
    return spikes;
  }

  /// On the grid of the coarser steps.
  private static double timeMs(long seed, int spike) {
    return 0.05 * (1 + Philox.below(300, seed, 1, spike, 0));
  }

  private static StepSpikes input(long seed, int steps, double dtMs) {
    var in = new StepSpikes(steps);
    for (int t = 0; t < steps; t++) {
      for (int c = 0; c < 4; c++) {
        for (int s = c; s < 8; s += 4) {
          if (Math.round(timeMs(seed, s) / dtMs) == t
              && (in.size() == 0 || in.step(in.size() - 1) < t || in.neuron(in.size() - 1) < c)) {
            in.add(t, c);
          }
        }
      }
    }
    return in;
  }

  private static float[] weights(long seed, int count) {
    float[] weights = new float[count];
    for (int w = 0; w < count; w++) {
      weights[w] = (float) (2.5 + 1.5 * Philox.normal(seed, 2, w, 0));
    }
    return weights;
  }
}
