package org.tradewind.run;

import java.util.Arrays;

/// The packets under way, as numbers: a pool of flat arrays. A packet that a router replicates
/// stays one packet with several copies, and its number is free again after the last has ended.
final class Packets {
  private int[] key = new int[64];
  private int[] step = new int[64];
  private int[] copies = new int[64];
  private long[] sentTick = new long[64];

  private int[] free = new int[64];
  private int freeCount;
  private int used;

  /// A new packet with one copy.
  int add(int packetKey, int sentStep, long tick) {
    int packet;
    if (freeCount > 0) {
      packet = free[--freeCount];
    } else {
      packet = used++;
      if (packet == key.length) {
        int longer = 2 * packet;
        key = Arrays.copyOf(key, longer);
        step = Arrays.copyOf(step, longer);
        copies = Arrays.copyOf(copies, longer);
        sentTick = Arrays.copyOf(sentTick, longer);
        free = Arrays.copyOf(free, longer);
      }
    }
    key[packet] = packetKey;
    step[packet] = sentStep;
    sentTick[packet] = tick;
    copies[packet] = 1;
    return packet;
  }

  /// One copy became `1 + more`; with -1 it ended.
  void copied(int packet, int more) {
    copies[packet] += more;
    if (copies[packet] == 0) {
      free[freeCount++] = packet;
    }
  }

  int key(int packet) {
    return key[packet];
  }

  int step(int packet) {
    return step[packet];
  }

  long sentTick(int packet) {
    return sentTick[packet];
  }

  int underWay() {
    return used - freeCount;
  }
}
