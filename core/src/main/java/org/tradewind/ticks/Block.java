package org.tradewind.ticks;

import java.util.Arrays;

/// Cores whose sums lie side by side, and what they receive together ([Synapses]). Made by
/// [BlockBuilder].
///
/// **Counting.** What a core received is known from which rows were delivered how often, so it is
/// reckoned once, at the end. Only how long its longest step was, and how full its FIFO, needs
/// single steps; and of those only the ones that may have been longer or fuller than any before. A
/// step in which no more packets came than would have made the longest row of each core as long as
/// its longest step is none: see [#isRemarkable]. The others are counted synapse by synapse.
final class Block implements Sink {
  final NeuronCore[] cores;
  private final Group[] groups;
  private final boolean noisy;

  /// Whether each step has to be counted, because levels follow from it.
  private final boolean watched;

  private final Synapses synapses;

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

  Block(Lowered lowered, Group[] groups, long safeTicks) {
    this.groups = groups;
    this.cores =
        Arrays.stream(groups).flatMap(g -> Arrays.stream(g.cores)).toArray(NeuronCore[]::new);
    this.noisy = Arrays.stream(groups).anyMatch(Group::isNoisy);
    this.watched = Arrays.stream(cores).anyMatch(core -> !core.fixed);
    this.synapses = new Synapses(lowered);
    this.dearest = lowered.dearest();
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

  /// How many packets take no longer than that; -1 where not even none does.
  private static long most(long cycles, long each) {
    return cycles < 0 ? -1 : each == 0 ? Long.MAX_VALUE : cycles / each;
  }

  /// How many steps from any one on do not depend on what is sent in them.
  int span() {
    return synapses.span();
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
    synapses.begin(step);
  }

  @Override
  public void receive(int firstRow, int[] atoms, int from, int to) {
    synapses.receive(firstRow, atoms, from, to);
  }

  /// All of the step is received.
  void received(int step) {
    synapses.received(step);
  }

  /// Adds the weights that are due in this step, and moves the neurons.
  void step(int step, Outbox out) {
    int[] sum = synapses.add(step);
    for (Group group : groups) {
      group.step(step, sum, out);
    }
  }

  // ── counting ──

  /// Whether the present step has to be counted: some core may have a longer step or a fuller FIFO
  /// than in any that was counted, or one that is not surely over in time.
  ///
  /// @param sent packets of all cores of the machine in the step before
  boolean isRemarkable(long sent) {
    int packets = synapses.packets();
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
    synapses.count(tally);
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
    synapses.countAll(tally);
    tally.end();
    for (int c = 0; c < cores.length; c++) {
      cores[c].didRows(
          tally.packets[c], tally.events[c], tally.indexed[c], tally.sparse[c], tally.absent[c]);
      cores[c].didSteps(steps);
      cores[c].received = tally.packets[c] - cores[c].dropped;
    }
  }
}
