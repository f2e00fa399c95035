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
/// number of backgrounds; then for each its integer weight, and of its [PoissonTable] how many ends
/// and how many entries of the remainder it has, what is looked up, a byte a cell, the ends, half a
/// word each, and the entries.
///
/// @param population its index in the network
/// @param from first neuron
/// @param backgrounds with integer weights
/// @param tables one for each
record Noise(int population, int from, List<Background> backgrounds, List<PoissonTable> tables) {
  static final String REGION = "backgrounds";
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
      bytes += bytes(table.ends().length, table.remainder().length);
    }
    return layout.with(REGION, bytes);
  }

  /// Bytes of one background.
  private static int bytes(int ends, int remainder) {
    return HEADER_BYTES + PoissonTable.CELLS + (ends + 1) / 2 * 4 + 4 * remainder;
  }

  void write(Layout layout, Sram into) {
    if (!any()) {
      return;
    }
    try (Sram.Writer region = into.writer(layout.region(REGION))) {
      region.putInt(population).putInt(from).putInt(backgrounds.size());
      for (int b = 0; b < tables.size(); b++) {
        PoissonTable table = tables.get(b);
        int[] ends = table.ends();
        long[] remainder = table.remainder();
        region
            .putInt((int) backgrounds.get(b).weight())
            .putInt(ends.length)
            .putInt(remainder.length);
        region.putBytes(table.cells());
        for (int end : ends) {
          region.putShort(end);
        }
        if (ends.length % 2 > 0) {
          region.putShort(0);
        }
        for (long entry : remainder) {
          region.putInt((int) entry);
        }
      }
    }
  }

  /// Core cycles that the draws of so many neurons take in a step.
  double cycles(int neurons) {
    return backgrounds.size()
        * (SourcePlan.cycles(Action.BACKGROUND_STEP)
            + neurons * SourcePlan.cycles(Action.BACKGROUND_DRAW));
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
      var ends = new int[sram.getInt(next + 4)];
      var remainder = new long[sram.getInt(next + 8)];
      int endsAt = next + HEADER_BYTES + PoissonTable.CELLS;
      for (int e = 0; e < ends.length; e++) {
        ends[e] = sram.getShort(endsAt + 2 * e) & 0xFFFF;
      }
      int after = next + bytes(ends.length, remainder.length);
      for (int e = 0; e < remainder.length; e++) {
        remainder[e] = sram.getInt(after - 4 * (remainder.length - e)) & 0xFFFF_FFFFL;
      }
      read.add(
          new CoreImage.Background(
              Network.owner(Use.BACKGROUND, sram.getInt(at), b),
              sram.getInt(at + 4),
              sram.getInt(next),
              PoissonTable.of(ends, remainder)));
      next = after;
    }
    return read;
  }
}
