package org.tradewind.run;

import org.tradewind.machine.Link;
import org.tradewind.machine.Spinnaker2;
import org.tradewind.random.Philox;
import org.tradewind.unit.Ticks;

/// One direction of one link between two chips.
///
/// A packet is cut into frames of 96 bits that leave one after the other: 16 ns each on a short
/// link, 60 ns on a long one. The neighbour's router has the packet one latency after its last
/// frame started. The link is *reserved*: a packet starts when it comes or when the link is free,
/// whichever is later, in the order of arrival; the buffer in front of it is unbounded.
///
/// **Framing** (CHIP gives frame, CRC-12 and the packet's 40 bits; that nothing else takes room is
/// ASSUMED: the packet id is among the 8 control bits): each frame carries 96 - 12 = 84 bits, so a
/// packet takes `ceil((40 + payload) / 84)` frames: 1 with 0 or 32 bits of payload, 2 with 64 or
/// 128 (40 + 128 = 168 bits fill two to the last). A long link is ASSUMED to frame alike.
///
/// **Errors.** Each frame is corrupted with the same probability; the CRC always finds it. The
/// receiver then takes nothing until that frame has come again, and the sender goes back to it one
/// round trip (two latencies) after it started (*go-back-N*, ASSUMED: published are a CRC and an id
/// for resend and ordering). So packets keep their order, and what the sender transmits in between
/// is in vain: those frames take no other time than that round trip and are not counted.
///
/// Whether a frame is corrupted depends on (seed, link, how many frames the link sent before), so
/// it is the same however the machine is split among threads.
final class LinkTransmitter {
  /// Keeps these draws apart from those of a network's owners and of the true random generators,
  /// [org.tradewind.random.Entropy].
  private static final long OWNER = 0xFEL << 56;

  private static final int FRAME_PAYLOAD_BITS =
      Spinnaker2.LINK_FRAME_BITS.whole() - Spinnaker2.LINK_CRC_BITS.whole();

  private final long frameTicks;
  private final long latencyTicks;
  private final double errorProbability;
  private final long seed;
  private final long owner;

  private long freeFrom;

  private long packets;
  private long frames;
  private long resent;
  private long waitingTicks;
  private long busyTicks;

  /// @param errorProbability of a frame
  /// @param link its number on the machine, `chip * 6 + link`: each has its own errors
  LinkTransmitter(Link.Kind kind, double errorProbability, long seed, int link) {
    if (!(errorProbability >= 0 && errorProbability < 1)) {
      throw new IllegalArgumentException(
          "a frame's error probability is " + errorProbability + ", not within [0, 1)");
    }
    this.frameTicks = Ticks.ofSeconds(1e-9 * kind.frameNanoseconds().value());
    this.latencyTicks = Ticks.ofSeconds(1e-9 * kind.latencyNanoseconds().value());
    this.errorProbability = errorProbability;
    this.seed = seed;
    this.owner = OWNER | Integer.toUnsignedLong(link);
  }

  /// Frames of a multicast packet.
  ///
  /// @param payloadBits 0, 32, 64 or 128
  static int frames(int payloadBits) {
    return Math.ceilDiv(Spinnaker2.MULTICAST_BITS.whole() + payloadBits, FRAME_PAYLOAD_BITS);
  }

  /// A packet takes the link.
  ///
  /// @param tick when the chip's router gives it
  /// @param payloadBits 0, 32, 64 or 128
  /// @return when the neighbour's router has it
  long send(long tick, int payloadBits) {
    long start = Math.max(tick, freeFrom);
    long next = start;
    long last = start;
    for (int frame = frames(payloadBits); frame > 0; frame--) {
      while (corrupted()) {
        next += 2 * latencyTicks;
        resent++;
      }
      last = next;
      next += frameTicks;
    }
    freeFrom = next;
    packets++;
    waitingTicks += start - tick;
    busyTicks += next - start;
    return last + latencyTicks;
  }

  /// How long a packet that comes at `tick` would wait for the link.
  long waitsAt(long tick) {
    return Math.max(0, freeFrom - tick);
  }

  /// One more frame is sent; whether its CRC fails.
  private boolean corrupted() {
    long frame = frames++;
    return errorProbability > 0
        && Philox.uniform(seed, owner, (int) (frame >>> Integer.SIZE), (int) frame)
            < errorProbability;
  }

  /// From a frame's start to the next one's.
  long frameTicks() {
    return frameTicks;
  }

  /// From a frame's start until the neighbour's router has it; no packet arrives sooner.
  long latencyTicks() {
    return latencyTicks;
  }

  long packets() {
    return packets;
  }

  /// Frames sent, those that were corrupted included.
  long frames() {
    return frames;
  }

  /// Frames that were corrupted and sent again.
  long resent() {
    return resent;
  }

  /// Ticks that packets waited for the link, all together.
  long waitingTicks() {
    return waitingTicks;
  }

  /// Ticks in which the link sent frames or waited to send one again.
  long busyTicks() {
    return busyTicks;
  }

  void save(State.Writer out) {
    out.put(new long[] {freeFrom, packets, frames, resent, waitingTicks, busyTicks});
  }

  void restore(State.Reader in) {
    var state = new long[6];
    in.get(state);
    freeFrom = state[0];
    packets = state[1];
    frames = state[2];
    resent = state[3];
    waitingTicks = state[4];
    busyTicks = state[5];
  }
}
