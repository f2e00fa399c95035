package org.tradewind.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.tradewind.job.Decision;
import org.tradewind.learn.FeedForward;
import org.tradewind.learn.SingleAdam;
import org.tradewind.learn.StepSpikes;
import org.tradewind.learn.SteppedNetwork;
import org.tradewind.learn.SteppedTraining;
import org.tradewind.machine.Machine;
import org.tradewind.onchip.EventPropOnChip;
import org.tradewind.run.DvfsPolicy;

/// EventProp in steps, on cores or in plain loops: the same bits.
final class StepsTrainer extends OnCoresOrHost<SteppedTraining.Sample> {
  private final Recipe.Rule.Steps rule;
  private final SteppedTraining training;
  private final SteppedTraining.OnHost host;
  private final Optional<EventPropOnChip> cores;
  private SingleAdam.State state;

  StepsTrainer(Recipe recipe, Recipe.Rule.Steps rule, DataSet data) {
    List<SteppedTraining.Sample> samples = samples(rule, data);
    super(recipe, data, samples);
    this.rule = rule;
    List<Integer> sizes = FirstSpikesTrainer.sizes(data, rule.hidden());
    var network = new SteppedNetwork(rule.dynamics(), sizes, rule.steps(), rule.dtMs());
    training =
        new SteppedTraining(network, rule.loss(), rule.adam(), recipe.batch(), rule.copies());
    host = new SteppedTraining.OnHost(training);
    double[] initial =
        FirstSpikesTrainer.initial(
            recipe.seed(), new FeedForward(rule.dynamics(), sizes), rule.initial());
    float[] weights = new float[initial.length];
    for (int w = 0; w < weights.length; w++) {
      weights[w] = (float) initial[w];
    }
    state = SingleAdam.State.of(weights);
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

  private static StepSpikes encoded(Recipe.Rule.Steps rule, DataSet data, double[] values) {
    var spikes = new StepSpikes(rule.steps());
    rule.code().encode(values, 0, data.features(), spikes);
    return spikes;
  }

  private StepSpikes encoded(double[] values) {
    return encoded(rule, data, values);
  }

  private static List<SteppedTraining.Sample> samples(Recipe.Rule.Steps rule, DataSet data) {
    DataSet.Part part = data.train();
    List<SteppedTraining.Sample> samples = new ArrayList<>(part.size());
    for (int n = 0; n < part.size(); n++) {
      samples.add(new SteppedTraining.Sample(encoded(rule, data, part.values(n)), part.label(n)));
    }
    return samples;
  }

  @Override
  Done learn(List<SteppedTraining.Sample> ordered, int epoch) {
    Optional<EventPropOnChip.Epoch> onChip =
        cores.map(chip -> chip.epoch(state, ordered, epoch, recipe.seed()));
    SteppedTraining.Learned learned =
        onChip
            .map(EventPropOnChip.Epoch::learned)
            .orElseGet(() -> host.epoch(state, ordered, epoch));
    state = learned.state();
    return new Done(learned.loss(), onChip.map(EventPropOnChip.Epoch::onChip));
  }

  @Override
  public IntPredicate judge(DataSet.Part part) {
    return n -> host.classify(state.weights(), encoded(part.values(n))) == part.label(n);
  }

  @Override
  float[][] numbers() {
    return new float[][] {state.weights(), state.m(), state.v()};
  }

  @Override
  int steps() {
    return state.steps();
  }

  @Override
  void resume(int steps) {
    state = new SingleAdam.State(state.weights(), state.m(), state.v(), steps);
  }

  @Override
  public Trained trained() {
    double[] weights = new double[state.weights().length];
    Arrays.setAll(weights, w -> state.weights()[w]);
    // a spike of the last step is too late to count
    SteppedNetwork counted =
        new SteppedNetwork(
            rule.dynamics(), training.network().sizes(), rule.steps() - 1, rule.dtMs());
    return new TrainedLayers(recipe.name(), counted, weights, Decision.FIRST_SPIKE, this::encoded);
  }
}
