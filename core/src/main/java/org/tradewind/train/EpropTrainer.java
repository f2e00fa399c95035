package org.tradewind.train;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.tradewind.learn.EpropTraining;
import org.tradewind.learn.RecurrentNetwork;
import org.tradewind.machine.Machine;
import org.tradewind.onchip.EpropOnChip;
import org.tradewind.onchip.OnChip;
import org.tradewind.random.Philox;
import org.tradewind.run.DvfsPolicy;
import org.tradewind.unit.Ticks;

/// A recurrent network that hears frame by frame, and is right if the mean of its readouts is: by
/// e-prop, on cores or in plain loops, the same bits. Samples that are shorter than the longest end
/// in silence.
final class EpropTrainer implements Trainer {
  /// Owner of the draws of feedback; weights are drawn by owner 0.
  private static final int FEEDBACK = 2;

  private final Recipe recipe;
  private final DataSet data;
  private final EpropTraining training;
  private final EpropTraining.OnHost host;
  private final Optional<EpropOnChip> chip;
  private final List<EpropTraining.Sample> samples = new ArrayList<>();
  private EpropTraining.State state;
  private Optional<OnChip> last = Optional.empty();

  EpropTrainer(Recipe recipe, Recipe.Rule.Eprop rule, DataSet data) {
    this.recipe = recipe;
    this.data = data;
    var network =
        new RecurrentNetwork(
            rule.dynamics(), data.features(), rule.lif(), rule.alif(), data.classes());
    int values = 0;
    for (int n = 0; n < data.train().size(); n++) {
      values = Math.max(values, data.train().values(n).length);
    }
    training =
        new EpropTraining(
            network,
            values / data.features(),
            rule.feedback(),
            rule.feedbackDecay(),
            rule.adam(),
            recipe.batch());
    for (int n = 0; n < data.train().size(); n++) {
      float[] frames = Arrays.copyOf(frames(data.train(), n), values);
      samples.add(new EpropTraining.Sample(frames, data.train().label(n)));
    }
    state = initial(network);
    host = new EpropTraining.OnHost(training);
    chip =
        switch (rule.where()) {
          case Recipe.Where.Host() -> Optional.empty();
          case Recipe.Where.Chip(long timestepTicks, DvfsPolicy dvfs) ->
              Optional.of(
                  new EpropOnChip(
                      training,
                      Machine.chip(),
                      dvfs,
                      timestepTicks > 0
                          ? timestepTicks
                          : EpropOnChip.longestTick(training, dvfs, rule.cores()),
                      rule.cores()));
        };
  }

  private EpropTraining.State initial(RecurrentNetwork network) {
    float[] weights = narrowed(network.initial(recipe.seed()));
    float[] drawn = new float[network.neurons() * network.outputs()];
    for (int i = 0; i < drawn.length; i++) {
      double normal = Philox.normal(recipe.seed(), FEEDBACK, i, 0);
      drawn[i] = (float) (normal / Math.sqrt(network.neurons()));
    }
    return training.start(weights, drawn);
  }

  private static float[] narrowed(double[] values) {
    float[] narrow = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      narrow[i] = (float) values[i];
    }
    return narrow;
  }

  private static float[] frames(DataSet.Part part, int sample) {
    return narrowed(part.values(sample));
  }

  @Override
  public Learned epoch(int epoch) {
    List<EpropTraining.Sample> ordered =
        Arrays.stream(recipe.order(data.train().size(), epoch)).mapToObj(samples::get).toList();
    EpropTraining.Learned learned;
    String note = "";
    if (chip.isPresent()) {
      EpropOnChip.Epoch done = chip.get().epoch(state, ordered, epoch, recipe.seed());
      last = Optional.of(done.onChip());
      learned = done.learned();
      double seconds = Ticks.toSeconds(done.onChip().results().stepTicks());
      note = String.format(Locale.ROOT, "%.3g s on the chip", seconds);
    } else {
      learned = host.epoch(state, ordered, epoch);
    }
    state = learned.state();
    return new Learned(learned.loss() / samples.size(), note);
  }

  @Override
  public IntPredicate judge(DataSet.Part part) {
    return n -> host.classify(state.weights(), frames(part, n)) == part.label(n);
  }

  private float[][] numbers() {
    return new float[][] {state.weights(), state.m(), state.v(), state.feedback()};
  }

  @Override
  public void save(DataOutput to) throws IOException {
    to.writeInt(state.steps());
    for (float[] row : numbers()) {
      for (float number : row) {
        to.writeFloat(number);
      }
    }
  }

  @Override
  public void restore(DataInput from) throws IOException {
    int steps = from.readInt();
    for (float[] row : numbers()) {
      for (int n = 0; n < row.length; n++) {
        row[n] = from.readFloat();
      }
    }
    state = new EpropTraining.State(state.weights(), state.m(), state.v(), state.feedback(), steps);
  }

  @Override
  public Optional<Trained> trained() {
    return Optional.empty(); // its inputs are numbers, not spikes
  }

  @Override
  public Optional<OnChip> onChip() {
    return last;
  }
}
