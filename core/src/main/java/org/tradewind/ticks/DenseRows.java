package org.tradewind.ticks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tradewind.snn.Sums;

/// The rows of a [Block] once more, where each has one weight and synapses with a good part of all
/// neurons: as bits, one for each neuron. What many rows add up to is found for many neurons at a
/// time: how many of the rows have each is counted in binary, as full adders do, and multiplied by
/// the weight when the neuron takes it.
///
/// Neuron `i` is bit `i / width` of word `i % width`. So neighbouring neurons are the same bit of
/// neighbouring words, and C2 makes vector instructions of the loops; for the same reason each row
/// is an array of its own.
final class DenseRows implements Sums {
  /// Rows that are counted at once: as far as three binary digits count.
  private static final int SEVEN = 7;

  /// How often seven rows are counted before they are added up: what four binary digits hold.
  private static final int SEVENS = 2;

  private static final int DIGITS = 4;

  /// The first digit of each of the numbers that are in a word.
  private static final int FIRST_DIGITS = 0x11111111;

  private static final int ALL_DIGITS = (1 << DIGITS) - 1;

  /// Neurons for each synapse of a row at most: from there on bits take more memory than places.
  private static final int SPARSEST = Character.SIZE;

  /// Kinds at most: more than two are counted and then added up.
  private static final int KINDS = 4;

  private final int neurons;
  private final int width;

  /// Of each row.
  private final int[][] bits;

  /// Of each row; null where it has no synapses.
  private final Kind[] kind;

  private final List<Kind> kinds = new ArrayList<>();

  private final int[] none;
  private final int[][] seven = new int[SEVEN][];

  // ── how many of seven rows have each neuron, a binary digit each ──

  private final int[] ones;
  private final int[] twos;
  private final int[] fours;

  /// Sums of neighbouring places.
  private final int[] some;

  /// What there is to take of either side, if anything.
  private Kind excitatory;

  private Kind inhibitory;

  /// Rows of one weight that excite, or that inhibit; and how many there were in the present step
  /// for each neuron.
  private static final class Kind {
    final int weight;

    /// The first place that they can have.
    final int first;

    /// Four digits a neuron: with `b = i / width`, those of neuron `i` begin at bit `b / 4 * 4` of
    /// word `i % width` of number `b % 4`.
    final int[][] counts;

    /// How often seven rows were counted.
    int sevens;

    Kind(int weight, int first, int width) {
      this.weight = weight;
      this.first = first;
      this.counts = new int[DIGITS][width];
    }

    void clear() {
      sevens = 0;
      for (int[] words : counts) {
        Arrays.fill(words, 0);
      }
    }
  }

  private DenseRows(int rows, int neurons) {
    this.neurons = neurons;
    width = (neurons - 1) / Integer.SIZE + 1;
    bits = new int[rows][];
    kind = new Kind[rows];
    none = new int[width];
    ones = new int[width];
    twos = new int[width];
    fours = new int[width];
    some = new int[width];
  }

  /// The same rows, where they are dense enough and of few kinds, and none has a place twice.
  ///
  /// @param neurons the places from there on are of what inhibits, if any
  static Optional<DenseRows> of(BlockRows rows, int neurons) {
    if (!rows.even()) {
      return Optional.empty();
    }
    long synapses = 0;
    long filled = 0;
    for (int row = 0; row < rows.size(); row++) {
      int length = rows.end(row) - rows.start(row);
      synapses += length;
      filled += length > 0 ? 1 : 0;
    }
    if (synapses * SPARSEST < filled * neurons) {
      return Optional.empty();
    }
    var dense = new DenseRows(rows.size(), neurons);
    return dense.lay(rows) ? Optional.of(dense) : Optional.empty();
  }

  /// Whether the rows are such as can be here.
  private boolean lay(BlockRows rows) {
    for (int row = 0; row < bits.length; row++) {
      if (rows.start(row) < rows.end(row) && !lay(row, rows)) {
        return false;
      }
    }
    return true;
  }

  private boolean lay(int row, BlockRows rows) {
    int from = rows.start(row);
    int to = rows.end(row);
    char[] places = rows.places(rows.unit(row));
    Kind its = kind(rows.weight(row), places[from] < neurons ? 0 : neurons);
    var words = new int[width];
    for (int s = from; s < to; s++) {
      int i = places[s] - its.first;
      if (i < 0 || i >= neurons || (words[i % width] >>> i / width & 1) != 0) {
        return false;
      }
      words[i % width] |= 1 << i / width;
    }
    bits[row] = words;
    kind[row] = its;
    return kinds.size() <= KINDS;
  }

  private Kind kind(int weight, int first) {
    for (Kind its : kinds) {
      if (its.weight == weight && its.first == first) {
        return its;
      }
    }
    kinds.add(new Kind(weight, first, width));
    return kinds.getLast();
  }

