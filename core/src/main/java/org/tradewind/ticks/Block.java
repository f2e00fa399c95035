package org.tradewind.ticks;

import java.util.Arrays;

/// Cores whose sums lie side by side, and the rows that end on them: what one source neuron sends
/// to all of them is one run of words. Made by [BlockBuilder].
///
/// **Sums** of the present step: those of all neurons of all cores. Their number is a power of two,
/// so that a mask keeps a place among them; and so small that they stay in a host core's L2, or L1.
///
/// **Delays.** Where all are the same, a packet is kept until it is due, and then its row is
/// delivered. Else the row is read at once, from beginning to end, and its words, which lie by
/// delay, are copied to those that are due in the same step: rows lie anywhere in memory, where
/// each new place is dear, and sums of many coming steps would lie anywhere in the cache. `base` is
/// the shortest delay of all.
///
/// **Counting.** What a core received is known from which rows were delivered how often, so it is
/// reckoned once, at the end. Only how long its longest step was, and how full its FIFO, needs
/// single steps; and of those only the ones that may have been longer or fuller than any before. A
/// step in which no more packets came than would have made the longest row of each core as long as
/// its longest step is none: see [#isRemarkable]. The others are counted synapse by synapse.
final class Block implements Sink {
  /// Words of a line of the host's cache.
  private static final int LINE = 16;

  /// Rows that are brought into the cache together.
  private static final int BATCH = 16;

  private static final int HEAD_BITS = 20;

  /// Words that a head can stand before.
  static final int MOST_OF_HEAD = (1 << HEAD_BITS) - 1;

  final NeuronCore[] cores;
  private final Group[] groups;
  private final boolean noisy;

  /// Whether each step has to be counted, because levels follow from it.
  private final boolean watched;

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

  // ── what makes a step remarkable, by core ──

  /// Cycles of a step without packets, of the dearest row, and of a step that is over in time.
  private final long[] least;

  private final long[] dearest;
  private final long[] safe;

  /// By how many cycles the longest step that was counted is longer than the least.
  private final long[] spare;

  /// Packets that take no longer than that; and how many the FIFO held at most.
  private final long[] enough;

  private final long[] waiting;

  /// Cores that are told of the present step.
  private final int[] told;

  /// Packets with which every core's step is over in time, if it neither spikes nor draws.
  private final long safePackets;

  /// Packets with which no FIFO can be fuller than it was.
  private long seenWaiting = -1;

  /// Packets with which no step can be longer than the core's longest, if it neither spikes nor
  /// draws.
  private long seenPackets = -1;

  private final Tally tally;

  Block(BlockBuilder.Lowered lowered, Group[] groups, long safeTicks) {
    this.groups = groups;
    this.cores =
        Arrays.stream(groups).flatMap(g -> Arrays.stream(g.cores)).toArray(NeuronCore[]::new);
    this.noisy = Arrays.stream(groups).anyMatch(Group::isNoisy);
    this.watched = Arrays.stream(cores).anyMatch(core -> !core.fixed);
    this.together = lowered.delays() == 1;
    this.base = lowered.base();
    this.sum = new int[lowered.sums()];
    this.rowStart = lowered.rowStart();
    this.words = lowered.words();
    this.places = lowered.places();
    this.weights = lowered.weights();
    this.even = lowered.even();
    this.dearest = lowered.dearest();
    this.times = new int[rowStart.length - 1];
    int kept = together ? Integer.highestOneBit(2 * base + 1) : 1;
    this.log = new int[kept][16];
    this.logged = new int[kept];
    int coming = together ? 0 : Integer.highestOneBit(2 * (base + lowered.delays() - 1) + 1);
    this.due = new int[coming][16];
    this.dues = new int[coming];
    this.least = new long[cores.length];
    this.safe = new long[cores.length];
    this.spare = new long[cores.length];
    this.enough = new long[cores.length];
    this.waiting = new long[cores.length];
    this.told = new int[cores.length];
    Arrays.fill(spare, -1);
    Arrays.fill(enough, -1);
    Arrays.fill(waiting, -1);
    long packets = Long.MAX_VALUE;
    for (int c = 0; c < cores.length; c++) {
      cores[c].place = c;
      least[c] = cores[c].leastCycles();
      safe[c] = safeTicks / cores[c].period() - Core.INTERRUPT;
      packets = Math.min(packets, most(safe[c] - least[c], dearest[c]));
    }
    this.safePackets = packets;
    this.tally = new Tally(lowered, cores);
  }

  /// What stands before words of one delay; its lowest bits are how many they are.
  ///
  /// @param delay less the block's shortest
  static int head(int delay, int words) {
    return delay << HEAD_BITS | words;
  }

  /// How many packets take no longer than that; -1 where not even none does.
  private static long most(long cycles, long each) {
    return cycles < 0 ? -1 : each == 0 ? Long.MAX_VALUE : cycles / each;
  }

  /// How many steps from any one on do not depend on what is sent in them.
  int span() {
    return times.length == 0 ? Integer.MAX_VALUE : base + 1;
  }

  /// What happens in so many steps is kept: see [Group#keep].
  void keep(int steps) {
    for (Group group : groups) {
      group.keep(steps);
    }
  }

  /// From now on all but [#step] is about this step.
  void tell(int step) {
    for (Group group : groups) {
      group.tell(step);
    }
  }

  /// What is received from now on belongs to this step.
  void begin(int step) {
    present = step & log.length - 1;
    logged[present] = 0;
  }

