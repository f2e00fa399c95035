package org.tradewind.run;

import java.util.ArrayDeque;
import org.tradewind.machine.CoreMap;
import org.tradewind.pe.Dma;
import org.tradewind.pe.Interrupt;

/// A PE's DMA controller: one transfer after the other, the core going on meanwhile.
final class DmaEngine implements Dma {
  /// A transfer that waits or is under way.
  ///
  /// @param place the other side
  /// @param address there
  /// @param offset in this PE's memory
  /// @param asked when the core asked for it
  private record Transfer(
      boolean fetches, int place, int address, int offset, int bytes, long asked) {}

  private final RunningPe pe;
  private final Memory memory;
  private final ArrayDeque<Transfer> transfers = new ArrayDeque<>();

  DmaEngine(RunningPe pe, Memory memory) {
    this.pe = pe;
    this.memory = memory;
  }

  @Override
  public void readDram(long address, int into, int bytes) {
    add(new Transfer(true, place(address, bytes), Dram.within(address), into, bytes, pe.now()));
  }

  @Override
  public void writeDram(int from, long address, int bytes) {
    add(new Transfer(false, place(address, bytes), Dram.within(address), from, bytes, pe.now()));
  }

  @Override
  public void read(int p, int offset, int into, int bytes) {
    add(new Transfer(true, checked(p), offset, into, bytes, pe.now()));
  }

  @Override
  public void write(int from, int p, int offset, int bytes) {
    add(new Transfer(false, checked(p), offset, from, bytes, pe.now()));
  }

  private static int place(long address, int bytes) {
    return Memory.FIRST_DRAM + Dram.number(address, bytes);
  }

  private static int checked(int p) {
    if (p < 0 || p >= CoreMap.PES) {
      throw new IllegalArgumentException("a transfer with PE " + p + " of 0..151");
    }
    return p;
  }

  private void add(Transfer transfer) {
    int granule = Memory.GRANULE_BYTES;
    if (transfer.bytes <= 0
        || transfer.bytes % granule != 0
        || transfer.address % granule != 0
        || transfer.offset % granule != 0) {
      throw new IllegalArgumentException(
          "a transfer of "
              + transfer.bytes
              + " bytes between "
              + transfer.address
              + " and "
              + transfer.offset
              + ": DMA copies whole granules of 16 bytes");
    }
    transfers.add(transfer);
    if (transfers.size() == 1) {
      begin(transfer, pe.now());
    }
  }

  private void begin(Transfer t, long tick) {
    if (t.fetches) {
      memory.fetch(pe, tick, t.place, t.address, t.offset, t.bytes);
    } else {
      memory.push(pe, tick, t.place, t.address, t.offset, t.bytes);
    }
  }

  /// The transfer under way has ended.
  void ended(long tick) {
    transfers.remove();
    if (!transfers.isEmpty()) {
      // a handler runs at once on the host: it may have asked for a time that is still to come
      begin(transfers.peek(), Math.max(tick, transfers.peek().asked));
    } else {
      pe.core().raise(Interrupt.DMA_DONE, tick);
    }
  }

  @Override
  public int underWay() {
    return transfers.size();
  }

  void save(State.Writer out) {
    out.put(transfers.size());
    for (Transfer t : transfers) {
      out.put(t.fetches);
      out.put(new long[] {t.place, t.address, t.offset, t.bytes, t.asked});
    }
  }

  void restore(State.Reader in) {
    for (int i = in.getInt(); i > 0; i--) {
      boolean fetches = in.getBoolean();
      var t = new long[5];
      in.get(t);
      transfers.add(new Transfer(fetches, (int) t[0], (int) t[1], (int) t[2], (int) t[3], t[4]));
    }
  }
}
