package org.tradewind.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.tradewind.learn.BatchGradient;
import org.tradewind.learn.FeedForward;
import org.tradewind.learn.LatencyCode;
import org.tradewind.learn.LifDynamics;
import org.tradewind.learn.NumpyRandom;
import org.tradewind.learn.Optimiser;
import org.tradewind.learn.Spikes;
import org.tradewind.learn.TimeToFirstSpike;
import org.tradewind.learn.YinYang;

/// The runs of Wunderlich and Pehle 2021 on Yin-Yang (their figure 2) again, with the authors' own
/// initial weights and order of samples: the test accuracy after the last epoch, and after the one
/// that validation chose. `tradewind train yin-yang` is the same with draws of our own.
///
/// Arguments: epochs, first seed, how many seeds, and a folder that has `init_SEED.f64`, the
/// initial weights as little-endian doubles; samples are shuffled as numpy does it.
public final class YinYangReplay {
  private static final int BATCH = 32;
  private static final FeedForward NETWORK =
      new FeedForward(new LifDynamics(20, 5, 1), List.of(5, 200, 3));
  private static final LatencyCode CODE = new LatencyCode(30);
  private static final TimeToFirstSpike LOSS = new TimeToFirstSpike(0.5, 6.4, 3e-3);

  private static final YinYang TRAIN = YinYang.generate(5000, 42);
  private static final YinYang VALIDATION = YinYang.generate(1000, 41);
  private static final YinYang TEST = YinYang.generate(1000, 40);

  /// One sample through the network, and back.
  private static final class Sample implements BatchGradient.Learner {
    final YinYang data;
    final FeedForward.Pass pass = NETWORK.pass();
    final Spikes input = new Spikes();
    final double[] firstMs = new double[YinYang.CLASSES];
    final double[] derivative = new double[YinYang.CLASSES];

    Sample(YinYang data) {
      this.data = data;
    }

    Spikes forward(double[] weights, int sample) {
      CODE.encode(data.values(), sample * YinYang.FEATURES, YinYang.FEATURES, input);
      Spikes out = pass.forward(weights, input);
      out.first(firstMs);
      return out;
    }

    @Override
    public void learn(double[] weights, int sample, double[] gradient) {
      Spikes out = forward(weights, sample);
      LOSS.derivative(firstMs, data.labels()[sample], derivative);
      out.firstErrors(firstMs, derivative);
      pass.backward(weights, gradient);
    }

    double accuracy(double[] weights) {
      int correct = 0;
      for (int sample = 0; sample < data.samples(); sample++) {
        forward(weights, sample);
        correct += TimeToFirstSpike.correct(firstMs, data.labels()[sample]) ? 1 : 0;
      }
      return (double) correct / data.samples();
    }
  }

  private YinYangReplay() {}

  public static void main(String[] args) throws IOException {
    int epochs = Integer.parseInt(args[0]);
    int firstSeed = Integer.parseInt(args[1]);
    int seeds = Integer.parseInt(args[2]);
    double[] last = new double[seeds];
    double[] chosen = new double[seeds];
    for (int s = 0; s < seeds; s++) {
      int seed = firstSeed + s;
      double[] weights = read(Path.of(args[3], "init_" + seed + ".f64"));
      IntFunction<int[]> order = asNumpy(seed);
      double[] both = train(seed, epochs, weights, order);
      last[s] = both[0];
      chosen[s] = both[1];
    }
    print("last epoch", last);
    print("epoch that validation chose", chosen);
  }

  /// @return test accuracy after the last epoch, and after the first with the best validation
  private static double[] train(int seed, int epochs, double[] weights, IntFunction<int[]> order) {
    var batches = new BatchGradient(weights.length, BATCH, () -> new Sample(TRAIN));
    Optimiser.Descent descent = Optimiser.Adam.of(5e-3).decaying(0.95).over(weights.length);
    var validation = new Sample(VALIDATION);
    var test = new Sample(TEST);
    double[] gradient = new double[weights.length];
    double best = 0;
    double chosen = 0;
    double accuracy = 0;
    long start = System.nanoTime();
    for (int epoch = 0; epoch < epochs; epoch++) {
      int[] samples = order.apply(epoch);
      for (int from = 0; from < samples.length; from += BATCH) {
        batches.mean(weights, samples, from, Math.min(from + BATCH, samples.length), gradient);
        // the authors' rate decays from the end of their second epoch on
        descent.step(weights, gradient, Math.max(0, epoch - 1));
      }
      double valid = validation.accuracy(weights);
      accuracy = test.accuracy(weights);
      if (valid > best) {
        best = valid;
        chosen = accuracy;
      }
      if (epoch < 3 || (epoch + 1) % 10 == 0) {
        System.out.printf(
            Locale.ROOT,
            "seed %d  epoch %3d  validation %.1f %%  test %.1f %%  %.1f s%n",
            seed,
            epoch + 1,
            100 * valid,
            100 * accuracy,
            (System.nanoTime() - start) / 1e9);
      }
    }
    return new double[] {accuracy, chosen};
  }

  private static void print(String what, double[] accuracies) {
    double mean = Arrays.stream(accuracies).average().orElseThrow();
    double variance =
        Arrays.stream(accuracies).map(a -> (a - mean) * (a - mean)).average().orElseThrow();
    System.out.printf(
        Locale.ROOT,
        "test accuracy, %s: %.2f ± %.2f %% over %d seeds%n",
        what,
        100 * mean,
        100 * Math.sqrt(variance),
        accuracies.length);
  }

  private static double[] read(Path file) throws IOException {
    double[] weights = new double[NETWORK.weights()];
    ByteBuffer.wrap(Files.readAllBytes(file))
        .order(ByteOrder.LITTLE_ENDIAN)
        .asDoubleBuffer()
        .get(weights);
    return weights;
  }

  /// Each epoch shuffles what the last left.
  private static IntFunction<int[]> asNumpy(int seed) {
    var random = new NumpyRandom(seed);
    int[] order = IntStream.range(0, TRAIN.samples()).toArray();
    return _ -> {
      int[] places = IntStream.range(0, order.length).toArray();
      random.shuffle(places);
      int[] before = order.clone();
      Arrays.setAll(order, n -> before[places[n]]);
      return order;
    };
  }
}
