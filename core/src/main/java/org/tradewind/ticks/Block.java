package org.tradewind.ticks;

import java.util.Arrays;

/// Cores whose sums lie side by side, and the rows that end on them: what one source neuron sends
/// to all of them is one run of words. Made by [BlockBuilder].
///
/// **Sums** are a ring of slots, one for each of the coming steps; a slot holds all neurons of all
/// cores. Slots and their number are powers of two, 2^16 sums at most, so that a place in the ring
/// is 16 bits of a word and a mask wraps it round; and so small that they stay in a host core's L2.
///
/// **Delays.** With delays of up to 64 steps such a ring would be large, so it is not as long as
/// the delays are: a row is cut into groups, each of as many consecutive delays as the ring has
/// slots, and each packet keeps delivering, one group whenever it has aged that far. `base` is the
/// shortest delay of all: where all are the same, the ring is one slot and a packet is kept until
/// it is due.
///
/// **Counting.** For each row and core there is one number with the lanes of [#EVENTS]; adding the
/// numbers of all rows counts packets and synaptic events of all cores, without looking at a
/// synapse.
final class Block implements Sink {
  /// Lanes of a tally: synapses of the row on the core in the lower half; above them, 4 bits each,
  /// whether it is a packet for the core, by how its row is found.
  static final int EVENTS = 0xFFFF;

  static final int EVEN = 1 << 16;
  static final int INDEXED = 1 << 20;
  static final int SPARSE = 1 << 24;
  static final int ABSENT = 1 << 28;

  /// Rows whose tallies can be added before a lane overflows.
  private static final int LANE = 15;

  private final NeuronCore[] cores;

  /// Of each core its first sum, and its first inhibitory one, within a slot.
  private final int[] at;

  private final int[] inhibitoryAt;

  private final int stride;
  private final int ring;
  private final int base;
  private final int groups;
  private final int[] sum;

  /// Of each source its first row.
  private final int[] firstRow;

  /// Row r, group g is words [rowStart[r * groups + g], rowStart[r * groups + g + 1]).
  private final int[] rowStart;

  /// Upper half the weight, lower half the place: delay within the group * stride + sum.
  private final int[] words;

  /// Rows x cores.
  private final int[] tallies;

  private final int[] tally;
  private final int addable;
  private int added;

  /// The rows of the packets of the last steps, as far back as delays reach: by step, in a ring.
  private final int[][] log;

  private final int[] logged;
  private int present;

  /// Keeps the loads that touch what comes next.
  private int touched;

  Block(
      NeuronCore[] cores,
      int[] at,
      int[] inhibitoryAt,
      int stride,
      int ring,
      int base,
      int groups,
      int[] firstRow,
      int[] rowStart,
      int[] words,
      int[] tallies,
      int longestRow) {
    this.cores = cores;
    this.at = at;
    this.inhibitoryAt = inhibitoryAt;
    this.stride = stride;
    this.ring = ring;
    this.base = base;
    this.groups = groups;
    this.sum = new int[stride * ring];
    this.firstRow = firstRow;
    this.rowStart = rowStart;
    this.words = words;
    this.tallies = tallies;
    this.tally = new int[cores.length];
    this.addable = Math.min(LANE, EVENTS / Math.max(1, longestRow));
    int steps = Integer.highestOneBit(Math.max(1, 2 * (base + (groups - 1) * ring + 1) - 1));
    this.log = new int[steps][16];
    this.logged = new int[steps];
    for (NeuronCore core : cores) {
      core.sum = sum;
    }
  }

  /// What is received from now on belongs to this step.
  void begin(int step) {
    present = step & log.length - 1;
    logged[present] = 0;
    int slot = (step & ring - 1) * stride;
    for (int c = 0; c < cores.length; c++) {
      cores[c].at = slot + at[c];
      cores[c].inhibitoryAt = slot + inhibitoryAt[c];
    }
  }

  @Override
  public void receive(int source, int[] atoms, int from, int to) {
    int size = logged[present];
    int[] rows = log[present];
    if (size + to - from > rows.length) {
      rows = Arrays.copyOf(rows, Math.max(size + to - from, 2 * rows.length));
      log[present] = rows;
    }
    int first = firstRow[source];
    for (int i = from; i < to; i++) {
      int row = first + atoms[i];
      rows[size++] = row;
      count(row);
    }
    logged[present] = size;
  }

  private void count(int row) {
    int[] tally = this.tally;
    int[] tallies = this.tallies;
    int begin = row * tally.length;
    for (int c = 0; c < tally.length; c++) {
      tally[c] += tallies[begin + c];
    }
    if (++added == addable) {
      tell();
    }
  }

  /// Tells the cores what they received.
  void tell() {
    for (int c = 0; c < tally.length; c++) {
      int lanes = tally[c];
      if (lanes != 0) {
        NeuronCore core = cores[c];
        int even = lanes >>> 16 & LANE;
        int indexed = lanes >>> 20 & LANE;
        int sparse = lanes >>> 24 & LANE;
        int absent = lanes >>> 28;
        core.packets += even + indexed + sparse + absent;
        core.events += lanes & EVENTS;
        core.indexed += indexed;
        core.sparse += sparse;
        core.absent += absent;
        tally[c] = 0;
      }
    }
    added = 0;
  }

  /// Adds the weights that are due to go into the ring in this step.
  void deliver(int step) {
    for (int group = 0; group < groups; group++) {
      int sent = step - base - group * ring;
      if (sent >= 0) {
        int then = sent & log.length - 1;
        deliver(log[then], logged[then], group, (step & ring - 1) * stride);
      }
    }
  }

  private void deliver(int[] rows, int count, int group, int slot) {
    int[] rowStart = this.rowStart;
    int[] words = this.words;
    int[] sum = this.sum;
    int groups = this.groups;
    for (int i = 0; i < count; i++) {
      int row = rows[i] * groups + group;
      int end = rowStart[row + 1];
      for (int s = rowStart[row]; s < end; s++) {
        int word = words[s];
        sum[slot + (word & 0xFFFF) & sum.length - 1] += word >> 16;
      }
    }
  }
}
