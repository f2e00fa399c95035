package org.tradewind.pe;

import org.tradewind.cost.Action;
import org.tradewind.cost.MacArrayWork;
import org.tradewind.machine.Link;
import org.tradewind.machine.PerformanceLevel;

/// What a kernel sees of its PE.
///
/// A handler is run at once on the host while [#now] advances by what it [#did]. So what it sends
/// leaves at the time that it has reached, but what it reads of other PEs' memory is what is there
/// when it begins (docs/limits.md).
public interface Pe {
  // ── itself ──

  /// The chip's number on its machine.
  int chip();

  /// The PE's number on its chip, 0..151.
  int p();

  /// Machine time in ticks of 1/6 ns, advanced by what the running handler [#did].
  long now();

  /// This PE's memory, as the image was loaded.
  Sram sram();

  /// The run's seed, for counter-based random numbers.
  long seed();

  /// Counts an action; the core is busy for its cycles from now on.
  void did(Action action, int times);

  // ── interrupts and timers ──

  /// From now on `source` wakes the core. Start and timestep need no enabling. Where its cause is
  /// already there (a packet waits, a transfer has ended unheard) it comes at once, after the
  /// running handler.
  void enable(Interrupt source);

  void disable(Interrupt source);

  /// Lets timer 1 or 2 tick `microseconds` after [#now], and then again and again where it is
  /// periodic. Its reference clock has 1 MHz. Timer 0 belongs to the timestep.
  void startTimer(int timer, long microseconds, boolean periodic);

  void stopTimer(int timer);

  /// Raises [Interrupt#MESSAGE] at PE `p` of this chip.
  void interrupt(int p);

  /// Raises [Interrupt#GLOBAL] at every PE of this chip that runs a program, this one included.
  void interruptAll();

  // ── packets ──

  /// Sends a multicast packet at [#now].
  void send(int key, Payload payload);

  /// Sends a multicast packet without payload at [#now].
  default void send(int key) {
    send(key, Payload.NONE);
  }

  /// Sends a core-to-core packet at [#now], which the routers forward on a shortest way without
  /// their tables. The receiver takes the key `chip << 8 | p` of itself.
  void sendTo(int chip, int p, Payload payload);

  /// Sends a nearest-neighbour packet at [#now] to the chip behind a link. The receiver there takes
  /// `address` for its key.
  ///
  /// @param address its lowest 8 bits name the PE there (ASSUMED: on the chip it is any address)
  void sendNearest(Link link, int address, Payload payload);

  /// Packets that wait in an event FIFO now ([Reception]). The hardware fills it without waking the
  /// core.
  int waiting(int fifo);

  /// Packets that wait in the default handler's FIFO.
  default int waiting() {
    return waiting(Reception.OTHERWISE);
  }

  /// Takes the oldest waiting packet's key; only while [#waiting] is positive.
  int take(int fifo);

  default int take() {
    return take(Reception.OTHERWISE);
  }

  /// The payload of the packet that was taken last.
  Payload payload();

  // ── memory of others ──

  /// Copies between this PE's memory and elsewhere while the core goes on.
  Dma dma();

  /// Writes a payload of 32, 64 or 128 bits into another PE's memory, on any chip. Nothing tells
  /// when it is there.
  void write(int chip, int p, int offset, Payload payload);

  /// Asks for 32, 64 or 128 bits of another PE's memory, on any chip. The answer is written to
  /// `into` in this one's memory; then comes [Interrupt#READ_DONE].
  void read(int chip, int p, int offset, int bits, int into);

  /// The memory of a PE of this quad, as the crossbar shows it in synchronous mode: all four at the
  /// same performance level, which is fixed. A kernel counts each access as [Action#SHARED_ACCESS].
  ///
  /// @param qp 0..3
  Sram shared(int qp);

  /// Registers of this chip.
  Registers registers();

  // ── accelerators and power ──

  /// Lets the MAC array work while the core goes on or sleeps; [Interrupt#MAC_ARRAY_DONE] tells the
  /// end. What it computes is `pe`'s functions ([Matmul], [Convolution]); this is its time.
  void launchMacArray(MacArrayWork work);

  PerformanceLevel level();

  // ── probes ──

  /// Notes a taken packet that the program has no use for. Routing brings none; a bit that flipped
  /// on the way may.
  void stray(int key);

  /// Notes a spike of local neuron `atom` at `step`. Recording is a probe: it costs neither time
  /// nor memory (docs/limits.md).
  void spiked(int step, int atom);

  /// Notes a state variable of local neuron `atom` at `step`, in the machine's own units.
  ///
  /// @param channel which variable, as the program numbers them
  void trace(int channel, int step, int atom, float value);
}
