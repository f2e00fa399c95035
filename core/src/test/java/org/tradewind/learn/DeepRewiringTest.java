package org.tradewind.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tradewind.random.Philox;

/// The plain dense network and the sparse one, under the same contract and against each other.
class DeepRewiringTest {
  private static final DeepRewiring SMALL = small(1, 3e-3, 0.01);

  static Stream<RewiredNetwork> both() {
    return Stream.of(SMALL.sparse(7), SMALL.dense(7));
  }

  @ParameterizedTest
  @MethodSource("both")
  void theNumberOfConnectionsIsConstantAndSignsNeverChange(RewiredNetwork network) {
    double[][] seen = new double[2][];
    Arrays.setAll(seen, l -> new double[SMALL.possible(l)]);
    for (int step = 0; step < 200; step++) {
      batch(network, step);
      network.step(step / 100.0);
      for (int l = 0; l < 2; l++) {
        assertThat(network.active(l)).isEqualTo(SMALL.active().get(l));
        for (int p = 0; p < seen[l].length; p++) {
          double w = network.weight(l, p);
          assertThat(w * seen[l][p] >= 0).as("its sign stays").isTrue();
          assertThat(w == 0 || network.isActive(l, p)).isTrue();
          seen[l][p] = w == 0 ? seen[l][p] : Math.signum(w);
        }
      }
    }
    assertThat(network.rewired()).isGreaterThan(50);
    double[] used = Arrays.stream(seen[0]).filter(s -> s != 0).toArray();
    assertThat(used.length).as("connections that were tried").isGreaterThan(SMALL.active().get(0));
    assertThat(Arrays.stream(used).sum() / used.length).isBetween(-0.5, 0.5);
  }

  @ParameterizedTest
  @MethodSource("both")
  void itLearns(RewiredNetwork network) {
    double first = 0;
    double loss = 0;
    for (int step = 0; step < 400; step++) {
      loss = batch(network, step);
      network.step(0);
      first = step == 0 ? loss : first;
    }

    assertThat(loss).isLessThan(first / 3);
    for (int label = 0; label < 3; label++) {
      assertThat(network.classify(sample(label, 0))).isEqualTo(label);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5})
  void theSparseNetworkIsTheDenseOne(int rewireEvery) {
    DeepRewiring rewiring = small(rewireEvery, 3e-3, 0.01);
    RewiredNetwork sparse = rewiring.sparse(3);
    RewiredNetwork dense = rewiring.dense(3);
    for (int step = 0; step < 300; step++) {
      assertThat(batch(sparse, step)).isCloseTo(batch(dense, step), within(1e-9));
      sparse.step(0.1);
      dense.step(0.1);
      for (int l = 0; l < 2; l++) {
        for (int p = 0; p < rewiring.possible(l); p++) {
          assertThat(sparse.isActive(l, p)).isEqualTo(dense.isActive(l, p));
          assertThat(sparse.weight(l, p)).isCloseTo(dense.weight(l, p), within(1e-9));
        }
      }
    }
    assertThat(sparse.rewired()).isEqualTo(dense.rewired()).isPositive();
  }

  @Test
  void betweenRewiringsTheDormantOnesAreMissing() {
    DeepRewiring rewiring = small(10, 0.1, 0);
    RewiredNetwork network = rewiring.sparse(1);
    int fewest = rewiring.active().get(0);
    for (int step = 0; step < 50; step++) {
      batch(network, step);
      network.step(0);
      fewest = Math.min(fewest, network.active(0));
      if ((step + 1) % 10 == 0) {
        assertThat(network.active(0)).isEqualTo(rewiring.active().get(0));
      }
    }
    assertThat(fewest).isLessThan(rewiring.active().get(0));
  }

  /// One connection, so that by hand: y = (w x, 0), dE/dw = (p - 1) x.
  @Test
  void oneStepByHand() {
    var one = new DeepRewiring(List.of(1, 1), List.of(1), 0.5, 1, 0.01, 0, 1);
    RewiredNetwork network = one.sparse(5);
    double w = network.weight(0, 0);

    double loss = network.learn(new double[] {2}, 0);
    network.step(0);

    // a softmax of one readout is certain: only l1 acts, towards 0
    assertThat(loss).isZero();
    assertThat(network.weight(0, 0)).isCloseTo(w - Math.signum(w) * 0.005, within(1e-15));
  }

