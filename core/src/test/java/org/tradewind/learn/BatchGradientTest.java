package org.tradewind.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.tradewind.random.Philox;

class BatchGradientTest {
  @Test
  void theGradientIsTheMeanOverTheBatch() {
    var batches =
        new BatchGradient(
            2, 3, () -> (weights, sample, gradient) -> gradient[sample % 2] += sample);
    double[] gradient = {7, 7};

    batches.mean(new double[2], new int[] {9, 4, 5, 6}, 1, 4, gradient);

    assertThat(gradient).containsExactly(new double[] {10 / 3.0, 5 / 3.0}, within(1e-15));
  }

  /// Three epochs of a small network on Yin-Yang: the same weights, to the bit, on one thread, two
  /// and four.
  @Test
  void anyNumberOfThreadsTrainsTheSameWeights() throws Exception {
    double[] alone = trained(1);

    assertThat(trained(2)).isEqualTo(alone);
    assertThat(trained(4)).isEqualTo(alone);
    assertThat(alone).isNotEqualTo(weights());
  }

  private static double[] weights() {
    double[] weights = new double[5 * 20 + 20 * 3];
    Arrays.setAll(weights, w -> 1.5 + 0.8 * Philox.normal(3, 0, w, 0));
    return weights;
  }

  private static double[] trained(int threads) throws Exception {
    var network = new FeedForward(new LifDynamics(20, 5, 1), List.of(5, 20, 3));
    var loss = new TimeToFirstSpike(0.5, 6.4, 3e-3);
    var code = new LatencyCode(30);
    YinYang data = YinYang.generate(100, 42);
    double[] weights = weights();
    double[] gradient = new double[weights.length];
    var batches =
        new BatchGradient(
            weights.length,
            8,
            () -> {
              FeedForward.Pass pass = network.pass();
              var input = new Spikes();
              double[] first = new double[3];
              double[] derivative = new double[3];
              return (w, sample, g) -> {
                code.encode(data.values(), sample * 4, 4, input);
                Spikes out = pass.forward(w, input);
                out.first(first);
                loss.derivative(first, data.labels()[sample], derivative);
                out.firstErrors(first, derivative);
                pass.backward(w, g);
              };
            });
    Optimiser.Descent descent = Optimiser.Adam.of(5e-3).decaying(0.95).over(weights.length);
    try (var pool = new ForkJoinPool(threads)) {
      pool.submit(
              () -> {
                for (int epoch = 0; epoch < 3; epoch++) {
                  int[] order = Shuffle.of(100, 1, 1, epoch);
                  for (int from = 0; from < 100; from += 8) {
                    batches.mean(weights, order, from, Math.min(from + 8, 100), gradient);
                    descent.step(weights, gradient, epoch);
                  }
                }
              })
          .get();
    }
    return weights;
  }

  @Test
  void aShuffleHasEverySampleOnceAndEveryEpochItsOwn() {
    int[] first = Shuffle.of(50, 1, 2, 0);

    assertThat(first).doesNotHaveDuplicates().hasSize(50);
    assertThat(Arrays.stream(first).max().orElseThrow()).isEqualTo(49);
    assertThat(Shuffle.of(50, 1, 2, 0)).isEqualTo(first);
    assertThat(Shuffle.of(50, 1, 2, 1)).isNotEqualTo(first);
  }

  @Test
  void brightPixelsSpikeEarlyAndDarkOnesNotAtAll() {
    var spikes = new Spikes();

    new IntensityCode(20, 1).encode(new double[] {0, 1, 51, 255, 102}, c -> c != 4, spikes);

    assertThat(spikes.size()).isEqualTo(2);
    assertThat(spikes.neuron(0)).isEqualTo(3);
    assertThat(spikes.timeMs(0)).isZero();
    assertThat(spikes.neuron(1)).isEqualTo(2);
    assertThat(spikes.timeMs(1)).isEqualTo(16, within(1e-12));
  }

  /// numpy.random.seed(0): shuffle(arange(5)), then randn(3), as any numpy prints them.
  @Test
  void numpysShuffleAndNormalDraws() {
    var random = new NumpyRandom(0);
    int[] five = {0, 1, 2, 3, 4};

    random.shuffle(five);

    assertThat(five).containsExactly(2, 0, 1, 3, 4);
    assertThat(new double[] {random.normal(), random.normal(), random.normal()})
        .containsExactly(0.9787379841057392, 2.240893199201458, 1.8675579901499675);
    random.normal();
    assertThat(random.uniform(2, 5)).isBetween(2.0, 5.0);
  }
}
