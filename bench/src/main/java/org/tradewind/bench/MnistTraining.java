package org.tradewind.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.tradewind.io.data.Idx;
import org.tradewind.learn.BatchGradient;
import org.tradewind.learn.FeedForward;
import org.tradewind.learn.IntensityCode;
import org.tradewind.learn.LeakyReadout;
import org.tradewind.learn.LifDynamics;
import org.tradewind.learn.Optimiser;
import org.tradewind.learn.Shuffle;
import org.tradewind.learn.SoftmaxCrossEntropy;
import org.tradewind.learn.Spikes;
import org.tradewind.random.Philox;

/// Exact EventProp on MNIST with the loss of the greatest voltages, 784-350-10: accuracy epoch by
/// epoch with the hyper-parameters of Wunderlich and Pehle 2021 (their figure 3): batches of 5,
/// Adam 5e-3, a fifth of the input spikes dropped in training, the first 5,000 training images kept
/// for validation.
///
/// Arguments: epochs (100), decay of the learning rate per epoch (0.95; not in the first two), seed
/// (1). `TRADEWIND_DATA` names the folder that has `mnist`. The same for any number of threads.
public final class MnistTraining {
  private static final int PIXELS = 784;
  private static final int HIDDEN = 350;
  private static final int CLASSES = 10;
  private static final int BATCH = 5;
  private static final int VALIDATION = 5000;
  private static final double DROPOUT = 0.2;
  private static final LifDynamics LIF = new LifDynamics(20, 5, 1);
  private static final FeedForward HIDDEN_LAYER = new FeedForward(LIF, List.of(PIXELS, HIDDEN));
  private static final int WEIGHTS = HIDDEN_LAYER.weights() + HIDDEN * CLASSES;
  private static final IntensityCode CODE = new IntensityCode(20, 1);

  /// One sample through the network, and back.
  private static final class Sample implements BatchGradient.Learner {
    final FeedForward.Pass pass = HIDDEN_LAYER.pass();
    final LeakyReadout readout = new LeakyReadout(LIF, CLASSES, HIDDEN_LAYER.weights());
    final Spikes input = new Spikes();
    final double[] errors = new double[CLASSES];
    final Idx images;
    final Idx labels;
    final long seed;
    final AtomicInteger epoch;

    Sample(Idx images, Idx labels, long seed, AtomicInteger epoch) {
      this.images = images;
      this.labels = labels;
      this.seed = seed;
      this.epoch = epoch;
    }

    @Override
    public void learn(double[] weights, int sample, double[] gradient) {
      int step = epoch.get();
      CODE.encode(
          images.values(),
          sample * PIXELS,
          PIXELS,
          c -> Philox.uniform(seed, 2, step, sample * PIXELS + c) >= DROPOUT,
          input);
      Spikes hidden = pass.forward(weights, input);
      double[] vMax = readout.forward(weights, hidden);
      SoftmaxCrossEntropy.derivative(vMax, labels.values()[sample], errors);
      readout.backward(weights, hidden, errors, gradient);
      pass.backward(weights, gradient);
    }

    /// Whether the label's voltage alone is the greatest.
    boolean correct(double[] weights, int sample) {
      CODE.encode(images.values(), sample * PIXELS, PIXELS, _ -> true, input);
      double[] vMax = readout.forward(weights, pass.forward(weights, input));
      double label = vMax[labels.values()[sample]];
      return Arrays.stream(vMax).filter(v -> v >= label).count() == 1;
    }
  }

  private MnistTraining() {}

  public static void main(String[] args) throws IOException {
    int epochs = args.length > 0 ? Integer.parseInt(args[0]) : 100;
    double decay = args.length > 1 ? Double.parseDouble(args[1]) : 0.95;
    long seed = args.length > 2 ? Long.parseLong(args[2]) : 1;
    Path folder = Path.of(System.getenv("TRADEWIND_DATA"), "mnist");
    Idx images = Idx.read(folder.resolve("train-images-idx3-ubyte.gz"));
    Idx labels = Idx.read(folder.resolve("train-labels-idx1-ubyte.gz"));
    Idx testImages = Idx.read(folder.resolve("t10k-images-idx3-ubyte.gz"));
    Idx testLabels = Idx.read(folder.resolve("t10k-labels-idx1-ubyte.gz"));
    var epochNow = new AtomicInteger();
    double[] weights = initial(seed);
    double[] gradient = new double[WEIGHTS];
    var batches =
        new BatchGradient(WEIGHTS, BATCH, () -> new Sample(images, labels, seed, epochNow));
    Optimiser.Descent descent = Optimiser.Adam.of(5e-3).decaying(decay).over(WEIGHTS);
    System.out.println("epoch  validation      test  seconds");
    for (int epoch = 0; epoch < epochs; epoch++) {
      long start = System.nanoTime();
      epochNow.set(epoch);
      int[] order = Shuffle.of(labels.values().length - VALIDATION, seed, 1, epoch);
      Arrays.setAll(order, n -> order[n] + VALIDATION);
      for (int from = 0; from < order.length; from += BATCH) {
        batches.mean(weights, order, from, Math.min(from + BATCH, order.length), gradient);
        descent.step(weights, gradient, Math.max(0, epoch - 1));
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.printf(
          Locale.ROOT,
          "%5d  %8.2f %%  %6.2f %%  %7.1f%n",
          epoch + 1,
          100 * accuracy(new Sample(images, labels, seed, epochNow), weights, VALIDATION),
          100 * accuracy(new Sample(testImages, testLabels, seed, epochNow), weights, 10_000),
          seconds);
    }
  }

  private static double accuracy(Sample sample, double[] weights, int samples) {
    return IntStream.range(0, samples).filter(n -> sample.correct(weights, n)).count()
        / (double) samples;
  }

  private static double[] initial(long seed) {
    double[] weights = new double[WEIGHTS];
    int output = HIDDEN_LAYER.weights();
    Arrays.setAll(
        weights,
        w -> {
          double normal = Philox.normal(seed, 0, w, 0);
          return w < output ? 0.078 + 0.045 * normal : 0.2 + 0.37 * normal;
        });
    return weights;
  }
}
