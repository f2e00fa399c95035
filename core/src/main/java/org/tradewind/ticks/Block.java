package org.tradewind.ticks;

import java.util.Arrays;
import org.tradewind.snn.Sums;

/// Cores whose sums lie side by side, and what they receive together ([Synapses]). Made by
/// [Loading].
///
/// **Counting.** What a core received is known from which rows were delivered how often, so it is
/// reckoned once, at the end. Only how long its longest step was, and how full its FIFO, needs
/// single steps; and of those only the ones that may have been longer or fuller than any before. A
/// step is none for a core whose longest step was longer than if each packet of this one had its
/// longest row. For the others it is counted synapse by synapse; and for the few of these that it
/// may be one for even then, row by row.
final class Block implements Sink {
  final NeuronCore[] cores;
  private final Group[] groups;

  /// Whether each step has to be counted, because levels follow from it.
  private final boolean watched;

  private final Synapses synapses;

  // ── what makes a step remarkable, by core: at most LARGE ──

  private static final int LARGE = 1 << 30;

  /// In place of what is found only when it is asked for.
  private static final long UNKNOWN = -1;

  /// Cycles of a packet at most.
  private final int[] dearest;

  /// By how many cycles the longest step that was counted is longer than one without packets.
  private final int[] spare;

  /// By how many cycles a step can be longer than that and surely is over in time.
  private final int[] room;

  /// How many packets waited at most.
  private final int[] waiting;

  // ── by group ──

  /// Its first core; one more behind.
  private final int[] firstCore;

  private final int[][] audiencesOf;

  /// So many packets to a core make a step remarkable for none that was not active in it.
  private final long[] unremarkable;

  /// The least of [#spare] and [#waiting], and the most of a packet's cycles without synapses and
  /// of a synapse's.
  private final int[] leastSpare;

  private final int[] leastWaiting;
  private final long[] bare;
  private final long[] perSynapse;

  /// So many packets of all cores make it late for none of them.
  private final long[] harmless;

  /// Whether the present step may be remarkable for one of its cores.
  private final boolean[] noted;

  private final Tally tally;

  /// Synapses that a core received in the present step at most.
  private long mostEvents;

  /// Cores of which the present step may be remarkable, a bit for each; and those that it is told
  /// of.
  private final long[] candidates;

  private final int[] told;

  Block(Lowered lowered, Group[] groups, long safeTicks) {
    this.groups = groups;
    this.cores =
        Arrays.stream(groups).flatMap(g -> Arrays.stream(g.cores)).toArray(NeuronCore[]::new);
    this.watched = Arrays.stream(cores).anyMatch(core -> !core.fixed);
    Audiences audiences = Audiences.of(lowered.sections(), cores.length);
    this.synapses = new Synapses(lowered, audiences);
    this.dearest = new int[cores.length];
    this.spare = new int[cores.length];
    this.room = new int[cores.length];
    this.waiting = new int[cores.length];
    this.told = new int[cores.length];
    this.candidates = new long[(cores.length + 63) / 64];
    Arrays.fill(spare, -1);
    for (int c = 0; c < cores.length; c++) {
      cores[c].place = c;
      dearest[c] = atMostLarge(lowered.dearest()[c]);
      waiting[c] = dearest[c] > 0 ? -1 : LARGE;
      room[c] =
          atMostLarge(safeTicks / cores[c].period() - Core.INTERRUPT - cores[c].leastCycles());
    }
    this.tally = new Tally(audiences, cores);
    this.audiencesOf = new int[groups.length][];
    this.noted = new boolean[groups.length];
    this.unremarkable = new long[groups.length];
    this.harmless = new long[groups.length];
    this.leastSpare = new int[groups.length];
    this.leastWaiting = new int[groups.length];
    this.bare = new long[groups.length];
    this.perSynapse = new long[groups.length];
    this.firstCore = new int[groups.length + 1];
    for (int g = 0; g < groups.length; g++) {
      firstCore[g + 1] = firstCore[g] + groups[g].cores.length;
      audiencesOf[g] =
          Arrays.stream(audiences.of(), firstCore[g], firstCore[g + 1]).distinct().toArray();
      bare[g] = most(lowered.bare(), g);
      perSynapse[g] = most(lowered.perSynapse(), g);
      findLeast(g);
    }
  }

