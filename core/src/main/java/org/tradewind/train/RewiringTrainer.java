package org.tradewind.train;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.tradewind.learn.RewiredNetwork;

/// DEEP R: bytes as inputs from 0 to 1, a network of rectified units.
final class RewiringTrainer implements Trainer {
  private final Recipe recipe;
  private final Recipe.Rule.Rewiring rule;
  private final DataSet data;
  private final RewiredNetwork network;
  private final byte[] input;

  RewiringTrainer(Recipe recipe, Recipe.Rule.Rewiring rule, DataSet data) {
    this.recipe = recipe;
    this.rule = rule;
    this.data = data;
    network =
        rule.dense() ? rule.rewiring().dense(recipe.seed()) : rule.rewiring().sparse(recipe.seed());
    input = new byte[data.features()];
  }

  private byte[] input(DataSet.Part part, int sample) {
    double[] values = part.values(sample);
    for (int i = 0; i < input.length; i++) {
      input[i] = (byte) values[i];
    }
    return input;
  }

  @Override
  public Learned epoch(int epoch) {
    int[] order = Batches.order(recipe, data, epoch);
    double loss = 0;
    long before = network.rewired();
    for (int n = 0; n < order.length; n++) {
      loss += network.learn(input(data.train(), order[n]), data.train().label(order[n]));
      if ((n + 1) % recipe.batch() == 0 || n + 1 == order.length) {
        network.step(epoch);
      }
    }
    int active = 0;
    for (int layer = 0; layer < rule.rewiring().layers(); layer++) {
      active += network.active(layer);
    }
    return new Learned(
        loss / order.length,
        String.format(Locale.ROOT, "%d active, %d rewired", active, network.rewired() - before));
  }

  @Override
  public double accuracy(DataSet.Part part) {
    int correct = 0;
    for (int n = 0; n < part.size(); n++) {
      correct += network.classify(input(part, n)) == part.label(n) ? 1 : 0;
    }
    return (double) correct / part.size();
  }

  @Override
  public void save(DataOutput to) throws IOException {
    network.save(to);
  }

  @Override
  public void restore(DataInput from) throws IOException {
    network.restore(from);
  }

  @Override
  public Optional<Trained> trained() {
    return Optional.empty(); // its units do not spike
  }
}
