package org.tradewind.train;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.tradewind.learn.RewiredNetwork;
import org.tradewind.learn.SparseRewiring;
import org.tradewind.machine.Machine;
import org.tradewind.onchip.OnChip;
import org.tradewind.onchip.RewiringOnChip;
import org.tradewind.run.DvfsPolicy;
import org.tradewind.unit.Ticks;

/// DEEP R of bytes, on cores or in loops: the same bits, but where the loops are dense.
final class RewiringTrainer implements Trainer {
  private final Recipe recipe;
  private final Recipe.Rule.Rewiring rule;
  private final DataSet data;
  private final RewiredNetwork network;
  private final Optional<OnCores> cores;
  private Optional<OnChip> last = Optional.empty();

  /// The same network, where cores train it.
  private record OnCores(SparseRewiring network, RewiringOnChip chip) {}

  RewiringTrainer(Recipe recipe, Recipe.Rule.Rewiring rule, DataSet data) {
    this.recipe = recipe;
    this.rule = rule;
    this.data = data;
    SparseRewiring sparse = rule.rewiring().sparse(recipe.seed());
    switch (rule.where()) {
      case Recipe.Rewirer.Host(boolean dense) -> {
        network = dense ? rule.rewiring().dense(recipe.seed()) : sparse;
        cores = Optional.empty();
      }
      case Recipe.Rewirer.Cores(int number, DvfsPolicy dvfs) -> {
        network = sparse;
        var chip = new RewiringOnChip(Machine.chip(), number, dvfs, recipe.batch());
        cores = Optional.of(new OnCores(sparse, chip));
      }
    }
  }

  private byte[] input(DataSet.Part part, int sample) {
    double[] values = part.values(sample);
    byte[] input = new byte[data.features()];
    for (int i = 0; i < input.length; i++) {
      input[i] = (byte) values[i];
    }
    return input;
  }

  @Override
  public Learned epoch(int epoch) {
    int[] order = recipe.order(data.train().size(), epoch);
    long before = network.rewired();
    double loss = cores.map(on -> onCores(on, order, epoch)).orElseGet(() -> onHost(order, epoch));
    int active = 0;
    for (int layer = 0; layer < rule.rewiring().layers(); layer++) {
      active += network.active(layer);
    }
    String note =
        String.format(Locale.ROOT, "%d active, %d rewired", active, network.rewired() - before);
    if (last.isPresent()) {
      double seconds = Ticks.toSeconds(last.get().results().stepTicks());
      note += String.format(Locale.ROOT, ", %.3g s on the chip", seconds);
    }
    return new Learned(loss / order.length, note);
  }

  /// The sum of losses, as cores add it.
  private double onHost(int[] order, int epoch) {
    float loss = 0;
    for (int n = 0; n < order.length; n++) {
      loss += (float) network.learn(input(data.train(), order[n]), data.train().label(order[n]));
      if ((n + 1) % recipe.batch() == 0 || n + 1 == order.length) {
        network.step(epoch);
      }
    }
    return loss;
  }

  private double onCores(OnCores on, int[] order, int epoch) {
    List<RewiringOnChip.Sample> samples =
        Arrays.stream(order)
            .mapToObj(n -> new RewiringOnChip.Sample(input(data.train(), n), data.train().label(n)))
            .toList();
    RewiringOnChip.Epoch learned = on.chip.epoch(on.network, samples, epoch, recipe.seed());
    last = Optional.of(learned.onChip());
    return learned.loss();
  }

  @Override
  public IntPredicate judge(DataSet.Part part) {
    return n -> network.classify(input(part, n)) == part.label(n);
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
  public Trained trained() {
    return TrainedUnits.of(recipe.name(), rule.rewiring().sizes(), network, data.train());
  }

  @Override
  public Optional<OnChip> onChip() {
    return last;
  }
}
