package org.tradewind.run;

import java.util.Arrays;

/// Takes the wall time of one run as it passes through its steps. An engine that moves all cores
/// together says when each step begins; one that does not says so of step 0 alone.
///
/// Which step a mark belongs to is known without asking for the time, so a step costs a comparison.
public final class Stopwatch {
  /// The run is cut into so many parts.
  public static final int PARTS = 100;

  private final long made = System.nanoTime();
  private final long steps;
  private final long[] at = new long[PARTS + 1];
  private int next;

  public Stopwatch(int steps) {
    this.steps = steps;
  }

  /// All is loaded, and the run begins; also for a run that is begun anew.
  public void begins() {
    next = 0;
    at[next++] = System.nanoTime();
  }

  /// A step of the run begins; they come in order.
  public void begins(int step) {
    if (next * steps <= (long) step * PARTS) {
      mark(step);
    }
  }

  private void mark(int step) {
    long now = System.nanoTime();
    while (next < PARTS && next * steps <= (long) step * PARTS) {
      at[next++] = now;
    }
  }

  /// The run has ended.
  public Pace stopped() {
    long end = System.nanoTime();
    if (next == 0) {
      return Pace.NONE;
    }
    double loadSeconds = (at[0] - made) * 1e-9;
    if (next == 1) {
      return new Pace(loadSeconds, new double[] {0, (end - at[0]) * 1e-9});
    }
    Arrays.fill(at, next, at.length, end);
    return new Pace(loadSeconds, Arrays.stream(at).mapToDouble(t -> (t - at[0]) * 1e-9).toArray());
  }
}
