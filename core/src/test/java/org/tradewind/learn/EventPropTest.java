package org.tradewind.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tradewind.random.Philox;

/// Forward against bisection of the plain sum of responses, backward against central differences.
class EventPropTest {
  private static final LifDynamics LIF = new LifDynamics(20, 5, 1);

  /// A synapse slower than the membrane, where k is negative.
  private static final LifDynamics SLOW_SYNAPSE = new LifDynamics(4, 9, 1);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void everySpikeIsWhereBisectionOfTheSumOfResponsesFindsIt(long seed) {
    System.out.println("EventPropTest spike times: seed " + seed);
    int spikes = 0;
    for (LifDynamics dynamics : List.of(LIF, SLOW_SYNAPSE)) {
      Spikes in = input(seed, 6, 2);
      double[] weights = normal(seed, 2, 6, 0.8, 1.5);
      Spikes out = new Layer(dynamics, 1, 0).forward(weights, in);
      List<Double> expected = bisected(dynamics, weights, in);

      assertThat(times(out)).hasSameSizeAs(expected);
      for (int s = 0; s < expected.size(); s++) {
        assertThat(out.timeMs(s)).isCloseTo(expected.get(s), within(1e-11));
      }
      spikes += out.size();
    }
    assertThat(spikes).as("spikes that were compared").isPositive();
  }

  /// One input of weight w at 0: with tau_m = 2 tau_s = 2 and x = e^(-t/2), V = w (x - x²) = 1.
  @Test
  void oneInputCrossesWhereTheQuadraticSays() {
    double w = 6;
    var layer = new Layer(new LifDynamics(2, 1, 1), 1, 0);

    Spikes out = layer.forward(new double[] {w}, spikes(0, 0));

    double x = (1 + Math.sqrt(1 - 4 / w)) / 2;
    assertThat(out.timeMs(0)).isCloseTo(-2 * Math.log(x), within(1e-15));
  }

  /// The greatest w (x - x²) is w/4, at x = 1/2: above 1 only for w > 4.
  @Test
  void aTouchOfTheThresholdIsNoSpike() {
    var layer = new Layer(new LifDynamics(2, 1, 1), 1, 0);

    assertThat(layer.forward(new double[] {4}, spikes(0, 0)).size()).isZero();
    assertThat(layer.forward(new double[] {4 + 1e-9}, spikes(0, 0)).size()).isOne();
    assertThat(layer.forward(new double[] {-50}, spikes(0, 0)).size()).isZero();
    assertThat(layer.forward(new double[] {50}, new Spikes()).size()).isZero();
  }

