package org.tradewind.ticks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tradewind.machine.CoreMap;
import org.tradewind.mapping.Mapping;
import org.tradewind.run.Options;

/// The cores that one thread moves: whole quads.
final class Worker {
  private final Options options;
  private final Core[] cores;
  private final SourceCore[] sources;

  /// Of cores whose levels change.
  private final Quad[] quads;

  private final Block[] blocks;
  private final Convolving[] convolving;

  /// Where packets of vertex v end here: [sinkStart[v], sinkStart[v + 1]).
  private final int[] sinkStart;

  private final Sink[] sinks;

  /// What each sink calls the vertex.
  private final int[] sourceAt;

  /// What was sent in the last steps, in a ring.
  private Outbox[] outboxes = {};

  /// When in the present step its cores sent their first packet at the earliest and their last.
  private final Window[] windows = {new Window(), new Window()};

  /// Where it first became doubtful that the machine does the same; empty where it did not.
  private String doubt = "";

  /// Whether a core of a block is behind: then the next step is counted.
  private boolean behind;

  /// When packets leave.
  static final class Window {
    long firstTick;
    long lastTick;
    long packets;

    /// Whether the machine may have done otherwise until now.
    boolean doubtful;

    void clear() {
      firstTick = Long.MAX_VALUE;
      lastTick = Long.MIN_VALUE;
      packets = 0;
    }

    void add(long first, long last, int sending) {
      if (sending > 0) {
        firstTick = Math.min(firstTick, first);
        lastTick = Math.max(lastTick, last);
        packets += sending;
      }
    }
  }

  /// @param cores ascending by vertex, whole quads
  Worker(
      Mapping mapping,
      Options options,
      Core[] cores,
      SourceCore[] sources,
      Block[] blocks,
      Convolving[] convolving,
      int[] sinkStart,
      Sink[] sinks,
      int[] sourceAt) {
    this.options = options;
    this.cores = cores;
    this.sources = sources;
    this.blocks = blocks;
    this.convolving = convolving;
    this.quads = quads(mapping);
    this.sinkStart = sinkStart;
    this.sinks = sinks;
    this.sourceAt = sourceAt;
  }

  private Quad[] quads(Mapping mapping) {
    Map<Integer, List<Core>> quads = new HashMap<>();
    for (Core core : cores) {
      if (core.fixed) {
        continue;
      }
      int pe = mapping.placement().pe()[core.vertex];
      int quad = pe / CoreMap.PES * CoreMap.PES + CoreMap.quad(pe % CoreMap.PES);
      quads.computeIfAbsent(quad, _ -> new ArrayList<>()).add(core);
    }
    return quads.values().stream()
        .map(list -> new Quad(list.toArray(Core[]::new)))
        .toArray(Quad[]::new);
  }

  Core[] cores() {
    return cores;
  }

  Outbox outbox(int step) {
    return outboxes[step & outboxes.length - 1];
  }

  Window window(int step) {
    return windows[step & 1];
  }

  String doubt() {
    return doubt;
  }

  long levelChanges() {
    long sum = 0;
    for (Quad quad : quads) {
      sum += quad.levelChanges;
    }
    return sum;
  }

  /// How many steps from any one on do not depend on what is sent in them.
  int span() {
    int span = convolving.length > 0 ? 1 : Integer.MAX_VALUE;
    for (Block block : blocks) {
      span = Math.min(span, block.span());
    }
    return span;
  }

  /// The start interrupt, as step -1.
  ///
  /// @param span how many steps are moved at once, at most
  void start(int steps, int span) {
    // those of a span, and of the step before it, which is still read
    int kept = Integer.highestOneBit(2 * span);
    outboxes = new Outbox[kept];
    Arrays.setAll(outboxes, _ -> new Outbox());
    for (Block block : blocks) {
      block.keep(kept);
    }
    Outbox out = outbox(-1);
    for (Core core : cores) {
      core.countFrom(steps > 0 ? options.timestepTicks() : 0);
    }
    for (SourceCore core : sources) {
      core.start(out);
    }
    Window window = window(-1);
    window.clear();
    for (Core core : cores) {
      if (core.fixed) {
        core.elapse(0, false);
      }
    }
    for (Quad quad : quads) {
      quad.elapse(0, steps > 0 ? options.timestepTicks() : Long.MAX_VALUE, false);
    }
    for (SourceCore core : sources) {
      window.add(core.began, core.now, core.sending);
    }
  }

