package org.tradewind.pe;

/// The routing keys, as a program needs them while its image is written.
public interface KeyLookup {
  /// The first key of a vertex that sends: its atom i sends `key | i`.
  int key(int vertex);

  /// The bits that tell this vertex's keys from all others: `(k & mask) == key` for exactly its
  /// keys.
  int mask(int vertex);
}
