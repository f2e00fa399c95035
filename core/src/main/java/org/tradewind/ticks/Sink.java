package org.tradewind.ticks;

/// Where packets end.
interface Sink {
  /// Packets of one source.
  ///
  /// @param source as this sink numbers them
  /// @param atoms theirs are [from, to)
  void receive(int source, int[] atoms, int from, int to);
}
