package org.tradewind.ticks;

/// Where packets end.
interface Sink {
  /// Packets of one source.
  ///
  /// @param source what this sink calls it
  /// @param atoms theirs are [from, to)
  void receive(int source, int[] atoms, int from, int to);
}
