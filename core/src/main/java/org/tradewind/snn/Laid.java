package org.tradewind.snn;

import java.util.List;

/// Where blocks of rows lie in each slice, one behind the other: the same whenever the same blocks
/// are added. Between blocks it is empty but for where each slice ends, so that a block costs what
/// it reaches, not all slices.
final class Laid {
  private final SynapseFormat format;

  /// Of each slice the bytes so far.
  private final int[] end;

  // of the last block

  private final int[] words;
  private final int[] present;
  private final int[] at;
  private final RowIndex[] index;

  Laid(SynapseFormat format, int slices) {
    this.format = format;
    end = new int[slices];
    words = new int[slices];
    present = new int[slices];
    at = new int[slices];
    index = new RowIndex[slices];
  }

  /// Lays a block behind the others. Whoever adds one takes its index from each slice that it
  /// reaches before the next.
  ///
  /// @param block its chunks, in order
  void add(List<RowsAssembly.Chunk> block) {
    int slots = block.getLast().endSlot;
    for (RowsAssembly.Chunk chunk : block) {
      for (int i = 0; i < chunk.slice.length; i++) {
        words[chunk.slice[i]] += chunk.words[i];
        present[chunk.slice[i]] += chunk.present[i];
      }
    }
    for (RowsAssembly.Chunk chunk : block) {
      for (int i = 0; i < chunk.slice.length; i++) {
        int slice = chunk.slice[i];
        if (index[slice] == null) {
          index[slice] = RowIndex.of(slots, present[slice], chunk.alone ? chunk.common(i) : -1);
          at[slice] = end[slice];
          long bytes = (long) words[slice] * format.wordBytes() + index[slice].bytes();
          end[slice] = Math.addExact(end[slice], RowIndex.words(bytes));
          words[slice] = 0;
          present[slice] = 0;
        }
      }
    }
  }

  /// How the last block's rows are found in a slice, once; null where it was taken already.
  RowIndex take(int slice) {
    RowIndex taken = index[slice];
    index[slice] = null;
    return taken;
  }

  /// The same, left there.
  RowIndex index(int slice) {
    return index[slice];
  }

  /// Where the last block begins in a slice.
  int at(int slice) {
    return at[slice];
  }

  /// Bytes of a slice.
  int end(int slice) {
    return end[slice];
  }

  int[] ends() {
    return end.clone();
  }
}
