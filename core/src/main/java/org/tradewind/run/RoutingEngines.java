package org.tradewind.run;

import org.tradewind.machine.Spinnaker2;
import org.tradewind.unit.Ticks;

/// The routing engines of a chip's event router. A packet takes the one that is free first; each
/// takes a packet a cycle of 400 MHz and has a pipeline of four.
final class RoutingEngines {
  private static final int CYCLE_TICKS = Ticks.perCycle(Spinnaker2.ROUTER_CLOCK.whole());
  private static final int PIPELINE_TICKS = Spinnaker2.ROUTER_PIPELINE_CYCLES.whole() * CYCLE_TICKS;

  private final long[] freeFrom = new long[Spinnaker2.ROUTER_ENGINES.whole()];
  private long packets;
  private long waitingTicks;

  /// A packet comes; returns when it leaves.
  long pass(long tick) {
    int first = 0;
    for (int engine = 1; engine < freeFrom.length; engine++) {
      if (freeFrom[engine] < freeFrom[first]) {
        first = engine;
      }
    }
    long start = Math.max(tick, freeFrom[first]);
    freeFrom[first] = start + CYCLE_TICKS;
    packets++;
    waitingTicks += start - tick;
    return start + PIPELINE_TICKS;
  }

  /// From a packet's start to its end.
  static long pipelineTicks() {
    return PIPELINE_TICKS;
  }

  /// Packets that all engines take together in a time.
  static double packetsIn(long ticks) {
    return (double) Spinnaker2.ROUTER_ENGINES.whole() * ticks / CYCLE_TICKS;
  }

  long packets() {
    return packets;
  }

  /// Ticks that packets waited for an engine, all together.
  long waitingTicks() {
    return waitingTicks;
  }

  void save(State.Writer out) {
    out.put(freeFrom);
    out.put(packets);
    out.put(waitingTicks);
  }

  void restore(State.Reader in) {
    in.get(freeFrom);
    packets = in.getLong();
    waitingTicks = in.getLong();
  }
}
