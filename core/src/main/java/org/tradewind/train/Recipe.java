package org.tradewind.train;

import java.util.List;
import org.tradewind.learn.AdaptiveDynamics;
import org.tradewind.learn.DeepRewiring;
import org.tradewind.learn.Feedback;
import org.tradewind.learn.FirstStepLoss;
import org.tradewind.learn.IntensityCode;
import org.tradewind.learn.LatencyCode;
import org.tradewind.learn.LifDynamics;
import org.tradewind.learn.Optimiser;
import org.tradewind.learn.Shuffle;
import org.tradewind.learn.StepLatencyCode;
import org.tradewind.learn.TimeToFirstSpike;
import org.tradewind.network.SynapseWord;
import org.tradewind.run.DvfsPolicy;

/// Everything a training depends on beside the data themselves: the same recipe gives the same
/// bytes, however often it is interrupted.
///
/// @param text the recipe as it was read, overrides included: by it a checkpoint knows its own
/// @param seed of initial weights, shuffles and dropout
/// @param exported how the trained network is written
public record Recipe(
    String name,
    String text,
    Data data,
    Rule rule,
    int batch,
    int epochs,
    long seed,
    Exported exported) {
  /// Owner of the draws that shuffle.
  private static final int SHUFFLE = 1;

  /// Where samples are from.
  public sealed interface Data {
    /// Generated: how many, and by which seeds.
    record YinYang(
        int train, int trainSeed, int validation, int validationSeed, int test, int testSeed)
        implements Data {}

    /// @param validation so many of the training images, the first
    /// @param train at most so many of the rest
    /// @param test at most so many of the test images
    record Mnist(int validation, int train, int test) implements Data {}

    /// Spoken words, heard through the log-mel front end.
    record Speech(int train, int test) implements Data {}
  }

  /// Normally distributed weights of a layer, from neuron to neuron.
  ///
  /// @param byFanIn both are divided by the root of the number of inputs
  public record Initial(double mean, double std, boolean byFanIn) {
    double weight(double normal, int inputs) {
      double weight = mean + std * normal;
      return byFanIn ? weight / Math.sqrt(inputs) : weight;
    }
  }

  /// How a network learns.
  public sealed interface Rule {
    /// EventProp from event to event, losses of first spikes.
    ///
    /// @param keepEpochs the learning rate decays after so many epochs
    record FirstSpikes(
        LifDynamics dynamics,
        List<Integer> hidden,
        List<Initial> initial,
        LatencyCode code,
        TimeToFirstSpike loss,
        Optimiser.Adam adam,
        int keepEpochs)
        implements Rule {}

    /// EventProp from event to event, a softmax of the greatest voltages of readouts that do not
    /// spike.
    ///
    /// @param dropout share of the input's spikes that are left out while learning
    record Voltages(
        LifDynamics dynamics,
        List<Integer> hidden,
        List<Initial> initial,
        IntensityCode code,
        double dropout,
        Optimiser.Adam adam,
        int keepEpochs)
        implements Rule {}

    /// EventProp in steps, as cores compute it.
    ///
    /// @param copies of every layer
    /// @param optimisers of each layer, at least
    /// @param where it is computed
    record Steps(
        LifDynamics dynamics,
        List<Integer> hidden,
        List<Initial> initial,
        int steps,
        double dtMs,
        StepLatencyCode code,
        FirstStepLoss loss,
        Optimiser.Adam adam,
        int copies,
        int optimisers,
        Where where)
        implements Rule {}

    /// DEEP R.
    ///
    /// @param where it is computed
    record Rewiring(DeepRewiring rewiring, Rewirer where) implements Rule {}

    /// e-prop in single precision, as cores compute it.
    ///
    /// @param lif neurons with a fixed threshold
    /// @param alif neurons that adapt
    /// @param feedbackDecay of adaptive feedback
    /// @param cores that share the neurons
    /// @param where it is computed
    record Eprop(
        AdaptiveDynamics dynamics,
        int lif,
        int alif,
        Optimiser.Adam adam,
        Feedback.Kind feedback,
        double feedbackDecay,
        int cores,
        Where where)
        implements Rule {}

    /// Back-propagation through time, with e-prop's surrogate.
    record ThroughTime(AdaptiveDynamics dynamics, int lif, int alif, Optimiser.Adam adam)
        implements Rule {}
  }

  /// The machine that learns.
  public sealed interface Where {
    /// This computer, in plain loops.
    record Host() implements Where {}

    /// Cores of a chip.
    ///
    /// @param timestepTicks 0: as long as the slowest step may take
    record Chip(long timestepTicks, DvfsPolicy dvfs) implements Where {}
  }

  /// What rewires a sparse network.
  public sealed interface Rewirer {
    /// This computer: in loops over active connections, to the bits of [Cores], or for comparison
    /// in plain ones over all that are possible.
    record Host(boolean dense) implements Rewirer {}

    /// @param number 1 to 4, of a chip
    record Cores(int number, DvfsPolicy dvfs) implements Rewirer {}
  }

  /// How the trained network is written.
  ///
  /// @param dtMs length of its step; 0: the rule's
  /// @param samples of the test set that it is tried on, at most
  public record Exported(SynapseWord word, double dtMs, int samples) {}

  public Recipe {
    if (batch < 1 || epochs < 1) {
      throw new IllegalArgumentException(
          "batches of " + batch + " and " + epochs + " epochs; both are at least 1");
    }
  }

  /// The order in which an epoch's samples are learned.
  int[] order(int samples, int epoch) {
    return Shuffle.of(samples, seed, SHUFFLE, epoch);
  }
}
