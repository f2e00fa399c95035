package org.tradewind.snn;

import org.tradewind.cost.Action;

/// How the rows of a block are found, written in front of its words: the smaller of two, or nothing
/// where all rows are as long as each other.
///
/// *Indexed*: the rows' ends, as 16-bit counts of words. *Sparse*: a bit for each neuron that says
/// whether it has a row here, and the ends of those rows alone, which is what keeps sparse
/// connections from large populations small. Between bits and ends, 16 bits for each word of bits
/// say how many rows go before it, so that no packet has to count them, and 16 more how many there
/// are.
///
/// @param shape the length of all rows, or which index
/// @param bytes of the index, whole words
record RowIndex(int shape, int bytes) {
  /// In place of a common row length: an end for each neuron.
  static final int INDEXED = 0xFFFF;

  /// In place of a common row length: a bit for each neuron, an end for each row that is not empty.
  static final int SPARSE = 0xFFFE;

  /// @param rows neurons of the sender
  /// @param present those with a row
  /// @param common the length of all rows, or -1
  static RowIndex of(int rows, int present, int common) {
    if (common >= 0 && common < SPARSE) {
      return new RowIndex(common, 0);
    }
    int indexed = words(2L * rows);
    int sparse = words(endsAt(SPARSE, rows) + 2L * present);
    return sparse < indexed ? new RowIndex(SPARSE, sparse) : new RowIndex(INDEXED, indexed);
  }

  /// Bytes from the begin of a block to the first end.
  static int endsAt(int shape, int rows) {
    return shape == SPARSE ? 4 * bitWords(rows) + 2 * (bitWords(rows) + 1) : 0;
  }

  static int bitWords(int rows) {
    return (rows + 31) / 32;
  }

  /// Rounded up to whole words.
  static int words(long bytes) {
    return Math.toIntExact(bytes + 3 & ~3L);
  }

  /// Core cycles to take a packet and find its row, but for finding the block.
  ///
  /// @param packet what that is counted as
  /// @param present share of the packets whose neuron has a row
  double packetCycles(Action packet, double present) {
    double more =
        switch (shape) {
          case INDEXED -> Action.INDEXED_ROW.cycles().value();
          case SPARSE ->
              present * Action.SPARSE_ROW.cycles().value()
                  + (1 - present) * Action.ABSENT_ROW.cycles().value();
          default -> 0;
        };
    return packet.cycles().value() + more;
  }
}
