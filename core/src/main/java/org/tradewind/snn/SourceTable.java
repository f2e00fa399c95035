package org.tradewind.snn;

import java.util.Arrays;
import org.tradewind.pe.Layout;
import org.tradewind.pe.Sram;

/// The master population table: four words for each source, sorted by key as unsigned numbers. A
/// packet's entry is found by binary search (hardware.md 12.3: key, mask, address and row length).
///
/// Keys are known only when the image is written; so the plan is static functions and what runs is
/// an object.
final class SourceTable {
  static final String REGION = "table";
  static final int ENTRY_BYTES = 16;

  /// No entry has this number.
  static final int NONE = -1;

  private final int[] key;
  private final int[] mask;

  /// The two words behind key and mask, which mean what the program wants.
  final int[] first;

  final int[] second;

  /// The entry that the last packet matched: packets of a source come in a row.
  private int last;

  /// Reads a table back.
  SourceTable(Layout layout, Sram sram) {
    Layout.Region region = layout.region(REGION);
    int entries = region.bytes() / ENTRY_BYTES;
    key = new int[entries];
    mask = new int[entries];
    first = new int[entries];
    second = new int[entries];
    for (int e = 0; e < entries; e++) {
      int at = region.offset() + e * ENTRY_BYTES;
      key[e] = sram.getInt(at);
      mask[e] = sram.getInt(at + 4);
      first[e] = sram.getInt(at + 8);
      second[e] = sram.getInt(at + 12);
    }
  }

  /// Writes entries, sorted by key.
  static void write(int[] key, int[] mask, int[] first, int[] second, Layout layout, Sram into) {
    var byKey = new long[key.length];
    for (int e = 0; e < key.length; e++) {
      byKey[e] = Integer.toUnsignedLong(key[e]) << 31 | e;
    }
    Arrays.sort(byKey);
    try (Sram.Writer table = into.writer(layout.region(REGION))) {
      for (long next : byKey) {
        int e = (int) next & Integer.MAX_VALUE;
        table.putInt(key[e]).putInt(mask[e]).putInt(first[e]).putInt(second[e]);
      }
    }
  }

  int size() {
    return key.length;
  }

  /// Of each entry, ascending as unsigned numbers.
  int[] keys() {
    return key;
  }

  /// Looks that a binary search among so many entries takes.
  static int probes(int entries) {
    return entries < 2 ? 0 : 32 - Integer.numberOfLeadingZeros(entries - 1);
  }

  /// The entry of a packet's key, or [#NONE]: then its key was corrupted on the way.
  int entry(int packet) {
    if (last < key.length && (packet & mask[last]) == key[last]) {
      return last;
    }
    int low = 0;
    int high = key.length - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (Integer.compareUnsigned(key[middle], packet) <= 0) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    if (key.length == 0 || (packet & mask[low]) != key[low]) {
      return NONE;
    }
    last = low;
    return low;
  }

  /// The packet's atom within its source.
  int atom(int entry, int packet) {
    return packet & ~mask[entry];
  }
}
