package org.tradewind.ticks;

import java.util.function.LongSupplier;

/// Whether threads go through the next steps together, or the first one alone with the cores of
/// all: whichever was faster lately. Together they meet in each step, which is worth it only where
/// a step takes longer than a meeting, and other programs leave the host's cores free. Results do
/// not depend on it.
final class Teamwork {
  /// Steps that are timed each way.
  private static final int TRIAL = 100;

  /// Steps for which the faster way is kept: more from choice to choice, up to a limit.
  private static final int FIRST_CHOICE = 4 * TRIAL;

  private static final int LONGEST_CHOICE = 64 * TRIAL;

  private final int threads;
  private final int steps;
  private final LongSupplier nanoTime;
  private Span last = new Span(0, 0, true);
  private long since;
  private double together;
  private int spans;
  private int choice = FIRST_CHOICE;

  /// @param steps of the run
  /// @param nanoTime as [System#nanoTime]
  Teamwork(int threads, int steps, LongSupplier nanoTime) {
    this.threads = threads;
    this.steps = steps;
    this.nanoTime = nanoTime;
  }

  /// Steps [from, to).
  record Span(int from, int to, boolean together) {}

  /// The span that begins with a step, now that the last one has ended.
  Span next(int step) {
    long now = nanoTime.getAsLong();
    last = span(step, (double) (now - since) / Math.max(1, step - last.from));
    since = now;
    return last;
  }

  /// @param took nanoseconds a step of the last span
  private Span span(int step, double took) {
    return switch (threads == 1 ? -1 : spans++ % 3) {
      case -1 -> new Span(step, steps, true);
      case 0 -> until(step, TRIAL, true);
      case 1 -> {
        together = took;
        yield until(step, TRIAL, false);
      }
      default -> {
        int length = choice;
        choice = Math.min(2 * choice, LONGEST_CHOICE);
        yield until(step, length, together < took);
      }
    };
  }

  private Span until(int step, int length, boolean together) {
    return new Span(step, Math.min(steps, step + length), together);
  }
}
