package org.tradewind.train;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.function.Supplier;
import org.tradewind.learn.BatchGradient;
import org.tradewind.learn.Optimiser;
import org.tradewind.learn.Shuffle;

/// Descends, batch by batch, in double precision: what trainers on the host share. The same for any
/// number of threads.
final class Batches {
  /// Owner of the draws that shuffle.
  private static final int SHUFFLE = 1;

  private final Recipe recipe;
  private final Optimiser.Descent descent;
  private final BatchGradient batches;
  private final double[] weights;
  private final double[] gradient;

  Batches(
      Recipe recipe,
      Optimiser.Adam adam,
      double[] weights,
      Supplier<? extends BatchGradient.Learner> learner) {
    this.recipe = recipe;
    this.weights = weights;
    descent = adam.over(weights.length);
    batches = new BatchGradient(weights.length, recipe.batch(), learner);
    gradient = new double[weights.length];
  }

  /// The order in which an epoch's samples are learned.
  static int[] order(Recipe recipe, DataSet data, int epoch) {
    return Shuffle.of(data.train().size(), recipe.seed(), SHUFFLE, epoch);
  }

  /// @param rateEpoch the epoch by which the learning rate goes
  void epoch(DataSet data, int epoch, double rateEpoch) {
    int[] order = order(recipe, data, epoch);
    for (int from = 0; from < order.length; from += recipe.batch()) {
      int to = Math.min(from + recipe.batch(), order.length);
      batches.mean(weights, order, from, to, gradient);
      descent.step(weights, gradient, rateEpoch);
    }
  }

  void save(DataOutput to) throws IOException {
    for (double weight : weights) {
      to.writeDouble(weight);
    }
    descent.save(to);
  }

  void restore(DataInput from) throws IOException {
    for (int w = 0; w < weights.length; w++) {
      weights[w] = from.readDouble();
    }
    descent.restore(from);
  }
}
