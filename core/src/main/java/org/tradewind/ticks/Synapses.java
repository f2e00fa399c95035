package org.tradewind.ticks;

import java.util.Arrays;

/// What a [Block] receives: the rows of all that send to it, where what one source neuron sends to
/// all its cores is one run of words, and the sums that they are added to.
///
/// **Sums** of the present step: those of all neurons of all cores. Their number is a power of two,
/// so that a mask keeps a place among them; and so small that they stay in a host core's L2.
///
/// **Delays.** Where all are the same, a packet is kept until it is due, and then its row is
/// delivered. Else the row is read at once, from beginning to end, and its words, which lie by
/// delay, are copied to those that are due in the same step: rows lie anywhere in memory, where
/// each new place is dear, and sums of many coming steps would lie anywhere in the cache. `base` is
/// the shortest delay of all.
final class Synapses {
  /// Words of a line of the host's cache.
  private static final int LINE = 16;

  /// Rows that are brought into the cache together.
  private static final int BATCH = 16;

  private static final int HEAD_BITS = 20;

  /// Words that a head can stand before.
  static final int MOST_OF_HEAD = (1 << HEAD_BITS) - 1;

  /// Whether all delays are the same.
  private final boolean together;

  /// Whether besides each row has one weight for all.
  private final boolean even;

  private final int base;
  private final int[] sum;

  /// Row r is words [rowStart[r], rowStart[r + 1]): upper half the weight, lower half the place.
  /// Where delays differ, those of each delay are behind a [#head]. Empty where there are
  /// [#places].
  private final int[] words;

  /// Where rows are even, the places alone: half the memory to read.
  private final char[] places;

  private final int[] rowStart;
  private final int[] weights;

  /// How often each row was delivered.
  private final int[] times;

  /// The rows of the packets of the last steps, as far back as they are kept: by step, in a ring.
  private final int[][] log;

  private final int[] logged;

  /// Words that are due in the coming steps, by step, in a ring; empty where delays are the same.
  private final int[][] due;

  private final int[] dues;
  private int present;

  /// Keeps the loads that bring rows into the cache before they are read: rows lie anywhere, and a
  /// host waits for many lines in the time of one.
  private int touched;

  Synapses(BlockBuilder.Lowered lowered) {
    this.together = lowered.delays() == 1;
    this.base = lowered.base();
    this.sum = new int[lowered.sums()];
    this.rowStart = lowered.rowStart();
    this.words = lowered.words();
    this.places = lowered.places();
    this.weights = lowered.weights();
    this.even = lowered.even();
    this.times = new int[rowStart.length - 1];
    int kept = together ? Integer.highestOneBit(2 * base + 1) : 1;
    this.log = new int[kept][16];
    this.logged = new int[kept];
    int coming = together ? 0 : Integer.highestOneBit(2 * (base + lowered.delays() - 1) + 1);
    this.due = new int[coming][16];
    this.dues = new int[coming];
  }

  /// What stands before words of one delay; its lowest bits are how many they are.
  ///
  /// @param delay less the block's shortest
  static int head(int delay, int words) {
    return delay << HEAD_BITS | words;
  }

  /// How many steps from any one on do not depend on what is sent in them.
  int span() {
    return times.length == 0 ? Integer.MAX_VALUE : base + 1;
  }

  /// Packets of the present step.
  int packets() {
    return logged[present];
  }

  /// What is received from now on belongs to this step.
  void begin(int step) {
    present = step & log.length - 1;
    logged[present] = 0;
  }

  /// Takes packets, as [Sink#receive].
  void receive(int firstRow, int[] atoms, int from, int to) {
    int size = logged[present];
    int[] rows = log[present];
    if (size + to - from > rows.length) {
      rows = Arrays.copyOf(rows, Math.max(size + to - from, 2 * rows.length));
      log[present] = rows;
    }
    for (int i = from; i < to; i++) {
      int row = firstRow + atoms[i];
      rows[size++] = row;
      times[row]++;
    }
    logged[present] = size;
  }

  /// All of the step is received.
  void received(int step) {
    if (!together) {
      share(step, log[present], logged[present]);
    }
  }

  /// Adds the weights that are due in this step.
  ///
  /// @return the sums, which are to be cleared
  int[] add(int step) {
    if (!together) {
      int now = step & due.length - 1;
      deliver(due[now], 0, dues[now]);
      dues[now] = 0;
    } else if (step >= base) {
      int then = step - base & log.length - 1;
      if (even) {
        deliverEven(log[then], logged[then]);
      } else {
        deliver(log[then], logged[then]);
      }
    }
    return sum;
  }

  /// Puts the words of rows to what is due with them.
  private void share(int step, int[] rows, int count) {
    int[] words = this.words;
    int[] rowStart = this.rowStart;
    int[] dues = this.dues;
    int[][] due = this.due;
    int mask = due.length - 1;
    int first = step + base;
    for (int i = 0; i < count; i++) {
      if (i % BATCH == 0) {
        touch(rows, i, count);
      }
      int at = rowStart[rows[i]];
      int end = rowStart[rows[i] + 1];
      while (at < end) {
        int head = words[at++];
        int many = head & MOST_OF_HEAD;
        int when = first + (head >>> HEAD_BITS) & mask;
        int size = dues[when];
        if (size + many > due[when].length) {
          due[when] = Arrays.copyOf(due[when], Math.max(size + many, 2 * due[when].length));
        }
        System.arraycopy(words, at, due[when], size, many);
        dues[when] = size + many;
        at += many;
      }
    }
  }

  /// Reads something of each line of the next rows.
  private void touch(int[] rows, int from, int count) {
    int touched = 0;
    int to = Math.min(count, from + BATCH);
    for (int i = from; i < to; i++) {
      int end = rowStart[rows[i] + 1];
      for (int s = rowStart[rows[i]]; s < end; s += LINE) {
        touched += even ? places[s] : words[s];
      }
    }
    this.touched = touched;
  }

  /// Adds the weights of rows.
  private void deliver(int[] rows, int count) {
    for (int i = 0; i < count; i++) {
      if (i % BATCH == 0) {
        touch(rows, i, count);
      }
      deliver(words, rowStart[rows[i]], rowStart[rows[i] + 1]);
    }
  }

  /// Adds the weights of words [from, to).
  private void deliver(int[] words, int from, int to) {
    int[] sum = this.sum;
    for (int s = from; s < to; s++) {
      int word = words[s];
      sum[word & sum.length - 1] += word >> 16;
    }
  }

  /// The same where a row has one weight.
  private void deliverEven(int[] rows, int count) {
    int[] sum = this.sum;
    char[] places = this.places;
    for (int i = 0; i < count; i++) {
      if (i % BATCH == 0) {
        touch(rows, i, count);
      }
      int row = rows[i];
      int weight = weights[row];
      int end = rowStart[row + 1];
      for (int s = rowStart[row]; s < end; s++) {
        sum[places[s] & sum.length - 1] += weight;
      }
    }
  }

  /// Counts what came in the present step.
  void count(Tally tally) {
    int[] rows = log[present];
    for (int i = 0; i < logged[present]; i++) {
      if (i % BATCH == 0) {
        touch(rows, i, logged[present]);
      }
      tally.add(rows[i], 1);
    }
  }

  /// Counts what came in all steps.
  void countAll(Tally tally) {
    for (int row = 0; row < times.length; row++) {
      if (times[row] > 0) {
        tally.add(row, times[row]);
      }
    }
  }
}
