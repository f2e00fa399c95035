package org.tradewind.train;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.tradewind.learn.BatchGradient;
import org.tradewind.learn.Optimiser;

/// What trainers share that descend on the host, batch by batch, in double precision. The same for
/// any number of threads.
abstract class OnHost implements Trainer {
  final Recipe recipe;
  final DataSet data;
  final double[] weights;

  /// Of each sample that is learned, as it was learned last.
  final double[] losses;

  private final Optimiser.Descent descent;
  private final double[] gradient;
  private BatchGradient batches;

  /// @param weights at first; they are changed
  OnHost(Recipe recipe, DataSet data, Optimiser.Adam adam, double[] weights) {
    this.recipe = recipe;
    this.data = data;
    this.weights = weights;
    losses = new double[data.train().size()];
    descent = adam.over(weights.length);
    gradient = new double[weights.length];
  }

  /// One sample at a time through the network and back; samples of a batch have one each.
  abstract BatchGradient.Learner learner();

  /// Learns every sample once.
  ///
  /// @param rateEpoch the epoch by which the learning rate goes
  final void descend(int epoch, double rateEpoch) {
    if (batches == null) {
      batches = new BatchGradient(weights.length, recipe.batch(), this::learner);
    }
    int[] order = recipe.order(data.train().size(), epoch);
    for (int from = 0; from < order.length; from += recipe.batch()) {
      int to = Math.min(from + recipe.batch(), order.length);
      batches.mean(weights, order, from, to, gradient);
      descent.step(weights, gradient, rateEpoch);
    }
  }

  @Override
  public final void save(DataOutput to) throws IOException {
    for (double weight : weights) {
      to.writeDouble(weight);
    }
    descent.save(to);
  }

  @Override
  public final void restore(DataInput from) throws IOException {
    for (int w = 0; w < weights.length; w++) {
      weights[w] = from.readDouble();
    }
    descent.restore(from);
  }
}
