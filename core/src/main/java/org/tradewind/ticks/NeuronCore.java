package org.tradewind.ticks;

import org.tradewind.cost.Action;
import org.tradewind.mapping.MachineVertex;
import org.tradewind.run.DvfsPolicy;
import org.tradewind.snn.CoreImage;

/// A core whose neurons receive. They are moved by its [Group], and what it did is reckoned from
/// how many packets, rows and synapses of each kind there were.
final class NeuronCore extends Core {
  final int size;
  final boolean sends;
  final boolean records;
  final int[] channels;
  private final int slots;
  private final int backgrounds;
  private final Action update;
  private final Action packet;
  private final Action event;
  private final int probes;

  /// Its first neuron within its group.
  int first;

  /// Which core of its block it is.
  int place;

  // ── what there was in the present step, beside packets ──

  int events;
  int indexed;
  int sparse;
  int absent;

  // ── what there was in all steps, known at the end ──

  private long allPackets;
  private long allEvents;
  private long allIndexed;
  private long allSparse;
  private long allAbsent;
  private int allSteps;

  NeuronCore(int vertex, MachineVertex of, DvfsPolicy policy, CoreImage.Receiving image) {
    super(vertex, of, policy);
    size = image.size();
    sends = image.sends();
    records = image.records();
    channels = image.channels();
    slots = image.slots();
    backgrounds = image.backgrounds().size();
    update = image.update();
    packet = image.input().packet();
    event =
        switch (image.input()) {
          case CoreImage.Rows rows -> rows.event();
          case CoreImage.Ruled ruled -> ruled.event();
          case CoreImage.Kernels _ -> Action.KERNEL_EVENT;
        };
    probes = image.input().probes();
  }

  /// Cycles of a step that receives nothing.
  long leastCycles() {
    return cycles(Action.STEP)
        + (long) slots * cycles(Action.RING_SLOT)
        + (long) size * cycles(update)
        + (long) backgrounds * cycles(Action.BACKGROUND_STEP)
        + (long) backgrounds * size * cycles(Action.BACKGROUND_DRAW);
  }

  /// Cycles of a packet.
  ///
  /// @param shape of [CoreImage.Rows]
  /// @param length synapses of its row
  long packetCycles(byte shape, int length) {
    Action found =
        switch (shape) {
          case CoreImage.Rows.INDEXED -> Action.INDEXED_ROW;
          case CoreImage.Rows.SPARSE -> length > 0 ? Action.SPARSE_ROW : Action.ABSENT_ROW;
          default -> null;
        };
    return cycles(packet)
        + (long) probes * cycles(Action.PROBE)
        + (found == null ? 0 : cycles(found))
        + (long) length * cycles(event);
  }

  /// Cycles of the spikes that it sent in the present step.
  long sendingCycles() {
    return (long) sending * cycles(Action.SPIKE);
  }

  /// The present step's work, reckoned from its packets.
  void reckon() {
    if (!fixed) {
      tellStep();
      return;
    }
    took(
        leastCycles()
            + sendingCycles()
            + packets * (cycles(packet) + (long) probes * cycles(Action.PROBE))
            + (long) indexed * cycles(Action.INDEXED_ROW)
            + (long) sparse * cycles(Action.SPARSE_ROW)
            + (long) absent * cycles(Action.ABSENT_ROW)
            + (long) events * cycles(event));
  }

  /// The same, action by action.
  private void tellStep() {
    did(Action.STEP, 1);
    did(Action.RING_SLOT, slots);
    did(update, size);
    did(Action.BACKGROUND_STEP, backgrounds);
    did(Action.BACKGROUND_DRAW, backgrounds * size);
    did(packet, packets);
    did(Action.PROBE, packets * probes);
    did(Action.INDEXED_ROW, indexed);
    did(Action.SPARSE_ROW, sparse);
    did(Action.ABSENT_ROW, absent);
    did(event, events);
    did(Action.SPIKE, sending);
  }

  /// What rows that it received add up to, where levels are fixed.
  void didRows(long packets, long events, long indexed, long sparse, long absent) {
    allPackets += packets;
    allEvents += events;
    allIndexed += indexed;
    allSparse += sparse;
    allAbsent += absent;
  }

  /// How many steps there were, where levels are fixed.
  void didSteps(int steps) {
    allSteps = steps;
  }

  @Override
  void tellAll() {
    didInAll(packet, allPackets);
    didInAll(Action.PROBE, allPackets * probes);
    didInAll(event, allEvents);
    didInAll(Action.INDEXED_ROW, allIndexed);
    didInAll(Action.SPARSE_ROW, allSparse);
    didInAll(Action.ABSENT_ROW, allAbsent);
    int steps = allSteps;
    didInAll(Action.STEP, steps);
    didInAll(Action.RING_SLOT, (long) steps * slots);
    didInAll(update, (long) steps * size);
    didInAll(Action.BACKGROUND_STEP, (long) steps * backgrounds);
    didInAll(Action.BACKGROUND_DRAW, (long) steps * backgrounds * size);
    didInAll(Action.SPIKE, sent);
  }
}
