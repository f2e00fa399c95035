package org.tradewind.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.tradewind.job.Decision;
import org.tradewind.learn.BatchGradient;
import org.tradewind.learn.FeedForward;
import org.tradewind.learn.LeakyReadout;
import org.tradewind.learn.SoftmaxCrossEntropy;
import org.tradewind.learn.Spikes;
import org.tradewind.learn.SteppedNetwork;
import org.tradewind.random.Philox;

/// Exact EventProp on the greatest voltages of readouts (Wunderlich and Pehle 2021, figure 3).
final class VoltagesTrainer extends OnHost {
  /// Owner of the draws of dropout.
  private static final int DROPOUT = 2;

  private final Recipe.Rule.Voltages rule;
  private final FeedForward spiking;
  private volatile int epoch;

  VoltagesTrainer(Recipe recipe, Recipe.Rule.Voltages rule, DataSet data) {
    this.rule = rule;
    List<Integer> sizes = new ArrayList<>();
    sizes.add(data.features());
    sizes.addAll(rule.hidden());
    spiking = new FeedForward(rule.dynamics(), sizes);
    sizes.add(data.classes());
    var whole = new FeedForward(rule.dynamics(), sizes);
    double[] initial = FirstSpikesTrainer.initial(recipe.seed(), whole, rule.initial());
    super(recipe, data, rule.adam(), initial);
  }

  @Override
  BatchGradient.Learner learner() {
    return new Sample(data.train());
  }

  /// One sample through the network, and back.
  private final class Sample implements BatchGradient.Learner {
    final DataSet.Part part;
    final FeedForward.Pass pass = spiking.pass();
    final LeakyReadout readout =
        new LeakyReadout(rule.dynamics(), data.classes(), spiking.weights());
    final Spikes input = new Spikes();
    final double[] errors = new double[data.classes()];

    Sample(DataSet.Part part) {
      this.part = part;
    }

    @Override
    public void learn(double[] weights, int sample, double[] gradient) {
      int step = epoch;
      int firstDraw = sample * data.features();
      double dropout = rule.dropout();
      rule.code()
          .encode(
              part.values(sample),
              c -> Philox.uniform(recipe.seed(), DROPOUT, step, firstDraw + c) >= dropout,
              input);
      Spikes hidden = pass.forward(weights, input);
      double[] vMax = readout.forward(weights, hidden);
      losses[sample] = SoftmaxCrossEntropy.loss(vMax, part.label(sample));
      SoftmaxCrossEntropy.derivative(vMax, part.label(sample), errors);
      readout.backward(weights, hidden, errors, gradient);
      pass.backward(weights, gradient);
    }

    /// Whether the label's voltage alone is the greatest.
    boolean correct(int sample) {
      rule.code().encode(part.values(sample), _ -> true, input);
      double[] vMax = readout.forward(weights, pass.forward(weights, input));
      double label = vMax[part.label(sample)];
      return Arrays.stream(vMax).filter(v -> v >= label).count() == 1;
    }
  }

  @Override
  public Learned epoch(int number) {
    epoch = number;
    descend(number, Math.max(0, number + 1 - rule.keepEpochs()));
    return new Learned(Arrays.stream(losses).average().orElseThrow(), "");
  }

  @Override
  public IntPredicate judge(DataSet.Part part) {
    return new Sample(part)::correct;
  }

  @Override
  public Trained trained() {
    double dtMs = recipe.exported().dtMs();
    // three membrane time constants after the last input no voltage rises any more
    int steps = (int) Math.ceil((rule.code().spanMs() + 3 * rule.dynamics().tauMMs()) / dtMs);
    List<Integer> sizes = new ArrayList<>(spiking.sizes());
    sizes.add(data.classes());
    return new TrainedLayers(
        recipe.name(),
        new SteppedNetwork(rule.dynamics(), sizes, steps, dtMs),
        weights,
        Decision.GREATEST_VOLTAGE,
        values -> {
          var spikes = new Spikes();
          rule.code().encode(values, _ -> true, spikes);
          return TrainedLayers.binned(spikes, dtMs, steps);
        });
  }
}
