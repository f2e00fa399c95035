package org.tradewind.snn;

/// What neurons need during a step and not from one to the next: others may work in it too, one
/// after the other, so that it stays in the host's L1 cache.
record Workspace(Arriving arriving, Excess excess) {
  /// @param neurons at most
  static Workspace of(int neurons) {
    return new Workspace(new Arriving(neurons), new Excess(neurons));
  }
}