  /// Of the cores of a group.
  private long most(long[] of, int g) {
    return Arrays.stream(of, firstCore[g], firstCore[g + 1]).max().orElse(0);
  }

  private static int atMostLarge(long cycles) {
    return Math.clamp(cycles, -LARGE, LARGE);
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
    Sums sums = synapses.add(step);
    for (Group group : groups) {
      group.step(step, sums, out);
    }
  }

  // ── counting ──

  /// Of the present step, tells those cores what they received for which it is remarkable: it is
  /// longer, or more packets came, than in any that was told of, or it is not surely over in time.
  ///
  /// @param all whether it is for all of them
  /// @param sent packets of all cores of the machine in the step before
  /// @return how many are told
  int tell(boolean all, long sent) {
    mostEvents = UNKNOWN;
    tally.clearPackets();
    synapses.countPackets(tally);
    boolean everyone = all || watched;
    if (everyone) {
      for (int c = 0; c < cores.length; c++) {
        nominate(c);
      }
    } else if (!mayBeRemarkable(sent) || !nominate(sent)) {
      return 0;
    }
    return tellCandidates(everyone, sent);
  }

  /// Whether the present step may be remarkable for some core: says so without counting synapses.
  private boolean mayBeRemarkable(long sent) {
    boolean any = false;
    for (int g = 0; g < groups.length; g++) {
      noted[g] = mayBeRemarkable(g, sent);
      any |= noted[g] || mayActiveBeRemarkable(g, sent);
    }
    return any;
  }

  /// Whether it may be for some core of a group, its spikes apart.
  private boolean mayBeRemarkable(int g, long sent) {
    long packets = mostPackets(g);
    return sent > harmless[g]
        || packets > unremarkable[g]
            && (packets > leastWaiting[g] || mostCycles(g, packets) > leastSpare[g]);
  }

  /// What so many packets to a core of a group take, if it has as many synapses of each as any core
  /// has.
  private long mostCycles(int g, long packets) {
    if (mostEvents == UNKNOWN) {
      mostEvents = synapses.mostEvents();
    }
    return packets * bare[g] + mostEvents * perSynapse[g];
  }

  /// To a core of a group.
  private long mostPackets(int g) {
    long packets = 0;
    for (int audience : audiencesOf[g]) {
      packets = Math.max(packets, tally.packetsOf(audience));
    }
    return packets;
  }

  /// Whether it may be for a core to which come so many packets at most, if each has its longest
  /// row.
  private boolean mayBeRemarkable(int c, long packets, long sent) {
    return packets > waiting[c] || packets * dearest[c] > spare[c] || sent * dearest[c] > room[c];
  }

  /// Whether it may be for a core of a group that spiked in it.
  private boolean mayActiveBeRemarkable(int g, long sent) {
    for (int i = 0; i < groups[g].actives(); i++) {
      NeuronCore core = groups[g].active(i);
      int c = core.place;
      long packets = tally.packets(c);
      long own = core.sendingCycles();
      if (isRemarkable(c, own, packets * dearest[c], sent)
          && isRemarkable(c, own, mostCycles(g, packets), sent)) {
        return true;
      }
    }
    return false;
  }

  /// Counts synapses, and makes those cores candidates for which the step may still be remarkable.
  private boolean nominate(long sent) {
    tally.clearEvents();
    synapses.countEvents(tally);
    boolean any = false;
    for (int g = 0; g < groups.length; g++) {
      any |= noted[g] && nominate(g, sent);
      any |= nominateActives(groups[g], sent);
    }
    return any;
  }

  /// Those of a group, its spikes apart.
  private boolean nominate(int g, long sent) {
    boolean any = false;
    long packets = mostPackets(g);
    for (int c = firstCore[g]; c < firstCore[g + 1]; c++) {
      // nearly always the first
      if (mayBeRemarkable(c, packets, sent) && isRemarkable(c, 0, tally.mostCycles(c), sent)) {
        nominate(c);
        any = true;
      }
    }
    return any;
  }

