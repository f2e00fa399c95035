package org.tradewind.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
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

  /// Until the first rewiring and without noise, which they draw in ways of their own.
  @Test
  void theSparseNetworkIsTheDenseOneInSinglePrecision() {
    DeepRewiring rewiring = small(1000, 0.02, 0);
    RewiredNetwork sparse = rewiring.sparse(3);
    RewiredNetwork dense = rewiring.dense(3);
    for (int step = 0; step < 60; step++) {
      assertThat(batch(sparse, step)).isCloseTo(batch(dense, step), within(1e-5));
      sparse.step(0.1);
      dense.step(0.1);
      for (int l = 0; l < 2; l++) {
        for (int p = 0; p < rewiring.possible(l); p++) {
          assertThat(sparse.isActive(l, p)).isEqualTo(dense.isActive(l, p));
          assertThat(sparse.weight(l, p)).isCloseTo(dense.weight(l, p), within(1e-5));
        }
      }
    }
    assertThat(sparse.active(0)).isLessThan(rewiring.active().get(0));
  }

  @Test
  void everyPartKeepsTheNumberOfItsConnections() {
    DeepRewiring leNet = DeepRewiring.leNet(1);
    var network = leNet.sparse(1);
    int[] all = new int[3];
    for (int p = 0; p < DeepRewiring.PARTS; p++) {
      for (int l = 0; l < 3; l++) {
        RewiredPart part = network.part(p);
        assertThat(part.active(l)).isEqualTo(part.room(l));
        assertThat(part.firstTarget(l) % 4).isZero();
        all[l] += part.active(l);
      }
    }
    assertThat(all).containsExactly(2352, 900, 300);
  }

  /// Without gradient or noise, l1 takes all connections in the same step, and all of them are
  /// drawn anew: each possible one as often as any other.
  @Test
  void newConnectionsAreAnywhereAlike() {
    var rewiring = new DeepRewiring(List.of(20, 12), List.of(48), 1, 1, 100, 0, 1);
    var network = rewiring.sparse(11);
    int[] seen = new int[rewiring.possible(0)];
    int steps = 4000;
    for (int step = 0; step < steps; step++) {
      network.learn(new byte[20], 0);
      network.step(0);
      for (int p = 0; p < seen.length; p++) {
        seen[p] += network.isActive(0, p) ? 1 : 0;
      }
    }
    double expected = steps * 48.0 / seen.length;
    double chi2 = 0;
    for (int count : seen) {
      chi2 += (count - expected) * (count - expected) / expected;
    }
    // drawn without putting back, so somewhat less than the 240 of chi-squared
    assertThat(chi2).isBetween(120.0, 260.0);
    assertThat(network.rewired()).isEqualTo(48L * steps);
  }

  /// Mean 0, variance 1, bounded.
  @Test
  void noiseHasTheMeanAndTheVarianceThatItShould() {
    var rewiring = new DeepRewiring(List.of(100, 100), List.of(5000), 1, 1, 0, 1e-3, 1);
    var network = rewiring.sparse(5);
    double[] before = new double[10_000];
    Arrays.setAll(before, p -> network.weight(0, p));
    network.learn(new byte[100], 0);
    network.step(0);
    double sum = 0;
    double squares = 0;
    int n = 0;
    for (int p = 0; p < before.length; p++) {
      if (Math.abs(before[p]) > 0.01) {
        double nu = (Math.abs(network.weight(0, p)) - Math.abs(before[p])) / 1e-3;
        assertThat(Math.abs(nu)).isLessThan(3.46);
        sum += nu;
        squares += nu * nu;
        n++;
      }
    }
    assertThat(sum / n).isCloseTo(0, within(0.05));
    assertThat(squares / n).isCloseTo(1, within(0.06));
  }

  @Test
  void aSavedNetworkGoesOnToTheSameBits() throws IOException {
    var whole = SMALL.sparse(7);
    var resumed = SMALL.sparse(7);
    batch(resumed, 99);
    resumed.step(0);
    for (int step = 0; step < 20; step++) {
      if (step == 10) {
        var saved = new ByteArrayOutputStream();
        whole.save(new DataOutputStream(saved));
        resumed.restore(new DataInputStream(new ByteArrayInputStream(saved.toByteArray())));
      }
      batch(whole, step);
      whole.step(0);
      if (step >= 10) {
        batch(resumed, step);
        resumed.step(0);
      }
    }
    for (int p = 0; p < SMALL.possible(0); p++) {
      assertThat(resumed.weight(0, p)).isEqualTo(whole.weight(0, p));
    }
    assertThat(resumed.rewired()).isEqualTo(whole.rewired());
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

    double loss = network.learn(new byte[] {2}, 0);
    network.step(0);

    // a softmax of one readout is certain: only l1 acts, towards 0
    assertThat(loss).isZero();
    assertThat(network.weight(0, 0)).isCloseTo(w - Math.signum(w) * 0.005, within(1e-8));
  }

  /// The gradient, seen through a step without l1 and noise, against central differences.
  @Test
  void theStepIsAlongTheGradient() {
    var rewiring = new DeepRewiring(List.of(6, 5, 3), List.of(20, 12), 0.01, 1, 0, 0, 1000);
    RewiredNetwork network = rewiring.sparse(2);
    RewiredNetwork after = rewiring.sparse(2);
    batch(after, 0);
    after.step(0);
    double h = 0.01;
    for (int l = 0; l < 2; l++) {
      for (int p = 0; p < rewiring.possible(l); p++) {
        double w = network.weight(l, p);
        if (w != 0 && after.weight(l, p) != 0) {
          double slope = (loss(network, l, p, 1e-6) - loss(network, l, p, -1e-6)) / 2e-6;
          assertThat((w - after.weight(l, p)) / h).isCloseTo(slope, within(2e-4));
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
  private static byte[] sample(int label, int n) {
    byte[] input = new byte[6];
    for (int i = 0; i < input.length; i++) {
      input[i] = (byte) ((i / 2 == label ? 200 : 0) + 50 * Philox.uniform(21, label, n, i));
    }
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
      byte[] bytes = sample(s % 3, s);
      double[] x = new double[6];
      Arrays.setAll(x, i -> (bytes[i] & 0xFF) / 255.0);
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
