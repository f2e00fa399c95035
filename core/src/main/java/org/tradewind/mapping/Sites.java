package org.tradewind.mapping;

import java.util.Arrays;
import org.tradewind.machine.CoreMap;
import org.tradewind.machine.Link;
import org.tradewind.machine.Machine;

/// The chips that will be used, as sites 0, 1, …, and the hops between any two of them by table.
final class Sites {
  final int[] chip;
  final int[] capacity;
  private final int[] siteAt;
  private final Machine machine;
  private final int[] offset;
  private final int origin;
  private final short[] hops;

  Sites(Machine machine, int[] seats, int vertices) {
    this.machine = machine;
    int[] peCount = new int[machine.chipPositions()];
    for (int pe : seats) {
      peCount[pe / CoreMap.PES]++;
    }
    chip = chosen(machine, peCount, vertices);
    capacity = new int[chip.length];
    siteAt = new int[machine.chipPositions()];
    Arrays.fill(siteAt, -1);
    int row = 2 * machine.width() - 1;
    offset = new int[chip.length];
    for (int s = 0; s < chip.length; s++) {
      capacity[s] = peCount[chip[s]];
      siteAt[chip[s]] = s;
      offset[s] = machine.y(chip[s]) * row + machine.x(chip[s]);
    }
    origin = (machine.height() - 1) * row + machine.width() - 1;
    hops = new short[row * (2 * machine.height() - 1)];
    for (int dy = 1 - machine.height(); dy < machine.height(); dy++) {
      for (int dx = 1 - machine.width(); dx < machine.width(); dx++) {
        int from = machine.width() * Math.max(0, -dy) + Math.max(0, -dx);
        int to = machine.width() * Math.max(0, dy) + Math.max(0, dx);
        hops[origin + dy * row + dx] = (short) machine.distance(from, to);
      }
    }
  }

  int hops(int a, int b) {
    return hops[origin + offset[b] - offset[a]];
  }

  /// Chips along one side of the machine.
  int length(boolean alongX) {
    return alongX ? machine.width() : machine.height();
  }

  /// Where a site is along one side of the machine.
  int at(boolean alongX, int site) {
    return alongX ? x(site) : y(site);
  }

  /// Chips between two places along one side of the machine, the shorter way round where it wraps.
  int along(boolean alongX, int a, int b) {
    int apart = Math.abs(a - b);
    boolean wraps = alongX ? machine.wrap().alongX() : machine.wrap().alongY();
    return wraps ? Math.min(apart, length(alongX) - apart) : apart;
  }

  /// A site next to a site, or the site itself where there is none in that direction.
  int beside(int site, int link) {
    int next = machine.neighbour(chip[site], Link.of(link));
    return next < 0 || siteAt[next] < 0 ? site : siteAt[next];
  }

  int count() {
    return chip.length;
  }

  int x(int site) {
    return machine.x(chip[site]);
  }

  int y(int site) {
    return machine.y(chip[site]);
  }

  /// As many chips as the vertices need, grown from the first live one over live links so that they
  /// lie together, in the order of the curve.
  private static int[] chosen(Machine machine, int[] peCount, int vertices) {
    int[] found = new int[machine.chipPositions()];
    boolean[] seen = new boolean[machine.chipPositions()];
    int count = 0;
    int used = 0;
    int room = 0;
    long[] onCurve = new long[machine.chipPositions()];
    for (int first = 0; first < seen.length && room < vertices; first++) {
      if (seen[first] || peCount[first] == 0) {
        continue;
      }
      int read = count;
      seen[first] = true;
      found[count++] = first;
      while (read < count && room < vertices) {
        int at = found[read++];
        if (peCount[at] > 0) {
          room += peCount[at];
          onCurve[used++] = hilbert(machine.x(at), machine.y(at)) << 32 | at;
        }
        for (Link link : Link.values()) {
          int next = machine.neighbour(at, link);
          if (next >= 0 && !seen[next]) {
            seen[next] = true;
            found[count++] = next;
          }
        }
      }
    }
    Arrays.sort(onCurve, 0, used);
    int[] sites = new int[used];
    for (int i = 0; i < used; i++) {
      sites[i] = (int) onCurve[i];
    }
    return sites;
  }

  /// How far along Hilbert's curve a place lies, x and y below 2^14: two bits a level, for the
  /// quadrant, which is turned or mirrored for the level below.
  private static long hilbert(int x, int y) {
    long along = 0;
    for (int half = 1 << 13; half > 0; half >>= 1) {
      int right = (x & half) != 0 ? 1 : 0;
      int up = (y & half) != 0 ? 1 : 0;
      along = along << 2 | (3 * right ^ up);
      if (up == 0) {
        if (right == 1) {
          x = ~x & 2 * half - 1;
          y = ~y & 2 * half - 1;
        }
        int swap = x;
        x = y;
        y = swap;
      }
    }
    return along;
  }
}
