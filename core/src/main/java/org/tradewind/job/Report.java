package org.tradewind.job;

import java.util.List;
import org.tradewind.cost.Explained;
import org.tradewind.mapping.Mapping;
import org.tradewind.network.Activity;
import org.tradewind.run.Results;
import org.tradewind.snn.Quantisation;

/// What came out of a job. Reports in every form are made from this alone.
///
/// @param samples one for each stimulus, in order
/// @param energy joules of all samples together
/// @param mapSeconds wall time of everything before the first run
/// @param runSeconds wall time of all runs
public record Report(
    Job job,
    Quantisation quantisation,
    Mapping mapping,
    List<Sample> samples,
    Explained energy,
    double mapSeconds,
    double runSeconds) {
  /// One run.
  ///
  /// @param activity in the network's own units
  /// @param predicted index of the output neuron that spiked most (the lowest of equals), or -1
  ///   without a label
  /// @param reference what the float reference did, or null-free empty activity where it was not
  ///   asked for
  public record Sample(
      String name,
      String label,
      Activity activity,
      Results results,
      int predicted,
      int referencePredicted,
      Activity reference) {}
}
