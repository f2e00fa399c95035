package org.tradewind.train;

import java.util.Arrays;
import java.util.function.IntPredicate;
import org.tradewind.learn.BatchGradient;
import org.tradewind.learn.Bptt;
import org.tradewind.learn.RecurrentNetwork;
import org.tradewind.learn.SoftmaxCrossEntropy;

/// A recurrent network that hears frame by frame, and is right if the mean of its readouts is: by
/// back-propagation through time, for comparison with e-prop.
final class ThroughTimeTrainer extends OnHost {
  private final RecurrentNetwork network;

  ThroughTimeTrainer(Recipe recipe, Recipe.Rule.ThroughTime rule, DataSet data) {
    var whole =
        new RecurrentNetwork(
            rule.dynamics(), data.features(), rule.lif(), rule.alif(), data.classes());
    network = whole;
    super(recipe, data, rule.adam(), whole.initial(recipe.seed()));
  }

  @Override
  BatchGradient.Learner learner() {
    return new Sample(data.train());
  }

  /// One sample through the network, and back through time.
  private final class Sample implements BatchGradient.Learner {
    final DataSet.Part part;
    final Bptt bptt = new Bptt(network, true);
    final double[] mean = new double[network.outputs()];
    final double[] error = new double[network.outputs()];

    Sample(DataSet.Part part) {
      this.part = part;
    }

    /// @return how many steps it took
    int forward(double[] weights, int sample) {
      double[] frames = part.values(sample);
      int steps = frames.length / network.inputs();
      bptt.start();
      Arrays.fill(mean, 0);
      for (int t = 0; t < steps; t++) {
        bptt.step(weights, frames, t * network.inputs());
        for (int k = 0; k < mean.length; k++) {
          mean[k] += bptt.network().y()[k] / steps;
        }
      }
      return steps;
    }

    @Override
    public void learn(double[] weights, int sample, double[] gradient) {
      int steps = forward(weights, sample);
      losses[sample] = SoftmaxCrossEntropy.loss(mean, part.label(sample));
      SoftmaxCrossEntropy.derivative(mean, part.label(sample), error);
      double[] errors = new double[steps * error.length];
      for (int i = 0; i < errors.length; i++) {
        errors[i] = error[i % error.length] / steps;
      }
      bptt.learn(weights, errors, 0, 0, gradient);
    }

    boolean correct(int sample) {
      forward(weights, sample);
      int answer = 0;
      for (int k = 1; k < mean.length; k++) {
        answer = mean[k] > mean[answer] ? k : answer;
      }
      return answer == part.label(sample);
    }
  }

  @Override
  public Learned epoch(int epoch) {
    descend(epoch, epoch);
    return new Learned(Arrays.stream(losses).average().orElseThrow(), "");
  }

  @Override
  public IntPredicate judge(DataSet.Part part) {
    return new Sample(part)::correct;
  }

  @Override
  public Trained trained() {
    return TrainedRecurrent.of(recipe.name(), network, weights.clone(), data.train());
  }
}
