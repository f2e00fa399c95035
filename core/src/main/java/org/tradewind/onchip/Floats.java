package org.tradewind.onchip;

import org.tradewind.pe.Sram;

/// Rows of single precision in a core's memory.
final class Floats {
  private Floats() {}

  static void put(Sram into, int at, float[] values) {
    for (int n = 0; n < values.length; n++) {
      into.putFloat(at + 4 * n, values[n]);
    }
  }

  static void get(Sram from, int at, float[] values) {
    for (int n = 0; n < values.length; n++) {
      values[n] = from.getFloat(at + 4 * n);
    }
  }
}
