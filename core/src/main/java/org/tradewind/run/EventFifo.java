package org.tradewind.run;

import java.util.Arrays;
import org.tradewind.pe.Payload;
import org.tradewind.pe.Reception.WhenFull;

/// One event FIFO of a PE: a ring in its SRAM that the hardware fills without waking the core.
///
/// Host memory follows the need, so that a million idle PEs cost little: the ring grows to its
/// capacity, and payloads take room from the first one on.
final class EventFifo {
  private static final int[] NO_KEYS = {};
  private static final Payload[] NO_PAYLOADS = {};

  private final int capacity;
  private final WhenFull whenFull;

  private int[] ring = NO_KEYS;

  /// Beside the keys, or empty as long as no packet had one.
  private Payload[] payloads = NO_PAYLOADS;

  private int head;
  private int size;

  /// Those that found it full and wait for room, in order; only where it stalls.
  private int[] stalledKeys = NO_KEYS;

  private Payload[] stalledPayloads = NO_PAYLOADS;
  private int firstStalled;
  private int endStalled;

  private Payload taken = Payload.NONE;
  private int maxSize;
  private long received;
  private long dropped;
  private long everStalled;

  EventFifo(int capacity, WhenFull whenFull) {
    this.capacity = capacity;
    this.whenFull = whenFull;
  }

  /// Returns whether there was room.
  boolean add(int key, Payload payload) {
    if (size < capacity) {
      put(key, payload);
      return true;
    }
    switch (whenFull) {
      case DROP -> dropped++;
      case OVERWRITE -> {
        remove();
        dropped++;
        put(key, payload);
      }
      case STALL -> stall(key, payload);
    }
    return false;
  }

  private void put(int key, Payload payload) {
    if (size == ring.length) {
      grow();
    }
    int tail = place(size);
    ring[tail] = key;
    if (payload != Payload.NONE && payloads.length < ring.length) {
      payloads = Arrays.copyOf(payloads, ring.length);
    }
    if (payloads.length > 0) {
      payloads[tail] = payload;
    }
    size++;
    received++;
    maxSize = Math.max(maxSize, size);
  }

  private void stall(int key, Payload payload) {
    if (endStalled == stalledKeys.length) {
      int waiting = stalled();
      int longer = Math.max(16, 2 * waiting);
      stalledKeys = moved(stalledKeys, new int[longer], waiting);
      stalledPayloads = moved(stalledPayloads, new Payload[longer], waiting);
      firstStalled = 0;
      endStalled = waiting;
    }
    stalledKeys[endStalled] = key;
    stalledPayloads[endStalled++] = payload;
    everStalled++;
  }

  private <A> A moved(A from, A to, int count) {
    System.arraycopy(from, firstStalled, to, 0, count);
    return to;
  }

  int take() {
    if (size == 0) {
      throw new IllegalStateException("a program took a packet from an empty event FIFO");
    }
    int key = ring[head];
    taken = payloads.length == 0 || payloads[head] == null ? Payload.NONE : payloads[head];
    remove();
    if (firstStalled < endStalled) {
      put(stalledKeys[firstStalled], stalledPayloads[firstStalled]);
      firstStalled++;
    }
    return key;
  }

  private void remove() {
    head = head + 1 == ring.length ? 0 : head + 1;
    size--;
  }

  private int place(int i) {
    int at = head + i;
    return at < ring.length ? at : at - ring.length;
  }

  private void grow() {
    int longer = (int) Math.min(capacity, Math.max(16, 2L * ring.length));
    ring = straightened(ring, Arrays.copyOf(ring, longer));
    if (payloads.length > 0) {
      payloads = straightened(payloads, Arrays.copyOf(payloads, longer));
    }
    head = 0;
  }

  /// Copies a full ring so that its head comes first.
  private <A> A straightened(A from, A to) {
    System.arraycopy(from, head, to, 0, size - head);
    System.arraycopy(from, 0, to, size - head, head);
    return to;
  }

  /// The payload of the packet that was taken last.
  Payload taken() {
    return taken;
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

  /// Packets that had to wait outside, and those of them that still do.
  long everStalled() {
    return everStalled;
  }

  int stalled() {
    return endStalled - firstStalled;
  }

  void save(State.Writer out) {
    out.put(size);
    for (int i = 0; i < size; i++) {
      int at = place(i);
      save(out, ring[at], payloads.length == 0 ? null : payloads[at]);
    }
    out.put(stalled());
    for (int i = firstStalled; i < endStalled; i++) {
      save(out, stalledKeys[i], stalledPayloads[i]);
    }
    save(out, 0, taken);
    out.put(new long[] {maxSize, received, dropped, everStalled});
  }

  private static void save(State.Writer out, int key, Payload payload) {
    Payload carried = payload == null ? Payload.NONE : payload;
    out.put(key & 0xFFFF_FFFFL | (long) carried.bits() << 32);
    if (carried.bits() > 0) {
      out.put(carried.low());
      out.put(carried.high());
    }
  }

  void restore(State.Reader in) {
    for (int i = in.getInt(); i > 0; i--) {
      long key = in.getLong();
      put((int) key, payload(in, key));
    }
    for (int i = in.getInt(); i > 0; i--) {
      long key = in.getLong();
      stall((int) key, payload(in, key));
    }
    taken = payload(in, in.getLong());
    var state = new long[4];
    in.get(state);
    maxSize = (int) state[0];
    received = state[1];
    dropped = state[2];
    everStalled = state[3];
  }

  private static Payload payload(State.Reader in, long key) {
    int bits = (int) (key >>> 32);
    return bits == 0 ? Payload.NONE : new Payload(bits, in.getLong(), in.getLong());
  }
}
