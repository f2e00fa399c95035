package org.tradewind.onchip;

import org.tradewind.pe.Sram;

/// Reads settings from a core's memory in the order in which they were written.
final class Words {
  private final Sram sram;
  private int at;

  /// @param at offset of the first
  Words(Sram sram, int at) {
    this.sram = sram;
    this.at = at;
  }

  /// The last so many words of a memory.
  static Words last(Sram sram, int words) {
    return new Words(sram, sram.size() - 4 * words);
  }

  int nextInt() {
    at += 4;
    return sram.getInt(at - 4);
  }

  float nextFloat() {
    return Float.intBitsToFloat(nextInt());
  }

  boolean nextFlag() {
    return nextInt() != 0;
  }

  /// Of two words, the lower half first.
  double nextDouble() {
    at += 8;
    return Double.longBitsToDouble(sram.getLong(at - 8));
  }
}
