package org.tradewind.ticks;

import org.tradewind.cost.Action;
import org.tradewind.mapping.MachineVertex;
import org.tradewind.run.DvfsPolicy;
import org.tradewind.run.Meter;
import org.tradewind.run.Recorder;
import org.tradewind.run.Results;

/// A core in steps: what it did in the present one, and what [Quad] made of it in time.
///
/// What it does is added up here. The [Meter] is told each step where levels may change, else once,
/// when the run ends.
abstract class Core {
  private static final Action[] ACTIONS = Action.values();
  private static final int[] CYCLES = new int[ACTIONS.length];

  static {
    for (Action action : ACTIONS) {
      CYCLES[action.ordinal()] = action.onCore() ? action.cycles().whole() : 0;
    }
  }

  final int vertex;
  final MachineVertex of;
  final DvfsPolicy policy;
  final Meter meter;
  final Recorder recorder = new Recorder();

  /// Actions that the meter does not know of yet.
  private final long[] untold = new long[ACTIONS.length];

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

  // ── time; see Quad ──

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
    this.meter = new Meter(policy.asleep(policy.awake(0)));
  }

  /// The global start interrupt.
  void start(Outbox out) {}

  /// One step: takes its packets, updates, sends.
  abstract void step(int step, Outbox out);

  final void did(Action action, int times) {
    int i = action.ordinal();
    untold[i] += times;
    cycles += (long) times * CYCLES[i];
  }

  /// Sends packets.
  final void send(Outbox out, int[] atoms, int from, int count) {
    out.add(vertex, atoms, from, count);
    sending += count;
    sent += count;
  }

  /// Cycles of the work since this was asked last.
  final long takeCycles() {
    long taken = cycles;
    cycles = 0;
    return taken;
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

  /// Takes what came since the last step into account.
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

  final Results.Core results(long end) {
    tell();
    return new Results.Core(
        meter.usage(end),
        meter.busyTicks(),
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
