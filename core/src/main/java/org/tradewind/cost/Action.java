package org.tradewind.cost;

import static org.tradewind.machine.Confidence.ASSUMED;
import static org.tradewind.machine.Confidence.REPORTED;

import org.tradewind.machine.Fact;

/// Something that a PE or the network does and that is counted where it happens. Actions of a PE
/// keep its core busy for the cycles given here; those of the network take the time that `run`
/// models and no core cycles.
///
/// The cycles are for the whole action as the chip's SNN runtime does it. Only their sum is bounded
/// by a published figure: 12 M synaptic events/s with 1,024 neurons at 1 ms and 300 MHz (CHIP).
public enum Action {
  // ── a PE's core ──
  INTERRUPT(12, "Cortex-M4 exception entry"),
  PACKET(10, "take one packet from the event FIFO and find its row"),
  SYNAPTIC_EVENT(20, "read one synapse word, add to the accumulator; fits 12 M events/s (CHIP)"),
  LIF_UPDATE(40, "one lif or IF neuron, one step; fits 12 M events/s (CHIP)"),
  LIF_CURR_EXP_UPDATE(50, "lif plus two decaying currents"),
  LIF_ADAPTIVE_UPDATE(50, "lif plus a decaying threshold"),
  IZHIKEVICH_UPDATE(60, "two half steps of v, one of u"),
  RELAY_UPDATE(10, "test and clear one neuron's accumulator"),
  POISSON_UPDATE(15, "one random word and a comparison"),
  SPIKE_LIST_UPDATE(10, "read one listed spike"),
  SPIKE(10, "write one multicast key to the transmit register"),
  /// Work of a program that has no row of its own: counted in cycles.
  CYCLE(1, "one core cycle"),

  // ── the network ──
  NOC_HOP,
  ROUTER_PACKET,
  LINK_FRAME;

  private final Fact cycles;

  Action(int cycles, String what) {
    this.cycles =
        new Fact(
            what,
            cycles,
            "cycles",
            name().equals("INTERRUPT") ? REPORTED : ASSUMED,
            "docs/limits.md");
  }

  Action() {
    this.cycles = null;
  }

  /// Whether a core does it, so that it costs core cycles.
  public boolean onCore() {
    return cycles != null;
  }

  /// Core cycles of one such action.
  public Fact cycles() {
    if (cycles == null) {
      throw new IllegalStateException(this + " is not done by a core");
    }
    return cycles;
  }
}
