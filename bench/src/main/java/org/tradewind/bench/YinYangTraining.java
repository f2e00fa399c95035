package org.tradewind.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.tradewind.learn.FeedForward;
import org.tradewind.learn.LatencyCode;
import org.tradewind.learn.LifDynamics;
import org.tradewind.learn.Optimiser;
import org.tradewind.learn.Spikes;
import org.tradewind.learn.TimeToFirstSpike;
import org.tradewind.learn.YinYang;
import org.tradewind.random.Philox;

/// Exact EventProp on Yin-Yang: test accuracy and seconds, epoch by epoch, with the
/// hyper-parameters of Wunderlich and Pehle 2021.
///
/// Arguments: epochs (10), seed (1). The figures are the same for any number of threads: each
/// sample of a batch has a gradient of its own, and they are added in the batch's order.
public final class YinYangTraining {
  private static final int BATCH = 32;
  private static final FeedForward NETWORK =
      new FeedForward(new LifDynamics(20, 5, 1), List.of(5, 200, 3));
  private static final LatencyCode CODE = new LatencyCode(30);
  private static final TimeToFirstSpike LOSS = new TimeToFirstSpike(0.5, 6.4, 3e-3);

  /// What one sample needs, so that samples can go side by side.
  private static final class Slot {
    final FeedForward.Pass pass = NETWORK.pass();
    final Spikes input = new Spikes();
    final double[] firstMs = new double[YinYang.CLASSES];
    final double[] derivative = new double[YinYang.CLASSES];
    final double[] gradient = new double[NETWORK.weights()];

    Spikes forward(double[] weights, YinYang data, int sample) {
      CODE.encode(data.values(), sample * YinYang.FEATURES, YinYang.FEATURES, input);
      Spikes out = pass.forward(weights, input);
      out.first(firstMs);
      return out;
    }

    void learn(double[] weights, YinYang data, int sample) {
      Spikes out = forward(weights, data, sample);
      LOSS.derivative(firstMs, data.labels()[sample], derivative);
      out.firstErrors(firstMs, derivative);
      Arrays.fill(gradient, 0);
      pass.backward(weights, gradient);
    }
  }

  private YinYangTraining() {}

  public static void main(String[] args) {
    int epochs = args.length > 0 ? Integer.parseInt(args[0]) : 10;
    long seed = args.length > 1 ? Long.parseLong(args[1]) : 1;
    YinYang train = YinYang.generate(5000, 42);
    YinYang test = YinYang.generate(1000, 40);
    double[] weights = initial(seed);
    Optimiser.Descent descent = Optimiser.Adam.of(5e-3).decaying(0.95).over(weights.length);
    Slot[] slots = new Slot[BATCH];
    Arrays.setAll(slots, _ -> new Slot());
    System.out.println("epoch  test accuracy  training seconds");
    for (int epoch = 0; epoch < epochs; epoch++) {
      long start = System.nanoTime();
      train(train, order(train.samples(), seed, epoch), weights, slots, descent, epoch);
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.printf(
          Locale.ROOT,
          "%5d  %11.1f %%  %16.2f%n",
          epoch + 1,
          100 * accuracy(test, weights, slots[0]),
          seconds);
    }
  }

  private static void train(
      YinYang data,
      int[] order,
      double[] weights,
      Slot[] slots,
      Optimiser.Descent descent,
      int epoch) {
    double[] gradient = new double[weights.length];
    for (int from = 0; from < order.length; from += BATCH) {
      int first = from;
      int size = Math.min(BATCH, order.length - from);
      IntStream.range(0, size)
          .parallel()
          .forEach(s -> slots[s].learn(weights, data, order[first + s]));
      Arrays.fill(gradient, 0);
      for (int s = 0; s < size; s++) {
        for (int w = 0; w < gradient.length; w++) {
          gradient[w] += slots[s].gradient[w] / size;
        }
      }
      descent.step(weights, gradient, epoch);
    }
  }

  private static double accuracy(YinYang data, double[] weights, Slot slot) {
    int correct = 0;
    for (int sample = 0; sample < data.samples(); sample++) {
      slot.forward(weights, data, sample);
      correct += TimeToFirstSpike.correct(slot.firstMs, data.labels()[sample]) ? 1 : 0;
    }
    return (double) correct / data.samples();
  }

  private static double[] initial(long seed) {
    double[] weights = new double[NETWORK.weights()];
    int output = NETWORK.firstWeight(1);
    Arrays.setAll(
        weights,
        w -> {
          double normal = Philox.normal(seed, 0, w, 0);
          return w < output ? 1.5 + 0.78 * normal : 0.93 + 0.1 * normal;
        });
    return weights;
  }

  /// The samples of an epoch, shuffled (Fisher and Yates).
  private static int[] order(int samples, long seed, int epoch) {
    int[] order = IntStream.range(0, samples).toArray();
    for (int i = samples - 1; i > 0; i--) {
      int other = Philox.below(i + 1, seed, 1, epoch, i);
      int kept = order[i];
      order[i] = order[other];
      order[other] = kept;
    }
    return order;
  }
}
