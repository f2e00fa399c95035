package org.tradewind.ticks;

import java.util.Arrays;
import org.tradewind.cost.Action;
import org.tradewind.snn.CoreImage;

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
/// **Counting.** What a core received is known from which rows were delivered how often, so it is
/// reckoned once, at the end. Only how long its longest step was, and how full its FIFO, needs
/// single steps; and of those only the ones that may have been longer or fuller than any before. A
/// step in which no more packets came than would have made the longest row of each core as long as
/// its longest step is none: see [#isUnremarkable]. The others are counted synapse by synapse.
final class Block implements Sink {
  /// Words of a line of the host's cache.
  private static final int LINE = 16;

  private static final long INDEXED = Core.cycles(Action.INDEXED_ROW);
  private static final long SPARSE = Core.cycles(Action.SPARSE_ROW);
  private static final long ABSENT = Core.cycles(Action.ABSENT_ROW);

  /// Rows that are brought into the cache together.
  private static final int BATCH = 16;

  final NeuronCore[] cores;
  private final Group[] groups;
  private final boolean noisy;

  /// Whether each step has to be counted, because levels follow from it.
  private final boolean watched;

  /// Whether each row and part has one weight for all.
  private final boolean even;

  private final int stride;
  private final int ring;
  private final int base;
  private final int parts;
  private final int[] sum;

  /// Row r begins at word rowStart[r]: for each part how many words it has, and those. Upper half
  /// the weight, lower half the place: delay within the part * stride + sum. Empty where there are
  /// [#places].
  private final int[] words;

  /// Where each row and part has one weight for all, the places alone: half the memory to read. Row
  /// r, part g is [rowStart[r * parts + g], rowStart[r * parts + g + 1]).
  private final char[] places;

  private final int[] rowStart;
  private final int[] weights;

  /// Of each sum in a slot, the core that has it.
  private final char[] coreOf;

  /// Who receives which rows.
  private final Sections sections;

  /// How often each row was delivered.
  private final int[] times;

  /// The rows of the packets of the last steps, as far back as delays reach: by step, in a ring.
  private final int[][] log;

  private final int[] logged;

  /// Of each of them where the words of its next part begin, and how many there are, so that no
  /// index has to be read, which would come from memory like the words themselves.
  private final int[][] nextAt;

  private final int[][] nextCount;
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

  /// Cycles of a packet, the finding of its row apart, of all cores; then of a synapse.
  private final long[] costs;

  /// Cores that are told of the present step.
  private final int[] told;

  /// Packets with which every core's step is over in time, if it neither spikes nor draws.
  private final long safePackets;

  /// Packets with which no FIFO can be fuller than it was.
  private long seenWaiting = -1;

  /// Packets with which no step can be longer than the core's longest, if it neither spikes nor
  /// draws.
  private long seenPackets = -1;

  /// What rows and packets add up to, by core.
  private final class Tally {
    final long[] packets = new long[cores.length];
    final long[] events = new long[cores.length];
    final long[] indexed = new long[cores.length];
    final long[] sparse = new long[cores.length];
    final long[] absent = new long[cores.length];

    /// The row that a core last had a synapse of, and how many packets came for rows of the present
    /// section that it has synapses of.
    private final int[] lastRow = new int[cores.length];

    private final long[] found = new long[cores.length];
    private int rows;
    private int section = -1;
    private long inSection;

    void clear() {
      Arrays.fill(packets, 0);
      Arrays.fill(events, 0);
      Arrays.fill(indexed, 0);
      Arrays.fill(sparse, 0);
      Arrays.fill(absent, 0);
    }

