package org.tradewind.ticks;

import java.util.Arrays;
import org.tradewind.cost.Action;
import org.tradewind.snn.CoreImage;

/// What packets of a [Block] add up to: how many came and how their rows are found, by [Audiences];
/// synapses, and rows that have any, by core. Of a step for some cores, or of all steps for all.
final class Tally {
  private static final long INDEXED = Core.cycles(Action.INDEXED_ROW);
  private static final long SPARSE = Core.cycles(Action.SPARSE_ROW);
  private static final long ABSENT = Core.cycles(Action.ABSENT_ROW);

  private final Audiences audiences;

  // by audience

  private final long[] packets;

  /// Packets whose rows are found by an index, and those whose rows are looked for.
  private final long[] indexed;

  private final long[] sought;

  private int section = -1;

  // by core

  /// Synapses of the packets that came.
  final long[] events;

  /// Packets whose rows were looked for and are there.
  private final long[] found;

  /// Of each core four numbers side by side, so that a synapse is one place in the cache: synapses
  /// and rows that are not in the above yet, the number of the row that it last had a synapse of,
  /// and nothing.
  private final int[] recent;

  private static final int RECENT = 4;

  private int rows;

  /// What the recent numbers can be at most.
  private long most;

  /// Cycles of a packet, the finding of its row apart; and of a synapse.
  private final long[] perPacket;

  private final long[] perEvent;

  Tally(Audiences audiences, NeuronCore[] cores) {
    this.audiences = audiences;
    packets = new long[audiences.number()];
    indexed = new long[audiences.number()];
    sought = new long[audiences.number()];
    events = new long[cores.length];
    found = new long[cores.length];
    recent = new int[RECENT * cores.length];
    perPacket = new long[cores.length];
    perEvent = new long[cores.length];
    for (int c = 0; c < cores.length; c++) {
      perPacket[c] = cores[c].packetCycles(CoreImage.Rows.EVEN, 0);
      perEvent[c] = cores[c].packetCycles(CoreImage.Rows.EVEN, 1) - perPacket[c];
    }
  }

  /// No packets have come.
  void clearPackets() {
    Arrays.fill(packets, 0);
    Arrays.fill(indexed, 0);
    Arrays.fill(sought, 0);
  }

  /// No core has received any.
  void clearEvents() {
    Arrays.fill(events, 0);
    Arrays.fill(found, 0);
  }

  /// What follows is about rows of this section; [#end] after the last.
  void begin(int itsSection) {
    if (itsSection != section) {
      end();
      section = itsSection;
    }
  }

  /// Nothing more is about a section.
  void end() {
    if (section >= 0) {
      sum();
      section = -1;
    }
  }

  /// Packets have come for rows of a section.
  void addPackets(int itsSection, long count) {
    int[] start = audiences.start();
    for (int p = start[itsSection]; p < start[itsSection + 1]; p++) {
      int audience = audiences.audience()[p];
      packets[audience] += count;
      switch (audiences.shape()[p]) {
        case CoreImage.Rows.INDEXED -> indexed[audience] += count;
        case CoreImage.Rows.SPARSE -> sought[audience] += count;
        default -> {}
      }
    }
  }

  /// What follows is about the next row of the section.
  ///
  /// @param times how many packets came for it
  /// @param length synapses that it has
  void nextRow(int times, int length) {
    rows++;
    most += (long) times * length;
    if (most > Integer.MAX_VALUE) {
      sum();
      most = (long) times * length;
    }
  }

  /// Adds a synapse of the row.
  ///
  /// @param times how many packets came for it
  void add(int core, int times) {
    int at = RECENT * core;
    recent[at] += times;
    // a branch would be foreseen wrongly at every other synapse
    int since = rows - recent[at + 2];
    recent[at + 1] += times & -since >> 31;
    recent[at + 2] = rows;
  }

  /// Sums up what was added for the present section.
  private void sum() {
    for (int p = audiences.start()[section]; p < audiences.start()[section + 1]; p++) {
      int audience = audiences.audience()[p];
      boolean seeking = audiences.shape()[p] == CoreImage.Rows.SPARSE;
      for (int m = audiences.firstMember()[audience];
          m < audiences.firstMember()[audience + 1];
          m++) {
        int core = audiences.members()[m];
        int at = RECENT * core;
        events[core] += recent[at];
        found[core] += seeking ? recent[at + 1] : 0;
        recent[at] = 0;
        recent[at + 1] = 0;
      }
    }
    most = 0;
  }

  /// Packets that an audience received.
  long packetsOf(int audience) {
    return packets[audience];
  }

  /// Packets that a core received.
  long packets(int core) {
    return packets[audiences.of()[core]];
  }

  /// Packets whose rows are found by an index; by search; are not there.
  long indexed(int core) {
    return indexed[audiences.of()[core]];
  }

  long sparse(int core) {
    return found[core];
  }

  long absent(int core) {
    return sought[audiences.of()[core]] - found[core];
  }

  /// What it took a core to take its packets.
  long cycles(int core) {
    return cycles(core, found[core]);
  }

  /// The same at most, while it is not known which rows were found.
  long mostCycles(int core) {
    return cycles(core, Math.min(events[core], sought[audiences.of()[core]]));
  }

  private long cycles(int core, long itsFound) {
    return packets(core) * perPacket[core]
        + events[core] * perEvent[core]
        + indexed(core) * INDEXED
        + itsFound * SPARSE
        + (sought[audiences.of()[core]] - itsFound) * ABSENT;
  }
}
