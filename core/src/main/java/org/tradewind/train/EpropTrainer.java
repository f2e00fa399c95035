package org.tradewind.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.tradewind.learn.EpropTraining;
import org.tradewind.learn.RecurrentNetwork;
import org.tradewind.machine.Machine;
import org.tradewind.onchip.EpropOnChip;
import org.tradewind.random.Philox;
import org.tradewind.run.DvfsPolicy;

/// A recurrent network that hears frame by frame, and is right if the mean of its readouts is: by
/// e-prop, on cores or in plain loops, the same bits. Samples that are shorter than the longest end
/// in silence.
final class EpropTrainer extends OnCoresOrHost<EpropTraining.Sample> {
  /// Owner of the draws of feedback; weights are drawn by owner 0.
  private static final int FEEDBACK = 2;

  private final EpropTraining training;
  private final EpropTraining.OnHost host;
  private final Optional<EpropOnChip> chip;
  private EpropTraining.State state;

  EpropTrainer(Recipe recipe, Recipe.Rule.Eprop rule, DataSet data) {
    int values = 0;
    for (int n = 0; n < data.train().size(); n++) {
      values = Math.max(values, data.train().values(n).length);
    }
    List<EpropTraining.Sample> samples = new ArrayList<>();
    for (int n = 0; n < data.train().size(); n++) {
      float[] frames = Arrays.copyOf(frames(data.train(), n), values);
      samples.add(new EpropTraining.Sample(frames, data.train().label(n)));
    }
    super(recipe, data, samples);
    var network =
        new RecurrentNetwork(
            rule.dynamics(), data.features(), rule.lif(), rule.alif(), data.classes());
    training =
        new EpropTraining(
            network,
            values / data.features(),
            rule.feedback(),
            rule.feedbackDecay(),
            rule.adam(),
            recipe.batch());
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
  Done learn(List<EpropTraining.Sample> ordered, int epoch) {
    Optional<EpropOnChip.Epoch> onChip =
        chip.map(cores -> cores.epoch(state, ordered, epoch, recipe.seed()));
    EpropTraining.Learned learned =
        onChip.map(EpropOnChip.Epoch::learned).orElseGet(() -> host.epoch(state, ordered, epoch));
    state = learned.state();
    return new Done(learned.loss(), onChip.map(EpropOnChip.Epoch::onChip));
  }

  @Override
  public IntPredicate judge(DataSet.Part part) {
    return n -> host.classify(state.weights(), frames(part, n)) == part.label(n);
  }

  @Override
  float[][] numbers() {
    return new float[][] {state.weights(), state.m(), state.v(), state.feedback()};
  }

  @Override
  int steps() {
    return state.steps();
  }

  @Override
  void resume(int steps) {
    state = new EpropTraining.State(state.weights(), state.m(), state.v(), state.feedback(), steps);
  }

  @Override
  public Trained trained() {
    double[] weights = new double[state.weights().length];
    Arrays.setAll(weights, w -> state.weights()[w]);
    return TrainedRecurrent.of(recipe.name(), training.network(), weights, data.train());
  }
}
