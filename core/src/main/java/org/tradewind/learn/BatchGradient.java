package org.tradewind.learn;

import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// The mean gradient of a batch. Its samples go side by side on the threads of the pool that calls
/// (the common one, if none does), each with a gradient of its own; these are added in the batch's
/// order. So any number of threads gives the same bits.
public final class BatchGradient {
  /// What one thread needs for a sample.
  public interface Learner {
    /// Adds the gradient of a sample to `gradient`.
    void learn(double[] weights, int sample, double[] gradient);
  }

  private final Learner[] learners;
  private final double[][] gradients;

  /// @param batch most samples of a batch
  public BatchGradient(int weights, int batch, Supplier<? extends Learner> learner) {
    learners = new Learner[batch];
    gradients = new double[batch][weights];
    Arrays.setAll(learners, _ -> learner.get());
  }

  /// Writes the mean over the samples `order[from]` to `order[to - 1]` over `gradient`.
  public void mean(double[] weights, int[] order, int from, int to, double[] gradient) {
    int size = to - from;
    IntStream.range(0, size)
        .parallel()
        .forEach(s -> {
          Arrays.fill(gradients[s], 0);
          learners[s].learn(weights, order[from + s], gradients[s]);
        });
    System.arraycopy(gradients[0], 0, gradient, 0, gradient.length);
    for (int s = 1; s < size; s++) {
      double[] ofSample = gradients[s];
      for (int w = 0; w < gradient.length; w++) {
        gradient[w] += ofSample[w];
      }
    }
    double share = 1.0 / size;
    for (int w = 0; w < gradient.length; w++) {
      gradient[w] *= share;
    }
  }
}