  /// Finds what the weights of rows add up to.
  ///
  /// @param sum of each place: it is added to these where there is too much to be counted
  /// @return whether it is to be taken from here instead
  boolean deliver(int[] rows, int count, int[] sum) {
    excitatory = null;
    inhibitory = null;
    boolean added = false;
    for (Kind its : kinds) {
      added |= count(its, rows, count, sum);
      if (its.sevens > 0) {
        boolean inhibits = its.first > 0;
        added |= (inhibits ? inhibitory : excitatory) != null;
        if (inhibits) {
          inhibitory = its;
        } else {
          excitatory = its;
        }
      }
    }
    if (added) {
      for (Kind its : kinds) {
        addUp(its, sum);
      }
    }
    return !added;
  }

  /// Counts the rows of a kind; returns whether some of them had to be added up.
  private boolean count(Kind its, int[] rows, int count, int[] sum) {
    its.clear();
    boolean added = false;
    int n = 0;
    for (int i = 0; i < count; i++) {
      if (kind[rows[i]] == its) {
        if (n == SEVEN) {
          count(its);
          n = 0;
          if (its.sevens == SEVENS) {
            addUp(its, sum);
            its.clear();
            added = true;
          }
        }
        seven[n++] = bits[rows[i]];
      }
    }
    if (n > 0) {
      Arrays.fill(seven, n, SEVEN, none);
      count(its);
    }
    return added;
  }

  private void count(Kind its) {
    int[][] s = seven;
    add(s[0], s[1], s[2], s[3], s[4], s[5], s[6], ones, twos, fours);
    for (int digit = 0; digit < DIGITS; digit++) {
      count(ones, twos, fours, digit, its.counts[digit]);
    }
    its.sevens++;
  }

  private static void add(
      int[] r0,
      int[] r1,
      int[] r2,
      int[] r3,
      int[] r4,
      int[] r5,
      int[] r6,
      int[] ones,
      int[] twos,
      int[] fours) {
    for (int i = 0; i < ones.length; i++) {
      int a = r0[i];
      int b = r1[i];
      int c = r2[i];
      int x = a ^ b;
      int first = a & b | x & c;
      c ^= x;
      a = r3[i];
      b = r4[i];
      x = a ^ b;
      int second = a & b | x & c;
      c ^= x;
      a = r5[i];
      b = r6[i];
      x = a ^ b;
      int third = a & b | x & c;
      ones[i] = c ^ x;
      x = first ^ second;
      twos[i] = x ^ third;
      fours[i] = first & second | x & third;
    }
  }

  /// Counts every fourth bit from the given one on.
  private static void count(int[] ones, int[] twos, int[] fours, int bit, int[] counts) {
    for (int i = 0; i < ones.length; i++) {
      counts[i] +=
          (ones[i] >>> bit & FIRST_DIGITS)
              + 2 * (twos[i] >>> bit & FIRST_DIGITS)
              + 4 * (fours[i] >>> bit & FIRST_DIGITS);
    }
  }

  /// Adds what was counted, times its weight.
  private void addUp(Kind its, int[] sum) {
    for (int b = 0; b * width < neurons; b++) {
      int at = its.first + b * width;
      int n = Math.min(width, neurons - b * width);
      System.arraycopy(sum, at, some, 0, n);
      add(some, its.counts[b % DIGITS], b / DIGITS * DIGITS, its.weight);
      System.arraycopy(some, 0, sum, at, n);
    }
  }

  private static void add(int[] some, int[] counts, int shift, int weight) {
    for (int i = 0; i < some.length; i++) {
      some[i] += (counts[i] >>> shift & ALL_DIGITS) * weight;
    }
  }

  @Override
  public void take(int at, float[] all, int n) {
    Kind its = at < neurons ? excitatory : inhibitory;
    if (its == null) {
      Arrays.fill(all, 0, n, 0);
      return;
    }
    int first = at - its.first;
    for (int from = 0, to; from < n; from = to) {
      int b = (first + from) / width;
      to = Math.min(n, (b + 1) * width - first);
      int[] counts = its.counts[b % DIGITS];
      take(counts, first - b * width, b / DIGITS * DIGITS, its.weight, all, from, to);
    }
  }

  private static void take(
      int[] counts, int at, int shift, int weight, float[] all, int from, int to) {
    for (int i = from; i < to; i++) {
      all[i] = (counts[at + i] >>> shift & ALL_DIGITS) * weight;
    }
  }

  @Override
  public void take(int at, int[] more, int weight, float[] all, int n) {
    Kind its = at < neurons ? excitatory : inhibitory;
    if (its == null) {
      take(more, weight, all, n);
      return;
    }
    int first = at - its.first;
    for (int from = 0, to; from < n; from = to) {
      int b = (first + from) / width;
      to = Math.min(n, (b + 1) * width - first);
      int[] counts = its.counts[b % DIGITS];
      take(counts, first - b * width, b / DIGITS * DIGITS, its.weight, more, weight, all, from, to);
    }
  }

  private static void take(int[] more, int weight, float[] all, int n) {
    for (int i = 0; i < n; i++) {
      all[i] = weight * more[i];
    }
  }

  private static void take(
      int[] counts,
      int at,
      int shift,
      int each,
      int[] more,
      int weight,
      float[] all,
      int from,
      int to) {
    for (int i = from; i < to; i++) {
      all[i] = (counts[at + i] >>> shift & ALL_DIGITS) * each + weight * more[i];
    }
  }
}
