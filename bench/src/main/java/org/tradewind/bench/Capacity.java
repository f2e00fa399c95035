package org.tradewind.bench;

import org.tradewind.cost.Action;
import org.tradewind.cost.Counts;
import org.tradewind.machine.PerformanceLevel;
import org.tradewind.machine.Spinnaker2;

/// How many synaptic events a core takes beside 1,024 neurons at 300 MHz and 1 ms, by how many of
/// them a packet brings, from the cycles that were counted; published (CHIP) are up to 12 M/s, and
/// over 1.8 G/s for a chip.
///
/// 1,024 neurons need the wide word; a packet is found among 16 sources, and rows have ends, as
/// where connections are sparse.
public final class Capacity {
  private static final double PUBLISHED_CORE_HZ = 12e6;
  private static final double PUBLISHED_CHIP_HZ = 1.8e9;
  private static final double STEPS_HZ = 1_000;

  private Capacity() {}

  /// @param args none
  public static void main(String[] args) {
    var table =
        new Table(
            "%,d | %.1f M/s | %.2f | %.2f G/s | %.2f",
            "events a packet",
            "a core, 12 M/s published",
            "ratio",
            "a chip, 1.8 G/s published",
            "ratio");
    for (int events : new int[] {1, 10, 21, 51, 220, 1_024}) {
      double core = eventsHz(events);
      double chip = core * Spinnaker2.APPLICATION_PES.value();
      table.row(
          events, 1e-6 * core, core / PUBLISHED_CORE_HZ, 1e-9 * chip, chip / PUBLISHED_CHIP_HZ);
    }
  }

  private static double eventsHz(int eventsAPacket) {
    var step = new Counts();
    step.add(Action.INTERRUPT, 1);
    step.add(Action.STEP, 1);
    step.add(Action.RING_SLOT, 8);
    step.add(Action.LIF_UPDATE, 1_024);
    var packet = new Counts();
    packet.add(Action.PACKET_WIDE, 1);
    packet.add(Action.INDEXED_ROW, 1);
    packet.add(Action.PROBE, 4);
    packet.add(Action.SYNAPTIC_EVENT_WIDE, eventsAPacket);
    double budget = 1e6 * PerformanceLevel.HIGH.clockMhz().value() / STEPS_HZ;
    return (budget - step.cycles()) / packet.cycles() * eventsAPacket * STEPS_HZ;
  }
}
