package org.tradewind.run;

import java.util.concurrent.atomic.AtomicInteger;

/// Threads that move partitions window by window, no more of them than the host has cores: they
/// spin while they wait. They meet once a window, when each has ended the last one and says when
/// something is due next; from the least of these all know the next window.
///
/// Two rows of answers, used in turn: a thread that is ahead by a window does not overwrite what
/// another still reads. Nobody can be ahead by two.
final class Crew {
  /// How often a thread looks before it lets others have its core: windows are short.
  private static final int SPINS = 2_000;

  /// The answer of a thread that failed: all stop.
  private static final long FAILED = Long.MIN_VALUE;

  private final Partition[] partitions;
  private final int threads;
  private final long[][] firstTicks;
  private final AtomicInteger arrived = new AtomicInteger();
  private final Throwable[] failures;
  private volatile int meetings;

  Crew(Partition[] partitions) {
    this.partitions = partitions;
    this.threads = Math.min(partitions.length, Runtime.getRuntime().availableProcessors());
    this.firstTicks = new long[2][threads];
    this.failures = new Throwable[threads];
  }

  /// Lets happen all that is due before `untilTick`.
  ///
  /// @param window the number of the last window
  /// @return the number of the last window now
  int advance(long untilTick, long windowTicks, int window) {
    var last = new int[threads];
    var others = new Thread[threads];
    for (int t = 1; t < threads; t++) {
      int thread = t;
      others[t] =
          Thread.ofPlatform()
              .name("partition " + t)
              .start(() -> last[thread] = move(thread, untilTick, windowTicks, window));
    }
    last[0] = move(0, untilTick, windowTicks, window);
    boolean interrupted = false;
    for (int t = 1; t < threads; t++) {
      interrupted |= joined(others[t]);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    for (Throwable failure : failures) {
      switch (failure) {
        case null -> {}
        case RuntimeException ours -> throw ours;
        case Error error -> throw error;
        default -> throw new IllegalStateException(failure);
      }
    }
    return last[0];
  }

  /// Waits for a thread, which ends by itself; returns whether this one was interrupted meanwhile.
  private static boolean joined(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        return interrupted;
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
  }

  /// Moves every partition that is this thread's: one in `threads`.
  private int move(int thread, long untilTick, long windowTicks, int firstWindow) {
    int window = firstWindow;
    long next = firstTick(thread);
    while (true) {
      long[] answers = firstTicks[window & 1];
      answers[thread] = next;
      meet();
      long first = least(answers);
      if (first == FAILED || first >= untilTick) {
        return window;
      }
      window++;
      long end = first + Math.min(windowTicks, untilTick - first);
      try {
        for (int p = thread; p < partitions.length; p += threads) {
          partitions[p].run(window, end, partitions);
        }
        next = firstTick(thread);
      } catch (Throwable failure) {
        failures[thread] = failure;
        next = FAILED;
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

  private void meet() {
    int meeting = meetings;
    if (arrived.incrementAndGet() == threads) {
      arrived.set(0);
      meetings = meeting + 1;
      return;
    }
    for (int spin = 0; meetings == meeting; spin++) {
      if (spin < SPINS) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
  }
}
