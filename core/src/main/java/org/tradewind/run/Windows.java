package org.tradewind.run;

import org.tradewind.sim.Crew;

/// Moves partitions window by window, on no more threads than the host has cores. They meet once a
/// window, when each has ended the last one and says when something is due next; from the least of
/// these all know the next window.
///
/// Two rows of answers, used in turn: a thread that is ahead by a window does not overwrite what
/// another still reads. Nobody can be ahead by two.
final class Windows {
  private final Partition[] partitions;
  private final int threads;
  private final long[][] firstTicks;

  Windows(Partition[] partitions) {
    this.partitions = partitions;
    this.threads = Math.min(partitions.length, Runtime.getRuntime().availableProcessors());
    this.firstTicks = new long[2][threads];
  }

  /// Lets happen all that is due before `untilTick`.
  ///
  /// @param window the number of the last window
  /// @return the number of the last window now
  int advance(long untilTick, long windowTicks, int window) {
    var last = new int[threads];
    var crew = new Crew("partition", threads);
    crew.run(thread -> last[thread] = move(crew, thread, untilTick, windowTicks, window));
    return last[0];
  }

  /// Moves every partition that is this thread's: one in `threads`.
  private int move(Crew crew, int thread, long untilTick, long windowTicks, int lastWindow) {
    int window = lastWindow;
    while (true) {
      long[] answers = firstTicks[window & 1];
      answers[thread] = firstTick(thread);
      boolean goesOn = crew.meet();
      long first = least(answers);
      if (!goesOn || first >= untilTick) {
        return window;
      }
      window++;
      long end = first + Math.min(windowTicks, untilTick - first);
      for (int p = thread; p < partitions.length; p += threads) {
        partitions[p].run(window, end, partitions);
      }
    }
  }

  private long firstTick(int thread) {
    long first = Long.MAX_VALUE;
    for (int p = thread; p < partitions.length; p += threads) {
      first = Math.min(first, partitions[p].firstTick());
    }
    return first;
  }

  private static long least(long[] ticks) {
    long least = Long.MAX_VALUE;
    for (long tick : ticks) {
      least = Math.min(least, tick);
    }
    return least;
  }
}
