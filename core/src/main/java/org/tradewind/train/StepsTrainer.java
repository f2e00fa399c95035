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
import org.tradewind.job.Decision;
import org.tradewind.learn.FeedForward;
import org.tradewind.learn.StepSpikes;
import org.tradewind.learn.SteppedNetwork;
import org.tradewind.learn.SteppedTraining;
import org.tradewind.machine.Machine;
import org.tradewind.onchip.EventPropOnChip;
import org.tradewind.onchip.OnChip;
import org.tradewind.run.DvfsPolicy;
import org.tradewind.unit.Ticks;

/// EventProp in steps, on cores or in plain loops: the same bits.
final class StepsTrainer implements Trainer {
  private final Recipe recipe;
  private final Recipe.Rule.Steps rule;
  private final DataSet data;
  private final SteppedTraining training;
  private final SteppedTraining.OnHost host;
  private final Optional<EventPropOnChip> cores;
  private final List<SteppedTraining.Sample> samples;
  private SteppedTraining.State state;
  private Optional<OnChip> last = Optional.empty();

  StepsTrainer(Recipe recipe, Recipe.Rule.Steps rule, DataSet data) {
    this.recipe = recipe;
    this.rule = rule;
    this.data = data;
    List<Integer> sizes = FirstSpikesTrainer.sizes(data, rule.hidden());
    var network = new SteppedNetwork(rule.dynamics(), sizes, rule.steps(), rule.dtMs());
    training =
        new SteppedTraining(network, rule.loss(), rule.adam(), recipe.batch(), rule.copies());
    host = new SteppedTraining.OnHost(training);
    samples = samples(data.train());
    double[] initial =
        FirstSpikesTrainer.initial(
            recipe.seed(), new FeedForward(rule.dynamics(), sizes), rule.initial());
    float[] weights = new float[initial.length];
    for (int w = 0; w < weights.length; w++) {
      weights[w] = (float) initial[w];
    }
    state = SteppedTraining.State.of(weights);
    cores =
        switch (rule.where()) {
          case Recipe.Where.Host() -> Optional.empty();
          case Recipe.Where.Chip(long timestepTicks, DvfsPolicy dvfs) ->
              Optional.of(
                  new EventPropOnChip(
                      training,
                      Machine.chip(),
                      dvfs,
                      timestepTicks > 0
                          ? timestepTicks
                          : EventPropOnChip.longestTick(
                              training, EventPropOnChip.mostInputs(samples), dvfs),
                      rule.optimisers()));
        };
  }

  private StepSpikes encoded(double[] values) {
    var spikes = new StepSpikes(rule.steps());
    rule.code().encode(values, 0, data.features(), spikes);
    return spikes;
  }

  private List<SteppedTraining.Sample> samples(DataSet.Part part) {
    List<SteppedTraining.Sample> samples = new ArrayList<>(part.size());
    for (int n = 0; n < part.size(); n++) {
      samples.add(new SteppedTraining.Sample(encoded(part.values(n)), part.label(n)));
    }
    return samples;
  }

  @Override
  public Learned epoch(int epoch) {
    List<SteppedTraining.Sample> ordered =
        Arrays.stream(recipe.order(data.train().size(), epoch)).mapToObj(samples::get).toList();
    SteppedTraining.Learned learned;
    String note = "";
    if (cores.isPresent()) {
      EventPropOnChip.Epoch done = cores.get().epoch(state, ordered, epoch, recipe.seed());
      last = Optional.of(done.onChip());
      learned = done.learned();
      double seconds = Ticks.toSeconds(last.get().results().stepTicks());
      note = String.format(Locale.ROOT, "%.3g s on the chip", seconds);
    } else {
      learned = host.epoch(state, ordered, epoch);
    }
    state = learned.state();
    return new Learned(learned.loss() / samples.size(), note);
  }

  @Override
  public IntPredicate judge(DataSet.Part part) {
    return n -> host.classify(state.weights(), encoded(part.values(n))) == part.label(n);
  }

  @Override
  public void save(DataOutput to) throws IOException {
    to.writeInt(state.steps());
    for (float[] numbers : new float[][] {state.weights(), state.m(), state.v()}) {
      for (float number : numbers) {
        to.writeFloat(number);
      }
    }
  }

  @Override
  public void restore(DataInput from) throws IOException {
    int steps = from.readInt();
    float[][] numbers = new float[3][state.weights().length];
    for (float[] row : numbers) {
      for (int n = 0; n < row.length; n++) {
        row[n] = from.readFloat();
      }
    }
    state = new SteppedTraining.State(numbers[0], numbers[1], numbers[2], steps);
  }

  @Override
  public Optional<Trained> trained() {
    double[] weights = new double[state.weights().length];
    Arrays.setAll(weights, w -> state.weights()[w]);
    // a spike of the last step is too late to count
    SteppedNetwork counted =
        new SteppedNetwork(
            rule.dynamics(), training.network().sizes(), rule.steps() - 1, rule.dtMs());
    return Optional.of(
        new Trained(recipe.name(), counted, weights, Decision.FIRST_SPIKE, this::encoded));
  }

  @Override
  public Optional<OnChip> onChip() {
    return last;
  }
}
