package org.tradewind.run;

import org.tradewind.cost.Action;
import org.tradewind.cost.MacArrayWork;
import org.tradewind.machine.Link;
import org.tradewind.machine.PerformanceLevel;
import org.tradewind.pe.Dma;
import org.tradewind.pe.EventKernel;
import org.tradewind.pe.Interrupt;
import org.tradewind.pe.Kernel;
import org.tradewind.pe.Payload;
import org.tradewind.pe.Pe;
import org.tradewind.pe.Program;
import org.tradewind.pe.Registers;
import org.tradewind.pe.Sram;

/// One PE while the machine moves: its clock, its interrupts, its event handler, its counters, its
/// recording.
///
/// A handler runs to its end at once on the host, while [#now] advances by the cycles of what it
/// did; until then the core is busy. It takes an interrupt to wake a core: 12 cycles, or 6 where
/// the next one waits already when a handler ends (tail-chaining). What lands during a handler
/// waits for the next one.
final class RunningPe implements Pe {
  /// Stands for the step of what is sent without one.
  static final int NO_STEP = Integer.MIN_VALUE;

  /// Stands for the time at which a core stopped that never did.
  private static final long NEVER = Long.MAX_VALUE;

  private final Chip chip;
  private final int p;
  private final Program program;
  private final Sram sram;
  private final Options options;
  private final DvfsPolicy policy;
  private final EventHandler events;
  private final InterruptController interrupts;
  private final PeTimers timers;
  private final Recorder recorder = new Recorder();
  private final Meter meter;
  private Kernel kernel;

  /// Whether timesteps concern it.
  private boolean stepped;

  /// Made by the first transfer.
  private DmaEngine dma;

  private long now;
  private long macArrayFree;

  /// Whether the chip will wake this core when it is free.
  private boolean wakes;

  /// The level that another PE has set and the core has not changed to; mostly null.
  private PerformanceLevel ordered;

  /// The step whose handler runs or ran last; -1 from the start interrupt on.
  private int step;

  /// Timer ticks that have come, whether or not their steps could begin.
  private int due;

  private long maxStepTicks;
  private int overruns;
  private long sent;
  private long outOfStep;

  private long stoppedTick = NEVER;
  private boolean crashed;
  private long flippedBits;
  private long strays;

  RunningPe(Chip chip, int p, Program program, Sram sram, Options options, DvfsPolicy policy) {
    this.chip = chip;
    this.p = p;
    this.program = program;
    this.sram = sram;
    this.options = options;
    this.policy = policy;
    this.events = new EventHandler(program.reception(), options.fifoPackets());
    this.interrupts = new InterruptController(events);
    this.timers = new PeTimers(chip, p);
    this.meter = new Meter(policy.asleep(policy.awake(0)), chip.power());
    this.kernel = program.start(this);
    this.stepped = !(kernel instanceof EventKernel);
    this.step = stepped ? -1 : NO_STEP;
  }

  /// @param fromTick from when on time and energy count
  void countFrom(long fromTick) {
    meter.countFrom(fromTick);
  }

  /// The start interrupt.
  void start(long tick) {
    if (stoppedTick != NEVER) {
      return;
    }
    awake(tick, Action.INTERRUPT);
    try {
      kernel.onStart();
    } catch (RuntimeException failure) {
      crash(failure);
    }
    asleep(tick);
  }

  /// A tick of the timestep's timer.
  void timer(long tick) {
    if (!stepped) {
      return;
    }
    due++;
    if (idle(tick)) {
      handle(tick, Action.INTERRUPT);
    } else {
      overruns++;
      wakeWhenFree();
    }
  }

  /// Whether a handler could begin.
  private boolean idle(long tick) {
    return now <= tick && !wakes;
  }

  private void wakeWhenFree() {
    if (!wakes) {
      wakes = true;
      chip.wake(now, p);
    }
  }

