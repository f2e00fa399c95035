package org.tradewind.ticks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tradewind.mapping.Images;
import org.tradewind.mapping.MachineVertex;
import org.tradewind.mapping.Mapping;
import org.tradewind.run.DvfsPolicy;
import org.tradewind.run.Options;
import org.tradewind.snn.CoreImage;
import org.tradewind.snn.NeuronJoiner;

/// The cores of one thread while they are loaded, in two rounds: first all are read, and blocks are
/// made of those whose rows are written; then those whose rows are made by rules are given them,
/// which is done for all threads at once ([Streaming]).
final class Loading {
  /// @param places of a block at most: what 16 bits name
  /// @param words of a unit of rows that are written, about: fewer would stay in the L2 cache
  ///   instead of the L3, but each core would have too few of them for the way to its rows
  /// @param dense neurons from which on dense rows are counted bit by bit: of fewer, loops are too
  ///   short
  record Sizes(int places, int words, int dense) {
    static final Sizes USUAL = new Sizes(1 << 16, 1 << 17, 1 << 10);
  }

  private final Options options;
  private final Mapping mapping;
  private final Sizes sizes;
  private final Core[] cores;
  private final List<SourceCore> sources = new ArrayList<>();
  private final List<Block> blocks = new ArrayList<>();
  private final List<Convolving> convolving = new ArrayList<>();
  private final List<BlockPlan> ruled = new ArrayList<>();
  private final NeuronJoiner joiner = new NeuronJoiner(Group.NEURONS);
  private final Ends ends = new Ends();

  /// @param vertices ascending, whole quads
  Loading(
      Mapping mapping,
      Images images,
      Options options,
      int[] vertices,
      Senders senders,
      Sizes sizes) {
    this.options = options;
    this.mapping = mapping;
    this.sizes = sizes;
    this.cores = new Core[vertices.length];
    var written =
        new BlockBuilder(
            senders, sizes.places, 1, plan -> add(plan, Gathering.rows(plan, sizes.words)));
    var byRules = new BlockBuilder(senders, sizes.places, Streaming.ROWS, ruled::add);
    for (int i = 0; i < vertices.length; i++) {
      int v = vertices[i];
      MachineVertex of = mapping.graph().vertex(v);
      DvfsPolicy policy = options.dvfs().on(of.programName());
      switch (image(images, v)) {
        case CoreImage.Poisson poisson ->
            sources.add(new PoissonCore(v, of, policy, poisson, options.seed()));
        case CoreImage.SpikeList list -> sources.add(new ListCore(v, of, policy, list));
        case CoreImage.Receiving image -> {
          var core = new NeuronCore(v, of, policy, image);
          cores[i] = core;
          switch (image.input()) {
            case CoreImage.Rows _ -> written.add(new Lowering(core, image, senders));
            case CoreImage.Ruled _ -> byRules.add(new Lowering(core, image, senders));
            case CoreImage.Kernels kernels -> {
              var sink = new Convolving(core, image, kernels, options.seed());
              convolving.add(sink);
              int[] keys = kernels.keys();
              for (int e = 0; e < keys.length; e++) {
                int source = e;
                senders.to(
                    v,
                    keys[e],
                    1,
                    (run, row, _, _) -> ends.add(senders.vertex(run, row), sink, source));
              }
            }
          }
        }
      }
      cores[i] = cores[i] == null ? sources.getLast() : cores[i];
    }
    written.end();
    byRules.end();
  }

  private CoreImage image(Images images, int v) {
    return CoreImage.readUnwritten(images.program(v), images.keys())
        .orElseThrow(() ->
            new IllegalStateException(mapping.graph().vertex(v).name() + " has a foreign program"));
  }

  /// Blocks that wait for their rows.
  List<BlockPlan> ruled() {
    return ruled;
  }

  /// Makes a block.
  void add(BlockPlan plan, BlockRows rows) {
    Group[] groups = plan.groups(joiner, options.seed());
    var block = new Block(plan.lowered(rows, sizes.dense), groups, safeTicks(options));
    blocks.add(block);
    plan.sources((vertex, firstRow) -> ends.add(vertex, block, firstRow));
  }

  /// A step that takes half of the time is surely over in time: the other half is for packets.
  static long safeTicks(Options options) {
    return options.timestepTicks() / 2;
  }

  /// All blocks are made.
  Worker worker() {
    var sinkStart = new int[mapping.graph().size() + 1];
    var sinks = new Sink[ends.size];
    var sourceAt = new int[ends.size];
    for (int e = 0; e < ends.size; e++) {
      sinkStart[ends.vertex[e] + 1]++;
    }
    for (int v = 0; v + 1 < sinkStart.length; v++) {
      sinkStart[v + 1] += sinkStart[v];
    }
    int[] next = sinkStart.clone();
    for (int e = 0; e < ends.size; e++) {
      int at = next[ends.vertex[e]]++;
      sinks[at] = ends.sinks.get(ends.sink[e]);
      sourceAt[at] = ends.source[e];
    }
    return new Worker(
        mapping,
        options,
        cores,
        sources.toArray(SourceCore[]::new),
        blocks.toArray(Block[]::new),
        convolving.toArray(Convolving[]::new),
        sinkStart,
        sinks,
        sourceAt);
  }

  /// Where packets of vertices end, while it is gathered.
  private static final class Ends {
    private final List<Sink> sinks = new ArrayList<>();
    private int[] vertex = new int[16];

    /// Of [#sinks].
    private int[] sink = new int[16];

    private int[] source = new int[16];
    private int size;

    void add(int itsVertex, Sink itsSink, int itsSource) {
      if (size == vertex.length) {
        int larger = Math.addExact(size, size >> 1);
        vertex = Arrays.copyOf(vertex, larger);
        sink = Arrays.copyOf(sink, larger);
        source = Arrays.copyOf(source, larger);
      }
      if (sinks.isEmpty() || sinks.getLast() != itsSink) {
        sinks.add(itsSink);
      }
      vertex[size] = itsVertex;
      sink[size] = sinks.size() - 1;
      source[size++] = itsSource;
    }
  }
}
