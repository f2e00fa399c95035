package org.tradewind.onchip;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.stream.LongStream;
import org.tradewind.run.Run;

/// Runs of cores that learn, which are saved on the way and go on elsewhere.
final class Interruptions {
  private Interruptions() {}

  /// Goes to the end.
  ///
  /// @param ticks when it is saved, and restored from what was saved
  static Run through(Run run, ChipRuns runs, LongStream ticks) throws IOException {
    Run now = run;
    for (long tick : ticks.toArray()) {
      now.advance(tick);
      var saved = new ByteArrayOutputStream();
      now.save(saved);
      now =
          Run.restore(
              runs.mapping(),
              runs.mapping().images(),
              runs.options(1),
              new ByteArrayInputStream(saved.toByteArray()),
              "saved");
    }
    now.advance(Long.MAX_VALUE);
    return now;
  }

  /// In the middle of these steps.
  static Run through(Run run, ChipRuns runs, int... steps) throws IOException {
    long timestep = runs.options(1).timestepTicks();
    return through(run, runs, LongStream.of(ticks(steps, timestep)));
  }

  private static long[] ticks(int[] steps, long timestep) {
    long[] ticks = new long[steps.length];
    for (int n = 0; n < ticks.length; n++) {
      ticks[n] = steps[n] * timestep + 12_345;
    }
    return ticks;
  }
}