    /// Adds packets that were sent by the neuron of a row; [#end] after the last.
    void add(int row, int times) {
      if (section < 0 || row < sections.row()[section] || row >= sections.row()[section + 1]) {
        end();
        section = sections.of(row);
      }
      inSection += times;
      rows++;
      int mask = stride - 1;
      if (even) {
        int end = rowStart[(row + 1) * parts];
        for (int s = rowStart[row * parts]; s < end; s++) {
          addEvents(coreOf[places[s] & mask], times);
        }
        return;
      }
      int at = rowStart[row];
      for (int part = 0; part < parts; part++) {
        int end = at + 1 + words[at];
        for (int s = at + 1; s < end; s++) {
          addEvents(coreOf[words[s] & mask], times);
        }
        at = end;
      }
    }

    private void addEvents(int core, int times) {
      events[core] += times;
      if (lastRow[core] != rows) {
        lastRow[core] = rows;
        found[core] += times;
      }
    }

    /// What it took a core to take its packets.
    long cycles(int c) {
      return packets[c] * costs[c]
          + events[c] * costs[cores.length + c]
          + indexed[c] * INDEXED
          + sparse[c] * SPARSE
          + absent[c] * ABSENT;
    }

    /// Adds what is known of the present section.
    void end() {
      for (int p = section < 0 ? 0 : sections.start()[section];
          section >= 0 && p < sections.start()[section + 1];
          p++) {
        int core = sections.core()[p];
        packets[core] += inSection;
        switch (sections.shape()[p]) {
          case CoreImage.Rows.INDEXED -> indexed[core] += inSection;
          case CoreImage.Rows.SPARSE -> {
            sparse[core] += found[core];
            absent[core] += inSection - found[core];
          }
          default -> {}
        }
        found[core] = 0;
      }
      section = -1;
      inSection = 0;
    }
  }

  private final Tally tally;

  Block(BlockBuilder.Lowered lowered, Group[] groups, long safeTicks) {
    this.groups = groups;
    this.cores =
        Arrays.stream(groups).flatMap(g -> Arrays.stream(g.cores)).toArray(NeuronCore[]::new);
    this.noisy = Arrays.stream(groups).anyMatch(Group::isNoisy);
    this.watched = Arrays.stream(cores).anyMatch(core -> !core.fixed);
    this.stride = lowered.stride();
    this.ring = lowered.ring();
    this.base = lowered.base();
    this.parts = lowered.parts();
    this.sum = new int[stride * ring];
    this.rowStart = lowered.rowStart();
    this.words = lowered.words();
    this.places = lowered.places();
    this.weights = lowered.weights();
    this.even = lowered.even();
    this.coreOf = lowered.coreOf();
    this.sections = lowered.sections();
    this.dearest = lowered.dearest();
    this.times = new int[(rowStart.length - 1) / (even ? parts : 1)];
    int steps = Integer.highestOneBit(2 * (base + (parts - 1) * ring) + 1);
    this.log = new int[steps][16];
    this.logged = new int[steps];
    this.nextAt = new int[steps][even ? 0 : 16];
    this.nextCount = new int[steps][even ? 0 : 16];
    this.least = new long[cores.length];
    this.safe = new long[cores.length];
    this.spare = new long[cores.length];
    this.enough = new long[cores.length];
    this.waiting = new long[cores.length];
    this.costs = new long[2 * cores.length];
    this.told = new int[cores.length];
    Arrays.fill(spare, -1);
    Arrays.fill(enough, -1);
    Arrays.fill(waiting, -1);
    long packets = Long.MAX_VALUE;
    for (int c = 0; c < cores.length; c++) {
      cores[c].place = c;
      least[c] = cores[c].leastCycles();
      costs[c] = cores[c].packetCycles(CoreImage.Rows.EVEN, 0);
      costs[cores.length + c] = cores[c].packetCycles(CoreImage.Rows.EVEN, 1) - costs[c];
      safe[c] = safeTicks / cores[c].period() - Core.INTERRUPT;
      packets = Math.min(packets, most(safe[c] - least[c], dearest[c]));
    }
    this.safePackets = packets;
    this.tally = new Tally();
  }

