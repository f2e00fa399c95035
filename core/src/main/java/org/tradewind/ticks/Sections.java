package org.tradewind.ticks;

import java.util.Arrays;

/// Who receives which rows of a block: the rows are cut into sections, each of which some cores
/// receive as a whole. What a core has in one entry of its table is one section or a few, however
/// many vertices send it; so this grows with entries, not with senders times cores.
///
/// @param row the first of each section, ascending; one more behind
/// @param start of each section its first pair; one more behind
/// @param core of each pair
/// @param shape of each pair how the core finds the rows: see [org.tradewind.snn.CoreImage.Rows]
record Sections(int[] row, int[] start, char[] core, byte[] shape) {
  /// Made in three rounds over what cores have: cut, count, add.
  static final class Builder {
    private final long[] cuts;
    private int[] row;
    private int[] start;
    private int[] next;
    private char[] core;
    private byte[] shape;

    Builder(int rows) {
      cuts = new long[rows / Long.SIZE + 1];
      cut(0);
      cut(rows);
    }

    /// A section begins at this row.
    void cut(int at) {
      cuts[at >> 6] |= 1L << at;
    }

    void isCut() {
      row = new int[Arrays.stream(cuts).mapToInt(Long::bitCount).sum()];
      int sections = 0;
      for (int w = 0; w < cuts.length; w++) {
        for (long bits = cuts[w]; bits != 0; bits &= bits - 1) {
          row[sections++] = w << 6 | Long.numberOfTrailingZeros(bits);
        }
      }
      start = new int[row.length];
    }

    /// A core is going to have these rows.
    void count(int from, int to) {
      for (int s = Arrays.binarySearch(row, from); row[s] < to; s++) {
        start[s + 1]++;
      }
    }

    void isCounted() {
      for (int s = 0; s + 1 < start.length; s++) {
        start[s + 1] = Math.addExact(start[s + 1], start[s]);
      }
      next = start.clone();
      core = new char[start[start.length - 1]];
      shape = new byte[core.length];
    }

    /// A core has these rows.
    void add(int from, int to, int itsCore, byte itsShape) {
      for (int s = Arrays.binarySearch(row, from); row[s] < to; s++) {
        core[next[s]] = (char) itsCore;
        shape[next[s]++] = itsShape;
      }
    }

    Sections built() {
      return new Sections(row, start, core, shape);
    }
  }
}
