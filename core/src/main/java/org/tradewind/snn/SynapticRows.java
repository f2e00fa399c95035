package org.tradewind.snn;

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
/// Where all rows of a block are as long as each other the entry holds that length; otherwise the
/// block starts with the rows' ends as 16-bit counts of words.
///
/// @param blocks those with a synapse, in order of the source vertex
/// @param from first target neuron
/// @param to behind the last
record SynapticRows(SynapseFormat format, List<Block> blocks, int from, int to)
    implements SynapticInput {
  private static final String REGION = "rows";

  /// In place of a common row length.
  private static final int INDEXED = 0xFFFF;

  /// What one source vertex sends here.
  ///
  /// @param vertex the source
  /// @param preFrom its first neuron
  /// @param projections every projection from its population to this one
  /// @param rowLengths synapses of each of its neurons that end in the slice
  record Block(int vertex, int preFrom, List<Synapses> projections, int[] rowLengths) {
    int atoms() {
      return rowLengths.length;
    }

    int synapses() {
      int sum = 0;
      for (int length : rowLengths) {
        sum += length;
      }
      return sum;
    }

    boolean even() {
      for (int length : rowLengths) {
        if (length != rowLengths[0]) {
          return false;
        }
      }
      return rowLengths[0] < INDEXED;
    }
  }

  /// Bytes of a block and of its entry.
  static long bytes(SynapseFormat format, Block block) {
    return SourceTable.ENTRY_BYTES + blockBytes(format, block);
  }

  private static long blockBytes(SynapseFormat format, Block block) {
    long index = block.even() ? 0 : words(2L * block.atoms());
    return index + words((long) block.synapses() * format.wordBytes());
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
        shape[b] = block.atoms() << 16 | (block.even() ? block.rowLengths[0] : INDEXED);
        write(block, rows);
        at += (int) blockBytes(format, block);
      }
    }
    SourceTable.write(keys, sources, address, shape, layout, into);
  }

  private void write(Block block, Sram.Writer rows) {
    if (!block.even()) {
      int end = 0;
      for (int length : block.rowLengths) {
        end += length;
        rows.putShort(end);
      }
      pad(rows, 2 * block.atoms());
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

  @Override
  public Receiver start(Layout layout, Sram sram, Accumulators into) {
    return new Running(format, new SourceTable(layout, sram), sram, into);
  }

  /// Decodes every word once, when it starts: upper half the weight, lower half the place in the
  /// ring, delay * neurons + index, which is below 2^16 because a ring of 2^16 sums would not fit
  /// the SRAM.
  private static final class Running implements Receiver {
    private final SourceTable table;
    private final Accumulators accumulators;

    /// For each entry its first row; row r is [rowStart[r], rowStart[r + 1]).
    private final int[] firstRow;

    private final int[] rowStart;
    private final int[] synapses;

    Running(SynapseFormat format, SourceTable table, Sram sram, Accumulators accumulators) {
      this.table = table;
      this.accumulators = accumulators;
      firstRow = new int[table.size() + 1];
      for (int e = 0; e < table.size(); e++) {
        firstRow[e + 1] = firstRow[e] + (table.second[e] >>> 16);
      }
      rowStart = new int[firstRow[table.size()] + 1];
      var wordsAt = new int[table.size()];
      for (int e = 0; e < table.size(); e++) {
        int atoms = table.second[e] >>> 16;
        int even = table.second[e] & 0xFFFF;
        int start = rowStart[firstRow[e]];
        for (int i = 0; i < atoms; i++) {
          rowStart[firstRow[e] + i + 1] =
              start
                  + (even == INDEXED
                      ? sram.getShort(table.first[e] + 2 * i) & 0xFFFF
                      : even * (i + 1));
        }
        wordsAt[e] = table.first[e] + (even == INDEXED ? (int) words(2L * atoms) : 0);
      }
      synapses = new int[rowStart[rowStart.length - 1]];
      int neurons = accumulators.neurons;
      for (int e = 0; e < table.size(); e++) {
        int at = wordsAt[e];
        for (int s = rowStart[firstRow[e]]; s < rowStart[firstRow[e + 1]]; s++) {
          int word = format.read(sram, at);
          int place = format.delay(word) * neurons + format.index(word);
          synapses[s] = format.weight(word) << 16 | place;
          at += format.wordBytes();
        }
      }
    }

    @Override
    public void receive(Pe pe, int step) {
      boolean split = accumulators.sum.length > accumulators.ring;
      int slot = accumulators.slot(step);
      for (int waiting = pe.waiting(); waiting > 0; waiting--) {
        int packet = pe.take();
        pe.did(Action.PACKET, 1);
        int entry = table.entry(packet);
        int row = firstRow[entry] + table.atom(entry, packet);
        int begin = rowStart[row];
        int end = rowStart[row + 1];
        if (split) {
          addSplit(begin, end, slot);
        } else {
          add(begin, end, slot);
        }
        if (end > begin) {
          pe.did(Action.SYNAPTIC_EVENT, end - begin);
        }
      }
    }

    private void add(int begin, int end, int slot) {
      int[] row = synapses;
      int[] sum = accumulators.sum;
      int ring = accumulators.ring;
      for (int s = begin; s < end; s++) {
        int synapse = row[s];
        int at = slot + (synapse & 0xFFFF);
        sum[at < ring ? at : at - ring] += synapse >> 16;
      }
    }

    private void addSplit(int begin, int end, int slot) {
      int[] row = synapses;
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
