package org.tradewind.run;

import org.tradewind.cost.Action;
import org.tradewind.cost.MacArrayWork;
import org.tradewind.machine.Link;
import org.tradewind.machine.PerformanceLevel;
import org.tradewind.pe.Dma;
import org.tradewind.pe.Interrupt;
import org.tradewind.pe.Payload;
import org.tradewind.pe.Pe;
import org.tradewind.pe.Program;
import org.tradewind.pe.Registers;
import org.tradewind.pe.Sram;

/// One PE while the machine moves, as its program sees it: memory, packets, timers, transfers, MAC
/// array, recording. When the program runs is its [RunningCore]'s.
final class RunningPe implements Pe {
  /// Stands for the step of what is sent without one.
  static final int NO_STEP = Integer.MIN_VALUE;

  private final Chip chip;
  private final int p;
  private final Sram sram;
  private final Options options;
  private final EventHandler events;
  private final PeTimers timers;
  private final Recorder recorder = new Recorder();
  private final RunningCore core;

  /// Made by the first transfer.
  private DmaEngine dma;

  private long macArrayFree;
  private long sent;
  private long flippedBits;
  private long strays;

  RunningPe(Chip chip, int p, Program program, Sram sram, Options options, DvfsPolicy policy) {
    this.chip = chip;
    this.p = p;
    this.sram = sram;
    this.options = options;
    this.events = new EventHandler(program.reception(), options.fifoPackets());
    this.timers = new PeTimers(chip, p);
    this.core = new RunningCore(this, chip, program, events, policy, options.faults().corrupting());
    core.load();
  }

  RunningCore core() {
    return core;
  }

  // ── what happens to it ──

  /// @param fromTick from when on time and energy count
  void countFrom(long fromTick) {
    core.meter().countFrom(fromTick);
  }

  /// A packet that was sent in `sentStep` has come.
  void land(int key, Payload payload, int sentStep, long tick) {
    core.landed(events.add(key, payload), sentStep, tick);
  }

  /// A timer expires.
  void expire(int timer, int start, long tick) {
    if (timers.expire(timer, start, tick)) {
      core.raise(Interrupt.timer(timer), tick);
    }
  }

  /// The DMA transfer under way has ended.
  void transferred(long tick) {
    dma.ended(tick);
  }

  /// A bit of the memory flips.
  void flip(int bit, long tick) {
    flippedBits++;
    core.reread(() -> sram.putByte(bit / 8, (byte) (sram.getByte(bit / 8) ^ 1 << bit % 8)), tick);
  }

  @Override
  public void stray(int key) {
    if (!options.faults().corrupting()) {
      throw new IllegalStateException(
          "PE %s has no use for a packet with key 0x%08x".formatted(chip.name(p), key));
    }
    strays++;
  }

  // ── what is asked of it ──

  /// Adds how long it has been at its level.
  void addStay(PowerBins to, long end) {
    core.meter().addStay(to, end);
  }

  long dropped() {
    return events.dropped();
  }

  Results.Core results(long end) {
    return new Results.Core(
        core.meter().usage(end),
        core.meter().busyTicks(),
        core.maxStepTicks(),
        core.overruns(),
        sent,
        events.received(),
        events.dropped(),
        events.stalled(),
        events.held(),
        core.outOfStep(),
        events.maxSize(),
        recorder.recording(),
        new Results.CoreFaults(flippedBits, strays, core.stoppedTick(), core.crashed()));
  }

  // ── what its program sees ──

  @Override
  public int chip() {
    return chip.number();
  }

  @Override
  public int p() {
    return p;
  }

  @Override
  public long now() {
    return core.now();
  }

  @Override
  public Sram sram() {
    return sram;
  }

  @Override
  public long seed() {
    return options.seed();
  }

  @Override
  public void did(Action action, int times) {
    core.did(action, times);
  }

  @Override
  public void enable(Interrupt source) {
    core.interrupts().enable(source);
  }

  @Override
  public void disable(Interrupt source) {
    core.interrupts().disable(source);
  }

  @Override
  public void startTimer(int timer, long microseconds, boolean periodic) {
    timers.start(timer, now(), microseconds, periodic);
  }

  @Override
  public void stopTimer(int timer) {
    timers.stop(timer);
  }

  @Override
  public void interrupt(int to) {
    chip.memory().interrupt(this, to);
  }

  @Override
  public void interruptAll() {
    chip.interruptAll(now());
  }

  @Override
  public void send(int key, Payload payload) {
    sent++;
    chip.fabric().send(p, now(), key, core.step(), payload);
  }

  @Override
  public void sendTo(int toChip, int toP, Payload payload) {
    sent++;
    chip.fabric().sendTo(p, now(), core.step(), toChip, toP, payload);
  }

  @Override
  public void sendNearest(Link link, int address, Payload payload) {
    sent++;
    chip.fabric().sendNearest(p, now(), core.step(), link, address, payload);
  }

  @Override
  public int waiting(int fifo) {
    return events.waiting(fifo);
  }

  @Override
  public int take(int fifo) {
    return events.take(fifo);
  }

  @Override
  public Payload payload() {
    return events.taken();
  }

  @Override
  public Dma dma() {
    if (dma == null) {
      dma = new DmaEngine(this, chip.memory());
    }
    return dma;
  }

  @Override
  public void write(int toChip, int toP, int offset, Payload payload) {
    chip.memory().write(this, toChip, toP, offset, payload);
  }

  @Override
  public void read(int fromChip, int fromP, int offset, int bits, int into) {
    chip.memory().read(this, fromChip, fromP, offset, bits, into);
  }

  @Override
  public Sram shared(int qp) {
    if (!core.hasFixedLevel()) {
      throw new IllegalStateException(
          "a quad's memory is shared in synchronous mode only, with one fixed performance level");
    }
    RunningPe other = chip.pe(p & ~3 | qp);
    if (other.level() != level()) {
      throw new IllegalStateException(
          "a quad's memory is shared in synchronous mode only: PE %s is at level %s, PE %s at %s"
              .formatted(chip.name(p), level(), chip.name(other.p), other.level()));
    }
    return other.sram();
  }

  @Override
  public Registers registers() {
    return chip.registers().from(this);
  }

  @Override
  public void launchMacArray(MacArrayWork work) {
    macArrayFree = core.meter().launch(work, Math.max(now(), macArrayFree));
    chip.macArrayDoneAt(macArrayFree, p);
  }

  @Override
  public PerformanceLevel level() {
    return core.meter().level();
  }

  @Override
  public void spiked(int step, int atom) {
    recorder.spike(step, atom);
  }

  @Override
  public void trace(int channel, int step, int atom, float value) {
    recorder.trace(channel, step, atom, value);
  }

  void save(State.Writer out) {
    core.writeBack();
    out.put(sram.bytes(0, sram.size()));
    events.save(out);
    timers.save(out);
    recorder.save(out);
    out.put(dma != null);
    if (dma != null) {
      dma.save(out);
    }
    out.put(new long[] {macArrayFree, sent, flippedBits, strays});
    core.save(out);
  }

  /// All but the memory, which it was made with.
  void restore(State.Reader in) {
    events.restore(in);
    timers.restore(in);
    recorder.restore(in);
    if (in.getBoolean()) {
      dma = new DmaEngine(this, chip.memory());
      dma.restore(in);
    }
    var state = new long[4];
    in.get(state);
    macArrayFree = state[0];
    sent = state[1];
    flippedBits = state[2];
    strays = state[3];
    core.restore(in);
  }
}
