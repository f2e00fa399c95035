package org.tradewind.sim;

/// Events ordered by (tick, priority, sequence), where the sequence is the order of adding. No
/// object an event: after [#next] the fields of the current event are read from the queue itself.
public interface EventQueue {
  /// @param tick not before the current event's
  /// @param priority 0..255, smaller first
  /// @param target who it is for
  void add(long tick, int priority, int target, long payload);

  /// Moves to the next event if it is due before `endTick`; else false, and nothing moves.
  boolean next(long endTick);

  /// Moves to the next event; false where none is left.
  default boolean next() {
    return next(Long.MAX_VALUE);
  }

  /// The tick of the next event; the largest `long` where none is left.
  long firstTick();

  long tick();

  int priority();

  int target();

  long payload();

  int size();

  /// Adds all events that wait to another queue, in their order.
  void copyTo(EventQueue other);
}
