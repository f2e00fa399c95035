package org.tradewind.ticks;

import java.util.List;
import org.tradewind.cost.Action;
import org.tradewind.cost.Counts;
import org.tradewind.cost.Usage;
import org.tradewind.machine.PerformanceLevel;
import org.tradewind.mapping.MachineVertex;
import org.tradewind.run.DvfsPolicy;
import org.tradewind.run.Meter;
import org.tradewind.run.Recorder;
import org.tradewind.run.Results;

/// A core in steps.
///
/// Where its level may change, it tells its [Meter] each step what it did, and its [Quad] says
/// when. Else its time is its own ([#elapse]), and all that it did is told once, when the run has
/// ended: a meter is larger than the core, and a machine has millions of cores.
abstract class Core {
  static final long INTERRUPT = Action.INTERRUPT.cycles().whole();
  static final long TAIL_CHAIN = Action.TAIL_CHAIN.cycles().whole();

  private static final Action[] ACTIONS = Action.values();
  private static final long[] NOTHING = {};
  private static final int[] CYCLES = new int[ACTIONS.length];
  private static final int[] PERIOD = new int[PerformanceLevel.values().length];

  static {
    for (Action action : ACTIONS) {
      CYCLES[action.ordinal()] = action.onCore() ? action.cycles().whole() : 0;
    }
    for (PerformanceLevel level : PerformanceLevel.values()) {
      PERIOD[level.ordinal()] = Meter.period(level);
    }
  }

  final int vertex;
  final MachineVertex of;
  final DvfsPolicy policy;
  final boolean fixed;

  /// Null where the level is fixed.
  final Meter meter;

  /// Where it is fixed.
  private final PerformanceLevel level;

  final Recorder recorder = new Recorder();

  /// Actions that the meter does not know of yet; empty before the first.
  private long[] untold = NOTHING;

  /// Time before this tick belongs to loading.
  private long fromTick;

  /// Cycles of the present step's work, the call of its handler apart.
  private long cycles;

  /// Packets that the present step began with.
  int packets;

  /// Packets that it sent in the present step.
  int sending;

  long sent;
  long received;
  long dropped;
  long outOfStep;
  long late;
  int maxWaiting;

  // ── time ──

  /// When its last handler began, and until when it is busy.
  long began;

  long now;

  /// Whether it could not go to its sleeping level, because the next step was due.
  boolean kept;

  int overruns;
  long maxStepTicks;

  Core(int vertex, MachineVertex of, DvfsPolicy policy) {
    this.vertex = vertex;
    this.of = of;
    this.policy = policy;
    this.fixed = policy.fixed();
    this.level = policy.asleep(policy.awake(0));
    this.meter = fixed ? null : new Meter(level);
  }

  /// Cycles of an action; 0 where no core does it.
  static int cycles(Action action) {
    return CYCLES[action.ordinal()];
  }

  /// Ticks of a core cycle at its present level.
  final int period() {
    return PERIOD[(fixed ? level : meter.level()).ordinal()];
  }

  /// Does something in the present step.
  final void did(Action action, int times) {
    didInAll(action, times);
    cycles += (long) times * CYCLES[action.ordinal()];
  }

  /// What it did in all steps together, whose time was reckoned with already.
  final void didInAll(Action action, long times) {
    if (untold.length == 0) {
      untold = new long[ACTIONS.length];
    }
    untold[action.ordinal()] += times;
  }

  /// What it did in all steps together is told now, where levels are fixed.
  void tellAll() {}

  /// The present step's work took so long, beside what it [#did].
  final void took(long workCycles) {
    cycles += workCycles;
  }

  /// Cycles of the work since this was asked last.
  final long takeCycles() {
    long taken = cycles;
    cycles = 0;
    return taken;
  }

  /// Sends packets.
  ///
  /// @param atoms from `from` on
  final void send(Outbox out, int[] atoms, int from, int count) {
    out.add(vertex, atoms, from, count);
    sending += count;
    sent += count;
  }

  /// The present step begins and ends, where levels are fixed.
  ///
  /// @param tick when its timer came
  /// @param timestep whether it was a step, or the start interrupt
  final void elapse(long tick, boolean timestep) {
    boolean overran = now > tick;
    began = overran ? now : tick;
    now = began + ((overran ? TAIL_CHAIN : INTERRUPT) + takeCycles()) * period();
    if (timestep) {
      maxStepTicks = Math.max(maxStepTicks, now - began);
      overruns += overran ? 1 : 0;
    }
  }

  /// Time before this tick belongs to loading.
  final void countFrom(long tick) {
    fromTick = tick;
    if (!fixed) {
      meter.countFrom(tick);
    }
  }

  /// Tells the meter what was done, at its present level.
  final void tell() {
    for (int i = 0; i < untold.length; i++) {
      if (untold[i] != 0) {
        meter.did(ACTIONS[i], untold[i]);
        untold[i] = 0;
      }
    }
  }

  /// Takes the packets of the present step into account.
  ///
  /// @param fifo packets that its FIFO holds
  /// @return whether it held all
  final boolean land(int fifo) {
    int lost = Math.max(0, packets - fifo);
    received += packets - lost;
    dropped += lost;
    maxWaiting = Math.max(maxWaiting, packets - lost);
    return lost == 0;
  }

  /// All has happened.
  ///
  /// @param steps that were run
  final Results.Core results(int steps, long end) {
    return fixed ? resultsAtOneLevel(steps, end) : results(meter.usage(end), meter.busyTicks());
  }

  /// What was done in all steps is told now. The loop runs before it is compiled: there is as
  /// little in it as there can be.
  private Results.Core resultsAtOneLevel(int steps, long end) {
    tellAll();
    didInAll(Action.INTERRUPT, steps + 1L - overruns);
    didInAll(Action.TAIL_CHAIN, overruns);
    long[] untold = this.untold;
    var all = new Counts();
    long busyCycles = 0;
    for (int i = 0; i < untold.length; i++) {
      if (untold[i] != 0) {
        all.add(ACTIONS[i], untold[i]);
        busyCycles += untold[i] * CYCLES[i];
      }
    }
    this.untold = NOTHING;
    long ticks = Math.max(0, end - fromTick);
    List<Usage> usage = ticks > 0 ? List.of(new Usage(level, ticks, all)) : List.of();
    return results(usage, busyCycles * period());
  }

  private Results.Core results(List<Usage> usage, long busyTicks) {
    return new Results.Core(
        usage,
        busyTicks,
        maxStepTicks,
        overruns,
        sent,
        received,
        dropped,
        0,
        late,
        outOfStep,
        maxWaiting,
        recorder.recording(),
        Results.CoreFaults.NONE);
  }
}
