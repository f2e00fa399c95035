package org.tradewind.snn;

import java.util.Arrays;
import org.tradewind.cost.Action;
import org.tradewind.pe.KeyLookup;
import org.tradewind.pe.Layout;
import org.tradewind.pe.Pe;
import org.tradewind.pe.Sram;

/// The synapses that end on a core, a row for each neuron that sends: the word-by-word programs.
///
/// Behind its entry in the [SourceTable] each source has a block: an index ([RowIndex]) where rows
/// differ in length, then the rows, one after the other. A source is a vertex; or, where that is
/// smaller, all slices of a population, whose keys differ in nothing but slice and neuron: then row
/// `slice * 2^bits + neuron` is that of a neuron, and the rows between the last neuron of a slice
/// and the first of the next are empty.
///
/// Made by [RowsAssembly] as it will lie in memory, so that a synapse takes its word and its part
/// of the index here and on the chip alike.
///
/// @param vertex for each source the first vertex, ascending
/// @param vertices for each source how many it is
/// @param at for each source where its block begins
/// @param second for each source its rows (upper half) and the shape of its index (lower half)
/// @param rows all blocks
record SynapticRows(
    SynapseFormat format, int[] vertex, int[] vertices, int[] at, int[] second, Sram rows)
    implements SynapticInput {
  private static final String REGION = "rows";

  @Override
  public Layout regions(Layout layout) {
    return layout
        .with(SourceTable.REGION, vertex.length * SourceTable.ENTRY_BYTES)
        .with(REGION, rows.size());
  }

  @Override
  public void write(KeyLookup keys, Layout layout, Sram into) {
    int region = layout.region(REGION).offset();
    into.put(region, rows);
    var key = new int[vertex.length];
    var mask = new int[vertex.length];
    var address = new int[vertex.length];
    for (int e = 0; e < vertex.length; e++) {
      key[e] = keys.key(vertex[e]);
      mask[e] = mask(keys, vertex[e], vertices[e]);
      address[e] = region + at[e];
    }
    SourceTable.write(key, mask, address, second, layout, into);
  }

  /// What all keys of some vertices have in common.
  private static int mask(KeyLookup keys, int first, int count) {
    int one = keys.mask(first);
    int slices = Integer.SIZE - Integer.numberOfLeadingZeros(count - 1);
    int last = first + count - 1;
    if (keys.key(last) != keys.key(first) + (count - 1) * -one || keys.mask(last) != one) {
      throw new IllegalStateException(
          "the keys of vertices " + first + " to " + last + " do not follow each other");
    }
    return one << slices;
  }

  /// Decodes every word once.
  @Override
  public CoreImage.Rows read(Layout layout, Sram sram, int neurons, boolean split) {
    var table = new SourceTable(layout, sram);
    var firstRow = new int[table.size() + 1];
    for (int e = 0; e < table.size(); e++) {
      firstRow[e + 1] = firstRow[e] + (table.second[e] >>> 16);
    }
    var rowStart = new int[firstRow[table.size()] + 1];
    var shape = new byte[table.size()];
    var wordsAt = new int[table.size()];
    for (int e = 0; e < table.size(); e++) {
      shape[e] =
          switch (table.second[e] & 0xFFFF) {
            case RowIndex.INDEXED -> CoreImage.Rows.INDEXED;
            case RowIndex.SPARSE -> CoreImage.Rows.SPARSE;
            default -> CoreImage.Rows.EVEN;
          };
      wordsAt[e] = readIndex(sram, table.first[e], table.second[e], rowStart, firstRow[e]);
    }
    int last = rowStart[rowStart.length - 1];
    for (int r = 1; r < rowStart.length; r++) {
      if (rowStart[r] < rowStart[r - 1] || last > sram.size() / format.wordBytes()) {
        throw new IllegalStateException("the rows do not follow each other, or do not end");
      }
    }
    var synapses = new int[last];
    for (int e = 0; e < table.size(); e++) {
      int at = wordsAt[e];
      for (int s = rowStart[firstRow[e]]; s < rowStart[firstRow[e + 1]]; s++) {
        int word = format.read(sram, at);
        int place = format.delay(word) * neurons + format.index(word);
        synapses[s] = format.weight(word) << 16 | place;
        at += format.wordBytes();
      }
    }
    return apart(
        table,
        layout.region(REGION).offset(),
        new CoreImage.Rows(
            table.keys(),
            shape,
            firstRow,
            rowStart,
            synapses,
            table.size(),
            format.packet(),
            format.event(split)));
  }

  /// The same with a source for each vertex: what several share, one after the other.
  private CoreImage.Rows apart(SourceTable table, int region, CoreImage.Rows rows) {
    int sources = Arrays.stream(vertices).sum();
    var keys = new int[sources];
    var shape = new byte[sources];
    var firstRow = new int[sources + 1];
    int source = 0;
    for (int e = 0; e < table.size(); e++) {
      int together = vertices[Arrays.binarySearch(at, table.first[e] - region)];
      int slots = (table.second[e] >>> 16) / together;
      for (int u = 0; u < together; u++) {
        keys[source] = rows.keys()[e] + u * slots;
        shape[source] = rows.shape()[e];
        firstRow[source++] = rows.firstRow()[e] + u * slots;
      }
    }
    firstRow[sources] = rows.firstRow()[table.size()];
    return new CoreImage.Rows(
        keys,
        shape,
        firstRow,
        rows.rowStart(),
        rows.synapses(),
        table.size(),
        rows.packet(),
        rows.event());
  }

  /// Fills in the row starts of a block that begins at `at`.
  ///
  /// @return where its words begin
  private static int readIndex(Sram sram, int at, int second, int[] rowStart, int row) {
    int atoms = second >>> 16;
    int shape = second & 0xFFFF;
    int start = rowStart[row];
    int next = at + RowIndex.endsAt(shape, atoms);
    for (int i = 0; i < atoms; i++) {
      boolean present =
          shape == RowIndex.INDEXED
              || shape == RowIndex.SPARSE && (sram.getInt(at + 4 * (i / 32)) >>> i % 32 & 1) != 0;
      if (present) {
        rowStart[row + i + 1] = start + (sram.getShort(next) & 0xFFFF);
        next += 2;
      } else {
        rowStart[row + i + 1] =
            shape == RowIndex.SPARSE ? rowStart[row + i] : start + shape * (i + 1);
      }
    }
    return at + RowIndex.words(next - at);
  }

  /// Adds rows.
  static final class Running implements Receiver {
    private final CoreImage.Rows rows;
    private final SourceTable table;
    private final Accumulators accumulators;

    /// For each entry of the table its first source.
    private final int[] source;

    Running(CoreImage.Rows rows, SourceTable table, Accumulators accumulators) {
      this.rows = rows;
      this.table = table;
      this.accumulators = accumulators;
      this.source = new int[table.size() + 1];
      int next = 0;
      for (int e = 0; e < table.size(); e++) {
        while (rows.keys()[next] != table.keys()[e]) {
          next++;
        }
        source[e] = next;
      }
      source[table.size()] = rows.keys().length;
    }

    @Override
    public void receive(Pe pe, int step) {
      boolean split = accumulators.split();
      int[] firstRow = rows.firstRow();
      int[] rowStart = rows.rowStart();
      int slot = accumulators.slot(step);
      int packets = pe.waiting();
      int events = 0;
      int indexed = 0;
      int sparse = 0;
      int absent = 0;
      for (int waiting = packets; waiting > 0; waiting--) {
        int packet = pe.take();
        int entry = table.entry(packet);
        boolean known = entry != SourceTable.NONE;
        int row = known ? firstRow[source[entry]] + table.atom(entry, packet) : 0;
        if (!known || row >= firstRow[source[entry + 1]]) {
          pe.stray(packet);
          continue;
        }
        byte shape = rows.shape()[source[entry]];
        int begin = rowStart[row];
        int end = rowStart[row + 1];
        if (split) {
          addSplit(begin, end, slot);
        } else {
          add(begin, end, slot);
        }
        events += end - begin;
        if (shape == CoreImage.Rows.INDEXED) {
          indexed++;
        } else if (shape == CoreImage.Rows.SPARSE && end > begin) {
          sparse++;
        } else if (shape == CoreImage.Rows.SPARSE) {
          absent++;
        }
      }
      pe.did(rows.packet(), packets);
      pe.did(Action.PROBE, packets * rows.probes());
      pe.did(Action.INDEXED_ROW, indexed);
      pe.did(Action.SPARSE_ROW, sparse);
      pe.did(Action.ABSENT_ROW, absent);
      pe.did(rows.event(), events);
    }

    private void add(int begin, int end, int slot) {
      int[] row = rows.synapses();
      int[] sum = accumulators.sum;
      int ring = accumulators.ring;
      for (int s = begin; s < end; s++) {
        int synapse = row[s];
        int at = slot + (synapse & 0xFFFF);
        sum[at < ring ? at : at - ring] += synapse >> 16;
      }
    }

    private void addSplit(int begin, int end, int slot) {
      int[] row = rows.synapses();
      int[] sum = accumulators.sum;
      int ring = accumulators.ring;
      for (int s = begin; s < end; s++) {
        int synapse = row[s];
        int at = slot + (synapse & 0xFFFF);
        int place = at < ring ? at : at - ring;
        int weight = synapse >> 16;
        sum[weight > 0 ? place : ring + place] += Math.abs(weight);
      }
    }
  }
}
