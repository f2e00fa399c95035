package org.tradewind.train;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.tradewind.learn.BatchGradient;
import org.tradewind.learn.Bptt;
import org.tradewind.learn.Recurrent;
import org.tradewind.learn.RecurrentNetwork;
import org.tradewind.learn.SoftmaxCrossEntropy;
import org.tradewind.random.Philox;

/// A recurrent network that hears frame by frame, and is right if the mean of its readouts is: by
/// back-propagation through time, for comparison with e-prop.
final class ThroughTimeTrainer implements Trainer {
  private final DataSet data;
  private final RecurrentNetwork network;
  private final double[] weights;
  private final double[] losses;
  private final Batches batches;

  ThroughTimeTrainer(Recipe recipe, Recipe.Rule.ThroughTime rule, DataSet data) {
    this.data = data;
    network =
        new RecurrentNetwork(
            rule.dynamics(), data.features(), rule.lif(), rule.alif(), data.classes());
    weights = initial(network, recipe.seed());
    losses = new double[data.train().size()];
    batches = new Batches(recipe, rule.adam(), weights, () -> new ByBptt(data.train()));
  }

  /// N(0, 1/sqrt(fan-in)) as Rostami et al. 2022; nobody connects to itself.
  static double[] initial(RecurrentNetwork network, long seed) {
    double[] weights = new double[network.weights()];
    int recurrent = network.firstRecurrentWeight();
    for (int w = 0; w < weights.length; w++) {
      int fanIn = w < recurrent ? network.inputs() : network.neurons();
      weights[w] = Philox.normal(seed, 0, w, 0) / Math.sqrt(fanIn);
    }
    for (int j = 0; j < network.neurons(); j++) {
      weights[recurrent + j * network.neurons() + j] = 0;
    }
    return weights;
  }

  /// Forward through a sample, and the error of the mean readout.
  private abstract class Sample implements BatchGradient.Learner {
    final DataSet.Part part;
    final double[] mean = new double[network.outputs()];
    final double[] error = new double[network.outputs()];

    Sample(DataSet.Part part) {
      this.part = part;
    }

    abstract Recurrent start();

    abstract void step(double[] weights, double[] frames, int from);

    int steps(int sample) {
      return part.values(sample).length / network.inputs();
    }

    void forward(double[] weights, int sample) {
      double[] frames = part.values(sample);
      Recurrent recurrent = start();
      int steps = frames.length / network.inputs();
      Arrays.fill(mean, 0);
      for (int t = 0; t < steps; t++) {
        step(weights, frames, t * network.inputs());
        for (int k = 0; k < mean.length; k++) {
          mean[k] += recurrent.y()[k] / steps;
        }
      }
      SoftmaxCrossEntropy.derivative(mean, part.label(sample), error);
      for (int k = 0; k < error.length; k++) {
        error[k] /= steps;
      }
    }

    void noteLoss(int sample) {
      losses[sample] = SoftmaxCrossEntropy.loss(mean, part.label(sample));
    }
  }

  private final class ByBptt extends Sample {
    private final Bptt bptt = new Bptt(network, true);

    ByBptt(DataSet.Part part) {
      super(part);
    }

    @Override
    Recurrent start() {
      bptt.start();
      return bptt.network();
    }

    @Override
    void step(double[] weights, double[] frames, int from) {
      bptt.step(weights, frames, from);
    }

    @Override
    public void learn(double[] weights, int sample, double[] gradient) {
      forward(weights, sample);
      noteLoss(sample);
      double[] errors = new double[steps(sample) * error.length];
      for (int i = 0; i < errors.length; i++) {
        errors[i] = error[i % error.length];
      }
      bptt.learn(weights, errors, 0, 0, gradient);
    }
  }

  /// Only forward.
  private final class Listening extends Sample {
    private final Recurrent recurrent = new Recurrent(network);

    Listening(DataSet.Part part) {
      super(part);
    }

    @Override
    Recurrent start() {
      recurrent.start();
      return recurrent;
    }

    @Override
    void step(double[] weights, double[] frames, int from) {
      recurrent.step(weights, frames, from);
    }

    @Override
    public void learn(double[] weights, int sample, double[] gradient) {
      throw new IllegalStateException("this one only listens");
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
    batches.epoch(data, epoch, epoch);
    return new Learned(Arrays.stream(losses).average().orElseThrow(), "");
  }

  @Override
  public double accuracy(DataSet.Part part) {
    var sample = new Listening(part);
    int correct = 0;
    for (int n = 0; n < part.size(); n++) {
      correct += sample.correct(n) ? 1 : 0;
    }
    return (double) correct / part.size();
  }

  @Override
  public void save(DataOutput to) throws IOException {
    batches.save(to);
  }

  @Override
  public void restore(DataInput from) throws IOException {
    batches.restore(from);
  }

  @Override
  public Optional<Trained> trained() {
    return Optional.empty(); // its input are numbers, not spikes
  }
}
