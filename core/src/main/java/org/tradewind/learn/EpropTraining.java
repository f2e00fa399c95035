package org.tradewind.learn;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/// How a [RecurrentNetwork] is trained by e-prop as cores do it (Rostami et al. 2022): traces while
/// a sample lasts, its error after the last step, a step of [SingleAdam] after a batch. A
/// description; [OnHost] computes it, and `onchip` runs it on cores to the same bits.
///
/// With `feedback` ADAPTIVE, after each step of Adam, for all B and W_out:
///
/// ```
/// B <- kept (B + (w_new − w_old))      w_new <- kept w_new        kept = 1 − decay, rounded once
/// ```
///
/// @param steps of every sample
/// @param feedbackDecay of adaptive feedback
public record EpropTraining(
    RecurrentNetwork network,
    int steps,
    Feedback.Kind feedback,
    double feedbackDecay,
    Optimiser.Adam adam,
    int batch) {
  public EpropTraining {
    if (batch < 1 || steps < 1) {
      throw new IllegalArgumentException(
          "batches of " + batch + " and samples of " + steps + " steps: at least 1 of each");
    }
    if (!(feedbackDecay >= 0 && feedbackDecay < 1)) {
      throw new IllegalArgumentException("decay " + feedbackDecay + " is not within [0, 1)");
    }
  }

  public int batches(int samples) {
    return Math.ceilDiv(samples, batch);
  }

  /// Samples of a batch, which is counted from 0.
  private int size(int ofBatch, int samples) {
    return Math.min(batch, samples - ofBatch * batch);
  }

  /// What B and W_out keep in an update.
  public float kept() {
    return (float) (1 - feedbackDecay);
  }

  /// What is learned: equal to itself only.
  ///
  /// @param m first moments of Adam
  /// @param v second moments
  /// @param feedback B, number `j * outputs + k`; the weights' own where it is symmetric
  /// @param steps of Adam that were made
  public record State(float[] weights, float[] m, float[] v, float[] feedback, int steps) {
    public State copy() {
      return new State(weights.clone(), m.clone(), v.clone(), feedback.clone(), steps);
    }
  }

  /// What a training begins with.
  ///
  /// @param drawn B; nobody asks for it where feedback is symmetric
  public State start(float[] weights, float[] drawn) {
    float[] b =
        feedback == Feedback.Kind.SYMMETRIC
            ? Arrays.copyOfRange(weights, network.firstOutputWeight(), network.weights())
            : drawn.clone();
    if (b.length != network.neurons() * network.outputs()) {
      throw new IllegalArgumentException(
          "feedback of " + b.length + " values from " + network.outputs() + " readouts");
    }
    return new State(weights, new float[weights.length], new float[weights.length], b, 0);
  }

  /// A sample as it enters the network: its inputs, number `step * inputs + input`. Equal to itself
  /// only.
  public record Sample(float[] frames, int label) {}

  /// What an epoch came to.
  ///
  /// @param loss sum over its samples, in single precision
  /// @param correct samples that were answered right when they were learned
  /// @param state after it
  public record Learned(float loss, int correct, State state) {}

  /// Changes some of B after a step of Adam, and decays the weights with it.
  ///
  /// @param before the same weights before that step
  public static void follow(
      float[] b, int ofB, float[] weights, int ofWeights, float[] before, float kept) {
    for (int i = 0; i < before.length; i++) {
      float moved = weights[ofWeights + i] - before[i];
      b[ofB + i] = kept * (b[ofB + i] + moved);
      weights[ofWeights + i] *= kept;
    }
  }

  /// One sample through the network and its traces.
  private static final class Pass {
    final RecurrentNetwork network;
    final SingleEprop neurons;
    final SingleReadout readout;
    boolean[] before;
    boolean[] now;
    final float[] gradient;
    float loss;

    Pass(RecurrentNetwork network) {
      this.network = network;
      neurons = new SingleEprop(network);
      readout =
          new SingleReadout(
              SingleEprop.Constants.of(network.dynamics()),
              network.neurons(),
              network.outputs(),
              network.outputs());
      before = new boolean[network.neurons()];
      now = new boolean[network.neurons()];
      gradient = new float[network.weights()];
    }

    /// @param traced whether synapses keep traces, without which nothing is learned
    void forward(float[] weights, float[] frames, int steps, boolean traced, IntConsumer step) {
      neurons.begin();
      readout.begin();
      Arrays.fill(now, false);
      for (int t = 0; t < steps; t++) {
        boolean[] free = before;
        before = now;
        now = free;
        int at = t * network.inputs();
        neurons.integrate(weights, frames, at, before);
        for (int j = 0; j < now.length; j++) {
          now[j] = neurons.spiked(j);
        }
        if (traced) {
          neurons.trace(frames, at, before);
        }
        readout.step(weights, network.firstOutputWeight(), now);
        step.accept(t);
      }
    }

    void learn(State state, Sample sample, int steps, float share, IntConsumer step) {
      Arrays.fill(gradient, 0);
      forward(state.weights, sample.frames, steps, true, step);
      loss = readout.judge(sample.label, steps, share);
      neurons.learn(state.feedback, 0, network.outputs(), readout.error(), gradient);
      readout.learn(gradient, network.firstOutputWeight());
    }
  }

  /// The plain twin of what runs on cores. The samples of a batch go side by side on the threads of
  /// the pool that calls; their gradients are added in their order, so that any number of threads
  /// gives the same bits.
  public static final class OnHost {
    private final EpropTraining training;
    private final Pass[] passes;

    public OnHost(EpropTraining training) {
      this.training = training;
      passes = new Pass[training.batch];
      Arrays.setAll(passes, _ -> new Pass(training.network));
    }

    /// Learns samples in their order, batch by batch.
    ///
    /// @param epoch counted from 0, for the learning rate
    public Learned epoch(State from, List<Sample> samples, int epoch) {
      return epoch(from, samples, epoch, (_, _) -> {});
    }

    /// Hears which neurons spiked.
    public interface Watch {
      /// @param spiked by neurons, in this step of this sample
      void step(int sampleAndStep, boolean[] spiked);
    }

    /// @param watch is told of sample n, step t under the number `n * steps + t`; of several
    ///   samples at a time where threads are several
    public Learned epoch(State from, List<Sample> samples, int epoch, Watch watch) {
      State state = from.copy();
      var descent = new SingleAdam(training.adam, state.m, state.v, state.steps);
      int batches = training.batches(samples.size());
      int out = training.network.firstOutputWeight();
      float[] gradient = new float[state.weights.length];
      float loss = 0;
      int correct = 0;
      for (int batch = 0; batch < batches; batch++) {
        int first = batch * training.batch;
        int size = training.size(batch, samples.size());
        float share = SingleReadout.share(training.steps, size);
        IntStream.range(0, size)
            .parallel()
            .forEach(n -> {
              Pass pass = passes[n];
              int number = (first + n) * training.steps;
              pass.learn(
                  state,
                  samples.get(first + n),
                  training.steps,
                  share,
                  t -> watch.step(number + t, pass.now));
            });
        Arrays.fill(gradient, 0);
        for (int n = 0; n < size; n++) {
          for (int w = 0; w < gradient.length; w++) {
            gradient[w] += passes[n].gradient[w];
          }
          loss += passes[n].loss;
          correct += passes[n].readout.answer() == samples.get(first + n).label ? 1 : 0;
        }
        float[] before = Arrays.copyOfRange(state.weights, out, state.weights.length);
        descent.step(state.weights, gradient, epoch);
        switch (training.feedback) {
          case SYMMETRIC ->
              System.arraycopy(state.weights, out, state.feedback, 0, state.feedback.length);
          case ADAPTIVE -> follow(state.feedback, 0, state.weights, out, before, training.kept());
          case RANDOM -> {}
        }
      }
      return new Learned(
          loss,
          correct,
          new State(state.weights, state.m, state.v, state.feedback, descent.steps()));
    }

    /// The network's answer to a sample of any number of steps.
    public int classify(float[] weights, float[] frames) {
      int steps = frames.length / training.network.inputs();
      passes[0].forward(weights, frames, steps, false, _ -> {});
      passes[0].readout.judge(0, steps, 0);
      return passes[0].readout.answer();
    }
  }
}