  /// How many packets take no longer than that; -1 where not even none does.
  private static long most(long cycles, long each) {
    return cycles < 0 ? -1 : each == 0 ? Long.MAX_VALUE : cycles / each;
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
      int larger = Math.max(size + to - from, 2 * rows.length);
      rows = Arrays.copyOf(rows, larger);
      log[present] = rows;
      if (!even) {
        nextAt[present] = Arrays.copyOf(nextAt[present], larger);
        nextCount[present] = Arrays.copyOf(nextCount[present], larger);
      }
    }
    int[] at = nextAt[present];
    int[] count = nextCount[present];
    for (int i = from; i < to; i++) {
      int row = firstRow + atoms[i];
      rows[size] = row;
      times[row]++;
      if (!even) {
        int first = rowStart[row];
        at[size] = first + 1;
        count[size] = words[first];
      }
      size++;
    }
    logged[present] = size;
  }

  /// Adds the weights that are due to go into the ring in this step, and moves the neurons.
  void step(int step, Outbox out) {
    int slot = (step & ring - 1) * stride;
    for (int part = 0; part < parts; part++) {
      int sent = step - base - part * ring;
      if (sent >= 0) {
        int then = sent & log.length - 1;
        if (!even) {
          deliver(nextAt[then], nextCount[then], logged[then], slot);
        } else if (places.length > 0) {
          deliverEven(log[then], logged[then], part, slot);
        }
      }
    }
    for (Group group : groups) {
      group.step(step, sum, slot, out);
    }
  }

  /// The next part of each row, and where the one behind it begins.
  private void deliver(int[] nextAt, int[] nextCount, int rows, int slot) {
    int[] words = this.words;
    int[] sum = this.sum;
    int touched = 0;
    for (int from = 0; from < rows; from += BATCH) {
      int to = Math.min(rows, from + BATCH);
      for (int i = from; i < to; i++) {
        int end = nextAt[i] + nextCount[i];
        for (int s = nextAt[i]; s < end; s += LINE) {
          touched += words[s];
        }
      }
      for (int i = from; i < to; i++) {
        int end = nextAt[i] + nextCount[i];
        for (int s = nextAt[i]; s < end; s++) {
          int word = words[s];
          sum[slot + (word & 0xFFFF) & sum.length - 1] += word >> 16;
        }
        nextAt[i] = end + 1;
        nextCount[i] = words[end];
      }
    }
    this.touched = touched;
  }

  /// The same where a row has one weight.
  private void deliverEven(int[] rows, int count, int part, int slot) {
    int[] rowStart = this.rowStart;
    char[] places = this.places;
    int[] weights = this.weights;
    int[] sum = this.sum;
    int parts = this.parts;
    int last = places.length - 1;
    int touched = 0;
    for (int i = 0; i < count; i++) {
      int row = rows[i] * parts + part;
      int end = rowStart[row + 1];
      if (i + 1 < count) {
        int next = rowStart[rows[i + 1] * parts + part];
        touched += places[Math.min(next, last)] + places[Math.min(next + 2 * LINE, last)];
      }
      int weight = weights[row];
      for (int s = rowStart[row]; s < end; s++) {
        sum[slot + places[s] & sum.length - 1] += weight;
      }
    }
    this.touched = touched;
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
      int[] drawn = group.drawn;
      for (int i = 0; i < drawn.length; i++) {
        int c = first + i;
        long drawing = drawn[i] * NeuronCore.ENTRY_CYCLES;
        if (drawing + packets * dearest[c] > spare[c]
            || least[c] + drawing + sent * dearest[c] > safe[c]) {
          return true;
        }
      }
      first += drawn.length;
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
    for (int i = 0; i < logged[present]; i++) {
      tally.add(log[present][i], 1);
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
      int[] drawn = group.drawn;
      for (int i = 0; i < group.cores.length; i++) {
        int c = first + i;
        long drawing = drawn.length == 0 ? 0 : drawn[i] * NeuronCore.ENTRY_CYCLES;
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
