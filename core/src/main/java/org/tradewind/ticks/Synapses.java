package org.tradewind.ticks;

import java.util.Arrays;
import java.util.Optional;
import org.tradewind.snn.Sums;

/// What a [Block] receives: the rows of all that send to it, where what one source neuron sends to
/// all its cores is one run of words ([BlockRows]), and the sums that they are added to.
///
/// **Sums** of the present step: those of all neurons of all cores. Their number is a power of two,
/// so that a mask keeps a place among them; and so small that they stay in a host core's L2.
///
/// **Delays.** Where all are the same, a packet is kept until it is due, and then its row is
/// delivered. Else the row is read at once, from beginning to end, and its words, which lie by
/// delay and side, are copied to those that are due in the same step: rows lie anywhere in memory,
/// where each new place is dear, and sums of many coming steps would lie anywhere in the cache.
/// `base` is the shortest delay of all.
final class Synapses {
  /// Words of a line of the host's cache.
  private static final int LINE = 16;

  /// Rows that are brought into the cache together.
  private static final int BATCH = 16;

  /// Whether all delays are the same.
  private final boolean together;

  private final int base;

  /// Those of excitation, then where delays differ as many of inhibition if any are apart.
  private final int[] sum;

  private final Sums sums;
  private final int sides;
  private final BlockRows lying;

  /// The same, where they are dense.
  private final Optional<DenseRows> dense;

  /// Of each place.
  private final char[] coreOf;

  private final Audiences audiences;
  private final Thickness thickness;

  /// How often each row was delivered.
  private final int[] times;

  /// The rows of the packets of the last steps, as far back as they are kept: by step, in a ring.
  private final int[][] log;

  private final int[] logged;

  /// Words that are due in the coming steps, by step and side, in a ring; empty where delays are
  /// the same.
  private final int[][] due;

  private final int[] dues;
  private int present;

  /// Keeps the loads that bring rows into the cache before they are read: rows lie anywhere, and a
  /// host waits for many lines in the time of one.
  private int touched;

