package org.tradewind.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tradewind.learn.AdaptiveDynamics.Reset;

/// The losses before each of five updates that NEST publishes for e-prop, computed with its own
/// implementation and checked there against the authors' TensorFlow code (nest/nest-simulator,
/// `test_eprop_bsshslm_2020_plasticity.py`: setup, seed and losses).
class EpropReferenceTest {
  private static final int ITERATIONS = 5;

  @Test
  void theRegressionHasTheLossesOfNestToTwelveDigits() {
    double[] nest = {
      101.964356999041, 103.466731126205, 103.340607074771, 103.680244037686, 104.412775748752
    };
    int steps = 1000;
    var network =
        new RecurrentNetwork(AdaptiveDynamics.bellec(0.03, 30, 2000, 0, 30, 0.3), 100, 100, 0, 1);
    var random = new NumpyRandom(1);
    double[] weights = new double[network.weights()];
    normals(random, weights, 0, network.firstRecurrentWeight(), 10);
    normals(random, weights, network.firstRecurrentWeight(), 100 * 100, 10);
    withoutSelf(network, weights);
    normals(random, weights, network.firstOutputWeight(), 100, 10);
    double[] feedback = new double[100];
    normals(random, feedback, 0, 100, 10);
    double[] input = new double[steps * 100];
    Arrays.setAll(input, i -> random.uniform() < 0.05 ? 1 : 0);
    Arrays.fill(input, 0, 100, 0);
    double[] target = sines(random, steps);
    assertThat(weights[1 * 100]).isEqualTo(-0.0447128564119339, within(1e-16));
    assertThat(target[250]).isEqualTo(-0.00916276594654045, within(1e-15));

    var eprop = new Eprop(network);
    Optimiser.Descent descent = Optimiser.Sgd.of(1e-4).over(weights.length);
    for (int n = 0; n < ITERATIONS; n++) {
      double[] gradient = new double[weights.length];
      double loss = 0;
      eprop.start();
      for (int t = 0; t < steps; t++) {
        eprop.step(weights, input, t * 100);
        double error = eprop.network().y()[0] - target[t];
        loss += 0.5 * error * error;
        eprop.learn(feedback, new double[] {error}, gradient);
      }
      eprop.regularise(300, 0.01, gradient);
      descent.step(weights, gradient, 0);
      // they print 12 decimals
      assertThat(loss).as("iteration " + (n + 1)).isCloseTo(nest[n], within(1e-12 * nest[n]));
    }
  }

  /// Their t_ref of 5 counts the step of the spike.
  @ParameterizedTest
  @CsvSource({
    "1, 0.741152550006, 0.740388187700, 0.665785233177, 0.663644193322, 0.729428962844",
    "2, 0.702163370672, 0.735555303152, 0.740354864111, 0.683882815282, 0.707841122268"
  })
  void theAccumulationOfEvidenceHasTheLossesOfNest(
      int batch, double a, double b, double c, double d, double e) {
    double[] nest = {a, b, c, d, e};
    int steps = 2250;
    int window = 150;
    double alpha = Math.exp(-1 / 20.0);
    double rho = Math.exp(-1 / 2000.0);
    var dynamics =
        new AdaptiveDynamics(
            0.6,
            alpha,
            1,
            rho,
            1,
            1.7 * (1 - rho) / (1 - alpha),
            alpha,
            1 - alpha,
            4,
            Reset.BY_THRESHOLD,
            new Surrogate.Triangle(0.3 / 0.6, 0.6));
    var network = new RecurrentNetwork(dynamics, 40, 50, 50, 2);
    var random = new NumpyRandom(1);
    double[] weights = new double[network.weights()];
    normals(random, weights, 0, network.firstRecurrentWeight(), Math.sqrt(40));
    normals(random, weights, network.firstRecurrentWeight(), 100 * 100, 10);
    withoutSelf(network, weights);
    double limit = Math.sqrt(3 / 51.0);
    for (int w = network.firstOutputWeight(); w < weights.length; w++) {
      weights[w] = (float) random.uniform(-limit, limit);
    }
    double[] feedback = new double[200];
    normals(random, feedback, 0, 200, 1);

    var eprop = new Eprop(network);
    Optimiser.Descent descent = Optimiser.Adam.of(5e-3).epsilonHat(1e-8).over(weights.length);
    for (int n = 0; n < ITERATIONS; n++) {
      Evidence evidence = Evidence.draw(random, batch, steps, window);
      double[] gradient = new double[weights.length];
      double loss = 0;
      for (int s = 0; s < batch; s++) {
        double[] errors = new double[2];
        double[] ofSample = new double[weights.length];
        eprop.start();
        for (int t = 0; t < steps; t++) {
          eprop.step(weights, evidence.input[s], t * 40);
          if (t >= steps - window) {
            double[] y = eprop.network().y();
            loss += SoftmaxCrossEntropy.loss(y, evidence.label[s]) / (window * batch);
            SoftmaxCrossEntropy.derivative(y, evidence.label[s], errors);
            for (int k = 0; k < 2; k++) {
              errors[k] /= window;
            }
            eprop.learn(feedback, errors, ofSample);
          }
        }
        // theirs divides the whole gradient by the window, the rates' too
        eprop.regularise(300.0 / window, 0.01, ofSample);
        for (int w = 0; w < gradient.length; w++) {
          gradient[w] += ofSample[w] / batch;
        }
      }
      descent.step(weights, gradient, 0);
      assertThat(loss).as("iteration " + (n + 1)).isCloseTo(nest[n], within(2e-12));
    }
  }

