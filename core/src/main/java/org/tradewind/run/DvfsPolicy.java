package org.tradewind.run;

import org.tradewind.machine.PerformanceLevel;

/// Chooses the performance level of a core, each for itself. Open: the chip's software does.
///
/// A change takes 100 ns, and of a quad's four cores one may change at a time, by the quad's
/// semaphore; a core that wakes waits for both.
public interface DvfsPolicy {
  /// The level at which a core works through what woke it.
  ///
  /// @param waiting packets in its event FIFOs
  PerformanceLevel awake(int waiting);

  /// The level at which it sleeps afterwards, or that of its work where the policy leaves it there.
  ///
  /// @param awake the level at which it worked
  PerformanceLevel asleep(PerformanceLevel awake);

  /// Whether cores never change.
  default boolean fixed() {
    return false;
  }

  /// Always the same.
  record Fixed(PerformanceLevel level) implements DvfsPolicy {
    @Override
    public PerformanceLevel awake(int waiting) {
      return level;
    }

    @Override
    public PerformanceLevel asleep(PerformanceLevel awake) {
      return level;
    }

    @Override
    public boolean fixed() {
      return true;
    }
  }

  /// High for a timestep that begins with so many packets or more, else low; asleep always low
  /// (DPM: "if number of received spike packets >= pl_threshold then high for this tick, else low";
  /// that it sleeps low is ASSUMED).
  ///
  /// @param packets `pl_threshold`
  record Threshold(int packets) implements DvfsPolicy {
    @Override
    public PerformanceLevel awake(int waiting) {
      return waiting >= packets ? PerformanceLevel.HIGH : PerformanceLevel.LOW;
    }

    @Override
    public PerformanceLevel asleep(PerformanceLevel awake) {
      return PerformanceLevel.LOW;
    }
  }
}
