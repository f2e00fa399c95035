package org.tradewind.onchip;

import org.tradewind.learn.SingleAdam;
import org.tradewind.pe.Layout;
import org.tradewind.pe.Sram;

/// Weights with their moments in a core's memory: regions "weights", "m" and "v", and in the first
/// word of "progress" the steps of Adam that were made.
final class AdamMemory {
  private AdamMemory() {}

  static void write(Sram into, Layout layout, SingleAdam.State state) {
    var memory = new Memory(into, layout);
    memory.put("weights", state.weights());
    memory.put("m", state.m());
    memory.put("v", state.v());
    into.putInt(memory.offset("progress"), state.steps());
  }

  /// @param weights how many there are
  static SingleAdam.State read(Sram from, Layout layout, int weights) {
    var memory = new Memory(from, layout);
    var state =
        new SingleAdam.State(
            new float[weights],
            new float[weights],
            new float[weights],
            from.getInt(memory.offset("progress")));
    memory.get("weights", state.weights());
    memory.get("m", state.m());
    memory.get("v", state.v());
    return state;
  }
}