  Synapses(Lowered lowered, Audiences audiences) {
    this.audiences = audiences;
    this.coreOf = lowered.coreOf();
    this.together = !lowered.lying().headed();
    this.base = lowered.base();
    this.sides = lowered.sides();
    this.sum = new int[sides * lowered.coreOf().length];
    this.sums = Sums.in(sum);
    this.lying = lowered.lying();
    this.dense = lowered.dense();
    this.thickness = new Thickness(lying, coreOf, lowered.dearest().length);
    this.times = new int[lying.size()];
    int kept = together ? Integer.highestOneBit(2 * base + 1) : 1;
    this.log = new int[kept][16];
    this.logged = new int[kept];
    int coming = together ? 0 : Integer.highestOneBit(2 * (base + lowered.delays() - 1) + 1);
    this.due = new int[coming * sides][16];
    this.dues = new int[coming * sides];
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
  /// @return what they add up to, which is to be taken before the next step
  Sums add(int step) {
    if (!together) {
      for (int side = 0; side < sides; side++) {
        int now = step * sides + side & due.length - 1;
        deliver(due[now], 0, dues[now], side * (sum.length / sides));
        dues[now] = 0;
      }
    } else if (step >= base) {
      int then = step - base & log.length - 1;
      if (dense.isPresent()) {
        return dense.get().deliver(log[then], logged[then], sum) ? dense.get() : sums;
      }
      if (lying.even()) {
        deliverEven(log[then], logged[then]);
      } else {
        deliver(log[then], logged[then]);
      }
    }
    return sums;
  }

  /// Puts the words of rows to what is due with them.
  private void share(int step, int[] rows, int count) {
    BlockRows lying = this.lying;
    int[] dues = this.dues;
    int[][] due = this.due;
    int mask = due.length - 1;
    int first = (step + base) * sides;
    for (int i = 0; i < count; i++) {
      if (i % BATCH == 0) {
        touch(rows, i, count);
      }
      int[] words = lying.words(lying.unit(rows[i]));
      int at = lying.start(rows[i]);
      int end = lying.end(rows[i]);
      while (at < end) {
        int head = words[at++];
        int many = BlockRows.count(head);
        int when = first + BlockRows.kind(head) & mask;
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
    BlockRows lying = this.lying;
    int touched = 0;
    int to = Math.min(count, from + BATCH);
    for (int i = from; i < to; i++) {
      int unit = lying.unit(rows[i]);
      int end = lying.end(rows[i]);
      if (lying.even()) {
        char[] places = lying.places(unit);
        for (int s = lying.start(rows[i]); s < end; s += 2 * LINE) {
          touched += places[s];
        }
      } else {
        int[] words = lying.words(unit);
        for (int s = lying.start(rows[i]); s < end; s += LINE) {
          touched += words[s];
        }
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
      int row = rows[i];
      deliver(lying.words(lying.unit(row)), lying.start(row), lying.end(row), 0);
    }
  }

  /// Adds the weights of words [from, to).
  ///
  /// @param first of the sums that their places are counted from
  private void deliver(int[] words, int from, int to, int first) {
    int[] sum = this.sum;
    int mask = sum.length / sides - 1;
    for (int s = from; s < to; s++) {
      int word = words[s];
      // the second mask shows that there is such a sum
      sum[(word & mask) + first & sum.length - 1] += word >> 16;
    }
  }

  /// The same where a row has one weight.
  private void deliverEven(int[] rows, int count) {
    int[] sum = this.sum;
    for (int i = 0; i < count; i++) {
      if (i % BATCH == 0) {
        touch(rows, i, count);
      }
      int row = rows[i];
      char[] places = lying.places(lying.unit(row));
      int weight = lying.weight(row);
      int end = lying.end(row);
      for (int s = lying.start(row); s < end; s++) {
        sum[places[s] & sum.length - 1] += weight;
      }
    }
  }

  /// Synapses that a core received in the present step at most.
  long mostEvents() {
    return thickness.sum(log[present], logged[present]);
  }

  /// Counts the packets of the present step.
  void countPackets(Tally tally) {
    int[] rows = log[present];
    int size = logged[present];
    for (int i = 0; i < size; ) {
      int section = audiences.section(rows[i]);
      int first = audiences.row()[section];
      int end = audiences.row()[section + 1];
      int from = i;
      while (i < size && rows[i] >= first && rows[i] < end) {
        i++;
      }
      tally.addPackets(section, i - from);
    }
  }

  /// Counts the synapses of the packets of the present step.
  void countEvents(Tally tally) {
    int[] rows = log[present];
    int size = logged[present];
    for (int i = 0; i < size; i++) {
      if (i % BATCH == 0) {
        touch(rows, i, size);
      }
      countEvents(rows[i], 1, tally.events);
    }
  }

  private void countEvents(int row, int many, long[] events) {
    int s = lying.start(row);
    int end = lying.end(row);
    if (lying.even()) {
      countPlaces(lying.places(lying.unit(row)), s, end, many, events);
      return;
    }
    int[] words = lying.words(lying.unit(row));
    while (s < end) {
      int last = together ? end : s + BlockRows.count(words[s++]) + 1;
      countWords(words, s, last, many, events);
      s = last;
    }
  }

  private void countWords(int[] words, int from, int to, int many, long[] events) {
    char[] coreOf = this.coreOf;
    for (int s = from; s < to; s++) {
      events[coreOf[words[s] & coreOf.length - 1]] += many;
    }
  }

  private void countPlaces(char[] places, int from, int to, int many, long[] events) {
    char[] coreOf = this.coreOf;
    for (int s = from; s < to; s++) {
      events[coreOf[places[s] & coreOf.length - 1]] += many;
    }
  }

  /// The same, and which of the packets have a row.
  void countRows(Tally tally) {
    int[] rows = log[present];
    for (int i = 0; i < logged[present]; i++) {
      tally.begin(audiences.section(rows[i]));
      countRows(rows[i], 1, tally);
    }
    tally.end();
  }

  /// Counts all that came in all steps.
  void countAll(Tally tally) {
    for (int section = 0; section < audiences.sections(); section++) {
      tally.begin(section);
      boolean sought = audiences.isSought(section);
      long packets = 0;
      for (int row = audiences.row()[section]; row < audiences.row()[section + 1]; row++) {
        if (times[row] > 0) {
          packets += times[row];
          if (sought) {
            countRows(row, times[row], tally);
          } else {
            countEvents(row, times[row], tally.events);
          }
        }
      }
      tally.addPackets(section, packets);
    }
    tally.end();
  }

  /// Counts a row's synapses, and the row. One method for a step and for all, so that it is
  /// compiled when it is needed at the end.
  private void countRows(int row, int many, Tally tally) {
    int s = lying.start(row);
    int end = lying.end(row);
    tally.nextRow(many, end - s);
    if (lying.even()) {
      char[] places = lying.places(lying.unit(row));
      for (; s < end; s++) {
        tally.add(coreOf[places[s]], many);
      }
      return;
    }
    int[] words = lying.words(lying.unit(row));
    while (s < end) {
      int last = together ? end : s + BlockRows.count(words[s++]) + 1;
      for (; s < last; s++) {
        tally.add(coreOf[words[s] & coreOf.length - 1], many);
      }
    }
  }
}
