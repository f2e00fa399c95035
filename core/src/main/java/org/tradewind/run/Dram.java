package org.tradewind.run;

import java.util.HashMap;
import java.util.Map;
import org.tradewind.machine.Spinnaker2;
import org.tradewind.unit.Ticks;

/// One of a chip's two LPDDR4 interfaces with its memory, which takes as much of the host's as was
/// written. What was never written is 0.
///
/// A burst waits until those before it have passed, passes at the sustained bandwidth, and comes
/// out a latency later.
final class Dram {
  /// Of one interface: the second one's addresses follow the first one's.
  private static final long BYTES =
      (long) Spinnaker2.DRAM_BYTES.value() / Spinnaker2.DRAM_INTERFACES.whole();

  private static final int PAGE_BITS = 16;
  private static final int PAGE_BYTES = 1 << PAGE_BITS;
  private static final double TICKS_PER_BYTE =
      Ticks.PER_SECOND
          / (1e9 * Spinnaker2.DRAM_BANDWIDTH.value() * Spinnaker2.DRAM_EFFICIENCY.value());
  private static final long LATENCY_TICKS = Ticks.ofSeconds(1e-9 * Spinnaker2.DRAM_LATENCY.value());

  private final Map<Integer, byte[]> pages = new HashMap<>();

  /// In fractions of a tick, so that many small bursts take as long as a large one.
  private double free;

  private long bytesMoved;

  /// Or null where nobody asks for power over time.
  private final PowerBins power;

  Dram(PowerBins power) {
    this.power = power;
  }

  /// The interface, 0 or 1, that has a stretch of a chip's DRAM.
  ///
  /// @throws IllegalArgumentException where it is not all in one interface of the chip
  static int number(long address, long bytes) {
    long last = address + bytes - 1;
    if (address < 0 || last >= BYTES * Spinnaker2.DRAM_INTERFACES.whole()) {
      throw new IllegalArgumentException(
          bytes + " bytes at " + address + " of DRAM: a chip has 2 GiB of it");
    }
    if (address / BYTES != last / BYTES) {
      throw new IllegalArgumentException(
          bytes
              + " bytes at "
              + address
              + " of DRAM: that crosses from one DRAM interface to the other");
    }
    return (int) (address / BYTES);
  }

  /// An address as its interface counts it.
  static int within(long address) {
    return (int) (address % BYTES);
  }

  /// When the last byte of a burst has passed, if it was asked for at `tick`.
  long readyAt(long tick, int bytes) {
    free = Math.max(free, tick) + bytes * TICKS_PER_BYTE;
    bytesMoved += bytes;
    if (power != null) {
      power.dram((long) free, bytes);
    }
    return (long) Math.ceil(free) + LATENCY_TICKS;
  }

  byte[] read(int address, int length) {
    var found = new byte[length];
    for (int i = 0; i < length; ) {
      int within = address + i & PAGE_BYTES - 1;
      int run = Math.min(length - i, PAGE_BYTES - within);
      byte[] page = pages.get(address + i >>> PAGE_BITS);
      if (page != null) {
        System.arraycopy(page, within, found, i, run);
      }
      i += run;
    }
    return found;
  }

  void write(int address, byte[] bytes) {
    for (int i = 0; i < bytes.length; ) {
      int within = address + i & PAGE_BYTES - 1;
      int run = Math.min(bytes.length - i, PAGE_BYTES - within);
      byte[] page = pages.computeIfAbsent(address + i >>> PAGE_BITS, _ -> new byte[PAGE_BYTES]);
      System.arraycopy(bytes, i, page, within, run);
      i += run;
    }
  }

  /// Read and written.
  long bytesMoved() {
    return bytesMoved;
  }

  void save(State.Writer out) {
    out.put(free);
    out.put(bytesMoved);
    out.put(pages.size());
    pages.keySet().stream()
        .sorted()
        .forEach(page -> {
          out.put(page);
          out.put(pages.get(page));
        });
  }

  void restore(State.Reader in) {
    free = in.getDouble();
    bytesMoved = in.getLong();
    for (int i = in.getInt(); i > 0; i--) {
      pages.put(in.getInt(), in.getBytes());
    }
  }
}
