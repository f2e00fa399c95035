package org.tradewind.mapping;

import java.util.Arrays;

/// One chip's multicast table: an entry matches a key where `(key & mask) == entryKey`; the first
/// that matches wins. Nobody may change its arrays.
public final class RoutingTable {
  /// Tables up to this size are searched from the front: as fast as the index.
  private static final int SMALL = 8;

  private final int[] key;
  private final int[] mask;
  private final byte[] links;
  private final long[] cores;

  /// Made at the first search; any thread's is as good as any other's.
  private Index index;

  /// @param links for each entry a bit per link id, 0..5
  /// @param cores for each entry three words: bit p of words 0..2 is PE p
  public RoutingTable(int[] key, int[] mask, byte[] links, long[] cores) {
    if (mask.length != key.length || links.length != key.length || cores.length != 3 * key.length) {
      throw new IllegalArgumentException(
          key.length + " keys, " + mask.length + " masks, " + links.length + " link words");
    }
    this.key = key;
    this.mask = mask;
    this.links = links;
    this.cores = cores;
  }

  /// A table that matches nothing.
  public static RoutingTable empty() {
    return ofSize(0);
  }

  /// A table whose entries are still to be written, before anything is searched.
  static RoutingTable ofSize(int entries) {
    return new RoutingTable(
        new int[entries], new int[entries], new byte[entries], new long[3 * entries]);
  }

  public int size() {
    return key.length;
  }

  public int[] key() {
    return key;
  }

  public int[] mask() {
    return mask;
  }

  public byte[] links() {
    return links;
  }

  public long[] cores() {
    return cores;
  }

  public boolean toCore(int entry, int p) {
    return (cores[3 * entry + p / 64] >>> (p % 64) & 1) != 0;
  }

  /// The first entry that matches, or -1.
  public int match(int packetKey) {
    if (key.length <= SMALL) {
      return firstMatch(packetKey);
    }
    Index search = index;
    if (search == null) {
      search = new Index(key, mask);
      index = search;
    }
    return search.match(packetKey);
  }

  /// The definition of [#match].
  int firstMatch(int packetKey) {
    for (int i = 0; i < key.length; i++) {
      if ((packetKey & mask[i]) == key[i]) {
        return i;
      }
    }
    return -1;
  }

  /// Finds a match in one probe for each different mask. Tables have few masks: one for each size
  /// of key block, and for each length of prefix where they were minimised.
  private static final class Index {
    private final int[] key;
    private final int[] mask;

    /// The different masks in the order of their first entries, and those entries.
    private final int[] masks;

    private final int[] firstOf;

    /// Entries by hash of key and mask, open addressing; -1 is free.
    private final int[] slots;

    Index(int[] key, int[] mask) {
      this.key = key;
      this.mask = mask;
      slots = new int[Integer.highestOneBit(key.length) << 2];
      Arrays.fill(slots, -1);
      int[] different = new int[33];
      int[] first = new int[33];
      int count = 0;
      for (int i = 0; i < key.length; i++) {
        if ((key[i] & ~mask[i]) != 0) {
          continue; // asks for a bit that the mask hides: never matches
        }
        int m = 0;
        while (m < count && different[m] != mask[i]) {
          m++;
        }
        if (m == count) {
          if (count == different.length) {
            different = Arrays.copyOf(different, 2 * count);
            first = Arrays.copyOf(first, 2 * count);
          }
          different[count] = mask[i];
          first[count++] = i;
        }
        int slot = slot(key[i], mask[i]);
        if (slots[slot] < 0) {
          slots[slot] = i;
        }
      }
      masks = Arrays.copyOf(different, count);
      firstOf = Arrays.copyOf(first, count);
    }

    int match(int packetKey) {
      int best = Integer.MAX_VALUE;
      for (int m = 0; m < masks.length && firstOf[m] < best; m++) {
        int entry = slots[slot(packetKey & masks[m], masks[m])];
        if (entry >= 0 && entry < best) {
          best = entry;
        }
      }
      return best == Integer.MAX_VALUE ? -1 : best;
    }

    /// The slot of the entry with this key and mask, or the free one where it would be.
    private int slot(int wanted, int under) {
      int hash = (wanted ^ under * 0x85EBCA6B) * 0x9E3779B9;
      int slot = hash >>> Integer.numberOfLeadingZeros(slots.length) + 1;
      while (slots[slot] >= 0 && (key[slots[slot]] != wanted || mask[slots[slot]] != under)) {
        slot = slot + 1 & slots.length - 1;
      }
      return slot;
    }
  }
}
