package org.tradewind.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.tradewind.io.data.Idx;
import org.tradewind.learn.DeepRewiring;
import org.tradewind.learn.RewiredNetwork;
import org.tradewind.learn.Shuffle;

/// DEEP R on MNIST: LeNet 300-100 with 3,552 of 266,200 connections, batches of 10, the authors'
/// learning rates: test accuracy, time, and rewirings, epoch by epoch.
///
/// Arguments: epochs (10), steps between rewirings (1), `sparse` or `dense` (sparse), seed (1), how
/// many of the training images an epoch takes (all, 60,000). `TRADEWIND_DATA` names the folder that
/// has `mnist`.
public final class RewiringTraining {
  private static final int PIXELS = 784;
  private static final int BATCH = 10;

  private RewiringTraining() {}

  public static void main(String[] args) throws IOException {
    int epochs = args.length > 0 ? Integer.parseInt(args[0]) : 10;
    int every = args.length > 1 ? Integer.parseInt(args[1]) : 1;
    boolean dense = args.length > 2 && args[2].equals("dense");
    long seed = args.length > 3 ? Long.parseLong(args[3]) : 1;
    int images = args.length > 4 ? Integer.parseInt(args[4]) : 60_000;
    Path folder = Path.of(System.getenv("TRADEWIND_DATA"), "mnist");
    Idx trainImages = Idx.read(folder.resolve("train-images-idx3-ubyte.gz"));
    Idx labels = Idx.read(folder.resolve("train-labels-idx1-ubyte.gz"));
    Idx testImages = Idx.read(folder.resolve("t10k-images-idx3-ubyte.gz"));
    Idx testLabels = Idx.read(folder.resolve("t10k-labels-idx1-ubyte.gz"));
    DeepRewiring rewiring = DeepRewiring.leNet(every);
    RewiredNetwork network = dense ? rewiring.dense(seed) : rewiring.sparse(seed);
    double[] pixels = new double[PIXELS];
    System.out.println("epoch  test accuracy  seconds  of them rewiring  active  rewired so far");
    for (int epoch = 0; epoch < epochs; epoch++) {
      long start = System.nanoTime();
      long rewiringBefore = network.rewiringNanos();
      int[] order = Shuffle.of(labels.values().length, seed, 1, epoch);
      for (int n = 0; n < images; n++) {
        pixels(trainImages, order[n], pixels);
        network.learn(pixels, labels.values()[order[n]]);
        if ((n + 1) % BATCH == 0) {
          network.step(epoch);
        }
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      int correct = 0;
      for (int n = 0; n < testLabels.values().length; n++) {
        pixels(testImages, n, pixels);
        correct += network.classify(pixels) == testLabels.values()[n] ? 1 : 0;
      }
      System.out.printf(
          Locale.ROOT,
          "%5d  %11.2f %%  %7.2f  %16.3f  %6d  %14d%n",
          epoch + 1,
          100.0 * correct / testLabels.values().length,
          seconds,
          (network.rewiringNanos() - rewiringBefore) / 1e9,
          network.active(0) + network.active(1) + network.active(2),
          network.rewired());
    }
  }

  private static void pixels(Idx images, int image, double[] pixels) {
    for (int i = 0; i < PIXELS; i++) {
      pixels[i] = (images.values()[image * PIXELS + i] & 0xFF) / 255.0;
    }
  }
}
