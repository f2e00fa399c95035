package org.tradewind.run;

import org.tradewind.run.Chance.Use;

/// What befalls packets on one chip. One that crosses it is lost with one probability, else a bit
/// of its key or payload flips with another: on the NoC and in the router nothing protects it, as a
/// CRC does on links between chips. (ASSUMED: nothing is published.)
///
/// Multicast, core-to-core and nearest-neighbour packets are struck. Remote reads and writes, DMA
/// and interrupts are not: what would ask for them again is not published either.
final class Hazards {
  private static final int KEY_BITS = 32;

  private final int chip;
  private final double loss;
  private final double corruption;
  private final boolean any;
  private final Chance chance;

  private long crossings;
  private long lost;
  private long corrupted;

  Hazards(int chip, Faults faults, Chance chance) {
    this.chip = chip;
    this.loss = faults.loss();
    this.corruption = faults.corruption();
    this.any = loss > 0 || corruption > 0;
    this.chance = chance;
  }

  /// A packet crosses the chip. Returns whether it is lost there.
  boolean strike(Packets packets, int packet) {
    if (!any || packets.kind(packet).compareTo(PacketKind.NEAREST) > 0) {
      return false;
    }
    long n = crossings++;
    if (loss > 0 && chance.uniform(Use.LOSS, chip, n) < loss) {
      lost++;
      return true;
    }
    if (corruption > 0 && chance.uniform(Use.CORRUPTION, chip, n) < corruption) {
      corrupted++;
      int bits = KEY_BITS + packets.payloadBits(packet);
      packets.flip(packet, chance.below(bits, Use.CORRUPTED_BIT, chip, n));
    }
    return false;
  }

  /// A packet that was corrupted goes round in circles: it is dropped.
  void loseWanderer() {
    lost++;
  }

  boolean corrupting() {
    return corruption > 0;
  }

  long lost() {
    return lost;
  }

  long corrupted() {
    return corrupted;
  }

  void save(State.Writer out) {
    out.put(new long[] {crossings, lost, corrupted});
  }

  void restore(State.Reader in) {
    var state = new long[3];
    in.get(state);
    crossings = state[0];
    lost = state[1];
    corrupted = state[2];
  }
}