  /// Seven cues on two groups of inputs, noise, and a recall: was the second group the more
  /// frequent?
  private record Evidence(double[][] input, int[] label) {
    static Evidence draw(NumpyRandom random, int batch, int steps, int window) {
      float[] choices = {0.3f, (float) (1 - 0.3)};
      int[] swapped = new int[batch];
      for (int s = 0; s < batch; s++) {
        swapped[s] = random.below(2);
      }
      int[][] cues = new int[batch][7];
      int[] label = new int[batch];
      for (int s = 0; s < batch; s++) {
        double p0 = choices[swapped[s]];
        double p1 = choices[1 - swapped[s]];
        int sum = 0;
        for (int c = 0; c < 7; c++) {
          cues[s][c] = random.uniform() >= p0 / (p0 + p1) ? 1 : 0;
          sum += cues[s][c];
        }
        label[s] = sum > 3 ? 1 : 0;
      }
      double[][] input = new double[batch][steps * 40];
      for (int s = 0; s < batch; s++) {
        for (int t = 0; t < steps; t++) {
          for (int i = 0; i < 40; i++) {
            boolean spike = probability(cues[s], t, i / 10, steps - window) > random.uniform();
            input[s][t * 40 + i] = spike && t > 0 ? 1 : 0;
          }
        }
      }
      return new Evidence(input, label);
    }

    private static double probability(int[] cues, int t, int group, int recall) {
      int cue = t / 150;
      return switch (group) {
        case 0, 1 -> cue < 7 && t % 150 >= 50 && cues[cue] == group ? 0.04 : 0;
        case 2 -> t >= recall ? 0.04 : 0;
        default -> 0.01;
      };
    }
  }

  private static void normals(
      NumpyRandom random, double[] values, int from, int count, double divisor) {
    for (int i = from; i < from + count; i++) {
      values[i] = (float) (random.normal() / divisor);
    }
  }

  private static void withoutSelf(RecurrentNetwork network, double[] weights) {
    for (int j = 0; j < network.neurons(); j++) {
      weights[network.firstRecurrentWeight() + j * network.neurons() + j] = 0;
    }
  }

  /// Four sines of 1, 2, 3 and 5 periods, from 0, at most 1.
  private static double[] sines(NumpyRandom random, int steps) {
    int[] cycles = {1, 2, 3, 5};
    double[] amplitude = new double[4];
    double[] phase = new double[4];
    Arrays.setAll(amplitude, i -> random.uniform(0.5, 2));
    Arrays.setAll(phase, i -> random.uniform(0, 2 * Math.PI));
    double[] sum = new double[steps];
    for (int t = 0; t < steps; t++) {
      for (int n = 0; n < 4; n++) {
        sum[t] += amplitude[n] * Math.sin(phase[n] + t * 2 * Math.PI * cycles[n] / (steps - 1));
      }
    }
    double first = sum[0];
    double greatest = Arrays.stream(sum).map(s -> Math.abs(s - first)).max().orElseThrow();
    return Arrays.stream(sum).map(s -> (s - first) / greatest).toArray();
  }
}
