package org.tradewind.run;

import java.util.ArrayList;
import org.tradewind.mapping.Images;
import org.tradewind.mapping.Mapping;
import org.tradewind.sim.EventQueue;
import org.tradewind.sim.WheelQueue;

/// A loaded machine. One run: load it again to start over.
///
/// The start interrupt reaches all cores at time 0, timer tick n comes to all of them at (n + 1)
/// timesteps. A core that is still busy then has overrun: its step is run as soon as it is free,
/// late but never left out, so every core runs every step, if need be after the end of the run's
/// time. There is no barrier, as on the chip.
///
/// At the same tick packets move and land first, then timers come, and cores take them in the order
/// of their vertices. So the same load gives the same results.
public final class Run {
  private static final int TIMER = 16;
  private static final int FREE = 17;

  private final Options options;
  private final EventQueue queue;
  private final Fabric fabric;
  private final RunningPe[] pes;
  private boolean used;

  private Run(Mapping mapping, Images images, Options options, EventQueue queue) {
    this.options = options;
    this.queue = queue;
    this.fabric = new Fabric(mapping, queue);
    this.pes = new RunningPe[mapping.graph().size()];
    for (int v = 0; v < pes.length; v++) {
      pes[v] = new RunningPe(v, fabric, images.program(v), images.sram(v).copy(), options);
      fabric.connect(mapping.placement().pe()[v], pes[v]);
    }
  }

  /// Loads a mapping with these images (the mapping's own, or those of another stimulus).
  public static Run load(Mapping mapping, Images images, Options options) {
    return load(mapping, images, options, new WheelQueue());
  }

  /// With an empty queue of another kind: the same results, only slower.
  static Run load(Mapping mapping, Images images, Options options, EventQueue queue) {
    return new Run(mapping, images, options, queue);
  }

  /// Runs `steps` timer ticks from the start interrupt on, and whatever they leave under way.
  public Results until(int steps) {
    if (used) {
      throw new IllegalStateException("this machine has run; load it again");
    }
    used = true;
    for (RunningPe pe : pes) {
      pe.start();
    }
    if (steps > 0) {
      queue.add(options.timestepTicks(), TIMER, 0, 0);
    }
    long events = pes.length;
    while (queue.next()) {
      long tick = queue.tick();
      int target = queue.target();
      long payload = queue.payload();
      switch (queue.priority()) {
        case Fabric.HOP -> fabric.hop(tick, target, payload);
        case Fabric.ROUTE -> fabric.route(tick, target, payload);
        case Fabric.LAND -> fabric.land(tick, target, payload);
        case TIMER -> timer(tick, target, steps);
        case FREE -> free(tick, target);
        default -> throw new IllegalStateException("no such event: " + queue.priority());
      }
      events++;
    }
    return results(steps, events + (long) pes.length * steps);
  }

  /// All cores' timers: one event a step, not one a core.
  private void timer(long tick, int step, int steps) {
    for (int v = 0; v < pes.length; v++) {
      if (pes[v].timer(tick)) {
        queue.add(pes[v].now(), FREE, v, 0);
      }
    }
    if (step + 1 < steps) {
      queue.add(tick + options.timestepTicks(), TIMER, step + 1, 0);
    }
  }

  /// A core that is behind has finished a step and begins the next that is due.
  private void free(long tick, int vertex) {
    RunningPe pe = pes[vertex];
    pe.step(tick);
    if (pe.behind()) {
      queue.add(pe.now(), FREE, vertex, 0);
    }
  }

  private Results results(int steps, long events) {
    long end = (steps + 1L) * options.timestepTicks();
    var cores = new ArrayList<Results.Core>(pes.length);
    for (RunningPe pe : pes) {
      end = Math.max(end, pe.now());
      cores.add(pe.results());
    }
    return new Results(options, steps, end, cores, fabric.results(), events);
  }
}
