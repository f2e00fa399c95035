package org.tradewind.cost;

import static org.tradewind.machine.Confidence.ASSUMED;
import static org.tradewind.machine.Confidence.DERIVED;
import static org.tradewind.machine.Confidence.REPORTED;

import org.tradewind.machine.Confidence;
import org.tradewind.machine.Fact;
import org.tradewind.machine.Spinnaker2;

/// Something that a PE or the network does and that is counted where it happens. An action of a PE
/// keeps its core busy for the cycles given here. One of the network takes the time that `run`
/// models and no core cycles; it costs the energy given here, which is 0 as long as nobody has
/// published one: counted, shown, and not included.
///
/// A PE's small accelerators are waited for by its core, so that their latency is core cycles too.
/// The MAC array is not: the core sleeps meanwhile ([MacArrayCost]).
///
/// All other cycles are ours, for the whole action as the chip's SNN runtime does it, estimated
/// with the Cortex-M4's instruction timings (zero-wait-state SRAM: 1 an arithmetic operation, 2 a
/// load, 1 a store, 2 to 4 a taken branch, 1 a float addition or multiplication). No timing of
/// SpiNNaker2's own software is published but for one bound: a core takes up to 12 M synaptic
/// events/s with 1,024 neurons (CHIP). At 300 MHz and 1 ms that is 12,000 x 20 + 1,024 x 40 =
/// 280,960 of 300,000 cycles a timestep. What remains, the interrupt taken off, pays for 1,902
/// packets, so the bound is met while a packet brings 6.4 synaptic events or more on average, and
/// missed below that.
public enum Action {
  // ── a PE's core ──
  INTERRUPT(12, "a handler is called", "Cortex-M4 exception entry, 12 cycles"),
  TAIL_CHAIN(
      6, "a handler is called where another ends", "Cortex-M4 tail-chained exception, 6 cycles"),
  PACKET(
      10,
      "one packet is taken from the event FIFO and its row found",
      "load of the key, one mask and compare, load of the row's address and length; a search among "
          + "many sources would cost more"),
  SYNAPTIC_EVENT(
      20,
      "one synapse word is read and added to its accumulator",
      "load, three shifts and masks, address of the ring buffer, load, add, store, branch: 16-20; "
          + "at most 25 fit 12 M events/s (CHIP)"),
  LIF_UPDATE(
      40,
      "one lif or IF neuron, one step",
      "loads of accumulator, v and 4 parameters 12, convert and 3 float operations 5, compare and "
          + "reset 6, stores 3, clearing the ring buffer 4, loop 6; fits 12 M events/s (CHIP)"),
  LIF_CURR_EXP_UPDATE(
      50, "lif with two decaying currents", "lif and two times load, multiply, add, store"),
  LIF_ADAPTIVE_UPDATE(
      50, "lif with a decaying threshold", "lif and 3 loads, 3 float operations, a store"),
  IZHIKEVICH_UPDATE(
      60, "two half steps of v, one of u", "lif's frame 30 and 19 float operations, 3 loads"),
  RELAY_UPDATE(10, "one neuron's accumulator is tested and cleared", "load, compare, store, loop"),
  POISSON_UPDATE(
      15,
      "one random word is drawn and compared",
      "the PE's generator gives a word a cycle (CHIP); load, compare, loop"),
  SPIKE_LIST_UPDATE(10, "one listed spike is read", "two loads, compare, loop"),
  SPIKE(10, "one multicast packet is sent", "key built, ready bit tested, transmit register"),
  EXP_LOG(6, "one exp or ln, its iterations apart", DERIVED, "CHIP: 7-22 cycles for 1-16"),
  EXP_LOG_ITERATION(1, "one iteration of exp or ln", DERIVED, "CHIP: 7-22 cycles for 1-16"),
  ROUND(4, "the rounding unit rounds one value", REPORTED, "CHIP: 3-4 cycles; the longer taken"),
  RANDOM_WORD(1, "the PE's generator gives 32 bits", REPORTED, "CHIP: 32 bits a cycle"),
  DMA_START(
      12, "a DMA transfer is asked for", "five registers written, two values computed, estimated"),
  SHARED_ACCESS(
      4, "a word of a quad's other memory is read or written", "a load and two waits, estimated"),
  /// Work of a program that has no row of its own: counted in cycles.
  CYCLE(1, "one core cycle", "by definition"),

  // ── its MAC array ──
  MULTIPLY_ACCUMULATE("one multiply-accumulate of 8-bit operands", true),

  // ── the network ──
  NOC_HOP("one packet crosses one NoC link"),
  ROUTER_PACKET("one packet passes a router"),
  LINK_FRAME("one frame crosses a link between chips"),
  DRAM_BYTE("one byte is read from DRAM or written to it", Spinnaker2.DRAM_BIT_ENERGY, 8);

  private final Fact cycles;
  private final Fact picojoules;
  private final boolean onMacArray;

  Action(int cycles, String what, String because) {
    this(cycles, what, ASSUMED, because);
  }

  Action(int cycles, String what, Confidence confidence, String because) {
    this(new Fact(what, cycles, "cycles", confidence, because), null, false);
  }

  Action(String what) {
    this(null, new Fact(what, 0, "pJ", ASSUMED, "not published, so not included"), false);
  }

  Action(String what, Fact each, int times) {
    this(
        null,
        new Fact(
            what,
            each.value() * times,
            each.unit(),
            each.confidence(),
            times + " x " + each.name() + "; " + each.source()),
        false);
  }

  Action(String what, boolean onMacArray) {
    this(null, new Fact(what, 0, "pJ", ASSUMED, "the performance level's"), onMacArray);
  }

  Action(Fact cycles, Fact picojoules, boolean onMacArray) {
    this.cycles = cycles;
    this.picojoules = picojoules;
    this.onMacArray = onMacArray;
  }

  /// Whether a core does it, so that it costs core cycles.
  public boolean onCore() {
    return cycles != null;
  }

  /// Whether a PE's MAC array does it, while the core sleeps or does something else.
  public boolean onMacArray() {
    return onMacArray;
  }

  /// Core cycles of one such action.
  public Fact cycles() {
    if (cycles == null) {
      throw new IllegalStateException(this + " is not done by a core");
    }
    return cycles;
  }

  /// Energy of one such action of the network.
  public Fact picojoules() {
    if (picojoules == null) {
      throw new IllegalStateException(this + " costs core cycles, whose energy is the level's");
    }
    return picojoules;
  }
}
