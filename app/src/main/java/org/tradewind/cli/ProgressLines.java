package org.tradewind.cli;

import java.io.PrintStream;
import java.util.Locale;
import org.tradewind.job.Progress;

/// Progress on standard error. On a terminal one line that rewrites itself while a stage runs;
/// elsewhere one plain line when a stage has ended and, in a long one, every ten seconds.
final class ProgressLines implements Progress {
  private static final long QUIET_NANOS = 10_000_000_000L;

  private final PrintStream err;
  private final boolean terminal;
  private String stage = "";
  private String extent = "";
  private long started;
  private long lastPrinted;

  ProgressLines(PrintStream err, boolean terminal) {
    this.err = err;
    this.terminal = terminal;
  }

  /// Only the launcher can tell whether standard error is a terminal: Java asks about standard
  /// input and output.
  static ProgressLines onStandardError() {
    return new ProgressLines(System.err, Boolean.getBoolean("tradewind.terminal"));
  }

  /// A sentence for the user on a line of its own; the stage goes on.
  void note(String sentence) {
    err.println((terminal && !stage.isEmpty() ? "\r" : "") + sentence);
    if (terminal && !stage.isEmpty()) {
      err.print(stage + " …" + extent);
      err.flush();
    }
  }

  @Override
  public void begin(String next) {
    end();
    stage = next;
    extent = "";
    started = System.nanoTime();
    lastPrinted = started;
    if (terminal) {
      err.print(next + " …");
      err.flush();
    }
  }

  @Override
  public void at(int done, int of) {
    extent = of > 1 ? " " + done + "/" + of : "";
    long now = System.nanoTime();
    if (terminal && of > 1) {
      err.print("\r" + stage + " …" + extent);
      err.flush();
    } else if (!terminal && now - lastPrinted > QUIET_NANOS) {
      err.println(stage + " …" + extent);
      lastPrinted = now;
    }
  }

  @Override
  public void end() {
    if (!stage.isEmpty()) {
      double seconds = (System.nanoTime() - started) * 1e-9;
      err.printf(
          Locale.ROOT,
          "%s%-9s%s %.2f s%s%n",
          terminal ? "\r" : "",
          stage,
          extent,
          seconds,
          terminal ? "   " : "");
      stage = "";
    }
  }
}
