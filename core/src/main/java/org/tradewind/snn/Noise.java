package org.tradewind.snn;

import java.util.ArrayList;
import java.util.List;
import org.tradewind.cost.Action;
import org.tradewind.network.Background;
import org.tradewind.network.Network;
import org.tradewind.network.Network.Use;
import org.tradewind.pe.Layout;
import org.tradewind.pe.Sram;
import org.tradewind.random.PoissonTable;

/// The backgrounds of a slice's neurons: Poisson counts, drawn on the core and added to the
/// accumulators of the step ([Background]).
///
/// Region `backgrounds`, which is there where there is one: index of the population, first neuron,
/// number of backgrounds; then for each its integer weight, how many entries its table has, and the
/// entries of [PoissonTable] in ascending order, two words each, the low one first.
///
/// @param population its index in the network
/// @param from first neuron
/// @param backgrounds with integer weights
/// @param tables one for each
record Noise(int population, int from, List<Background> backgrounds, List<PoissonTable> tables) {
  private static final String REGION = "backgrounds";
  private static final int HEADER_BYTES = 12;

  Noise(int population, int from, List<Background> backgrounds) {
    this(
        population,
        from,
        backgrounds,
        backgrounds.stream().map(b -> PoissonTable.of(b.meanPerStep())).toList());
  }

  /// Whether a core has any.
  boolean any() {
    return !backgrounds.isEmpty();
  }

  Noise from(int neuron) {
    return new Noise(population, neuron, backgrounds, tables);
  }

  Layout region(Layout layout) {
    if (!any()) {
      return layout;
    }
    int bytes = HEADER_BYTES;
    for (PoissonTable table : tables) {
      bytes += 8 + 8 * table.size();
    }
    return layout.with(REGION, bytes);
  }

  void write(Layout layout, Sram into) {
    if (!any()) {
      return;
    }
    try (Sram.Writer region = into.writer(layout.region(REGION))) {
      region.putInt(population).putInt(from).putInt(backgrounds.size());
      for (int b = 0; b < tables.size(); b++) {
        long[] entries = tables.get(b).entries();
        region.putInt((int) backgrounds.get(b).weight()).putInt(entries.length);
        for (long entry : entries) {
          region.putInt((int) entry).putInt((int) (entry >>> 32));
        }
      }
    }
  }

  /// Core cycles that one neuron's draws take in a step.
  double cycles() {
    double cycles = 0;
    for (Background background : backgrounds) {
      cycles +=
          Action.BACKGROUND_DRAW.cycles().value()
              + (1 + background.meanPerStep()) * Action.BACKGROUND_ENTRY.cycles().value();
    }
    return cycles;
  }

  /// Reads back what [#write] wrote.
  List<CoreImage.Background> read(Layout layout, Sram sram) {
    if (!any()) {
      return List.of();
    }
    int at = layout.region(REGION).offset();
    int next = at + HEADER_BYTES;
    var read = new ArrayList<CoreImage.Background>();
    for (int b = 0; b < sram.getInt(at + 8); b++) {
      var entries = new long[sram.getInt(next + 4)];
      for (int e = 0; e < entries.length; e++) {
        entries[e] = sram.getLong(next + 8 + 8 * e);
      }
      read.add(
          new CoreImage.Background(
              Network.owner(Use.BACKGROUND, sram.getInt(at), b),
              sram.getInt(at + 4),
              sram.getInt(next),
              PoissonTable.ofEntries(entries)));
      next += 8 + 8 * entries.length;
    }
    return read;
  }
}