  @Test
  void aStrongInputMakesManySpikesAndEachResetsToZero() {
    Spikes out = new Layer(LIF, 1, 0).forward(new double[] {100}, spikes(0, 0));

    // tau_m dV/dt = I - V from 0 to 1 takes longer each time, as I decays
    assertThat(out.size()).isGreaterThan(10);
    for (int s = 2; s < out.size(); s++) {
      assertThat(out.timeMs(s) - out.timeMs(s - 1))
          .isGreaterThan(out.timeMs(s - 1) - out.timeMs(s - 2));
    }
    assertThat(times(out)).hasSameSizeAs(bisected(LIF, new double[] {100}, spikes(0, 0)));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void everyGradientIsThatOfCentralDifferences(long seed) {
    System.out.println("EventPropTest gradients: seed " + seed);
    for (LifDynamics dynamics : List.of(LIF, SLOW_SYNAPSE)) {
      var network = new FeedForward(dynamics, List.of(3, 6, 5, 2));
      Spikes in = input(seed, 3, 2);
      double scale = dynamics == LIF ? 1 : 0.25; // a slow synapse gives more, and for longer
      double[] weights = normal(seed, 3, network.weights(), 2.5 * scale, 1.5 * scale);
      FeedForward.Pass pass = network.pass();
      double[] gradient = new double[weights.length];
      double loss = allTimes(pass.forward(weights, in), true);
      int[] counts = counts(pass, network);
      pass.backward(weights, gradient);
      double[] inputErrors = new double[in.size()];
      Arrays.setAll(inputErrors, in::error);

      assertThat(counts).as("spikes of each layer").doesNotContain(0);
      assertThat(loss).isNotZero();
      for (int w = 0; w < weights.length; w++) {
        int changed = w;
        double slope =
            slope(by -> {
              double[] others = weights.clone();
              others[changed] += by;
              double value = allTimes(pass.forward(others, in), false);
              assertThat(counts(pass, network)).as("no spike is created or lost").isEqualTo(counts);
              return value;
            });
        assertThat(gradient[w]).as("weight " + w).isCloseTo(slope, ofItself(slope));
      }
      for (int s = 0; s < in.size(); s++) {
        int spike = s;
        double slope = slope(by -> allTimes(pass.forward(weights, moved(in, spike, by)), false));
        assertThat(inputErrors[s]).as("input " + s).isCloseTo(slope, close(inputErrors));
      }
    }
  }

  /// The loss and its neurons together: the whole chain from weights to a number.
  @Test
  void theGradientOfTheTimeToFirstSpikeLossIsThatOfCentralDifferences() {
    var network = new FeedForward(LIF, List.of(4, 8, 3));
    var loss = new TimeToFirstSpike(0.5, 6.4, 3e-3);
    Spikes in = input(11, 4, 1);
    double[] weights = normal(11, 5, network.weights(), 3, 1);
    FeedForward.Pass pass = network.pass();
    double[] first = new double[3];
    double[] derivative = new double[3];

    Spikes out = pass.forward(weights, in);
    out.first(first);
    assertThat(first).doesNotContain(Double.POSITIVE_INFINITY);
    loss.derivative(first, 1, derivative);
    out.firstErrors(first, derivative);
    double[] gradient = new double[weights.length];
    pass.backward(weights, gradient);

    for (int w = 0; w < weights.length; w++) {
      int changed = w;
      double slope =
          slope(by -> {
            double[] others = weights.clone();
            others[changed] += by;
            pass.forward(others, in).first(first);
            return loss.loss(first, 1);
          });
      assertThat(gradient[w]).as("weight " + w).isCloseTo(slope, close(gradient));
    }
  }

  @Test
  void aSilentNeuronHasNoGradientAndGradientsAddUp() {
    var network = new FeedForward(LIF, List.of(1, 2));
    double[] weights = {10, 0.5};
    double[] gradient = {100, 100};
    FeedForward.Pass pass = network.pass();
    double[] first = new double[2];

    Spikes out = pass.forward(weights, spikes(0, 0));
    out.first(first);
    assertThat(first[1]).isInfinite();
    out.firstErrors(first, new double[] {1, 1});
    pass.backward(weights, gradient);

    assertThat(gradient[0]).isLessThan(100); // more weight, an earlier spike
    assertThat(gradient[1]).isEqualTo(100);
  }

  /// A lone input moved by δ moves everything by δ.
  @Test
  void theTimeOfALoneInputIsHandedOnInFull() {
    Spikes in = spikes(3, 0);
    FeedForward.Pass pass = new FeedForward(LIF, List.of(1, 1, 1)).pass();
    double[] weights = {12, 12};

    Spikes out = pass.forward(weights, in);
    out.error(0, 1);
    pass.backward(weights, new double[2]);

    assertThat(in.error(0)).isCloseTo(1, within(1e-12));
  }

  @Test
  void simultaneousInputsActAsOneAndInAnyOrder() {
    Spikes together = new Layer(LIF, 1, 0).forward(new double[] {9}, spikes(2, 0));
    Spikes tied = new Layer(LIF, 1, 0).forward(new double[] {4, 5}, spikes(2, 1, 2, 0));

    assertThat(times(tied)).isEqualTo(times(together)).isNotEmpty();
  }

  @Test
  void simultaneousSpikesGoByTheNeuronsNumber() {
    Spikes out = new Layer(LIF, 3, 0).forward(new double[] {7, 9, 7}, spikes(0, 0));

    assertThat(Arrays.copyOf(out.neuron, 3)).containsExactly(1, 0, 2);
    assertThat(out.timeMs(1)).isEqualTo(out.timeMs(2));
  }

  /// The gradient of tied inputs is that of inputs that come one after the other without delay.
  @Test
  void tiedInputsHaveTheSameGradient() {
    double[] gradient = new double[2];
    FeedForward.Pass pass = new FeedForward(LIF, List.of(2, 1)).pass();

    pass.forward(new double[] {4, 5}, spikes(2, 1, 2, 0)).error(0, 1);
    pass.backward(new double[] {4, 5}, gradient);

    assertThat(gradient[0]).isEqualTo(gradient[1]).isNegative();
  }

  @Test
  void theSamePassTwiceGivesTheSameBits() {
    var network = new FeedForward(LIF, List.of(3, 6, 5, 2));
    double[] weights = normal(1, 3, network.weights(), 2.5, 1.5);
    FeedForward.Pass pass = network.pass();
    double[][] gradients = new double[2][weights.length];

    for (double[] gradient : gradients) {
      allTimes(pass.forward(weights, input(1, 3, 2)), true);
      pass.backward(weights, gradient);
      allTimes(pass.forward(weights, input(2, 3, 2)), true); // something else between
    }

    assertThat(gradients[0]).isEqualTo(gradients[1]);
  }

  @Test
  void whatCannotBeComputedIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new LifDynamics(5, 5, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new LifDynamics(5, 0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new FeedForward(LIF, List.of(3)));
    assertThatIllegalArgumentException().isThrownBy(() -> new FeedForward(LIF, List.of(3, 0)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FeedForward(LIF, List.of(100_000, 100_000)));
    assertThatIllegalArgumentException().isThrownBy(() -> new Spikes().add(Double.NaN, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Spikes().add(-1, 0));
  }

  /// Central differences with two steps, extrapolated to none (Richardson), which leaves an error
  /// of the order h⁴.
  private static double slope(DoubleUnaryOperator f) {
    double h = 2e-6;
    double wide = (f.applyAsDouble(h) - f.applyAsDouble(-h)) / (2 * h);
    double narrow = (f.applyAsDouble(h / 2) - f.applyAsDouble(-h / 2)) / h;
    return (4 * narrow - wide) / 3;
  }

  /// A millionth of each slope itself, and what rounding leaves.
  private static Offset<Double> ofItself(double slope) {
    return within(1e-6 * Math.abs(slope) + 3e-7);
  }

  /// A millionth of the steepest: times are good to 1e-14 ms, which h makes 5e-9 of their slope.
  private static Offset<Double> close(double[] gradient) {
    return within(1e-6 * Math.max(1, Arrays.stream(gradient).map(Math::abs).max().orElseThrow()));
  }

  /// A loss of every output spike: the sum of times, each with a factor of its own by its neuron
  /// and its number there.
  private static double allTimes(Spikes out, boolean setErrors) {
    int[] number = new int[8];
    double loss = 0;
    for (int s = 0; s < out.size(); s++) {
      int n = out.neuron(s);
      double factor = Philox.uniform(99, n, number[n]++, 0) - 0.3;
      loss += factor * out.timeMs(s);
      if (setErrors) {
        out.error(s, factor);
      }
    }
    return loss;
  }

  private static int[] counts(FeedForward.Pass pass, FeedForward network) {
    int[] counts = new int[network.layers()];
    Arrays.setAll(counts, l -> pass.spikes(l + 1).size());
    return counts;
  }

  /// `each` spikes of every channel within 20 ms.
  private static Spikes input(long seed, int channels, int each) {
    var in = new Spikes();
    for (int s = 0; s < channels * each; s++) {
      in.add(20 * Philox.uniform(seed, 1, s, 0), s % channels);
    }
    return in;
  }

  private static Spikes moved(Spikes in, int spike, double byMs) {
    var moved = new Spikes();
    for (int s = 0; s < in.size(); s++) {
      moved.add(in.timeMs(s) + (s == spike ? byMs : 0), in.neuron(s));
    }
    return moved;
  }

  /// Times and neurons in turn.
  private static Spikes spikes(double... timesAndNeurons) {
    var spikes = new Spikes();
    for (int s = 0; s < timesAndNeurons.length; s += 2) {
      spikes.add(timesAndNeurons[s], (int) timesAndNeurons[s + 1]);
    }
    return spikes;
  }

  private static double[] normal(long seed, long owner, int n, double mean, double deviation) {
    double[] values = new double[n];
    Arrays.setAll(values, i -> mean + deviation * Philox.normal(seed, owner, i, 0));
    return values;
  }

  private static List<Double> times(Spikes spikes) {
    List<Double> times = new ArrayList<>();
    for (int s = 0; s < spikes.size(); s++) {
      times.add(spikes.timeMs(s));
    }
    return times;
  }

  /// The spikes of a single neuron, by scanning 100 ms in steps of 10 µs and halving; V is the sum
  /// of the responses to all inputs and of a decay for each reset.
  private static List<Double> bisected(LifDynamics dynamics, double[] weights, Spikes in) {
    List<Double> resets = new ArrayList<>();
    double step = 1e-2;
    for (int n = 0; n < 10_000; n++) {
      double low = Math.max(n * step, resets.isEmpty() ? 0 : resets.getLast());
      double high = (n + 1) * step;
      if (potential(dynamics, weights, in, resets, high) > dynamics.threshold()) {
        for (int halving = 0; halving < 60; halving++) {
          double middle = (low + high) / 2;
          if (potential(dynamics, weights, in, resets, middle) > dynamics.threshold()) {
            high = middle;
          } else {
            low = middle;
          }
        }
        resets.add(high);
      }
    }
    return resets;
  }

  private static double potential(
      LifDynamics dynamics, double[] weights, Spikes in, List<Double> resets, double t) {
    double tauM = dynamics.tauMMs();
    double tauS = dynamics.tauSMs();
    double v = 0;
    for (int s = 0; s < in.size(); s++) {
      double since = t - in.timeMs(s);
      if (since > 0) {
        v +=
            weights[in.neuron(s)]
                * tauS
                / (tauM - tauS)
                * (Math.exp(-since / tauM) - Math.exp(-since / tauS));
      }
    }
    for (double reset : resets) {
      v -= dynamics.threshold() * Math.exp(-(t - reset) / tauM);
    }
    return v;
  }
}
