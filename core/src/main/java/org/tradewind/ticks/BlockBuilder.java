package org.tradewind.ticks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.tradewind.snn.CoreImage;
import org.tradewind.snn.NeuronJoiner;

/// Gathers cores until a block is full, and lowers their rows into one.
final class BlockBuilder {
  /// Places of a block: what 16 bits name.
  static final int MOST_PLACES = 1 << 16;

  /// The same where delays differ: larger blocks are gathered from more cores, which have fewer
  /// words in each unit.
  private static final int MOST_OF_SEVERAL = 1 << 13;

  private final Senders senders;
  private final int mostPlaces;
  private final NeuronJoiner joiner = new NeuronJoiner(Group.NEURONS);
  private final long seed;
  private final long safeTicks;

  private List<Lowering> cores = new ArrayList<>();
  private Delays delays = Delays.NONE;
  private int neurons;
  private int sums;

  /// @param mostPlaces of a block
  /// @param seed of the run
  /// @param safeTicks how long a step is that is surely over in time
  BlockBuilder(Senders senders, int mostPlaces, long seed, long safeTicks) {
    this.senders = senders;
    this.mostPlaces = mostPlaces;
    this.seed = seed;
    this.safeTicks = safeTicks;
  }

  /// A block, the vertices that send to it, and of each the block's first row.
  record Built(Block block, int[] vertices, int[] firstRow) {}

  /// Adds a core; gives the others to `full` where one more is too many.
  void add(NeuronCore core, CoreImage.Receiving image, CoreImage.Rows rows, Consumer<Built> full) {
    var lowering = new Lowering(core, image, rows, senders);
    Delays all = delays.and(lowering.delays);
    int places = all.differ() ? neurons + lowering.neurons() : sums + lowering.sums();
    int most = all.differ() ? Math.min(mostPlaces, MOST_OF_SEVERAL) : mostPlaces;
    if (!cores.isEmpty() && places > most) {
      full.accept(build());
      all = lowering.delays;
    }
    cores.add(lowering);
    neurons += lowering.neurons();
    sums += lowering.sums();
    delays = all;
  }

  /// Gives the last cores to `full`.
  void end(Consumer<Built> full) {
    if (!cores.isEmpty()) {
      full.accept(build());
    }
  }

  private Built build() {
    var plan = new BlockPlan(cores, delays, senders);
    Group[] groups = plan.groups(joiner, seed);
    var block = new Block(plan.lowered(Gathering.rows(plan)), groups, safeTicks);
    cores = new ArrayList<>();
    delays = Delays.NONE;
    neurons = 0;
    sums = 0;
    return plan.built(block);
  }
}
