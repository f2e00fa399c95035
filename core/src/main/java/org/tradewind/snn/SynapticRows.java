package org.tradewind.snn;

import java.util.Arrays;
import java.util.List;
import org.tradewind.cost.Action;
import org.tradewind.network.Synapses;
import org.tradewind.pe.KeyLookup;
import org.tradewind.pe.Layout;
import org.tradewind.pe.Pe;
import org.tradewind.pe.Sram;

/// The synapses that end on a core, a row for each neuron that sends: the word-by-word programs.
///
/// Behind its entry in the [SourceTable] each source vertex has a block: rows one after the other.
/// Where all rows of a block are as long as each other the entry holds that length. Otherwise the
/// block starts with an index, the smaller of two: the rows' ends as 16-bit counts of words; or a
/// bit for each neuron that says whether it has a row here, and the ends of those rows alone, which
/// is what keeps sparse connections from large populations small. Between bits and ends, 16 bits
/// for each word of bits say how many rows go before it, so that no packet has to count them, and
/// 16 more how many there are.
///
/// @param blocks those with a synapse, in order of the source vertex
/// @param from first target neuron
/// @param to behind the last
record SynapticRows(SynapseFormat format, List<Block> blocks, int from, int to)
    implements SynapticInput {
  private static final String REGION = "rows";

  /// In place of a common row length: an end for each neuron.
  private static final int INDEXED = 0xFFFF;

  /// In place of a common row length: a bit for each neuron, an end for each row that is not empty.
  private static final int SPARSE = 0xFFFE;

  /// What one source vertex sends here.
  ///
  /// @param vertex the source
  /// @param preFrom its first neuron
  /// @param projections every projection from its population to this one
  /// @param rowLengths synapses of each of its neurons that end in the slice
  /// @param synapses their sum
  /// @param shape the common row length, or how the index is written
  /// @param indexBytes of the index; 0 where there is none
  record Block(
      int vertex,
      int preFrom,
      List<Synapses> projections,
      int[] rowLengths,
      int synapses,
      int shape,
      long indexBytes) {
    static Block of(int vertex, int preFrom, List<Synapses> projections, int[] rowLengths) {
      int synapses = 0;
      int present = 0;
      boolean even = rowLengths.length > 0 && rowLengths[0] < SPARSE;
      for (int length : rowLengths) {
        synapses += length;
        present += length > 0 ? 1 : 0;
        even &= length == rowLengths[0];
      }
      if (even) {
        return new Block(vertex, preFrom, projections, rowLengths, synapses, rowLengths[0], 0);
      }
      long ends = words(2L * rowLengths.length);
      long sparse = sparseIndexBytes(rowLengths.length, present);
      return new Block(
          vertex,
          preFrom,
          projections,
          rowLengths,
          synapses,
          sparse < ends ? SPARSE : INDEXED,
          Math.min(sparse, ends));
    }

    int atoms() {
      return rowLengths.length;
    }

    /// Core cycles to take a packet and find its row, but for finding the block; over all neurons
    /// alike.
    double packetCycles(SynapseFormat format) {
      double present = (double) Arrays.stream(rowLengths).filter(n -> n > 0).count() / atoms();
      double more =
          switch (shape) {
            case INDEXED -> Action.INDEXED_ROW.cycles().value();
            case SPARSE ->
                present * Action.SPARSE_ROW.cycles().value()
                    + (1 - present) * Action.ABSENT_ROW.cycles().value();
            default -> 0;
          };
      return format.packet().cycles().value() + more;
    }
  }

  /// Bits of all neurons in whole words, how many rows go before each word, the ends.
  private static long sparseIndexBytes(int atoms, int present) {
    return 4L * bitWords(atoms) + words(2L * (bitWords(atoms) + 1 + present));
  }

  private static int bitWords(int atoms) {
    return (atoms + 31) / 32;
  }

  /// Bytes of a block and of its entry.
  static long bytes(SynapseFormat format, Block block) {
    return SourceTable.ENTRY_BYTES + blockBytes(format, block);
  }

  private static long blockBytes(SynapseFormat format, Block block) {
    return block.indexBytes() + words((long) block.synapses() * format.wordBytes());
  }

  /// Rounded up to whole words.
  private static long words(long bytes) {
    return bytes + 3 & ~3L;
  }

  @Override
  public Layout regions(Layout layout) {
    long bytes = 0;
    for (Block block : blocks) {
      bytes += blockBytes(format, block);
    }
    return layout
        .with(SourceTable.REGION, blocks.size() * SourceTable.ENTRY_BYTES)
        .with(REGION, Math.toIntExact(bytes));
  }

  @Override
  public void write(KeyLookup keys, Layout layout, Sram into) {
    var sources = new int[blocks.size()];
    var address = new int[blocks.size()];
    var shape = new int[blocks.size()];
    int at = layout.region(REGION).offset();
    try (Sram.Writer rows = into.writer(layout.region(REGION))) {
      for (int b = 0; b < blocks.size(); b++) {
        Block block = blocks.get(b);
        sources[b] = block.vertex;
        address[b] = at;
        shape[b] = block.atoms() << 16 | block.shape();
        write(block, rows);
        at += (int) blockBytes(format, block);
      }
    }
    SourceTable.write(keys, sources, address, shape, layout, into);
  }

  private void write(Block block, Sram.Writer rows) {
    int shape = block.shape();
    int written = 0;
    if (shape == SPARSE) {
      var before = new int[bitWords(block.atoms()) + 1];
      for (int w = 0; w + 1 < before.length; w++) {
        int bits = 0;
        for (int i = 32 * w; i < Math.min(32 * w + 32, block.atoms()); i++) {
          bits |= block.rowLengths[i] > 0 ? 1 << i % 32 : 0;
        }
        rows.putInt(bits);
        before[w + 1] = before[w] + Integer.bitCount(bits);
      }
      for (int present : before) {
        rows.putShort(present);
        written += 2;
      }
    }
    if (shape == INDEXED || shape == SPARSE) {
      int end = 0;
      for (int length : block.rowLengths) {
        end += length;
        if (shape == INDEXED || length > 0) {
          rows.putShort(end);
          written += 2;
        }
      }
      pad(rows, written);
    }
    for (int i = 0; i < block.atoms(); i++) {
      for (Synapses synapses : block.projections) {
        int row = synapses.rowStart()[block.preFrom + i];
        int rowEnd = synapses.rowStart()[block.preFrom + i + 1];
        int s = firstAtLeast(synapses.post(), row, rowEnd, from);
        for (; s < rowEnd && synapses.post()[s] < to; s++) {
          int word =
              format.encode(
                  synapses.post()[s] - from, synapses.delay()[s], (int) synapses.weight()[s]);
          if (format.wordBits() == 16) {
            rows.putShort(word);
          } else {
            rows.putInt(word);
          }
        }
      }
    }
    pad(rows, block.synapses() * format.wordBytes());
  }

  private static void pad(Sram.Writer rows, int written) {
    if (written % 4 != 0) {
      rows.putShort(0);
    }
  }

  /// The first of the ascending posts [begin, end) that is not before `post`; end if there is none.
  static int firstAtLeast(int[] posts, int begin, int end, int post) {
    int low = begin;
    int high = end;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (posts[middle] < post) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
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
            case INDEXED -> CoreImage.Rows.INDEXED;
            case SPARSE -> CoreImage.Rows.SPARSE;
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
    return new CoreImage.Rows(
        table.keys(), shape, firstRow, rowStart, synapses, format.packet(), format.event(split));
  }

  /// Fills in the row starts of a block that begins at `at`.
  ///
  /// @return where its words begin
  private static int readIndex(Sram sram, int at, int second, int[] rowStart, int row) {
    int atoms = second >>> 16;
    int shape = second & 0xFFFF;
    int start = rowStart[row];
    int behindBits = at + (shape == SPARSE ? 4 * bitWords(atoms) : 0);
    int next = behindBits + (shape == SPARSE ? 2 * (bitWords(atoms) + 1) : 0);
    for (int i = 0; i < atoms; i++) {
      boolean present =
          shape == INDEXED
              || shape == SPARSE && (sram.getInt(at + 4 * (i / 32)) >>> i % 32 & 1) != 0;
      if (present) {
        rowStart[row + i + 1] = start + (sram.getShort(next) & 0xFFFF);
        next += 2;
      } else {
        rowStart[row + i + 1] = shape == SPARSE ? rowStart[row + i] : start + shape * (i + 1);
      }
    }
    return behindBits + (int) words(next - behindBits);
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
        int row = entry == SourceTable.NONE ? 0 : firstRow[entry] + table.atom(entry, packet);
        if (entry == SourceTable.NONE || row >= firstRow[entry + 1]) {
          pe.stray(packet);
          continue;
        }
        byte shape = rows.shape()[entry];
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
