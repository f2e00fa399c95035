package org.tradewind.sim;

import java.util.Arrays;

/// A 4-ary heap in one flat array: four longs an event, so that the four children of an event lie
/// side by side. O(log n) for any pattern of ticks.
public final class HeapQueue implements EventQueue {
  private static final int ARITY = 4;

  /// Longs an event: tick, order (priority above sequence), payload, target.
  private static final int STRIDE = 4;

  private static final int SEQUENCE_BITS = 56;
  private static final int LARGEST_PRIORITY = 255;

  private long[] heap = new long[64 * STRIDE];
  private int size;
  private long sequence;

  private long tick = Long.MIN_VALUE;
  private long order;
  private long payload;
  private int target;

  /// Empty, before all ticks.
  public HeapQueue() {}

  @Override
  public void add(long tick, int priority, int target, long payload) {
    if (tick < this.tick) {
      throw new IllegalStateException("an event at " + tick + " after one at " + this.tick);
    }
    add(tick, order(priority, sequence++), payload, target);
  }

  /// The second sort key. As a sequence has 56 bits, priorities fill a byte; the sign bit is
  /// flipped so that signed comparison orders 0..255.
  static long order(int priority, long sequence) {
    if (priority < 0 || priority > LARGEST_PRIORITY) {
      throw new IllegalArgumentException("priority " + priority + " is not within 0..255");
    }
    return ((long) priority << SEQUENCE_BITS | sequence) ^ Long.MIN_VALUE;
  }

  static int priority(long order) {
    return (int) ((order ^ Long.MIN_VALUE) >>> SEQUENCE_BITS);
  }

  /// Adds an event whose place among those of its tick is already decided.
  void add(long tick, long order, long payload, int target) {
    if ((size + 1) * STRIDE > heap.length) {
      heap = Arrays.copyOf(heap, 2 * heap.length);
    }
    long[] heap = this.heap;
    int hole = size++;
    while (hole > 0) {
      int parent = (hole - 1) / ARITY;
      int p = parent * STRIDE;
      if (heap[p] < tick || (heap[p] == tick && heap[p + 1] < order)) {
        break;
      }
      System.arraycopy(heap, p, heap, hole * STRIDE, STRIDE);
      hole = parent;
    }
    put(heap, hole, tick, order, payload, target);
  }

  @Override
  public boolean next(long endTick) {
    if (size == 0 || heap[0] >= endTick) {
      return false;
    }
    long[] heap = this.heap;
    tick = heap[0];
    order = heap[1];
    payload = heap[2];
    target = (int) heap[3];
    int last = --size * STRIDE;
    sink(heap, size, heap[last], heap[last + 1], heap[last + 2], (int) heap[last + 3]);
    return true;
  }

  /// Puts an event into the hole at the root and lets it sink among `size` events.
  private static void sink(long[] heap, int size, long tick, long order, long payload, int target) {
    int hole = 0;
    while (true) {
      int first = hole * ARITY + 1;
      if (first >= size) {
        break;
      }
      int end = Math.min(first + ARITY, size);
      int least = first * STRIDE;
      for (int c = (first + 1) * STRIDE; c < end * STRIDE; c += STRIDE) {
        if (heap[c] < heap[least] || (heap[c] == heap[least] && heap[c + 1] < heap[least + 1])) {
          least = c;
        }
      }
      if (tick < heap[least] || (tick == heap[least] && order < heap[least + 1])) {
        break;
      }
      int h = hole * STRIDE;
      heap[h] = heap[least];
      heap[h + 1] = heap[least + 1];
      heap[h + 2] = heap[least + 2];
      heap[h + 3] = heap[least + 3];
      hole = least / STRIDE;
    }
    put(heap, hole, tick, order, payload, target);
  }

  private static void put(long[] heap, int at, long tick, long order, long payload, int target) {
    int i = at * STRIDE;
    heap[i] = tick;
    heap[i + 1] = order;
    heap[i + 2] = payload;
    heap[i + 3] = target;
  }

  @Override
  public long firstTick() {
    return size == 0 ? Long.MAX_VALUE : heap[0];
  }

  long order() {
    return order;
  }

  @Override
  public long tick() {
    return tick;
  }

  @Override
  public int priority() {
    return priority(order);
  }

  @Override
  public int target() {
    return target;
  }

  @Override
  public long payload() {
    return payload;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public void copyTo(EventQueue other) {
    var copy = new HeapQueue();
    copy.addAll(this);
    while (copy.next()) {
      other.add(copy.tick, copy.priority(), copy.target, copy.payload);
    }
  }

  /// Adds all that waits in another heap, each in its place.
  void addAll(HeapQueue other) {
    for (int i = 0; i < other.size * STRIDE; i += STRIDE) {
      add(other.heap[i], other.heap[i + 1], other.heap[i + 2], (int) other.heap[i + 3]);
    }
  }
}
