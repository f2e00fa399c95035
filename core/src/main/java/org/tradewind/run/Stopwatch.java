package org.tradewind.run;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/// Takes the time of one run as it passes through its steps: wall time, and the processor time of
/// the thread that says so, which tells more where other programs keep the host busy. An engine
/// that moves all cores together says when each step begins; one that does not says so of step 0
/// alone.
///
/// Which step a mark belongs to is known without asking for the time, so a step costs a comparison.
public final class Stopwatch {
  /// The run is cut into so many parts.
  public static final int PARTS = 100;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final long made = System.nanoTime();
  private final long steps;
  private final long[] wall = new long[PARTS + 1];
  private final long[] processor = new long[PARTS + 1];
  private int next;

  public Stopwatch(int steps) {
    this.steps = steps;
  }

  /// All is loaded, and the run begins; also for a run that is begun anew.
  public void begins() {
    next = 0;
    take();
  }

  /// A step of the run begins; they come in order.
  public void begins(int step) {
    if (next * steps <= (long) step * PARTS) {
      mark(step);
    }
  }

  private void mark(int step) {
    int first = next;
    take();
    while (next < PARTS && next * steps <= (long) step * PARTS) {
      wall[next] = wall[first];
      processor[next++] = processor[first];
    }
  }

  private void take() {
    wall[next] = System.nanoTime();
    processor[next++] =
        threads.isCurrentThreadCpuTimeSupported() ? threads.getCurrentThreadCpuTime() : 0;
  }

  /// The run has ended.
  public Pace stopped() {
    if (next == 0) {
      return Pace.NONE;
    }
    int marks = next == 1 ? 2 : PARTS + 1;
    int first = next;
    take();
    while (next < marks) {
      wall[next] = wall[first];
      processor[next++] = processor[first];
    }
    return new Pace((wall[0] - made) * 1e-9, seconds(wall, marks), seconds(processor, marks));
  }

  private static double[] seconds(long[] nanoseconds, int marks) {
    double[] seconds = new double[marks];
    for (int i = 0; i < marks; i++) {
      seconds[i] = (nanoseconds[i] - nanoseconds[0]) * 1e-9;
    }
    return seconds;
  }
}
