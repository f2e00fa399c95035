package org.tradewind.sim;

import java.util.Comparator;
import java.util.PriorityQueue;

/// The oracle: the JDK's priority queue over records.
final class PlainQueue implements EventQueue {
  private record Event(long tick, int priority, long sequence, int target, long payload) {}

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(
          Comparator.comparingLong(Event::tick)
              .thenComparingInt(Event::priority)
              .thenComparingLong(Event::sequence));
  private Event current = new Event(Long.MIN_VALUE, 0, 0, 0, 0);
  private long sequence;

  @Override
  public void add(long tick, int priority, int target, long payload) {
    if (tick < current.tick) {
      throw new IllegalStateException();
    }
    if (priority < 0 || priority > 255) {
      throw new IllegalArgumentException();
    }
    events.add(new Event(tick, priority, sequence++, target, payload));
  }

  @Override
  public boolean next(long endTick) {
    if (firstTick() >= endTick) {
      return false;
    }
    current = events.remove();
    return true;
  }

  @Override
  public long firstTick() {
    return events.isEmpty() ? Long.MAX_VALUE : events.peek().tick;
  }

  @Override
  public long tick() {
    return current.tick;
  }

  @Override
  public int priority() {
    return current.priority;
  }

  @Override
  public int target() {
    return current.target;
  }

  @Override
  public long payload() {
    return current.payload;
  }

  @Override
  public int size() {
    return events.size();
  }

  @Override
  public void copyTo(EventQueue other) {
    var copy = new PriorityQueue<>(events);
    while (!copy.isEmpty()) {
      Event event = copy.remove();
      other.add(event.tick, event.priority, event.target, event.payload);
    }
  }
}
