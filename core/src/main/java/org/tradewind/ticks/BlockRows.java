package org.tradewind.ticks;

import java.util.Arrays;

/// The rows of a [Block] as they are read. They are cut into units of so many rows, each in one
/// array, which others may share: so they are laid down where they stay, whatever comes first, and
/// may be as many as memory holds.
///
/// A synapse is a word: upper half the weight, lower half the *place*, a sum or a neuron of the
/// block. Where all delays are the same that is all; and where besides each row has one weight for
/// all its synapses, places are kept alone, half the memory to read. Where delays differ, the words
/// of a row lie by *kind*, which is `delay * sides + side`: the side is 1 for weights that are
/// summed apart, as magnitudes, so that places name neurons. Before those of each kind that has any
/// is a head, which says the kind and how many they are.
final class BlockRows {
  private static final int HEAD_BITS = 25;

  /// Words that a head can stand before: those of 700 cores that have nothing else.
  private static final int MOST_OF_HEAD = (1 << HEAD_BITS) - 1;

  private final int size;

  /// Bits of a row's number within its unit.
  private final int shift;

  private final boolean headed;
  private final boolean even;

  /// Of each row where it begins in its array; behind each unit where its last row ends.
  private final int[] start;

  private final int[][] words;
  private final char[][] places;
  private final int[] weights;

  private BlockRows(
      int size,
      int shift,
      boolean headed,
      boolean even,
      int[] start,
      int[][] words,
      char[][] places,
      int[] weights) {
    this.size = size;
    this.shift = shift;
    this.headed = headed;
    this.even = even;
    this.start = start;
    this.words = words;
    this.places = places;
    this.weights = weights;
  }

  /// Number of rows.
  int size() {
    return size;
  }

  /// Words of the kind of a head.
  static int count(int head) {
    return head & MOST_OF_HEAD;
  }

  static int kind(int head) {
    return head >>> HEAD_BITS;
  }

  /// Whether each row has one weight for all its synapses, and there are [#places] and no words.
  boolean even() {
    return even;
  }

  /// Whether there are heads.
  boolean headed() {
    return headed;
  }

  /// The unit of a row.
  int unit(int row) {
    return row >> shift;
  }

  /// Where a row begins in the array of its unit.
  int start(int row) {
    return start[row + (row >> shift)];
  }

  /// Where it ends.
  int end(int row) {
    return start[row + (row >> shift) + 1];
  }

  int[] words(int unit) {
    return words[unit];
  }

  char[] places(int unit) {
    return places[unit];
  }

  /// The one weight of a row.
  int weight(int row) {
    return weights[row];
  }

  /// Rows while they are laid down, unit by unit in any order; several threads may lay units of
  /// their own.
  static final class Builder {
    private final int rows;
    private final int shift;
    private final int kinds;
    private final boolean headed;
    private final int[] start;
    private final int[][] words;

    /// Of units whose rows have one weight each; others are null.
    private final char[][] places;

    private final int[] weights;

    /// @param shift a unit is `2^shift` rows
    /// @param kinds of words; 1 where there are no heads
    Builder(int rows, int shift, int kinds, boolean headed) {
      this.rows = rows;
      this.shift = shift;
      this.kinds = kinds;
      this.headed = headed;
      int units = rows == 0 ? 0 : (rows - 1 >> shift) + 1;
      start = new int[Math.addExact(rows, units)];
      words = new int[units][];
      places = new char[units][];
      weights = new int[headed ? 0 : rows];
    }

    int units() {
      return words.length;
    }

    /// The first row of a unit.
    int first(int unit) {
      return Math.min(rows, unit << shift);
    }

    /// What a thread lays units down with. Its arrays are so large that a collector leaves them
    /// where they are: units of a large network, each alone, were copied twice.
    static final class Scratch {
      private static final int LEAST = 1 << 12;

      /// A little less than a power of two, as arrays have headers.
      private static final int MOST = (1 << 21) - 16;

      private int[] count = new int[0];
      private int[] next = new int[0];
      private int[] words = new int[0];
      private int wordsUsed;
      private char[] places = new char[0];
      private int placesUsed;

      /// Finds room for words: from [#wordsUsed] on.
      private void makeRoomForWords(int more) {
        if (wordsUsed + more > words.length) {
          words = new int[larger(words.length, more)];
          wordsUsed = 0;
        }
      }

