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
/// @param vertices for each source how many it is; empty where each is one
/// @param at for each source where its block begins
/// @param second for each source its rows (upper half) and the shape of its index (lower half)
/// @param longest for each source synapses of its longest row here; empty where rows are written
/// @param bytes of all blocks
/// @param slice which of a population's slices they are
/// @param assembled the blocks of all of them
/// @param spikeNumber what a spike counts where packets may carry numbers; 0 where none does
record SynapticRows(
    SynapseFormat format,
    int[] vertex,
    int[] vertices,
    int[] at,
    int[] second,
    int[] longest,
    int bytes,
    int slice,
    AssembledRows assembled,
    int spikeNumber)
    implements SynapticInput {
  private static final String REGION = "rows";

  static SynapticRows ofSpikes(
      SynapseFormat format,
      int[] vertex,
      int[] vertices,
      int[] at,
      int[] second,
      int[] longest,
      int bytes,
      int slice,
      AssembledRows assembled) {
    return new SynapticRows(
        format, vertex, vertices, at, second, longest, bytes, slice, assembled, 0);
  }

  /// The same, where packets carry numbers.
  ///
  /// @param spike what one without a number counts
  SynapticRows takingNumbers(int spike) {
    return new SynapticRows(
        format, vertex, vertices, at, second, longest, bytes, slice, assembled, spike);
  }

  @Override
  public Layout regions(Layout layout) {
    return layout
        .with(SourceTable.REGION, vertex.length * SourceTable.ENTRY_BYTES)
        .with(REGION, bytes);
  }

  @Override
  public boolean writesAlone() {
    return assembled.keeps();
  }

  @Override
  public void write(KeyLookup keys, Layout layout, Sram into) {
    int region = layout.region(REGION).offset();
    into.put(region, assembled.of(slice));
    var address = new int[vertex.length];
    for (int e = 0; e < vertex.length; e++) {
      address[e] = region + at[e];
    }
    writeTable(keys, address, layout, into);
  }

  /// @param first of the two words that a source has for itself; the other is of `second`
  void writeTable(KeyLookup keys, int[] first, Layout layout, Sram into) {
    var key = new int[vertex.length];
    var mask = new int[vertex.length];
    for (int e = 0; e < vertex.length; e++) {
      key[e] = keys.key(vertex[e]);
      mask[e] = mask(keys, vertex[e], vertices.length == 0 ? 1 : vertices[e]);
    }
    SourceTable.write(key, mask, first, second, layout, into);
  }

  /// The same without the words, where there are rules to make them by.
  SynapticInput unwritten() {
    return assembled.rules().<SynapticInput>map(rules -> new RuledRows(this, rules)).orElse(this);
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
    int[] firstRow = firstRows(table);
    int present = 0;
    for (int e = 0; e < table.size(); e++) {
      present += Reading.present(sram, table.first[e], table.second[e]);
    }
    var reading = new Reading(sram, firstRow[table.size()], present);
    var wordsAt = new int[table.size()];
    var startOf = new int[table.size() + 1];
    for (int e = 0; e < table.size(); e++) {
      startOf[e] = reading.end;
      wordsAt[e] = reading.index(table.first[e], table.second[e], firstRow[e]);
    }
    startOf[table.size()] = reading.end;
    if (reading.end > sram.size() / format.wordBytes()) {
      throw new IllegalStateException("the rows do not end");
    }
    var synapses = new int[reading.end];
    for (int e = 0; e < table.size(); e++) {
      format.decode(sram, wordsAt[e], neurons, synapses, startOf[e], startOf[e + 1]);
    }
    SynapseFormat.Summing summing = summing(split);
    return new CoreImage.Rows(
        table.keys(),
        shapes(table),
        firstRow,
        reading.present,
        reading.before(),
        reading.starts(),
        synapses,
        spikeNumber,
        format.packet(summing),
        format.event(summing));
  }

  /// Of each source its first row, counted through all; one more behind.
  static int[] firstRows(SourceTable table) {
    var firstRow = new int[table.size() + 1];
    for (int e = 0; e < table.size(); e++) {
      firstRow[e + 1] = firstRow[e] + (table.second[e] >>> 16);
    }
    return firstRow;
  }

  /// Of each source how its rows are found.
  static byte[] shapes(SourceTable table) {
    var shape = new byte[table.size()];
    for (int e = 0; e < shape.length; e++) {
      shape[e] =
          switch (table.second[e] & 0xFFFF) {
            case RowIndex.INDEXED -> CoreImage.Rows.INDEXED;
            case RowIndex.SPARSE -> CoreImage.Rows.SPARSE;
            default -> CoreImage.Rows.EVEN;
          };
    }
    return shape;
  }

  SynapseFormat.Summing summing(boolean split) {
    if (spikeNumber > 0) {
      return SynapseFormat.Summing.TIMES_NUMBERS;
    }
    return split ? SynapseFormat.Summing.APART : SynapseFormat.Summing.TOGETHER;
  }

  /// Rows while their blocks are read, one after the other.
  private static final class Reading {
    private final Sram sram;
    private final long[] present;

    /// Of the rows so far that are not empty.
    private final int[] start;

    private int rows;
    private int end;

    /// @param present no fewer than are not empty
    Reading(Sram sram, int rows, int present) {
      this.sram = sram;
      this.start = new int[present + 1];
      this.present = new long[Math.ceilDiv(rows, Long.SIZE)];
    }

    /// How many rows of a block may not be empty.
    static int present(Sram sram, int at, int second) {
      int atoms = second >>> 16;
      boolean sparse = (second & 0xFFFF) == RowIndex.SPARSE;
      int counted = at + RowIndex.endsAt(RowIndex.SPARSE, atoms) - 2;
      return sparse ? sram.getShort(counted) & 0xFFFF : atoms;
    }

    int[] starts() {
      return rows + 1 == start.length ? start : Arrays.copyOf(start, rows + 1);
    }

    private void row(int row, int length) {
      if (length < 0) {
        throw new IllegalStateException("the rows do not follow each other");
      }
      if (length == 0) {
        return;
      }
      present[row >> 6] |= 1L << row;
      end = Math.addExact(end, length);
      start[++rows] = end;
    }

    /// The rows of a block that begins at `at`.
    ///
    /// @return where its words begin
    int index(int at, int second, int firstRow) {
      int atoms = second >>> 16;
      int shape = second & 0xFFFF;
      int first = end;
      int next = at + RowIndex.endsAt(shape, atoms);
      if (shape == RowIndex.SPARSE) {
        for (int w = 0; w < RowIndex.bitWords(atoms); w++) {
          for (int bits = sram.getInt(at + 4 * w); bits != 0; bits &= bits - 1) {
            int row = firstRow + 32 * w + Integer.numberOfTrailingZeros(bits);
            row(row, first + (sram.getShort(next) & 0xFFFF) - end);
            next += 2;
          }
        }
      } else if (shape == RowIndex.INDEXED) {
        for (int i = 0; i < atoms; i++) {
          row(firstRow + i, first + (sram.getShort(next) & 0xFFFF) - end);
          next += 2;
        }
      } else {
        for (int i = 0; i < atoms; i++) {
          row(firstRow + i, shape);
        }
      }
      return at + RowIndex.words(next - at);
    }

    int[] before() {
      var before = new int[present.length];
      for (int w = 0; w + 1 < before.length; w++) {
        before[w + 1] = before[w] + Long.bitCount(present[w]);
      }
      return before;
    }
  }

  /// Adds rows.
  static final class Running implements Receiver {
    private final CoreImage.Rows rows;
    private final SourceTable table;
    private final Accumulators accumulators;

    Running(CoreImage.Rows rows, SourceTable table, Accumulators accumulators) {
      this.rows = rows;
      this.table = table;
      this.accumulators = accumulators;
    }

    @Override
    public void receive(Pe pe, int step) {
      boolean split = accumulators.split();
      int[] firstRow = rows.firstRow();
      int[] start = rows.start();
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
        int row = known ? firstRow[entry] + table.atom(entry, packet) : 0;
        if (!known || row >= firstRow[entry + 1]) {
          pe.stray(packet);
          continue;
        }
        byte shape = rows.shape()[entry];
        int found = rows.find(row);
        int begin = found < 0 ? 0 : start[found];
        int end = found < 0 ? 0 : start[found + 1];
        if (rows.spikeNumber() > 0) {
          addTimes(number(pe), begin, end, slot);
        } else if (split) {
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

    /// What the packet that was taken last carries. Nobody sends the number 0, and a packet without
    /// a payload leaves 0 where payloads are (ASSUMED, firmware/loops/rows.c).
    private int number(Pe pe) {
      int carried = (int) pe.payload().low();
      return carried == 0 ? rows.spikeNumber() : carried;
    }

    private void addTimes(int number, int begin, int end, int slot) {
      int[] row = rows.synapses();
      int[] sum = accumulators.sum;
      int ring = accumulators.ring;
      for (int s = begin; s < end; s++) {
        int synapse = row[s];
        int at = slot + (synapse & 0xFFFF);
        sum[at < ring ? at : at - ring] += (synapse >> 16) * number;
      }
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
