package org.tradewind.sim;

import java.util.concurrent.atomic.AtomicInteger;

/// Threads that do their parts side by side and meet again and again, after each step or window:
/// while they are no more than the host's cores they spin first, a while, then wait asleep. A
/// thread that fails lets all others stop at their next meeting; so none waits for ever.
public final class Crew {
  /// Some 20 us, in which most meetings come about; then as many turns of letting others have the
  /// host's core, a millisecond or more. Who sleeps instead is late by 50 us when it is woken, as
  /// long as several steps take.
  private static final int SPINS = 2_000;

  private final String name;
  private final int threads;
  private final int spins;
  private final AtomicInteger arrived = new AtomicInteger();
  private final Object asleep = new Object();
  private volatile int meetings;
  private volatile Throwable failure;

  /// @param name of the threads, before their number
  public Crew(String name, int threads) {
    this.name = name;
    this.threads = threads;
    this.spins = threads <= Runtime.getRuntime().availableProcessors() ? SPINS : 0;
  }

  /// What one thread does. All meet equally often, unless one fails.
  public interface Part {
    void run(int thread);
  }

  /// Lets all threads do their parts, the first one in the calling thread. Throws what the first
  /// one that failed has thrown.
  public void run(Part part) {
    var others = new Thread[threads];
    for (int t = 1; t < threads; t++) {
      int thread = t;
      others[t] = Thread.ofPlatform().name(name + " " + t).start(() -> run(part, thread));
    }
    run(part, 0);
    boolean interrupted = false;
    for (int t = 1; t < threads; t++) {
      interrupted |= joined(others[t]);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    switch (failure) {
      case null -> {}
      case RuntimeException ours -> throw ours;
      case Error error -> throw error;
      default -> throw new IllegalStateException(failure);
    }
  }

  private void run(Part part, int thread) {
    try {
      part.run(thread);
    } catch (Throwable thrown) {
      synchronized (asleep) {
        failure = failure == null ? thrown : failure;
        asleep.notifyAll();
      }
    }
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

  /// Waits until all are here. What each wrote before, all see afterwards.
  ///
  /// @return whether to go on: no thread has failed
  public boolean meet() {
    if (threads == 1) {
      return true;
    }
    int meeting = meetings;
    if (arrived.incrementAndGet() == threads) {
      arrived.set(0);
      synchronized (asleep) {
        meetings = meeting + 1;
        asleep.notifyAll();
      }
      return failure == null;
    }
    for (int spin = 0; spin < spins && meetings == meeting && failure == null; spin++) {
      Thread.onSpinWait();
    }
    for (int turn = 0; turn < spins && meetings == meeting && failure == null; turn++) {
      Thread.yield();
    }
    if (meetings == meeting && failure == null) {
      sleep(meeting);
    }
    return failure == null;
  }

  private void sleep(int meeting) {
    boolean interrupted = false;
    synchronized (asleep) {
      while (meetings == meeting && failure == null) {
        try {
          asleep.wait();
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