  /// Those of a group that spiked in it.
  private boolean nominateActives(Group group, long sent) {
    boolean any = false;
    for (int i = 0; i < group.actives(); i++) {
      NeuronCore core = group.active(i);
      if (isRemarkable(core.place, core.sendingCycles(), tally.mostCycles(core.place), sent)) {
        nominate(core.place);
        any = true;
      }
    }
    return any;
  }

  private void nominate(int c) {
    candidates[c >> 6] |= 1L << c;
  }

  /// @param own cycles beside those of packets
  /// @param taking what its packets took
  private boolean isRemarkable(int c, long own, long taking, long sent) {
    return tally.packets(c) > waiting[c]
        || own + taking > spare[c]
        || own + sent * dearest[c] > room[c];
  }

  /// Counts rows too, and tells those candidates for which the step is remarkable.
  private int tellCandidates(boolean everyone, long sent) {
    tally.clearEvents();
    synapses.countRows(tally);
    int count = 0;
    for (int c = next(0); c < cores.length; c = next(c + 1)) {
      NeuronCore core = cores[c];
      candidates[c >> 6] &= ~(1L << c);
      if (everyone || isRemarkable(c, core.sendingCycles(), tally.cycles(c), sent)) {
        told[count++] = c;
        core.packets = (int) tally.packets(c);
        core.events = (int) tally.events[c];
        core.indexed = (int) tally.indexed(c);
        core.sparse = (int) tally.sparse(c);
        core.absent = (int) tally.absent(c);
      }
    }
    return count;
  }

  /// The first candidate from a core on.
  private int next(int from) {
    for (int word = from >> 6; word < candidates.length; word++) {
      long bits = candidates[word] & (word == from >> 6 ? -1L << from : -1L);
      if (bits != 0) {
        return word << 6 | Long.numberOfTrailingZeros(bits);
      }
    }
    return cores.length;
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
      spare[c] = atMostLarge(longest - cores[c].leastCycles());
      waiting[c] = dearest[c] > 0 ? cores[c].maxWaiting : LARGE;
    }
    for (int i = 0, g = 0; i < count; g++) {
      if (told[i] < firstCore[g + 1]) {
        findLeast(g);
        while (i < count && told[i] < firstCore[g + 1]) {
          i++;
        }
      }
    }
  }

  private void findLeast(int g) {
    unremarkable[g] = LARGE;
    harmless[g] = LARGE;
    leastSpare[g] = LARGE;
    leastWaiting[g] = LARGE;
    for (int c = firstCore[g]; c < firstCore[g + 1]; c++) {
      leastSpare[g] = Math.min(leastSpare[g], spare[c]);
      leastWaiting[g] = Math.min(leastWaiting[g], waiting[c]);
      unremarkable[g] =
          Math.min(unremarkable[g], Math.min(waiting[c], packetsWithin(spare[c], dearest[c])));
      harmless[g] = Math.min(harmless[g], packetsWithin(room[c], dearest[c]));
    }
  }

  private static int packetsWithin(int cycles, int dearest) {
    return cycles < 0 ? -1 : dearest == 0 ? LARGE : cycles / dearest;
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
            !watched && core.began <= tick && core.sendingCycles() + sent * dearest[c] <= room[c];
        window.add(safely ? tick : core.began, safely ? safeTick : core.now, core.sending);
      }
    }
  }

  /// All has happened, and all were told of what came after the last step, which nobody takes.
  void finish(int steps) {
    if (watched) {
      return;
    }
    tally.clearPackets();
    tally.clearEvents();
    synapses.countAll(tally);
    for (int c = 0; c < cores.length; c++) {
      NeuronCore core = cores[c];
      core.didRows(
          tally.packets(c) - core.packets,
          tally.events[c] - core.events,
          tally.indexed(c) - core.indexed,
          tally.sparse(c) - core.sparse,
          tally.absent(c) - core.absent);
      core.didSteps(steps);
      core.received = tally.packets(c) - core.dropped;
    }
  }
}
