package org.tradewind.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.tradewind.learn.FirstStepLoss;
import org.tradewind.learn.LifDynamics;
import org.tradewind.learn.Optimiser;
import org.tradewind.learn.Shuffle;
import org.tradewind.learn.SingleAdam;
import org.tradewind.learn.StepLatencyCode;
import org.tradewind.learn.StepSpikes;
import org.tradewind.learn.SteppedNetwork;
import org.tradewind.learn.YinYang;
import org.tradewind.random.Philox;

/// EventProp in steps on Yin-Yang, 5-120-3, in single precision as cores compute it, with the
/// hyper-parameters of pytorch-eventprop for SpiNNaker2: test accuracy for several seeds.
///
/// Arguments: epochs (40), first seed (1), how many seeds (5), training samples (5000), length of a
/// step in ms (1), learning rate (0.0019). Finer steps keep the code's 27 ms.
public final class SteppedTraining {
  private static final int BATCH = 22;
  private static final int HIDDEN = 120;

  private SteppedTraining() {}

  public static void main(String[] args) {
    int epochs = args.length > 0 ? Integer.parseInt(args[0]) : 40;
    int firstSeed = args.length > 1 ? Integer.parseInt(args[1]) : 1;
    int seeds = args.length > 2 ? Integer.parseInt(args[2]) : 5;
    int samples = args.length > 3 ? Integer.parseInt(args[3]) : 5000;
    double dtMs = args.length > 4 ? Double.parseDouble(args[4]) : 1;
    double rate = args.length > 5 ? Double.parseDouble(args[5]) : 0.0019;
    YinYang train = YinYang.generate(samples, 42);
    YinYang test = YinYang.generate(samples == 5000 ? 2000 : 10_000, 43);
    double[] last = new double[seeds];
    for (int s = 0; s < seeds; s++) {
      last[s] = new Run(dtMs, rate, firstSeed + s).train(train, test, epochs);
    }
    double mean = Arrays.stream(last).average().orElseThrow();
    double variance = Arrays.stream(last).map(a -> (a - mean) * (a - mean)).sum() / seeds;
    System.out.printf(
        Locale.ROOT,
        "test accuracy, last epoch: %.2f ± %.2f %% over %d seeds%n",
        100 * mean,
        100 * Math.sqrt(variance),
        seeds);
  }

  private static final class Run {
    final long seed;
    final SteppedNetwork network;
    final SteppedNetwork.Pass pass;
    final StepLatencyCode code;
    final FirstStepLoss loss;
    final Optimiser.Adam adam;
    final StepSpikes input;
    final int[] firstStep = new int[YinYang.CLASSES];
    final float[] derivative = new float[YinYang.CLASSES];
    final float[] weights;
    final float[] gradient;

    /// Steps a ms.
    final float perMs;

    Run(double dtMs, double rate, long seed) {
      this.seed = seed;
      int steps = (int) Math.round(27 / dtMs);
      perMs = (float) (1 / dtMs);
      network =
          new SteppedNetwork(
              new LifDynamics(20, 5, 1), List.of(YinYang.FEATURES + 1, HIDDEN, 3), steps, dtMs);
      pass = network.pass();
      code = new StepLatencyCode((int) Math.round(2 / dtMs), steps - 1);
      loss = new FirstStepLoss(1.5f * perMs, 1e-2f, 100 * perMs);
      // the authors' gradient is per second, ours per ms: a thousand times theirs, and so are the
      // decay of 6.5e-7 and the epsilon of 1e-8 beside it
      adam = new Optimiser.Adam(rate, 0.95, 0.9, 0.999, 1e-5, false, 6.5e-4);
      input = new StepSpikes(steps);
      weights = new float[network.weights()];
      gradient = new float[network.weights()];
      initial();
    }

    private void initial() {
      int output = network.firstWeight(1);
      for (int w = 0; w < weights.length; w++) {
        double normal = Philox.normal(seed, 0, w, 0);
        weights[w] =
            (float)
                (w < output
                    ? (3.2 + 3.2 * normal) / Math.sqrt(YinYang.FEATURES + 1)
                    : (5.2 + 2.8 * normal) / Math.sqrt(HIDDEN));
      }
    }

    double train(YinYang train, YinYang test, int epochs) {
      var descent = new SingleAdam(adam, weights.length);
      int batches = (train.samples() + BATCH - 1) / BATCH;
      double accuracy = 0;
      for (int epoch = 0; epoch < epochs; epoch++) {
        long start = System.nanoTime();
        int[] order = Shuffle.of(train.samples(), seed, 1, epoch);
        long hiddenSpikes = 0;
        for (int batch = 0; batch < batches; batch++) {
          int from = batch * BATCH;
          int to = Math.min(from + BATCH, order.length);
          Arrays.fill(gradient, 0);
          for (int n = from; n < to; n++) {
            StepSpikes out = forward(train, order[n]);
            hiddenSpikes += pass.spikes(1).size();
            // the loss counts steps, the layers ms
            loss.derivative(firstStep, train.labels()[order[n]], perMs / (to - from), derivative);
            out.firstErrors(firstStep, derivative);
            pass.backward(weights, gradient);
          }
          descent.step(weights, gradient, epoch + batch / (double) batches);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        accuracy = accuracy(test);
        if (epoch == 0 || epoch == 4 || (epoch + 1) % 10 == 0) {
          System.out.printf(
              Locale.ROOT,
              "seed %d  epoch %3d  test %.2f %%  hidden spikes a sample %.1f  %.2f s%n",
              seed,
              epoch + 1,
              100 * accuracy,
              hiddenSpikes / (double) train.samples(),
              seconds);
        }
      }
      return accuracy;
    }

    private StepSpikes forward(YinYang data, int sample) {
      code.encode(data.values(), sample * YinYang.FEATURES, YinYang.FEATURES, input);
      StepSpikes out = pass.forward(weights, input);
      out.first(firstStep);
      return out;
    }

    private double accuracy(YinYang data) {
      int correct = 0;
      for (int sample = 0; sample < data.samples(); sample++) {
        forward(data, sample);
        correct += FirstStepLoss.classify(firstStep) == data.labels()[sample] ? 1 : 0;
      }
      return correct / (double) data.samples();
    }
  }
}
