package org.tradewind.run;

/// A PE's event FIFO: a ring of keys in its SRAM that the hardware fills without waking the core.
/// Where it is full the packet is dropped and counted, which is one of the hardware's three choices
/// (CHIP).
final class EventFifo {
  private final int capacity;
  private int[] ring;
  private int head;
  private int size;
  private int maxSize;
  private long received;
  private long dropped;

  EventFifo(int capacity) {
    this.capacity = capacity;
    this.ring = new int[Math.min(capacity, 16)];
  }

  void add(int key) {
    if (size == capacity) {
      dropped++;
      return;
    }
    if (size == ring.length) {
      grow();
    }
    int tail = head + size;
    ring[tail < ring.length ? tail : tail - ring.length] = key;
    size++;
    received++;
    maxSize = Math.max(maxSize, size);
  }

  int take() {
    if (size == 0) {
      throw new IllegalStateException("a program took a packet from an empty event FIFO");
    }
    int key = ring[head];
    head = head + 1 == ring.length ? 0 : head + 1;
    size--;
    return key;
  }

  /// Host memory follows the need, so that a million idle PEs cost little.
  private void grow() {
    var longer = new int[(int) Math.min(capacity, 2L * ring.length)];
    System.arraycopy(ring, head, longer, 0, ring.length - head);
    System.arraycopy(ring, 0, longer, ring.length - head, head);
    ring = longer;
    head = 0;
  }

  int size() {
    return size;
  }

  int maxSize() {
    return maxSize;
  }

  long received() {
    return received;
  }

  long dropped() {
    return dropped;
  }
}
