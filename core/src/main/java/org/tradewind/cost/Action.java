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
/// What programs for spiking networks do, and what any program does with packets, is counted from
/// instructions: the same loops, written in C (`firmware/`), as a compiler makes them for the
/// Cortex-M4F, with the core's documented timings, memory without wait states and two cycles to
/// refill the pipeline. `firmware/cycles.tsv` has the figures with their lowest and highest; a test
/// compares them with these. No timing of SpiNNaker2's own software is published. What its capacity
/// is by these figures, beside the published one, is in docs/validation.md.
public enum Action {
  // ── a PE's core ──
  INTERRUPT(12, "a handler is called", REPORTED, "ARM: a Cortex-M4 enters a handler in 12 cycles"),
  TAIL_CHAIN(
      6,
      "a handler is called where another ends",
      REPORTED,
      "ARM: a Cortex-M4 enters a tail-chained handler in 6 cycles"),
  /// Of a program with neurons that receive.
  STEP(160, "what a step takes around its loops", counted("receive.step + curr_exp.step")),
  RING_SLOT(17, "one slot of the ring buffer is aimed at in a step", counted("receive.slot")),
  PACKET(
      56,
      "one packet is taken from the event FIFO, its row of 16-bit words found",
      counted("most of packet.delay, packet.no_delay, packet.delay.split, packet.no_delay.split")),
  PACKET_WIDE(
      35, "the same, a row of 32-bit words", counted("most of packet.wide, packet.wide.split")),
  /// ceil(log2(entries)) of them for each packet.
  PROBE(13, "one look into the table of sources, a binary search", counted("probe")),
  INDEXED_ROW(17, "more where rows have ends: see SynapticRows", counted("row.indexed")),
  SPARSE_ROW(53, "more where few neurons have a row", counted("row.sparse")),
  ABSENT_ROW(8, "more where few have a row and this one has none", counted("row.absent")),
  SYNAPTIC_EVENT(
      16,
      "one synapse word of 16 bits is read and added to its accumulator",
      counted("event.delay")),
  SYNAPTIC_EVENT_NO_DELAY(13, "the same, a word without delay", counted("event.no_delay")),
  SYNAPTIC_EVENT_WIDE(18, "the same, a word of 32 bits", counted("event.wide")),
  SYNAPTIC_EVENT_SPLIT(
      13,
      "16 bits, excitatory and inhibitory sums apart",
      counted("most of event.delay.split, event.no_delay.split")),
  SYNAPTIC_EVENT_WIDE_SPLIT(
      15, "32 bits, excitatory and inhibitory sums apart", counted("event.wide.split")),
  PACKET_GRADED(
      59,
      "one packet with a number is taken, its row of 16-bit words found",
      counted("most of packet.delay.graded, packet.no_delay.graded")),
  PACKET_GRADED_WIDE(43, "the same, a row of 32-bit words", counted("packet.wide.graded")),
  SYNAPTIC_PRODUCT(
      16,
      "one synapse word of 16 bits is read and added times a number",
      counted("event.delay.graded")),
  SYNAPTIC_PRODUCT_NO_DELAY(13, "the same, a word without delay", counted("event.no_delay.graded")),
  SYNAPTIC_PRODUCT_WIDE(18, "the same, a word of 32 bits", counted("event.wide.graded")),
  KERNEL_PACKET(
      244, "one packet is taken, its place in a convolution found", counted("packet.kernel")),
  KERNEL_TAP(11, "one row or one column of a kernel that it reaches", counted("kernel.tap")),
  KERNEL_CHANNEL(39, "one output channel that it reaches", counted("kernel.channel")),
  KERNEL_ROW(20, "one row of a kernel in one channel", counted("kernel.row")),
  KERNEL_EVENT(10, "one weight of a kernel is added to its accumulator", counted("event.kernel")),
  LIF_UPDATE(22, "one lif or IF neuron, one step", counted("lif")),
  LIF_EACH_UPDATE(31, "the same with parameters of its own", counted("lif.each")),
  LIF_CURR_EXP_UPDATE(49, "lif with two decaying currents", counted("curr_exp")),
  LIF_CURR_EXP_EACH_UPDATE(93, "the same with parameters of its own", counted("curr_exp.each")),
  LIF_ADAPTIVE_UPDATE(33, "lif with a decaying threshold", counted("adaptive")),
  LIF_ADAPTIVE_EACH_UPDATE(59, "the same with parameters of its own", counted("adaptive.each")),
  LIF_ADAPTIVE_NEXT_UPDATE(35, "the same with a reset a step later", counted("adaptive.next")),
  LIF_ADAPTIVE_NEXT_EACH_UPDATE(
      62, "that with parameters of its own", counted("adaptive.next.each")),
  IZHIKEVICH_UPDATE(56, "two half steps of v, one of u", counted("izhikevich")),
  IZHIKEVICH_EACH_UPDATE(85, "the same with parameters of its own", counted("izhikevich.each")),
  RELAY_UPDATE(10, "one neuron's accumulator is tested and cleared", counted("relay")),
  POISSON_UPDATE(15, "one random word is drawn and compared", counted("poisson")),
  BACKGROUND_STEP(71, "what a background takes around its draws", counted("background.step")),
  /// As if the place always said the count. Where it does not, ends are searched, and the remainder
  /// is drawn again, which nobody counts: at 0.1, 1.3, 8 and 128 events a step it would be 0.1,
  /// 0.3, 1 and 5 cycles more a draw (`background.search` and what follows it).
  BACKGROUND_DRAW(15, "one neuron's background is drawn and added", counted("background")),
  RECTIFIED_UPDATE(21, "one rectified unit, one step", counted("rectified")),
  RECTIFIED_EACH_UPDATE(30, "the same with parameters of its own", counted("rectified.each")),
  NUMBER(17, "one rectified unit's number is sent", counted("rectified.send")),
  SPIKE_LIST_UPDATE(12, "one listed spike is read and sent", counted("spike_list")),
  VALUE_LIST_UPDATE(14, "one listed number is read and sent", counted("value_list")),
  SPIKE(
      18,
      "one neuron is reset, one multicast packet sent",
      counted("most of lif.spike, curr_exp.spike, adaptive.spike, izhikevich.spike, relay.spike")),
  HANDLE_PACKETS(
      20, "any program: what goes around taking the packets that wait, once", counted("take.once")),
  TAKE_PACKET(
      27,
      "any program: a packet is taken, the handler of its key is called and left",
      counted("take + take.back")),
  SEND_PACKET(9, "any program: a packet is sent", counted("send")),
  PAYLOAD_WORD(
      4,
      "more for 32 bits of a payload, taken or sent",
      counted("most of keep.1, keep.2, keep.4, forward.1, forward.2, forward.4")),
  EVENTPROP_STEP(
      41, "EventProp: what a step forward takes around its loops", counted("eventprop.forward")),
  EVENTPROP_STEP_BACK(29, "and a step back", counted("eventprop.back")),
  EVENTPROP_EVENT(11, "one weight is added to its neuron's sum", counted("eventprop.event")),
  EVENTPROP_UPDATE(26, "one neuron, one step forward", counted("eventprop.update")),
  EVENTPROP_SPIKE(
      22, "one neuron is reset, its spike kept, a packet sent", counted("eventprop.spike")),
  EVENTPROP_ADJOINT(19, "one neuron, one step back", counted("eventprop.adjoint")),
  EVENTPROP_JUMP(32, "one spike is gone back over", counted("eventprop.jump")),
  EVENTPROP_ERROR_TERM(14, "one weight's term of an error", counted("eventprop.error")),
  EVENTPROP_GRADIENT(14, "one weight's gradient is added to", counted("eventprop.gradient")),
  GRADIENT_SUM(11, "one weight's gradients of two cores are added", counted("gradient.sum")),
  EPROP_STEP(57, "e-prop: what a step takes around its neurons", counted("eprop.step")),
  EPROP_INPUT(
      13,
      "a weight times an input is added to a neuron's sum, or what else is such a row",
      counted("eprop.input")),
  EPROP_EVENT(11, "the weight of a source that spiked is added", counted("eprop.event")),
  EPROP_UPDATE(39, "one neuron, one step, its surrogate apart", counted("eprop.update")),
  EPROP_SPIKE(
      42,
      "one neuron's spike is noted, a packet sent, the neuron reset a step later",
      counted("eprop.spike + eprop.reset")),
  EPROP_SURROGATE(35, "one neuron's surrogate, its exponentials apart", counted("eprop.surrogate")),
  EPROP_TRIANGLE(17, "the same, a triangle", counted("eprop.triangle")),
  EPROP_SOURCE(
      55, "one input's trace, and around its synapses", counted("eprop.source + eprop.frame")),
  EPROP_SOURCE_NEURON(
      61, "the same, a neuron as a source", counted("eprop.source.neuron + eprop.recurrent")),
  EPROP_TRACE(21, "one synapse's traces, one step", counted("eprop.trace")),
  EPROP_TRACE_ADAPTIVE(33, "the same, of a neuron that adapts", counted("eprop.trace.adaptive")),
  EPROP_SIGNAL(10, "one readout's term of a learning signal", counted("eprop.signal")),
  EPROP_GRADIENT(15, "one synapse's gradient is added to", counted("eprop.gradient")),
  EPROP_READOUT(18, "one neuron's traces at the readouts, one step", counted("eprop.readout")),
  EPROP_OUTPUT(21, "one readout, one step", counted("eprop.decay + eprop.total")),
  ADAM_STEP(4_000, "learning rate and corrections of a step", "in software doubles, estimated"),
  ADAM_UPDATE(70, "one weight's moments and change", counted("adam")),
  REWIRED_TARGET(
      30,
      "DEEP R: what a target takes around its connections, forward or back",
      counted("most of rewired.target, rewired.target.back")),
  REWIRED_LOOK_BYTE(
      12, "one connection's input is looked at and is 0", counted("rewired.look.byte")),
  REWIRED_LOOK(16, "the same, a hidden unit", counted("rewired.look")),
  REWIRED_LOOK_BACK(19, "and on the way back", counted("rewired.look.back")),
  REWIRED_SUM(
      6,
      "more where it is not 0: a weight times it is added",
      counted("most of rewired.sum.byte, rewired.sum")),
  REWIRED_GRADIENT_BYTE(8, "more on the way back: a gradient", counted("rewired.gradient.byte")),
  REWIRED_GRADIENT(16, "a gradient and a term of its unit's error", counted("rewired.gradient")),
  REWIRED_ERRORS(25, "one unit's errors of four parts are added", counted("rewired.errors")),
  REWIRED_STEP(41, "one connection's step, noise included", counted("rewired.step")),
  REWIRING_CANDIDATE(32, "one position is drawn and noted", counted("rewiring.candidate")),
  REWIRING_COMPARISON(
      8, "it is compared with a connection of its target", counted("rewiring.compare")),
  REWIRING_NEW(20, "one connection becomes active", counted("rewiring.new")),
  REWIRING_MOVE(10, "one connection is moved to make room", counted("rewiring.move")),
  REWIRING_TARGET(63, "what goes around them, a target", counted("rewiring.target")),
  SCHEDULE_LAYER(
      29,
      "static schedule: what a layer takes its scheduler around its workers",
      counted("schedule.layer")),
  SCHEDULE_WORKER(15, "one worker is sent its order and woken", counted("schedule.worker")),
  SCHEDULE_LOOK(19, "what goes around looking at flags, once", counted("schedule.look")),
  SCHEDULE_FLAG(9, "one worker's flag is looked at", counted("schedule.flag")),
  SCHEDULE_STAGE(12, "one stage of a worker, its transfers apart", counted("schedule.stage")),
  SCHEDULE_LAUNCH(27, "more where its MAC array begins", counted("schedule.launch")),
  SCHEDULE_ANSWER(20, "more where it sets its flag", counted("schedule.answer")),
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

  // ── what a PE asks of its quad ──
  LEVEL_CHANGE("one PE changes its performance level"),

  // ── the network ──
  NOC_HOP("one packet crosses one NoC link"),
  CONFIGURATION_HOP("32 bits cross one link of the configuration NoC"),
  ROUTER_PACKET("one packet passes a router"),
  LINK_FRAME("one frame crosses a link between chips"),
  DRAM_BYTE("one byte is read from DRAM or written to it", Spinnaker2.DRAM_BIT_ENERGY, 8);

  /// What begins the source of a figure that was counted from instructions.
  static final String COUNTED = "firmware/cycles.tsv: ";

  private final Fact cycles;
  private final Fact picojoules;
  private final boolean onMacArray;

  Action(int cycles, String what, String because) {
    this(cycles, what, ASSUMED, because);
  }

  Action(int cycles, String what, Counted rows) {
    this(cycles, what, DERIVED, COUNTED + rows.rows);
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

  /// Rows of `firmware/cycles.tsv`: one, a sum, or those of which the most is taken; rounded up.
  private record Counted(String rows) {}

  private static Counted counted(String rows) {
    return new Counted(rows);
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