  /// The gradient, seen through a step without l1 and noise, against central differences.
  @Test
  void theStepIsAlongTheGradient() {
    var rewiring = new DeepRewiring(List.of(6, 5, 3), List.of(20, 12), 1e-3, 1, 0, 0, 1000);
    RewiredNetwork network = rewiring.sparse(2);
    RewiredNetwork after = rewiring.sparse(2);
    batch(after, 0);
    after.step(0);
    double h = 1e-3;
    for (int l = 0; l < 2; l++) {
      for (int p = 0; p < rewiring.possible(l); p++) {
        double w = network.weight(l, p);
        if (w != 0 && after.weight(l, p) != 0) {
          double slope = (loss(network, l, p, 1e-6) - loss(network, l, p, -1e-6)) / 2e-6;
          assertThat((w - after.weight(l, p)) / h).isCloseTo(slope, within(1e-7));
        }
      }
    }
  }

  /// The stationary share of the walk without gradient: T / (T + l1 |floor|) with T = rate
  /// noise²/2.
  @Test
  void softRewiringHasItsStationaryShareOfActiveConnections() {
    double rate = 0.1;
    double noise = 0.1;
    double temperature = rate * noise * noise / 2;
    double l1 = 0.01;
    double floor = -0.1;
    int count = 2000;
    var soft = new SoftRewiring(new double[count], 9, 1, l1, noise, floor);
    double[] gradient = new double[count];
    double share = 0;
    for (int step = 0; step < 4000; step++) {
      soft.step(gradient, rate);
      if (step >= 3000) {
        share += soft.active() / (1000.0 * count);
      }
    }

    assertThat(share).isCloseTo(temperature / (temperature + l1 * -floor), within(0.04));
  }

  @Test
  void softRewiringDescendsAndKeepsSigns() {
    double[] target = {0.5, -0.5, 0.7, -0.7};
    var soft = new SoftRewiring(new double[] {0.1, 0.1, 0.1, 0.1}, 4, 2, 1e-4, 1e-3, -0.01);
    double[] weights = new double[4];
    double[] gradient = new double[4];
    for (int step = 0; step < 500; step++) {
      soft.weights(weights);
      Arrays.setAll(gradient, p -> weights[p] - target[p]);
      soft.step(gradient, 0.1);
    }

    for (int p = 0; p < 4; p++) {
      boolean reachable = Math.signum(target[p]) == soft.sign(p);
      assertThat(weights[p]).isCloseTo(reachable ? target[p] : 0, within(0.02));
    }
  }

  @Test
  void whatCannotBeRewiredIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DeepRewiring(List.of(2, 2), List.of(5), 1, 1, 0, 0, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DeepRewiring(List.of(2, 2), List.of(2, 2), 1, 1, 0, 0, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DeepRewiring(List.of(2, 2), List.of(2), 1, 1, 0, 0, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SoftRewiring(new double[1], 1, 1, 0, 0, 0));
    DeepRewiring leNet = DeepRewiring.leNet(1);
    assertThat(leNet.active().stream().mapToInt(a -> a).sum()).isEqualTo(3552);
    assertThat(leNet.possible(0) + leNet.possible(1) + leNet.possible(2)).isEqualTo(266_200);
  }

  private static DeepRewiring small(int rewireEvery, double l1, double noise) {
    return new DeepRewiring(List.of(6, 5, 3), List.of(15, 9), 0.3, 0.9, l1, noise, rewireEvery);
  }

  /// Three classes: a pair of bright inputs each, and noise.
  private static double[] sample(int label, int n) {
    double[] input = new double[6];
    Arrays.setAll(input, i -> (i / 2 == label ? 1 : 0) + 0.2 * Philox.uniform(21, label, n, i));
    return input;
  }

  private static double batch(RewiredNetwork network, int step) {
    double loss = 0;
    for (int s = 0; s < 6; s++) {
      loss += network.learn(sample(s % 3, 6 * step + s), s % 3) / 6;
    }
    return loss;
  }

  /// The loss of the first batch with one weight moved, in loops of the test's own.
  private static double loss(RewiredNetwork network, int layer, int position, double by) {
    double loss = 0;
    for (int s = 0; s < 6; s++) {
      double[] x = sample(s % 3, s);
      int[] sizes = {6, 5, 3};
      for (int l = 0; l < 2; l++) {
        double[] y = new double[sizes[l + 1]];
        for (int p = 0; p < sizes[l] * sizes[l + 1]; p++) {
          double w = network.weight(l, p) + (l == layer && p == position ? by : 0);
          y[p % sizes[l + 1]] += w * x[p / sizes[l + 1]];
        }
        x = l == 0 ? Arrays.stream(y).map(v -> Math.max(0, v)).toArray() : y;
      }
      loss += SoftmaxCrossEntropy.loss(x, s % 3) / 6;
    }
    return loss;
  }
}
