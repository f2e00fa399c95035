package org.tradewind.ticks;

import java.util.Arrays;
import org.tradewind.cost.Action;
import org.tradewind.snn.CoreImage;

/// What rows and packets of a [Block] add up to, by core.
final class Tally {
  private static final long INDEXED = Core.cycles(Action.INDEXED_ROW);
  private static final long SPARSE = Core.cycles(Action.SPARSE_ROW);
  private static final long ABSENT = Core.cycles(Action.ABSENT_ROW);

  final long[] packets;
  final long[] events;
  final long[] indexed;
  final long[] sparse;
  final long[] absent;

  /// Cycles of a packet, the finding of its row apart, of all cores; then of a synapse.
  private final long[] costs;

  private final BlockRows lying;

  /// Of each place the core.
  private final char[] coreOf;

  private final Sections sections;

  /// The row that a core last had a synapse of, and how many packets came for rows of the present
  /// section that it has synapses of.
  private final int[] lastRow;

  private final long[] found;

  /// See [Sections#everywhere].
  private final int everywhere;

  private int rows;
  private int section = -1;
  private long inSection;

  Tally(Lowered block, NeuronCore[] cores) {
    int size = cores.length;
    this.lying = block.lying();
    this.coreOf = block.coreOf();
    this.sections = block.sections();
    packets = new long[size];
    events = new long[size];
    indexed = new long[size];
    sparse = new long[size];
    absent = new long[size];
    lastRow = new int[size];
    found = new long[size];
    everywhere = sections.everywhere(size);
    costs = new long[2 * size];
    for (int c = 0; c < size; c++) {
      costs[c] = cores[c].packetCycles(CoreImage.Rows.EVEN, 0);
      costs[size + c] = cores[c].packetCycles(CoreImage.Rows.EVEN, 1) - costs[c];
    }
  }

  /// Nothing has been added.
  void clear() {
    Arrays.fill(packets, 0);
    Arrays.fill(events, 0);
    Arrays.fill(indexed, 0);
    Arrays.fill(sparse, 0);
    Arrays.fill(absent, 0);
    Arrays.fill(lastRow, 0);
    rows = 0;
  }

  /// Adds packets that were sent by the neuron of a row; [#end] after the last.
  void add(int row, int times) {
    if (everywhere < 0
        && (section < 0 || row < sections.row()[section] || row >= sections.row()[section + 1])) {
      end();
      section = sections.of(row);
    }
    inSection += times;
    rows++;
    int mask = coreOf.length - 1;
    int unit = lying.unit(row);
    int s = lying.start(row);
    int end = lying.end(row);
    if (lying.even()) {
      char[] places = lying.places(unit);
      for (; s < end; s++) {
        addEvents(coreOf[places[s] & mask], times);
      }
      return;
    }
    int[] words = lying.words(unit);
    while (s < end) {
      int last = lying.headed() ? s + BlockRows.count(words[s++]) + 1 : end;
      for (; s < last; s++) {
        addEvents(coreOf[words[s] & mask], times);
      }
    }
  }

  private void addEvents(int core, int times) {
    events[core] += times;
    // a branch would be foreseen wrongly at every other synapse
    int since = rows - lastRow[core];
    found[core] += times & -since >> 31;
    lastRow[core] = rows;
  }

  /// What it took a core to take its packets.
  long cycles(int c) {
    return packets[c] * costs[c]
        + events[c] * costs[packets.length + c]
        + indexed[c] * INDEXED
        + sparse[c] * SPARSE
        + absent[c] * ABSENT;
  }

  /// Adds what is known of the present section, or of all where all cores receive all.
  void end() {
    if (everywhere >= 0) {
      for (int core = 0; core < packets.length; core++) {
        end(core, everywhere);
      }
    } else if (section >= 0) {
      for (int p = sections.start()[section]; p < sections.start()[section + 1]; p++) {
        end(sections.core()[p], sections.shape()[p]);
      }
    }
    section = -1;
    inSection = 0;
  }

  private void end(int core, int shape) {
    packets[core] += inSection;
    switch (shape) {
      case CoreImage.Rows.INDEXED -> indexed[core] += inSection;
      case CoreImage.Rows.SPARSE -> {
        sparse[core] += found[core];
        absent[core] += inSection - found[core];
      }
      default -> {}
    }
    found[core] = 0;
  }
}