  /// The core is free again, and something had been pending.
  void free(long tick) {
    wakes = false;
    obey(tick);
    if (now > tick) {
      wakeWhenFree();
    } else if (stepWaits() || interrupts.waits()) {
      handle(tick, Action.TAIL_CHAIN);
    } else {
      sleepLow(tick);
    }
  }

  /// Something happens that a core may be told of.
  void raise(Interrupt source, long tick) {
    interrupts.raise(source);
    hear(tick);
  }

  private void hear(long tick) {
    if (interrupts.waits()) {
      if (idle(tick)) {
        handle(tick, Action.INTERRUPT);
      } else {
        wakeWhenFree();
      }
    }
  }

  /// Whether a timestep has come that the core has not begun.
  private boolean stepWaits() {
    return stepped && due > step + 1;
  }

  private void handle(long tick, Action entry) {
    awake(tick, entry);
    try {
      if (stepWaits()) {
        step++;
        kernel.onTimer(step);
        maxStepTicks = Math.max(maxStepTicks, now - tick);
      } else {
        kernel.onInterrupt(interrupts.take());
      }
    } catch (RuntimeException failure) {
      crash(failure);
    }
    asleep(tick);
  }

  private void awake(long tick, Action entry) {
    now = tick;
    if (!policy.fixed()) {
      change(policy.awake(waiting(0) + waiting(1) + waiting(2)));
    }
    did(entry, 1);
  }

  private void asleep(long tick) {
    meter.busy(tick, now);
    if (stepWaits()
        || interrupts.waits()
        || !policy.fixed() && policy.asleep(meter.level()) != meter.level()) {
      wakeWhenFree();
    }
  }

  private void sleepLow(long tick) {
    if (!policy.fixed()) {
      now = tick;
      change(policy.asleep(meter.level()));
    }
  }

  /// Another PE sets this one's level.
  void setLevel(PerformanceLevel next, long tick) {
    ordered = next;
    if (idle(tick)) {
      obey(tick);
    } else {
      wakeWhenFree();
    }
  }

  /// Changes to the level that another PE has set, if one has; the core is free.
  private void obey(long tick) {
    if (ordered != null) {
      now = tick;
      change(ordered);
      ordered = null;
    }
  }

  /// Changes the level as soon as the quad's semaphore allows; the core waits.
  private void change(PerformanceLevel next) {
    if (next != meter.level()) {
      now = chip.changeLevel(p, now);
      meter.change(next, now);
    }
  }

  /// A packet that was sent in `sentStep` has come.
  void land(int key, Payload payload, int sentStep, long tick) {
    interrupts.raise(events.add(key, payload));
    if (sentStep != step && sentStep != NO_STEP && stepped) {
      outOfStep++;
    }
    if (interrupts.listens()) {
      hear(tick);
    }
  }

  // ── faults ──

  /// The core stops, after the handler that runs; its PE's hardware goes on.
  void stop(long tick) {
    if (stoppedTick == NEVER) {
      stoppedTick = tick;
      stepped = false;
      interrupts.disableAll();
    }
  }

  /// A program fails: because of what a fault made of its memory or of a packet, where there are
  /// such faults, and then its core stops as after a hard fault. Else it is our mistake.
  private void crash(RuntimeException failure) {
    if (!options.faults().corrupting()) {
      throw failure;
    }
    crashed = true;
    stop(now);
  }

  /// A bit of the memory flips. The kernel's state is written there and read again, as when the
  /// machine is saved and restored.
  void flip(int bit, long tick) {
    flippedBits++;
    kernel.writeBack();
    sram.putByte(bit / 8, (byte) (sram.getByte(bit / 8) ^ 1 << bit % 8));
    if (stoppedTick != NEVER) {
      return;
    }
    int before = interrupts.enabled();
    try {
      kernel = program.start(this);
      interrupts.enable(before);
    } catch (RuntimeException failure) {
      now = Math.max(now, tick);
      crash(failure);
    }
  }

  @Override
  public void stray(int key) {
    if (!options.faults().corrupting()) {
      throw new IllegalStateException(
          "PE %s has no use for a packet with key 0x%08x".formatted(chip.name(p), key));
    }
    strays++;
  }

