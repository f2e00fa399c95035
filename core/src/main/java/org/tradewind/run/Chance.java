package org.tradewind.run;

import org.tradewind.random.Philox;

/// The draws of a run's faults. Each is a pure function of the seed, the round, what it is for,
/// where, and how many there were before, so threads do not matter and nothing has to be saved.
record Chance(long seed, int round) {
  /// Keeps these draws apart from those of a network's owners, of links ([LinkTransmitter]) and of
  /// the true random generators.
  private static final long OWNER = 0xFDL << 56;

  enum Use {
    /// A packet is lost on a chip.
    LOSS,
    /// One of its bits flips there, and which.
    CORRUPTION,
    CORRUPTED_BIT,
    /// When a bit of a PE's memory flips next, and which.
    FLIP,
    FLIPPED_BIT,
    /// A chip's clock, in every round.
    DRIFT,
    /// When it starts.
    START
  }

  /// Uniform in [0, 1).
  ///
  /// @param place a chip, or a PE of the machine
  /// @param n how many such draws there were before
  double uniform(Use use, int place, long n) {
    return Philox.uniform(seed, owner(use, place), (int) (n >>> Integer.SIZE), (int) n);
  }

  /// Standard normal; the first there.
  double normal(Use use, int place) {
    return Philox.normal(seed, owner(use, place), 0, 0);
  }

  /// Uniform in 0 .. bound - 1.
  int below(int bound, Use use, int place, long n) {
    return Philox.below(bound, seed, owner(use, place), (int) (n >>> Integer.SIZE), (int) n);
  }

  private long owner(Use use, int place) {
    long inRound = use == Use.DRIFT ? 0 : round;
    return OWNER | (long) use.ordinal() << 48 | inRound << 24 | place;
  }
}
