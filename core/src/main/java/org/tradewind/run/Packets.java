package org.tradewind.run;

import java.util.Arrays;
import org.tradewind.pe.Payload;

/// The packets under way on one chip, as numbers: a pool of flat arrays. A packet that a router
/// replicates stays one packet with several copies, and its number is free again after the last has
/// ended.
///
/// Four longs a packet, so that a packet is one cache line; payloads and the bytes of bursts are
/// apart, as most packets have none:
///
/// ```
///   target : 32 | key : 32
///   the tick in which it was sent
///   step : 32 | links crossed : 16 | copies : 8 | words of payload : 4 | kind : 4
///   extra : 32 | source : 32
/// ```
final class Packets {
  /// Longs a packet.
  static final int STRIDE = 4;

  private static final long[] NO_WORDS = {};
  private static final byte[][] NO_BYTES = {};

  private static final int COPIES_SHIFT = 8;
  private static final int CROSSED_SHIFT = 16;
  private static final long ONE_COPY = 1L << COPIES_SHIFT;
  private static final long COPIES = 0xFFL << COPIES_SHIFT;

  private long[] words = NO_WORDS;

  /// Two words a packet; empty until the first payload.
  private long[] payload = NO_WORDS;

  /// What bursts carry; empty until the first.
  private byte[][] bytes = NO_BYTES;

  private int[] free = {};
  private int freeCount;
  private int used;

  /// A new packet with one copy.
  int add(PacketKind kind, int key, int step, long sentTick, Payload carried) {
    int packet = next();
    int i = packet * STRIDE;
    words[i] = key & 0xFFFF_FFFFL;
    words[i + 1] = sentTick;
    words[i + 2] = (long) step << 32 | ONE_COPY | (carried.bits() >> 5) << 4 | kind.ordinal();
    words[i + 3] = 0;
    if (carried.bits() != 0) {
      carry(packet, carried.low(), carried.high());
    }
    return packet;
  }

  /// The same with a target and its own meaning of source and extra.
  int add(
      PacketKind kind,
      int key,
      int step,
      long sentTick,
      Payload carried,
      int target,
      int source,
      int extra) {
    int packet = add(kind, key, step, sentTick, carried);
    words[packet * STRIDE] |= (long) target << 32;
    words[packet * STRIDE + 3] = (long) extra << 32 | source & 0xFFFF_FFFFL;
    return packet;
  }

  private int next() {
    if (freeCount > 0) {
      return free[--freeCount];
    }
    if (used * STRIDE == words.length) {
      int longer = Math.max(16, 2 * used);
      words = Arrays.copyOf(words, longer * STRIDE);
      free = Arrays.copyOf(free, longer);
    }
    return used++;
  }

  private void carry(int packet, long low, long high) {
    if (2 * packet + 1 >= payload.length) {
      payload = Arrays.copyOf(payload, 2 * Math.max(used, words.length / STRIDE));
    }
    payload[2 * packet] = low;
    payload[2 * packet + 1] = high;
  }

  /// Lets a burst carry bytes; nobody may change them.
  void carry(int packet, byte[] carried) {
    if (packet >= bytes.length) {
      bytes = Arrays.copyOf(bytes, words.length / STRIDE);
    }
    bytes[packet] = carried;
  }

  /// Flips a bit: 0..31 of the key, then those of the payload.
  void flip(int packet, int bit) {
    if (bit < Integer.SIZE) {
      words[packet * STRIDE] ^= 1L << bit;
    } else {
      int place = bit - Integer.SIZE;
      payload[2 * packet + place / Long.SIZE] ^= 1L << place % Long.SIZE;
    }
  }

  /// One copy became `1 + more`; with -1 it ended.
  void copied(int packet, int more) {
    int i = packet * STRIDE + 2;
    words[i] += more * ONE_COPY;
    if ((words[i] & COPIES) == 0) {
      free[freeCount++] = packet;
      if (packet < bytes.length) {
        bytes[packet] = null;
      }
    }
  }

  PacketKind kind(int packet) {
    return PacketKind.of((int) words[packet * STRIDE + 2] & 0xF);
  }

  int key(int packet) {
    return (int) words[packet * STRIDE];
  }

  int target(int packet) {
    return (int) (words[packet * STRIDE] >>> 32);
  }

  long sentTick(int packet) {
    return words[packet * STRIDE + 1];
  }

  int step(int packet) {
    return (int) (words[packet * STRIDE + 2] >>> 32);
  }

  int crossed(int packet) {
    return (int) (words[packet * STRIDE + 2] >>> CROSSED_SHIFT) & 0xFFFF;
  }

  int payloadBits(int packet) {
    return ((int) words[packet * STRIDE + 2] >>> 4 & 0xF) << 5;
  }

  long low(int packet) {
    return payloadBits(packet) == 0 ? 0 : payload[2 * packet];
  }

  long high(int packet) {
    return payloadBits(packet) == 0 ? 0 : payload[2 * packet + 1];
  }

  Payload payload(int packet) {
    int bits = payloadBits(packet);
    return bits == 0 ? Payload.NONE : new Payload(bits, low(packet), high(packet));
  }

  int source(int packet) {
    return (int) words[packet * STRIDE + 3];
  }

  int extra(int packet) {
    return (int) (words[packet * STRIDE + 3] >>> 32);
  }

  byte[] bytes(int packet) {
    return bytes[packet];
  }

  /// Posts a copy that crosses a link to another chip.
  void post(int packet, Mail mail, long tick, int chip, int link) {
    int i = packet * STRIDE;
    mail.add(
        tick,
        chip,
        link,
        words[i],
        words[i + 1],
        (words[i + 2] & ~COPIES | ONE_COPY) + (1L << CROSSED_SHIFT),
        words[i + 3],
        low(packet),
        high(packet));
  }

  /// Takes what [#post] sent: a new packet with one copy.
  int arrived(Mail mail, int at) {
    int packet = next();
    for (int w = 0; w < STRIDE; w++) {
      words[packet * STRIDE + w] = mail.word(at, w);
    }
    if (payloadBits(packet) != 0) {
      carry(packet, mail.word(at, STRIDE), mail.word(at, STRIDE + 1));
    }
    return packet;
  }

  int underWay() {
    return used - freeCount;
  }

  void save(State.Writer out) {
    out.put(used);
    out.put(free, freeCount);
    out.put(words, used * STRIDE);
    out.put(payload, Math.min(payload.length, 2 * used));
    int carried = 0;
    for (byte[] burst : bytes) {
      carried += burst == null ? 0 : 1;
    }
    out.put(carried);
    for (int packet = 0; packet < bytes.length; packet++) {
      if (bytes[packet] != null) {
        out.put(packet);
        out.put(bytes[packet]);
      }
    }
  }

  void restore(State.Reader in) {
    used = in.getInt();
    int[] freed = in.getInts();
    freeCount = freed.length;
    words = in.getLongs();
    free = Arrays.copyOf(freed, words.length / STRIDE);
    payload = in.getLongs();
    int carried = in.getInt();
    for (int i = 0; i < carried; i++) {
      carry(in.getInt(), in.getBytes());
    }
  }
}