  // ── timers and transfers ──

  /// A timer expires.
  void expire(int timer, int start, long tick) {
    if (timers.expire(timer, start, tick)) {
      raise(Interrupt.timer(timer), tick);
    }
  }

  /// The DMA transfer under way has ended.
  void transferred(long tick) {
    dma.ended(tick);
  }

  /// Adds how long it has been at its level.
  void addStay(PowerBins to, long end) {
    meter.addStay(to, end);
  }

  long dropped() {
    return events.dropped();
  }

  Results.Core results(long end) {
    return new Results.Core(
        meter.usage(end),
        meter.busyTicks(),
        maxStepTicks,
        overruns,
        sent,
        events.received(),
        events.dropped(),
        events.stalled(),
        events.held(),
        outOfStep,
        events.maxSize(),
        recorder.recording(),
        new Results.CoreFaults(
            flippedBits, strays, stoppedTick == NEVER ? -1 : stoppedTick, crashed));
  }

  @Override
  public int chip() {
    return chip.number();
  }

  @Override
  public int p() {
    return p;
  }

  /// Until the end of the handler that ran last the core is busy.
  @Override
  public long now() {
    return now;
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
    now += meter.did(action, times);
  }

  @Override
  public void enable(Interrupt source) {
    interrupts.enable(source);
  }

  @Override
  public void disable(Interrupt source) {
    interrupts.disable(source);
  }

  @Override
  public void startTimer(int timer, long microseconds, boolean periodic) {
    timers.start(timer, now, microseconds, periodic);
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
    chip.interruptAll(now);
  }

  @Override
  public void send(int key, Payload payload) {
    sent++;
    chip.fabric().send(p, now, key, step, payload);
  }

  @Override
  public void sendTo(int toChip, int toP, Payload payload) {
    sent++;
    chip.fabric().sendTo(p, now, step, toChip, toP, payload);
  }

  @Override
  public void sendNearest(Link link, int address, Payload payload) {
    sent++;
    chip.fabric().sendNearest(p, now, step, link, address, payload);
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
    if (!policy.fixed()) {
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
    macArrayFree = meter.launch(work, Math.max(now, macArrayFree));
    chip.macArrayDoneAt(macArrayFree, p);
  }

  @Override
  public PerformanceLevel level() {
    return meter.level();
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
    kernel.writeBack();
    out.put(sram.bytes(0, sram.size()));
    events.save(out);
    interrupts.save(out);
    timers.save(out);
    recorder.save(out);
    meter.save(out);
    out.put(dma != null);
    if (dma != null) {
      dma.save(out);
    }
    out.put(new long[] {now, macArrayFree, wakes ? 1 : 0, step, due});
    out.put(ordered == null ? -1 : ordered.ordinal());
    out.put(new long[] {maxStepTicks, overruns, sent, outOfStep});
    out.put(new long[] {stoppedTick, crashed ? 1 : 0, flippedBits, strays});
  }

  /// All but the memory, which it was made with.
  void restore(State.Reader in) {
    events.restore(in);
    interrupts.restore(in);
    timers.restore(in);
    recorder.restore(in);
    meter.restore(in);
    if (in.getBoolean()) {
      dma = new DmaEngine(this, chip.memory());
      dma.restore(in);
    }
    var state = new long[5];
    in.get(state);
    now = state[0];
    macArrayFree = state[1];
    wakes = state[2] != 0;
    step = (int) state[3];
    due = (int) state[4];
    int level = in.getInt();
    ordered = level < 0 ? null : PerformanceLevel.values()[level];
    var counters = new long[4];
    in.get(counters);
    maxStepTicks = counters[0];
    overruns = (int) counters[1];
    sent = counters[2];
    outOfStep = counters[3];
    in.get(counters);
    stoppedTick = counters[0];
    stepped &= stoppedTick == NEVER;
    crashed = counters[1] != 0;
    flippedBits = counters[2];
    strays = counters[3];
  }
}
