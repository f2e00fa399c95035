package org.tradewind.ticks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Gathers cores until a block is full.
final class BlockBuilder {
  private final Senders senders;
  private final int mostPlaces;
  private final int multiple;
  private final Consumer<BlockPlan> full;

  private List<Lowering> cores = new ArrayList<>();
  private Delays delays = Delays.NONE;
  private int neurons;

  /// Whether what inhibits has places of its own for any of them.
  private boolean apart;

  /// @param mostPlaces of a block
  /// @param multiple as that of [BlockPlan]
  /// @param full is given the blocks
  BlockBuilder(Senders senders, int mostPlaces, int multiple, Consumer<BlockPlan> full) {
    this.senders = senders;
    this.mostPlaces = mostPlaces;
    this.multiple = multiple;
    this.full = full;
  }

  /// Adds a core; where it is one too many, the others are a block.
  void add(Lowering core) {
    Delays all = delays.and(core.delays);
    boolean anyApart = apart || core.image.split();
    int sides = anyApart && !all.differ() ? 2 : 1;
    if (!cores.isEmpty() && sides * (neurons + core.neurons()) > mostPlaces) {
      end();
      all = core.delays;
      anyApart = core.image.split();
    }
    cores.add(core);
    neurons += core.neurons();
    apart = anyApart;
    delays = all;
  }

  /// The last cores are a block.
  void end() {
    if (!cores.isEmpty()) {
      full.accept(new BlockPlan(cores, delays, multiple, senders));
    }
    cores = new ArrayList<>();
    delays = Delays.NONE;
    neurons = 0;
    apart = false;
  }
}
