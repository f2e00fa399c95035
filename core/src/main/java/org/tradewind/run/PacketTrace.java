package org.tradewind.run;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.tradewind.machine.CoreMap;

/// Packets that PEs sent in a run, in the order of sending; enough to send them again
/// ([Run#replay]).
///
/// @param packets sorted by tick, then chip; those of a chip that left at once in the order in
///   which their cores were called
public record PacketTrace(List<Packet> packets) {
  public PacketTrace {
    packets = List.copyOf(packets);
  }

  /// What a packet is for.
  public enum Kind {
    MULTICAST,
    CORE_TO_CORE,
    NEAREST
  }

  /// One packet.
  ///
  /// @param tick when it left
  /// @param causeTick when what let the core send it happened: its handler began then or later
  /// @param cause which kind of event that was, by its place in the order of a tick
  /// @param pe that sent it, `chip * 152 + p`
  /// @param key or the address
  /// @param target the PE that it is for, `chip * 152 + p`; 0 for multicast
  /// @param link by which it left, for a nearest-neighbour packet
  /// @param payloadBits 0, 32, 64 or 128
  public record Packet(
      long tick,
      long causeTick,
      int cause,
      int pe,
      Kind kind,
      int key,
      int target,
      int link,
      int payloadBits,
      long low,
      long high) {
    public int chip() {
      return pe / CoreMap.PES;
    }

    public int p() {
      return pe % CoreMap.PES;
    }
  }

  /// Which packets are kept.
  ///
  /// @param fromTick first tick
  /// @param untilTick behind the last
  /// @param key those with `(key & mask) == this.key`
  /// @param chips by number; empty: all
  public record Filter(long fromTick, long untilTick, int key, int mask, List<Integer> chips) {
    public static final Filter ALL = new Filter(0, Long.MAX_VALUE, 0, 0, List.of());

    public Filter {
      chips = List.copyOf(chips);
    }

    boolean keeps(long tick, int packetKey, int chip) {
      return tick >= fromTick
          && tick < untilTick
          && (packetKey & mask) == key
          && (chips.isEmpty() || chips.contains(chip));
    }
  }

  public PacketTrace filtered(Filter filter) {
    return new PacketTrace(
        packets.stream().filter(p -> filter.keeps(p.tick, p.key, p.chip())).toList());
  }

  /// Those of one chip in the order in which it sent them, as flat longs.
  static final class Recorder {
    private static final int STRIDE = 6;
    private static final int CAUSE_BITS = 6;

    private final Filter filter;
    private long[] words = {};
    private int size;

    Recorder(Filter filter) {
      this.filter = filter;
    }

    /// @param packet of a pool, just added to it
    void add(
        int chip,
        int p,
        long tick,
        long causeTick,
        int cause,
        Kind kind,
        int link,
        Packets pool,
        int packet) {
      int key = pool.key(packet);
      if (!filter.keeps(tick, key, chip)) {
        return;
      }
      int i = size++ * STRIDE;
      if (i == words.length) {
        words = Arrays.copyOf(words, Math.max(64 * STRIDE, 2 * i));
      }
      words[i] = causeTick << CAUSE_BITS | cause;
      words[i + 1] = tick;
      words[i + 2] =
          key & 0xFFFF_FFFFL
              | (long) p << 32
              | (long) kind.ordinal() << 40
              | (long) link << 44
              | (long) pool.payloadBits(packet) << 48;
      words[i + 3] = pool.target(packet);
      words[i + 4] = pool.low(packet);
      words[i + 5] = pool.high(packet);
    }

    List<Packet> packets(int chip) {
      return IntStream.range(0, size).mapToObj(n -> packet(chip, n * STRIDE)).toList();
    }

    private Packet packet(int chip, int i) {
      long what = words[i + 2];
      return new Packet(
          words[i + 1],
          words[i] >>> CAUSE_BITS,
          (int) words[i] & (1 << CAUSE_BITS) - 1,
          chip * CoreMap.PES + ((int) (what >>> 32) & 0xFF),
          Kind.values()[(int) (what >>> 40) & 0xF],
          (int) what,
          (int) words[i + 3],
          (int) (what >>> 44) & 0xF,
          (int) (what >>> 48),
          words[i + 4],
          words[i + 5]);
    }
  }

  /// Those of several chips, each in its own order.
  static PacketTrace of(List<List<Packet>> ofChips) {
    return new PacketTrace(
        ofChips.stream()
            .flatMap(List::stream)
            .sorted(Comparator.comparingLong(Packet::tick).thenComparingInt(Packet::chip))
            .toList());
  }

  /// In the order in which a chip's events sent them: what [Chip] replays.
  List<Packet> causedOn(int chip) {
    return packets.stream()
        .filter(p -> p.chip() == chip)
        .sorted(Comparator.comparingLong(Packet::causeTick).thenComparingInt(Packet::cause))
        .toList();
  }
}