  /// Takes what all workers sent in the step before, and moves the neurons through steps [from,
  /// to): each block through all of them while it is in the host's cache.
  void move(int from, int to, Worker[] all) {
    receive(from, all);
    for (int step = from; step < to; step++) {
      outbox(step).clear();
    }
    for (Convolving core : convolving) {
      core.step(from, outbox(from));
    }
    for (Block block : blocks) {
      for (int step = from; step < to; step++) {
        block.step(step, outbox(step));
      }
    }
  }

  /// What else there is in a step, when all neurons were moved through those from `from` on.
  void pass(int step, int from, int steps, Worker[] all, Flight flight) {
    if (step > from) {
      receive(step, all);
    }
    for (SourceCore core : sources) {
      core.sending = 0;
      core.step(step, outbox(step));
    }
    for (Block block : blocks) {
      block.tell(step);
    }
    elapse(step, steps, flight.over(step, all));
  }

  /// What was sent in the last step is there, and nobody takes it.
  void end(int steps, Worker[] all) {
    receive(steps, all);
    for (Block block : blocks) {
      block.tell(true, 0);
    }
    for (Core core : cores) {
      hold(core, steps);
      core.late += Math.min(core.packets, options.fifoPackets());
    }
    for (Block block : blocks) {
      block.finish(steps);
    }
    for (Convolving core : convolving) {
      core.finish(steps);
    }
  }

  /// Brings packets to where they end.
  private void receive(int step, Worker[] all) {
    for (Block block : blocks) {
      block.begin(step);
    }
    for (Convolving core : convolving) {
      core.begin();
    }
    for (Worker worker : all) {
      Outbox box = worker.outbox(step - 1);
      int[] data = box.data();
      int size = box.size();
      for (int i = 0; i < size; ) {
        int vertex = data[i];
        int from = i + 2;
        int to = from + data[i + 1];
        for (int s = sinkStart[vertex]; s < sinkStart[vertex + 1]; s++) {
          sinks[s].receive(sourceAt[s], data, from, to);
        }
        i = to;
      }
    }
    for (Block block : blocks) {
      block.received(step);
    }
  }

  /// Lets the step's time pass.
  private void elapse(int step, int steps, Flight.Landed landed) {
    long tick = (step + 1L) * options.timestepTicks();
    long next = step + 1 < steps ? tick + options.timestepTicks() : Long.MAX_VALUE;
    Window window = window(step);
    window.clear();
    boolean counted = behind || landed.last() > tick;
    behind = false;
    for (Block block : blocks) {
      int told = block.tell(counted, landed.packets());
      for (int i = 0; i < told; i++) {
        NeuronCore core = block.told(i);
        land(core, step, landed);
        core.reckon();
        if (core.fixed) {
          core.elapse(tick, true);
          behind |= core.now > next;
        }
      }
      block.counted(told);
    }
    for (Convolving convolver : convolving) {
      land(convolver.core, step, landed);
      pass(convolver.core, tick);
    }
    for (SourceCore core : sources) {
      pass(core, tick);
    }
    for (Quad quad : quads) {
      quad.elapse(tick, next, true);
      for (Core core : quad.cores) {
        behind |= core.now > next;
      }
    }
    for (Block block : blocks) {
      block.sending(window, landed.packets(), tick, tick + Loading.safeTicks(options));
    }
    for (Convolving convolver : convolving) {
      window.add(convolver.core.began, convolver.core.now, convolver.core.sending);
    }
    for (SourceCore core : sources) {
      window.add(core.began, core.now, core.sending);
    }
    window.doubtful = !doubt.isEmpty();
  }

  private static void pass(Core core, long tick) {
    if (core.fixed) {
      core.elapse(tick, true);
    }
  }

  /// Compares with what the machine would have done: whether the FIFO holds the packets of the step
  /// before, and whether each came between two beginnings of steps of the core.
  private void land(Core core, int step, Flight.Landed landed) {
    hold(core, step);
    long tick = (step + 1L) * options.timestepTicks();
    long began = Math.max(core.began, tick - options.timestepTicks());
    if (core.packets > 0 && (landed.first() < began || landed.last() > Math.max(tick, core.now))) {
      core.outOfStep += core.packets;
      doubt(
          "a core was so late that packets may have come to %s out of step %d"
              .formatted(core.of.name(), step));
    }
  }

  private void hold(Core core, int step) {
    if (!core.land(options.fifoPackets())) {
      doubt(
          "the event FIFO of %s holds %d packets and %d came for step %d"
              .formatted(core.of.name(), options.fifoPackets(), core.packets, step));
    }
  }

  private void doubt(String sentence) {
    if (doubt.isEmpty()) {
      doubt = sentence;
    }
  }
}
