package org.tradewind.run;

import org.tradewind.pe.Interrupt;
import org.tradewind.pe.Payload;
import org.tradewind.pe.Reception;

/// A PE's event handler: sorts what lands into its three FIFOs and says which interrupts that
/// causes, a bit each.
final class EventHandler {
  /// Interrupts that last as long as their cause does.
  static final int LASTING = bits(0) | bits(1) | bits(2);

  private static final int FIFOS = 3;

  private final Reception reception;
  private final EventFifo[] fifos = new EventFifo[FIFOS];
  private final EventFifo otherwise;
  private final boolean allInOne;
  private EventFifo lastTaken;

  EventHandler(Reception reception, int packetsOfOptions) {
    this.reception = reception;
    for (int f = 0; f < FIFOS; f++) {
      Reception.Fifo fifo = reception.fifos().get(f);
      int packets = fifo.packets() == 0 ? packetsOfOptions : fifo.packets();
      fifos[f] = new EventFifo(packets, fifo.whenFull());
    }
    otherwise = fifos[Reception.OTHERWISE];
    lastTaken = otherwise;
    allInOne = reception == Reception.ALL_IN_ONE;
  }

  private static int bits(int fifo) {
    return 1 << Interrupt.waiting(fifo).ordinal() | 1 << Interrupt.level(fifo).ordinal();
  }

  /// A packet lands.
  ///
  /// @return 0, or the bit of the interrupt that tells of a full FIFO
  int add(int key, Payload payload) {
    if (allInOne) {
      return otherwise.add(key, payload) ? 0 : 1 << Interrupt.OTHERWISE_FULL.ordinal();
    }
    int f = reception.fifo(key);
    return fifos[f].add(key, payload) ? 0 : 1 << Interrupt.full(f).ordinal();
  }

  /// The lasting interrupts whose cause is there now.
  int lasting() {
    int bits = 0;
    for (int f = 0; f < FIFOS; f++) {
      int size = fifos[f].size();
      if (size > 0) {
        bits |= 1 << Interrupt.waiting(f).ordinal();
      }
      if (size >= reception.fifos().get(f).level()) {
        bits |= 1 << Interrupt.level(f).ordinal();
      }
    }
    return bits;
  }

  int waiting(int fifo) {
    return fifos[fifo].size();
  }

  int take(int fifo) {
    lastTaken = fifos[fifo];
    return lastTaken.take();
  }

  Payload taken() {
    return lastTaken.taken();
  }

  /// Packets in all FIFOs, those that wait for room in one included.
  int held() {
    int sum = 0;
    for (EventFifo fifo : fifos) {
      sum += fifo.size() + fifo.stalled();
    }
    return sum;
  }

  int maxSize() {
    int most = 0;
    for (EventFifo fifo : fifos) {
      most = Math.max(most, fifo.maxSize());
    }
    return most;
  }

  long received() {
    long sum = 0;
    for (EventFifo fifo : fifos) {
      sum += fifo.received();
    }
    return sum;
  }

  long dropped() {
    long sum = 0;
    for (EventFifo fifo : fifos) {
      sum += fifo.dropped();
    }
    return sum;
  }

  long stalled() {
    long sum = 0;
    for (EventFifo fifo : fifos) {
      sum += fifo.everStalled();
    }
    return sum;
  }

  void save(State.Writer out) {
    for (EventFifo fifo : fifos) {
      fifo.save(out);
    }
    out.put(lastTaken == fifos[0] ? 0 : lastTaken == fifos[1] ? 1 : 2);
  }

  void restore(State.Reader in) {
    for (EventFifo fifo : fifos) {
      fifo.restore(in);
    }
    lastTaken = fifos[in.getInt()];
  }
}
