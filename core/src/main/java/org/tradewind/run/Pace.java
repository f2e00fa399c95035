package org.tradewind.run;

/// How long the host took for a run. Unlike [Results] never twice the same. Identity equality.
///
/// @param loadSeconds from the mapping to a machine that can start, NaN where nobody looked
/// @param seconds wall time since then, at equal parts of the run's steps, the beginning (0) and
///   the end among them; only these two where the engine has no steps; empty where nobody looked
/// @param processorSeconds the same of the first thread's processor time; zeros where the system
///   does not tell
public record Pace(double loadSeconds, double[] seconds, double[] processorSeconds) {
  /// Nobody looked.
  public static final Pace NONE = new Pace(Double.NaN, new double[0], new double[0]);
}
