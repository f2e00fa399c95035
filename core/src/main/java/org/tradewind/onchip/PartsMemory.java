package org.tradewind.onchip;

import org.tradewind.learn.RewiredPart;
import org.tradewind.pe.Kiss64;
import org.tradewind.pe.Layout;
import org.tradewind.pe.Sram;

/// The [RewiredPart]s of a core in its memory: their connections, weights, gradients, rows, one
/// layer of one part after the other, and their generators.
record PartsMemory(Sram sram, Layout layout, RewiringPlaces places) {
  private int offset(String region) {
    return layout.region(region).offset();
  }

  private interface Visit {
    void part(int layer, int connection, int row);
  }

  /// Goes through the layers of a part: with the number of each layer's first connection and row.
  private void visit(int part, Visit visit) {
    int connection = 0;
    int row = 0;
    for (int p = places.from(); p <= part; p++) {
      for (int l = 0; l < places.layers(); l++) {
        RewiredPart.Shape shape = places.shapes().get(l).get(p);
        if (p == part) {
          visit.part(l, connection, row);
        }
        connection += shape.active();
        row += shape.targets() + 1;
      }
    }
  }

  void write(RewiredPart from, int part) {
    visit(part, (l, connection, row) -> write(from, l, connection, row));
    int[] state = from.random().state();
    for (int w = 0; w < state.length; w++) {
      sram.putInt(generator(part) + 4 * w, state[w]);
    }
  }

  private void write(RewiredPart from, int l, int connection, int row) {
    int ends = offset("rows") + 2 * row;
    sram.putShort(ends, (short) 0);
    for (int t = 0; t < from.targets(l); t++) {
      sram.putShort(ends + 2 * (t + 1), (short) from.rowEnd(l, t));
    }
    int weights = offset("weights") + 4 * connection;
    int gradients = offset("gradients") + 4 * connection;
    int sources = offset("sources") + 2 * connection;
    for (int c = 0; c < from.active(l); c++) {
      sram.putFloat(weights + 4 * c, from.weight(l, c));
      sram.putFloat(gradients + 4 * c, from.gradient(l, c));
      sram.putShort(sources + 2 * c, (short) from.source(l, c));
    }
  }

  void read(RewiredPart into, int part) {
    visit(part, (l, connection, row) -> read(into, l, connection, row));
    var state = new Words(sram, generator(part));
    into.setRandom(
        Kiss64.resumed(state.nextInt(), state.nextInt(), state.nextInt(), state.nextInt()));
  }

  private void read(RewiredPart into, int l, int connection, int row) {
    int ends = offset("rows") + 2 * row;
    for (int t = 0; t < into.targets(l); t++) {
      into.setRowEnd(l, t, sram.getShort(ends + 2 * (t + 1)) & 0xFFFF);
    }
    int weights = offset("weights") + 4 * connection;
    int gradients = offset("gradients") + 4 * connection;
    int sources = offset("sources") + 2 * connection;
    for (int c = 0; c < into.active(l); c++) {
      into.set(
          l,
          c,
          sram.getShort(sources + 2 * c) & 0xFFFF,
          sram.getFloat(weights + 4 * c),
          sram.getFloat(gradients + 4 * c));
    }
  }

  private int generator(int part) {
    return offset("generators") + 16 * (part - places.from());
  }
}
