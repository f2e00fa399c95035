package org.tradewind.job;

import java.util.List;
import org.tradewind.cost.Explained;
import org.tradewind.cost.PowerTrace;
import org.tradewind.network.Activity;
import org.tradewind.run.Pace;
import org.tradewind.run.Results;

/// What came out of a job. Reports in every form are made from this alone.
///
/// @param samples one for each stimulus, in order
/// @param energy joules of all samples together
/// @param policies the same under each policy that was to be compared, this one first; empty where
///   none was
/// @param runSeconds wall time of all runs, the reference included
public record Report(
    Mapped mapped,
    List<Sample> samples,
    Explained energy,
    List<PolicyRun> policies,
    double runSeconds) {
  public Report {
    samples = List.copyOf(samples);
    policies = List.copyOf(policies);
  }

  public Job job() {
    return mapped.job();
  }

  /// One run.
  ///
  /// @param label what the sample shows, or empty
  /// @param activity in the network's own units
  /// @param pace how long the host took
  /// @param power over time; [PowerTrace#NONE] where it was not asked for
  /// @param predicted index of the output neuron that the job's [Decision] names, -1 where nothing
  ///   is classified
  /// @param reference what the float reference did; [Activity#NONE] where it was not asked for
  /// @param referencePredicted as `predicted`, for the float reference
  public record Sample(
      String name,
      String label,
      Activity activity,
      Results results,
      Pace pace,
      PowerTrace power,
      int predicted,
      Activity reference,
      int referencePredicted) {
    public boolean labelled() {
      return !label.isEmpty() && predicted >= 0;
    }

    /// Whether the prediction is the label, which then is the index of an output neuron.
    public boolean right() {
      return label.equals(Integer.toString(predicted));
    }

    public boolean referenceRight() {
      return label.equals(Integer.toString(referencePredicted));
    }
  }

  /// Share of labelled samples that are classified right; NaN where none is labelled.
  public double accuracy() {
    return samples.stream()
        .filter(Sample::labelled)
        .mapToDouble(s -> s.right() ? 1 : 0)
        .average()
        .orElse(Double.NaN);
  }

  /// The same for the float reference; NaN where it did not run.
  public double referenceAccuracy() {
    return samples.stream()
        .filter(s -> s.labelled() && s.referencePredicted >= 0)
        .mapToDouble(s -> s.referenceRight() ? 1 : 0)
        .average()
        .orElse(Double.NaN);
  }

  /// Model time of one run.
  public double modelSeconds() {
    return job().steps() * job().timestepSeconds();
  }

  /// Wall time a sample over model time; with several threads the samples share the wall time.
  public double realTimeFactor() {
    return runSeconds / (samples.size() * modelSeconds());
  }
}
