package org.tradewind.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.tradewind.job.Decision;
import org.tradewind.learn.BatchGradient;
import org.tradewind.learn.FeedForward;
import org.tradewind.learn.Spikes;
import org.tradewind.learn.SteppedNetwork;
import org.tradewind.learn.TimeToFirstSpike;
import org.tradewind.random.Philox;

/// Exact EventProp on times to the first spike (Wunderlich and Pehle 2021, figure 2).
final class FirstSpikesTrainer extends OnHost {
  private final Recipe.Rule.FirstSpikes rule;
  private final FeedForward network;

  FirstSpikesTrainer(Recipe recipe, Recipe.Rule.FirstSpikes rule, DataSet data) {
    this.rule = rule;
    var whole = new FeedForward(rule.dynamics(), sizes(data, rule.hidden()));
    network = whole;
    super(recipe, data, rule.adam(), initial(recipe.seed(), whole, rule.initial()));
  }

  @Override
  BatchGradient.Learner learner() {
    return new Sample(data.train());
  }

  /// The code's bias beside the features.
  static List<Integer> sizes(DataSet data, List<Integer> hidden) {
    List<Integer> sizes = new ArrayList<>();
    sizes.add(data.features() + 1);
    sizes.addAll(hidden);
    sizes.add(data.classes());
    return sizes;
  }

  static double[] initial(long seed, FeedForward network, List<Recipe.Initial> initial) {
    double[] weights = new double[network.weights()];
    for (int layer = 0; layer < network.layers(); layer++) {
      int inputs = network.sizes().get(layer);
      for (int w = network.firstWeight(layer); w < network.firstWeight(layer + 1); w++) {
        weights[w] = initial.get(layer).weight(Philox.normal(seed, 0, w, 0), inputs);
      }
    }
    return weights;
  }

  /// One sample through the network, and back.
  private final class Sample implements BatchGradient.Learner {
    final DataSet.Part part;
    final FeedForward.Pass pass = network.pass();
    final Spikes input = new Spikes();
    final double[] firstMs = new double[data.classes()];
    final double[] derivative = new double[data.classes()];

    Sample(DataSet.Part part) {
      this.part = part;
    }

    Spikes forward(double[] weights, int sample) {
      rule.code().encode(part.values(sample), 0, data.features(), input);
      Spikes out = pass.forward(weights, input);
      out.first(firstMs);
      return out;
    }

    @Override
    public void learn(double[] weights, int sample, double[] gradient) {
      Spikes out = forward(weights, sample);
      losses[sample] = rule.loss().loss(firstMs, part.label(sample));
      rule.loss().derivative(firstMs, part.label(sample), derivative);
      out.firstErrors(firstMs, derivative);
      pass.backward(weights, gradient);
    }

    boolean correct(int sample) {
      forward(weights, sample);
      return TimeToFirstSpike.correct(firstMs, part.label(sample));
    }
  }

  @Override
  public Learned epoch(int epoch) {
    descend(epoch, Math.max(0, epoch + 1 - rule.keepEpochs()));
    // a silent label's loss is infinite, and tells nothing of the others
    double[] finite = Arrays.stream(losses).filter(Double::isFinite).toArray();
    int silent = losses.length - finite.length;
    return new Learned(
        Arrays.stream(finite).average().orElse(Double.NaN),
        silent == 0 ? "" : silent + " of the labels' neurons silent");
  }

  @Override
  public IntPredicate judge(DataSet.Part part) {
    return new Sample(part)::correct;
  }

  @Override
  public Trained trained() {
    double dtMs = recipe.exported().dtMs();
    // three membrane time constants after the last input whoever spikes late has spiked
    int steps = (int) Math.ceil((rule.code().spanMs() + 3 * rule.dynamics().tauMMs()) / dtMs);
    var stepped = new SteppedNetwork(rule.dynamics(), network.sizes(), steps, dtMs);
    return new TrainedLayers(
        recipe.name(),
        stepped,
        weights,
        Decision.FIRST_SPIKE,
        values -> {
          var spikes = new Spikes();
          rule.code().encode(values, 0, data.features(), spikes);
          return TrainedLayers.binned(spikes, dtMs, steps);
        });
  }
}
