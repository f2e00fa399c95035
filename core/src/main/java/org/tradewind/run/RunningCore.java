package org.tradewind.run;

import org.tradewind.cost.Action;
import org.tradewind.machine.PerformanceLevel;
import org.tradewind.pe.EventKernel;
import org.tradewind.pe.Interrupt;
import org.tradewind.pe.Kernel;
import org.tradewind.pe.Program;

/// The core of a PE while the machine moves: its clock, its interrupts, its handlers, its
/// performance level.
///
/// A handler runs to its end at once on the host, while [#now] advances by the cycles of what it
/// did; until then the core is busy. It takes an interrupt to wake a core: 12 cycles, or 6 where
/// the next one waits already when a handler ends (tail-chaining). What lands during a handler
/// waits for the next one.
final class RunningCore {
  /// Stands for the time at which a core stopped that never did.
  private static final long NEVER = Long.MAX_VALUE;

  private final RunningPe pe;
  private final Chip chip;
  private final Program program;
  private final DvfsPolicy policy;
  private final InterruptController interrupts;
  private final Meter meter;

  /// Whether a program's failure may be a fault's doing.
  private final boolean corrupting;

  private Kernel kernel;

  /// Whether timesteps concern it.
  private boolean stepped;

  private long now;

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
  private long outOfStep;

  private long stoppedTick = NEVER;
  private boolean crashed;

  RunningCore(
      RunningPe pe,
      Chip chip,
      Program program,
      EventHandler events,
      DvfsPolicy policy,
      boolean corrupting) {
    this.pe = pe;
    this.chip = chip;
    this.program = program;
    this.policy = policy;
    this.corrupting = corrupting;
    this.interrupts = new InterruptController(events);
    this.meter = new Meter(policy.asleep(policy.awake(0)), chip.power());
  }

  /// Makes the program's kernel, once its PE is there.
  void load() {
    kernel = program.start(pe);
    stepped = !(kernel instanceof EventKernel);
    step = stepped ? -1 : RunningPe.NO_STEP;
  }

  // ── when handlers run ──

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
      chip.wake(now, pe.p());
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

  /// A packet that was sent in `sentStep` has come.
  ///
  /// @param raised bits of the interrupts that it causes
  void landed(int raised, int sentStep, long tick) {
    interrupts.raise(raised);
    if (sentStep != step && sentStep != RunningPe.NO_STEP && stepped) {
      outOfStep++;
    }
    if (interrupts.listens()) {
      hear(tick);
    }
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
      change(policy.awake(pe.waiting(0) + pe.waiting(1) + pe.waiting(2)));
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

  // ── its level ──

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
      now = chip.changeLevel(pe.p(), now);
      meter.change(next, now);
    }
  }

  boolean hasFixedLevel() {
    return policy.fixed();
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
    if (!corrupting) {
      throw failure;
    }
    crashed = true;
    stop(now);
  }

  /// Something else changes the program's memory: the kernel's state is written there before and
  /// read again, as when the machine is saved and restored.
  void reread(Runnable changed, long tick) {
    kernel.writeBack();
    changed.run();
    if (stoppedTick != NEVER) {
      return;
    }
    int before = interrupts.enabled();
    try {
      kernel = program.start(pe);
      interrupts.enable(before);
    } catch (RuntimeException failure) {
      now = Math.max(now, tick);
      crash(failure);
    }
  }

  // ── what its PE asks ──

  /// Until the end of the handler that ran last the core is busy.
  long now() {
    return now;
  }

  void did(Action action, int times) {
    now += meter.did(action, times);
  }

  int step() {
    return step;
  }

  InterruptController interrupts() {
    return interrupts;
  }

  Meter meter() {
    return meter;
  }

  /// Writes the kernel's state into the PE's memory.
  void writeBack() {
    kernel.writeBack();
  }

  // ── what happened ──

  long maxStepTicks() {
    return maxStepTicks;
  }

  int overruns() {
    return overruns;
  }

  /// Packets that came in another step than they were sent in.
  long outOfStep() {
    return outOfStep;
  }

  /// When it stopped; -1 where it never did.
  long stoppedTick() {
    return stoppedTick == NEVER ? -1 : stoppedTick;
  }

  boolean crashed() {
    return crashed;
  }

  void save(State.Writer out) {
    interrupts.save(out);
    meter.save(out);
    out.put(ordered == null ? -1 : ordered.ordinal());
    out.put(new long[] {now, wakes ? 1 : 0, step, due});
    out.put(new long[] {maxStepTicks, overruns, outOfStep});
    out.put(new long[] {stoppedTick, crashed ? 1 : 0});
  }

  void restore(State.Reader in) {
    interrupts.restore(in);
    meter.restore(in);
    int level = in.getInt();
    ordered = level < 0 ? null : PerformanceLevel.values()[level];
    var moment = new long[4];
    in.get(moment);
    now = moment[0];
    wakes = moment[1] != 0;
    step = (int) moment[2];
    due = (int) moment[3];
    var counters = new long[3];
    in.get(counters);
    maxStepTicks = counters[0];
    overruns = (int) counters[1];
    outOfStep = counters[2];
    var faults = new long[2];
    in.get(faults);
    stoppedTick = faults[0];
    stepped &= stoppedTick == NEVER;
    crashed = faults[1] != 0;
  }
}
