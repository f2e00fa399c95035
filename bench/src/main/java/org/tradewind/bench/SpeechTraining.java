package org.tradewind.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.tradewind.io.data.SpeechCommands;
import org.tradewind.learn.AdaptiveDynamics;
import org.tradewind.learn.BatchGradient;
import org.tradewind.learn.Bptt;
import org.tradewind.learn.Eprop;
import org.tradewind.learn.LogMel;
import org.tradewind.learn.Optimiser;
import org.tradewind.learn.Recurrent;
import org.tradewind.learn.RecurrentNetwork;
import org.tradewind.learn.Shuffle;
import org.tradewind.learn.SoftmaxCrossEntropy;
import org.tradewind.random.Philox;

/// e-prop beside back-propagation through time on spoken words: 80-120-12 as Rostami et al. 2022,
/// with the same start, the same order of samples and the same surrogate.
///
/// Arguments: `eprop` or `bptt`, epochs (20), seed (1). `TRADEWIND_DATA` names the folder that has
/// `speech-commands`. The network hears 100 frames of 10 ms; the error is that of the readouts'
/// mean, known after the last.
public final class SpeechTraining {
  private static final int BATCH = 32;
  private static final LogMel EAR = new LogMel(16_000, 480, 161, 40, 20, 4000);
  private static final AdaptiveDynamics ALIF = AdaptiveDynamics.rostami(1.6, 5, 150, 0.184, 10);

  private SpeechTraining() {}

  /// What is heard of a recording.
  private record Heard(double[] features, int label) {}

  /// Forward through a sample, and the error of the mean readout.
  private abstract static class Sample implements BatchGradient.Learner {
    final RecurrentNetwork network;
    final List<Heard> data;
    final double[] mean;
    final double[] error;

    Sample(RecurrentNetwork network, List<Heard> data) {
      this.network = network;
      this.data = data;
      mean = new double[network.outputs()];
      error = new double[network.outputs()];
    }

    int steps(int sample) {
      return data.get(sample).features().length / network.inputs();
    }

    abstract Recurrent start();

    abstract void step(double[] weights, double[] features, int from);

    void forward(double[] weights, int sample) {
      Recurrent recurrent = start();
      int steps = steps(sample);
      Arrays.fill(mean, 0);
      for (int t = 0; t < steps; t++) {
        step(weights, data.get(sample).features(), t * network.inputs());
        for (int k = 0; k < mean.length; k++) {
          mean[k] += recurrent.y()[k] / steps;
        }
      }
      SoftmaxCrossEntropy.derivative(mean, data.get(sample).label(), error);
      for (int k = 0; k < error.length; k++) {
        error[k] /= steps;
      }
    }

    double accuracy(double[] weights) {
      int correct = 0;
      for (int sample = 0; sample < data.size(); sample++) {
        forward(weights, sample);
        int answer = 0;
        for (int k = 1; k < mean.length; k++) {
          answer = mean[k] > mean[answer] ? k : answer;
        }
        correct += answer == data.get(sample).label() ? 1 : 0;
      }
      return correct / (double) data.size();
    }
  }

  private static final class ByEprop extends Sample {
    private final Eprop eprop;

    ByEprop(RecurrentNetwork network, List<Heard> data) {
      super(network, data);
      eprop = new Eprop(network);
    }

    @Override
    Recurrent start() {
      eprop.start();
      return eprop.network();
    }

    @Override
    void step(double[] weights, double[] features, int from) {
      eprop.step(weights, features, from);
    }

    @Override
    public void learn(double[] weights, int sample, double[] gradient) {
      forward(weights, sample);
      double[] feedback = Arrays.copyOfRange(weights, network.firstOutputWeight(), weights.length);
      eprop.learnSample(feedback, error, gradient);
    }
  }

  private static final class ByBptt extends Sample {
    private final Bptt bptt;

    ByBptt(RecurrentNetwork network, List<Heard> data) {
      super(network, data);
      bptt = new Bptt(network, true);
    }

    @Override
    Recurrent start() {
      bptt.start();
      return bptt.network();
    }

    @Override
    void step(double[] weights, double[] features, int from) {
      bptt.step(weights, features, from);
    }

    @Override
    public void learn(double[] weights, int sample, double[] gradient) {
      forward(weights, sample);
      double[] errors = new double[steps(sample) * error.length];
      for (int i = 0; i < errors.length; i++) {
        errors[i] = error[i % error.length];
      }
      bptt.learn(weights, errors, 0, 0, gradient);
    }
  }

  /// Only forward.
  private static final class Listening extends Sample {
    private final Recurrent recurrent;

    Listening(RecurrentNetwork network, List<Heard> data) {
      super(network, data);
      recurrent = new Recurrent(network);
    }

    @Override
    Recurrent start() {
      recurrent.start();
      return recurrent;
    }

    @Override
    void step(double[] weights, double[] features, int from) {
      recurrent.step(weights, features, from);
    }

    @Override
    public void learn(double[] weights, int sample, double[] gradient) {
      throw new IllegalStateException("this one only listens");
    }
  }

  public static void main(String[] args) throws IOException {
    boolean eprop = args.length == 0 || args[0].equals("eprop");
    int epochs = args.length > 1 ? Integer.parseInt(args[1]) : 20;
    long seed = args.length > 2 ? Long.parseLong(args[2]) : 1;
    SpeechCommands speech =
        SpeechCommands.read(Path.of(System.getenv("TRADEWIND_DATA"), "speech-commands"));
    List<Heard> train = new ArrayList<>();
    List<Heard> test = new ArrayList<>();
    for (SpeechCommands.Clip clip : speech.clips()) {
      double[] wave = new double[clip.wav().samples().length];
      Arrays.setAll(wave, n -> clip.wav().samples()[n]);
      (clip.isTest() ? test : train).add(new Heard(EAR.features(wave), clip.label()));
    }
    var network = new RecurrentNetwork(ALIF, EAR.channels(), 0, 120, speech.classes().size());
    double[] weights = initial(network, seed);
    double[] gradient = new double[weights.length];
    Supplier<Sample> learner =
        eprop ? () -> new ByEprop(network, train) : () -> new ByBptt(network, train);
    var batches = new BatchGradient(weights.length, BATCH, learner);
    Optimiser.Descent descent =
        Optimiser.Adam.of(0.01).decaying(0.9).epsilonHat(1e-5).l2(1e-5).over(weights.length);
    System.out.println("epoch  train      test  seconds");
    for (int epoch = 0; epoch < epochs; epoch++) {
      long start = System.nanoTime();
      int[] order = Shuffle.of(train.size(), seed, 1, epoch);
      for (int from = 0; from < order.length; from += BATCH) {
        batches.mean(weights, order, from, Math.min(from + BATCH, order.length), gradient);
        descent.step(weights, gradient, epoch);
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.printf(
          Locale.ROOT,
          "%5d  %.1f %%  %.1f %%  %.1f%n",
          epoch + 1,
          100 * new Listening(network, train).accuracy(weights),
          100 * new Listening(network, test).accuracy(weights),
          seconds);
    }
  }

  /// N(0, 1/sqrt(fan-in)) as the authors; nobody connects to itself.
  private static double[] initial(RecurrentNetwork network, long seed) {
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
}