  @Override
  public void receive(int firstRow, int[] atoms, int from, int to) {
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

  /// Adds the weights that are due in this step, and moves the neurons.
  void step(int step, Outbox out) {
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
    for (Group group : groups) {
      group.step(step, sum, out);
    }
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

  // ── counting ──

  /// Whether the present step has to be counted: some core may have a longer step or a fuller FIFO
  /// than in any that was counted, or one that is not surely over in time.
  ///
  /// @param sent packets of all cores of the machine in the step before
  boolean isRemarkable(long sent) {
    int packets = logged[present];
    if (watched || packets > seenWaiting || packets > seenPackets || sent > safePackets) {
      return true;
    }
    if (noisy && isNoiseRemarkable(packets, sent)) {
      return true;
    }
    for (Group group : groups) {
      for (int i = 0; i < group.actives(); i++) {
        if (isRemarkable(group.active(i).place, packets, sent)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean isNoiseRemarkable(int packets, long sent) {
    int first = 0;
    for (Group group : groups) {
      for (int i = 0; i < group.cores.length; i++) {
        int c = first + i;
        long drawing = group.drawn(i) * NeuronCore.ENTRY_CYCLES;
        if (drawing + packets * dearest[c] > spare[c]
            || least[c] + drawing + sent * dearest[c] > safe[c]) {
          return true;
        }
      }
      first += group.cores.length;
    }
    return false;
  }

  private boolean isRemarkable(int c, int packets, long sent) {
    long own = least[c] + cores[c].ownCycles();
    return own + sent * dearest[c] > safe[c] || own - least[c] + packets * dearest[c] > spare[c];
  }

  /// Counts what all cores received for the present step.
  void count() {
    tally.clear();
    int[] rows = log[present];
    for (int i = 0; i < logged[present]; i++) {
      if (i % BATCH == 0) {
        touch(rows, i, logged[present]);
      }
      tally.add(rows[i], 1);
    }
    tally.end();
  }

  /// Of a step that was counted, tells those cores what they received for which it was as
  /// remarkable as it might have been.
  ///
  /// @param all whether it is for all of them
  /// @param sent as above
  /// @return their number
  int tell(boolean all, long sent) {
    int count = 0;
    int first = 0;
    for (Group group : groups) {
      for (int i = 0; i < group.cores.length; i++) {
        int c = first + i;
        long drawing = group.drawn(i) * NeuronCore.ENTRY_CYCLES;
        if (all
            || watched
            || tally.packets[c] > waiting[c]
            || drawing + tally.cycles(c) > spare[c]
            || least[c] + drawing + sent * dearest[c] > safe[c]) {
          told[count++] = c;
        }
      }
      for (int i = 0; i < group.actives() && !all && !watched; i++) {
        int c = group.active(i).place;
        if (Arrays.binarySearch(told, 0, count, c) < 0) {
          told[count++] = c;
          Arrays.sort(told, 0, count);
        }
      }
      first += group.cores.length;
    }
    for (int i = 0; i < count; i++) {
      int c = told[i];
      cores[c].packets = (int) tally.packets[c];
      cores[c].events = (int) tally.events[c];
      cores[c].indexed = (int) tally.indexed[c];
      cores[c].sparse = (int) tally.sparse[c];
      cores[c].absent = (int) tally.absent[c];
    }
    return count;
  }

  /// A core that was told.
  NeuronCore told(int i) {
    return cores[told[i]];
  }

  /// The time of the present step has passed for those that were told.
  void counted(int count) {
    for (int i = 0; i < count; i++) {
      int c = told[i];
      long longest = cores[c].maxStepTicks / cores[c].period() - Core.INTERRUPT;
      spare[c] = longest - least[c];
      enough[c] = most(spare[c], dearest[c]);
      waiting[c] = dearest[c] > 0 ? cores[c].maxWaiting : Long.MAX_VALUE;
    }
    seenWaiting = Long.MAX_VALUE;
    seenPackets = Long.MAX_VALUE;
    for (int c = 0; c < cores.length; c++) {
      seenWaiting = Math.min(seenWaiting, waiting[c]);
      seenPackets = Math.min(seenPackets, enough[c]);
    }
  }

  /// Says when packets of the present step leave. Of cores whose steps are surely over in time it
  /// says no more than that, whether they were counted or not, so that it does not depend on how
  /// cores are shared among threads.
  ///
  /// @param sent as above
  /// @param tick when the step's timer came
  /// @param safeTick until when steps that are over in time are
  void sending(Worker.Window window, long sent, long tick, long safeTick) {
    for (Group group : groups) {
      for (int i = 0; i < group.actives(); i++) {
        NeuronCore core = group.active(i);
        int c = core.place;
        boolean safely =
            !watched
                && core.began <= tick
                && least[c] + core.ownCycles() + sent * dearest[c] <= safe[c];
        window.add(safely ? tick : core.began, safely ? safeTick : core.now, core.sending);
      }
    }
  }

  /// All has happened, and [#count] was called for what came after the last step.
  void finish(int steps) {
    if (watched) {
      return;
    }
    for (int c = 0; c < cores.length; c++) {
      cores[c].didRows(
          -tally.packets[c],
          -tally.events[c],
          -tally.indexed[c],
          -tally.sparse[c],
          -tally.absent[c]);
    }
    tally.clear();
    for (int row = 0; row < times.length; row++) {
      if (times[row] > 0) {
        tally.add(row, times[row]);
      }
    }
    tally.end();
    for (int c = 0; c < cores.length; c++) {
      cores[c].didRows(
          tally.packets[c], tally.events[c], tally.indexed[c], tally.sparse[c], tally.absent[c]);
      cores[c].didSteps(steps);
      cores[c].received = tally.packets[c] - cores[c].dropped;
    }
  }
}
