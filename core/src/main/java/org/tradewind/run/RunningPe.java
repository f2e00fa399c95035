package org.tradewind.run;

import org.tradewind.cost.Action;
import org.tradewind.cost.Counts;
import org.tradewind.pe.Kernel;
import org.tradewind.pe.Pe;
import org.tradewind.pe.Program;
import org.tradewind.pe.Sram;
import org.tradewind.unit.Ticks;

/// One PE while the machine moves: its clock, its event FIFO, its counters, its recording.
///
/// A handler runs to its end at once on the host, while [#now] advances by the cycles of what it
/// did; until then the core is busy. It takes an interrupt to wake a core: each handler call counts
/// [Action#INTERRUPT]. What lands during a handler waits for the next one.
final class RunningPe implements Pe {
  private static final Action[] ACTIONS = Action.values();

  private final int vertex;
  private final Fabric fabric;
  private final Sram sram;
  private final Options options;
  private final Kernel kernel;
  private final EventFifo fifo;
  private final Recorder recorder = new Recorder();

  private final long[] ticksOf = new long[ACTIONS.length];
  private final long[] counts = new long[ACTIONS.length];

  private long now;
  private long busyTicks;
  private long maxStepTicks;

  /// The step whose handler runs or ran last; -1 from the start interrupt on.
  private int step = -1;

  /// Timer ticks that have come, whether or not their steps could begin.
  private int due;

  private int overruns;
  private long sent;
  private long outOfStep;

  RunningPe(int vertex, Fabric fabric, Program program, Sram sram, Options options) {
    this.vertex = vertex;
    this.fabric = fabric;
    this.sram = sram;
    this.options = options;
    this.fifo = new EventFifo(options.fifoPackets());
    int period = Ticks.perCycle(options.level().clockMhz().whole());
    for (Action action : ACTIONS) {
      ticksOf[action.ordinal()] = action.onCore() ? action.cycles().whole() * (long) period : 0;
    }
    this.kernel = program.start(this);
  }

  /// The start interrupt, at time 0.
  void start() {
    did(Action.INTERRUPT, 1);
    kernel.onStart();
    busyTicks = now;
  }

  /// A timer tick. Returns whether this is the first step that it cannot begin at once, so that it
  /// must be called again when it is no longer busy.
  boolean timer(long tick) {
    boolean behind = behind();
    due++;
    if (behind || now > tick) {
      overruns++;
      return !behind;
    }
    step(tick);
    return false;
  }

  /// Runs the next step that is due.
  void step(long tick) {
    now = tick;
    step++;
    did(Action.INTERRUPT, 1);
    kernel.onTimer(step);
    busyTicks += now - tick;
    maxStepTicks = Math.max(maxStepTicks, now - tick);
  }

  /// Whether timer ticks have come whose steps are not begun.
  boolean behind() {
    return due > step + 1;
  }

  /// A packet that was sent in `sentStep` has come.
  void land(int key, int sentStep) {
    fifo.add(key);
    if (sentStep != step) {
      outOfStep++;
    }
  }

  Results.Core results() {
    var all = new Counts();
    for (Action action : ACTIONS) {
      all.add(action, counts[action.ordinal()]);
    }
    return new Results.Core(
        all,
        busyTicks,
        maxStepTicks,
        overruns,
        sent,
        fifo.received(),
        fifo.dropped(),
        fifo.size(),
        outOfStep,
        fifo.maxSize(),
        recorder.recording());
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
    int i = action.ordinal();
    counts[i] += times;
    now += times * ticksOf[i];
  }

  @Override
  public void send(int key) {
    sent++;
    fabric.send(vertex, now, key, step);
  }

  @Override
  public int waiting() {
    return fifo.size();
  }

  @Override
  public int take() {
    return fifo.take();
  }

  @Override
  public void spiked(int step, int atom) {
    recorder.spike(step, atom);
  }

  @Override
  public void trace(int channel, int step, int atom, float value) {
    recorder.trace(channel, step, atom, value);
  }
}
