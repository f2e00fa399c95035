package org.tradewind.ticks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.tradewind.machine.CoreMap;
import org.tradewind.mapping.Images;
import org.tradewind.mapping.MachineVertex;
import org.tradewind.mapping.Mapping;
import org.tradewind.run.DvfsPolicy;
import org.tradewind.run.Options;
import org.tradewind.snn.CoreImage;

/// The cores that one thread moves: whole quads.
final class Worker {
  private final Options options;
  private final Core[] cores;
  private final Quad[] quads;
  private final Block[] blocks;
  private final Convolving[] convolving;

  /// Where packets of vertex v end here: [sinkStart[v], sinkStart[v + 1]).
  private final int[] sinkStart;

  private final Sink[] sinks;

  /// What each sink calls the vertex.
  private final int[] sourceAt;

  /// What was sent in this step and in the one before, in turn.
  private final Outbox[] outboxes = {new Outbox(), new Outbox()};

  /// When in the present step its cores sent their first packet at the earliest and their last.
  private final Window[] windows = {new Window(), new Window()};

  /// Where it first became doubtful that the machine does the same; empty where it did not.
  private String doubt = "";

  /// When packets leave.
  static final class Window {
    long firstTick = Long.MAX_VALUE;
    long lastTick = Long.MIN_VALUE;
    long packets;
    boolean doubtful;
  }

  /// @param vertices ascending, whole quads
  /// @param vertexOf the vertex to which a key belongs
  Worker(
      Mapping mapping, Images images, Options options, int[] vertices, IntUnaryOperator vertexOf) {
    this.options = options;
    this.cores = new Core[vertices.length];
    var blocks = new ArrayList<Block>();
    var convolving = new ArrayList<Convolving>();
    var ends = new ArrayList<End>();
    var builder = new BlockBuilder();
    for (int i = 0; i < vertices.length; i++) {
      int v = vertices[i];
      cores[i] = core(mapping, images, v);
      if (!(cores[i] instanceof NeuronCore core)) {
        continue;
      }
      switch (core.image.input()) {
        case CoreImage.Rows _ -> {
          if (builder.isFullFor(core)) {
            blocks.add(built(builder, vertexOf, ends));
          }
          builder.add(core);
        }
        case CoreImage.Kernels kernels -> {
          var sink = new Convolving(core, kernels);
          convolving.add(sink);
          int[] sources = Arrays.stream(kernels.keys()).map(vertexOf).toArray();
          for (int e = 0; e < sources.length; e++) {
            ends.add(new End(sources[e], sink, e));
          }
        }
      }
    }
    if (!builder.isEmpty()) {
      blocks.add(built(builder, vertexOf, ends));
    }
    this.blocks = blocks.toArray(Block[]::new);
    this.convolving = convolving.toArray(Convolving[]::new);
    this.quads = quads(mapping);
    this.sinkStart = new int[mapping.graph().size() + 1];
    this.sinks = new Sink[ends.size()];
    this.sourceAt = new int[ends.size()];
    for (End end : ends) {
      sinkStart[end.vertex + 1]++;
    }
    for (int v = 0; v + 1 < sinkStart.length; v++) {
      sinkStart[v + 1] += sinkStart[v];
    }
    int[] next = sinkStart.clone();
    for (End end : ends) {
      sinks[next[end.vertex]] = end.sink;
      sourceAt[next[end.vertex]++] = end.source;
    }
  }

  /// Packets of a vertex end in a sink.
  private record End(int vertex, Sink sink, int source) {}

  private static Block built(BlockBuilder builder, IntUnaryOperator vertexOf, List<End> ends) {
    BlockBuilder.Built built = builder.build(vertexOf);
    for (int source = 0; source < built.sources().length; source++) {
      ends.add(new End(built.sources()[source], built.block(), source));
    }
    return built.block();
  }

  private Core core(Mapping mapping, Images images, int v) {
    MachineVertex of = mapping.graph().vertex(v);
    DvfsPolicy policy = options.dvfs().on(of.programName());
    CoreImage image =
        CoreImage.read(images.program(v), images.sram(v))
            .orElseThrow(() -> new IllegalStateException(of.name() + " has a foreign program"));
    return switch (image) {
      case CoreImage.Receiving receiving ->
          new NeuronCore(v, of, policy, receiving, options.seed());
      case CoreImage.Poisson poisson -> new PoissonCore(v, of, policy, poisson, options.seed());
      case CoreImage.SpikeList list -> new ListCore(v, of, policy, list);
    };
  }

  private Quad[] quads(Mapping mapping) {
    Map<Integer, List<Core>> quads = new HashMap<>();
    for (Core core : cores) {
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
    return outboxes[step & 1];
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

  /// The start interrupt, as step -1.
  void start(int steps) {
    Outbox out = outbox(-1);
    out.clear();
    for (Core core : cores) {
      core.meter.countFrom(steps > 0 ? options.timestepTicks() : 0);
      core.start(out);
    }
    elapse(-1, steps);
  }

  /// Takes what all workers sent in the step before, and works through this one.
  void step(int step, int steps, Worker[] all, Flight flight) {
    receive(step, steps, all, flight);
    for (Block block : blocks) {
      block.deliver(step);
    }
    Outbox out = outbox(step);
    out.clear();
    for (Core core : cores) {
      core.sending = 0;
      core.step(step, out);
    }
    elapse(step, steps);
  }

  /// What was sent in the last step is there, and nobody takes it.
  void end(int steps, Worker[] all, Flight flight) {
    receive(steps, steps, all, flight);
    for (Core core : cores) {
      core.late += Math.min(core.packets, options.fifoPackets());
    }
  }

  private void receive(int step, int steps, Worker[] all, Flight flight) {
    for (Core core : cores) {
      core.packets = 0;
    }
    for (Block block : blocks) {
      block.begin(step);
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
      block.tell();
    }
    for (Convolving sink : convolving) {
      sink.count();
    }
    land(step, steps, flight.over(step, all));
  }

  /// Compares with what the machine would have done: whether FIFOs hold the packets of the step
  /// before, and whether each was there between two beginnings of steps of its core.
  private void land(int step, int steps, Flight.Landed landed) {
    long tick = (step + 1L) * options.timestepTicks();
    for (Core core : cores) {
      if (core.packets == 0) {
        continue;
      }
      if (!core.land(options.fifoPackets())) {
        doubt(
            "the event FIFO of %s holds %d packets and %d came for step %d"
                .formatted(core.of.name(), options.fifoPackets(), core.packets, step));
      }
      if (landed.first() < core.began || step < steps && landed.last() > Math.max(tick, core.now)) {
        core.outOfStep += core.packets;
        doubt(
            "a core was so late that packets may have come to %s out of step %d"
                .formatted(core.of.name(), step));
      }
    }
  }

  private void doubt(String sentence) {
    if (doubt.isEmpty()) {
      doubt = sentence;
    }
  }

  private void elapse(int step, int steps) {
    long tick = (step + 1L) * options.timestepTicks();
    long next = step + 1 < steps ? tick + options.timestepTicks() : Long.MAX_VALUE;
    Window window = window(step);
    window.firstTick = Long.MAX_VALUE;
    window.lastTick = Long.MIN_VALUE;
    window.packets = 0;
    for (Quad quad : quads) {
      quad.elapse(tick, next, step >= 0);
    }
    for (Core core : cores) {
      if (core.sending > 0) {
        window.firstTick = Math.min(window.firstTick, core.began);
        window.lastTick = Math.max(window.lastTick, core.now);
        window.packets += core.sending;
      }
    }
    window.doubtful = !doubt.isEmpty();
  }
}
