package org.tradewind.snn;

import java.util.List;
import java.util.Map;
import org.tradewind.network.Network;
import org.tradewind.network.SynapseWord;
import org.tradewind.unit.InputException;

/// A network whose weights are the chip's integers, and what that cost.
///
/// @param network the same network in machine units: integer weights, thresholds and offsets scaled
///   with them, every population's [SynapseWord] decided
/// @param scale for each population: machine units of its sums = scale * the original network's
///   units; that of its weights, times what is 1 of the numbers in packets where such arrive
/// @param projections what happened to each projection's weights
public record Quantisation(
    Network network, Map<String, Double> scale, List<ProjectionError> projections) {
  public Quantisation {
    scale = Map.copyOf(scale);
    projections = List.copyOf(projections);
  }

  /// What rounding did to the weights of one projection.
  ///
  /// @param weights synapses, or elements of a convolution's kernel
  /// @param scale factor between the weights as given and the integers
  /// @param rmsError root mean square of (integer / scale - weight), in the weights' own units; of
  ///   millions of drawn weights that of their distribution
  /// @param maxError largest magnitude of the same
  /// @param maxWeight largest magnitude of the weights as given
  /// @param becameZero weights that were not zero and now are; they have no synapse any more
  /// @param saturated weights clipped to the word's range
  public record ProjectionError(
      String projection,
      SynapseWord word,
      long weights,
      double scale,
      double rmsError,
      double maxError,
      double maxWeight,
      long becameZero,
      long saturated) {}

  /// How the scale of a population's incoming weights is chosen.
  ///
  /// @param factor NaN: AUTO, 1 where all weights are integers in range, else range / largest
  ///   magnitude; otherwise this factor for every population (py-spinnaker2 multiplies by hand
  ///   before conversion)
  public record Scaling(double factor) {
    public Scaling {
      if (factor <= 0 || Double.isInfinite(factor)) {
        throw new IllegalArgumentException(
            "the weights' scale is " + factor + "; it is a positive number");
      }
    }

    public static final Scaling AUTO = new Scaling(Double.NaN);
  }

  /// Decides every population's word and scale, and rounds.
  ///
  /// A weight becomes the nearest integer to scale * weight (halves to even), clipped to the word's
  /// range. All projections into a population share its scale, because its threshold, offset and
  /// voltages absorb it (an Izhikevich neuron divides its input by it instead). Everything that was
  /// drawn is drawn here, once: what is left to draw is which pairs connect and their delays.
  ///
  /// @throws InputException where a population's declared word cannot hold its delays
  public static Quantisation of(Network network, Scaling scaling, long seed) {
    return new Quantiser(network, scaling, seed).quantised();
  }
}