      private void makeRoomForPlaces(int more) {
        if (placesUsed + more > places.length) {
          places = new char[larger(places.length, more)];
          placesUsed = 0;
        }
      }

      private static int larger(int last, int least) {
        return Math.max(least, Math.clamp(2L * last, LEAST, MOST));
      }

      private void clear(int parts) {
        if (count.length < parts) {
          count = new int[parts];
          next = new int[parts];
        }
        Arrays.fill(count, 0, parts, 0);
      }
    }

    /// Lays a unit down.
    ///
    /// @param word of each synapse, in any order
    /// @param part of each `row * kinds + kind`, the row counted from the unit's first, and without
    ///   the kind where there are no heads
    void lay(int unit, int[] word, int[] part, int size, Scratch scratch) {
      int itsRows = first(unit + 1) - first(unit);
      int parts = itsRows * kinds;
      scratch.clear(parts);
      int[] count = scratch.count;
      int[] next = scratch.next;
      for (int i = 0; i < size; i++) {
        count[part[i]]++;
      }
      scratch.makeRoomForWords(Math.addExact(size, headed ? Math.min(size, parts) : 0));
      int[] laid = scratch.words;
      int at = scratch.wordsUsed;
      int slot = first(unit) + unit;
      for (int p = 0; p < parts; p++) {
        if (p % kinds == 0) {
          start[slot++] = at;
        }
        if (headed && count[p] > 0) {
          laid[at++] = p % kinds << HEAD_BITS | count[p];
        }
        if (headed && count[p] > MOST_OF_HEAD) {
          throw new IllegalStateException(count[p] + " words of a row come at once");
        }
        next[p] = at;
        at += count[p];
      }
      start[slot] = at;
      for (int i = 0; i < size; i++) {
        laid[next[part[i]]++] = word[i];
      }
      if (!headed && isEven(unit, laid)) {
        layEven(unit, laid, scratch);
      } else {
        words[unit] = laid;
        scratch.wordsUsed = at;
      }
    }

    private boolean isEven(int unit, int[] laid) {
      for (int row = first(unit), slot = row + unit; row < first(unit + 1); row++, slot++) {
        for (int s = start[slot] + 1; s < start[slot + 1]; s++) {
          if ((laid[s] ^ laid[s - 1]) >>> 16 != 0) {
            return false;
          }
        }
      }
      return true;
    }

    /// Lays the places of what was laid as words, which is there no longer.
    private void layEven(int unit, int[] laid, Scratch scratch) {
      for (int row = first(unit), slot = row + unit; row < first(unit + 1); row++, slot++) {
        weights[row] = start[slot] == start[slot + 1] ? 0 : laid[start[slot]] >> 16;
      }
      int from = start[first(unit) + unit];
      int size = start[first(unit + 1) + unit] - from;
      scratch.makeRoomForPlaces(size);
      char[] itsPlaces = scratch.places;
      int to = scratch.placesUsed;
      for (int s = 0; s < size; s++) {
        itsPlaces[to + s] = (char) laid[from + s];
      }
      places[unit] = itsPlaces;
      scratch.placesUsed = to + size;
      move(unit, to - from);
    }

    /// A unit lies elsewhere.
    private void move(int unit, int distance) {
      for (int slot = first(unit) + unit; slot <= first(unit + 1) + unit; slot++) {
        start[slot] += distance;
      }
    }

    /// Gives those that were taken for even their words back.
    private void giveBack(int unit) {
      int from = start[first(unit) + unit];
      var laid = new int[start[first(unit + 1) + unit] - from];
      for (int row = first(unit), slot = row + unit; row < first(unit + 1); row++, slot++) {
        for (int s = start[slot]; s < start[slot + 1]; s++) {
          laid[s - from] = weights[row] << 16 | places[unit][s];
        }
      }
      words[unit] = laid;
      places[unit] = null;
      move(unit, -from);
    }

    /// All units are laid down.
    BlockRows built() {
      boolean even = !headed && Arrays.stream(words).allMatch(unit -> unit == null);
      for (int unit = 0; unit < units() && !even; unit++) {
        if (words[unit] == null) {
          giveBack(unit);
        }
      }
      return new BlockRows(
          rows, shift, headed, even, start, words, places, even ? weights : new int[0]);
    }
  }
}
