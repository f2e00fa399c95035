package org.tradewind.run;

/// How long the host took for a run. Unlike [Results] never twice the same. Identity equality.
///
/// @param loadSeconds from the mapping to a machine that can start, NaN where nobody looked
/// @param seconds wall time since then, at equal parts of the run's steps, the beginning (0) and
///   the end among them; only these two where the engine has no steps; empty where nobody looked
public record Pace(double loadSeconds, double[] seconds) {
  /// Nobody looked.
  public static final Pace NONE = new Pace(Double.NaN, new double[0]);
}
