package org.tradewind.onchip;

import java.util.ArrayList;
import java.util.List;
import org.tradewind.pe.Layout;
import org.tradewind.pe.Sram;

/// A core's memory by the regions of its layout. What a running program has in arrays of its own is
/// named once ([#keeps]), and from then on read from its regions and written back to them together.
final class Memory {
  private final Sram sram;
  private final Layout layout;
  private final List<Floats> floats = new ArrayList<>();
  private final List<Flags> flags = new ArrayList<>();

  private record Floats(int offset, float[] values) {}

  private record Flags(int offset, boolean[] values) {}

  Memory(Sram sram, Layout layout) {
    this.sram = sram;
    this.layout = layout;
  }

  int offset(String region) {
    return layout.region(region).offset();
  }

  // ── one region ──

  void get(String region, float[] values) {
    get(offset(region), values);
  }

  void put(String region, float[] values) {
    put(offset(region), values);
  }

  void get(int at, float[] values) {
    for (int n = 0; n < values.length; n++) {
      values[n] = sram.getFloat(at + 4 * n);
    }
  }

  void put(int at, float[] values) {
    for (int n = 0; n < values.length; n++) {
      sram.putFloat(at + 4 * n, values[n]);
    }
  }

  // ── what is kept ──

  Memory keeps(String region, float[] values) {
    floats.add(new Floats(offset(region), values));
    return this;
  }

  /// A byte each.
  Memory keeps(String region, boolean[] values) {
    flags.add(new Flags(offset(region), values));
    return this;
  }

  void read() {
    for (Floats kept : floats) {
      get(kept.offset, kept.values);
    }
    for (Flags kept : flags) {
      for (int n = 0; n < kept.values.length; n++) {
        kept.values[n] = sram.getByte(kept.offset + n) != 0;
      }
    }
  }

  void write() {
    for (Floats kept : floats) {
      put(kept.offset, kept.values);
    }
    for (Flags kept : flags) {
      for (int n = 0; n < kept.values.length; n++) {
        sram.putByte(kept.offset + n, (byte) (kept.values[n] ? 1 : 0));
      }
    }
  }
}
