package org.tradewind.learn;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/// How a [SteppedNetwork] is trained by EventProp: in batches, whose samples are dealt to copies of
/// the network one by one. A description; [OnHost] computes it, and `onchip` runs it on cores to
/// the same bits:
///
/// ```
/// g_c = the gradient of samples c, c + copies, c + 2 copies … of the batch, in this order, from 0
/// g   = ((g_0 + g_1) + g_2) + …
/// ```
///
/// and a [SingleAdam] step by g. With one copy g is g_0. The derivative of the loss is divided by
/// the number of the batch's samples first.
///
/// @param copies of every layer, each on a core of its own
public record SteppedTraining(
    SteppedNetwork network, FirstStepLoss loss, Optimiser.Adam adam, int batch, int copies) {
  public SteppedTraining {
    if (batch < 1 || copies < 1 || copies > batch) {
      throw new IllegalArgumentException(
          copies + " copies for batches of " + batch + ": at least 1, and no more than samples");
    }
  }

  /// Steps a ms: the loss counts steps, layers count ms.
  public float stepsPerMs() {
    return (float) (1 / network.dtMs());
  }

  public int classes() {
    return network.sizes().getLast();
  }

  public int batches(int samples) {
    return Math.ceilDiv(samples, batch);
  }

  /// A sample as it enters the network.
  public record Sample(StepSpikes spikes, int label) {}

  /// What an epoch came to.
  ///
  /// @param loss sum over its samples, of each copy in turn, in single precision
  /// @param correct samples whose label was first when they were learned
  /// @param state after it
  public record Learned(float loss, int correct, SingleAdam.State state) {}

  /// The plain twin of what runs on cores.
  public static final class OnHost {
    private final SteppedTraining training;
    private final SteppedNetwork.Pass pass;
    private final int[] firstStep;
    private final float[] derivative;
    private final float[][] gradients;

    public OnHost(SteppedTraining training) {
      this.training = training;
      pass = training.network.pass();
      firstStep = new int[training.classes()];
      derivative = new float[training.classes()];
      gradients = new float[training.copies][training.network.weights()];
    }

    /// Learns samples in their order, batch by batch.
    ///
    /// @param epoch counted from 0, for the learning rate
    public Learned epoch(SingleAdam.State from, List<Sample> samples, int epoch) {
      return epoch(from, samples, epoch, _ -> {});
    }

    /// @param forward is told a sample's number when [#spikes] are its own
    public Learned epoch(
        SingleAdam.State from, List<Sample> samples, int epoch, IntConsumer forward) {
      SingleAdam.State state = from.copy();
      var descent = new SingleAdam(training.adam, state);
      int batches = training.batches(samples.size());
      float[] loss = new float[training.copies];
      int correct = 0;
      for (int batch = 0; batch < batches; batch++) {
        int first = batch * training.batch;
        int size = Math.min(training.batch, samples.size() - first);
        for (float[] gradient : gradients) {
          Arrays.fill(gradient, 0);
        }
        for (int n = 0; n < size; n++) {
          Sample sample = samples.get(first + n);
          int copy = n % training.copies;
          int answer = classify(state.weights(), sample.spikes);
          forward.accept(first + n);
          correct += answer == sample.label ? 1 : 0;
          loss[copy] += training.loss.loss(firstStep, sample.label);
          float share = training.stepsPerMs() / size;
          training.loss.derivative(firstStep, sample.label, share, derivative);
          pass.spikes(training.network.layers()).firstErrors(firstStep, derivative);
          pass.backward(state.weights(), gradients[copy]);
        }
        for (int copy = 1; copy < gradients.length; copy++) {
          for (int w = 0; w < gradients[0].length; w++) {
            gradients[0][w] += gradients[copy][w];
          }
        }
        descent.step(state.weights(), gradients[0], epoch + batch / (double) batches);
      }
      return new Learned(sum(loss), correct, descent.state(state.weights()));
    }

    /// The readout that is first.
    public int classify(float[] weights, StepSpikes input) {
      pass.forward(weights, input).first(firstStep);
      return FirstStepLoss.classify(firstStep);
    }

    /// What a layer sent in the last sample; 0 is the input.
    public StepSpikes spikes(int layer) {
      return pass.spikes(layer);
    }
  }

  public static float sum(float[] values) {
    float sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }
}
