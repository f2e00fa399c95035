package org.tradewind.mapping;

import java.util.Arrays;
import java.util.HashMap;

/// The smallest table of prefixes that sends every key of a table as before: ORTC (Draves, King,
/// Venkatachary and Zill, "Constructing optimal IP routing tables", INFOCOM 1999) with free gaps.
///
/// The entries' blocks of keys are the leaves of a binary trie over the key's bits, the highest
/// first. From the leaves up, every branch learns which routes an entry for all of it could best
/// have:
///
/// ```
/// routes(leaf)   = { its route }
/// routes(branch) = routes(left) ∩ routes(right), or their union where nothing is common
/// ```
///
/// From the root down, a branch whose entry above already has one of its routes needs none of its
/// own; another gets an entry with one of them. Longer prefixes stand first, so the most special
/// entry wins, as the router's first match decides.
///
/// Keys that no entry names never come to the chip, so a gap may go anywhere: it asks for no route
/// of its own. That is where most is won, since sources of one population have neighbouring keys
/// and often go the same way.
///
/// Only prefixes are formed. Ordered covering (Mundy, Heathcote and Garside, 2016) frees any bit of
/// a key; it can do better where routes alternate, and takes quadratic time.
final class PrefixCover {
  private final RoutingTable table;

  /// Entries in the order of their keys.
  private final int[] order;

  /// Route of each entry in that order, numbered.
  private final int[] route;

  /// For each route an entry that has it.
  private final int[] example;

  /// Routes of each branch, ascending, by where in the order its right half starts: that is no
  /// other's.
  private final int[][] routes;

  private final int[] coverKey;
  private final int[] coverMask;
  private final int[] coverRoute;
  private int size;

  private PrefixCover(RoutingTable table) {
    int entries = table.size();
    this.table = table;
    order = new int[entries];
    route = new int[entries];
    example = new int[entries];
    routes = new int[entries][];
    // the cover is the smallest and the leaves are one, so it has no more entries than they
    coverKey = new int[entries];
    coverMask = new int[entries];
    coverRoute = new int[entries];
    long[] byKey = new long[entries];
    for (int i = 0; i < entries; i++) {
      byKey[i] = (table.key()[i] ^ Integer.MIN_VALUE) * (1L << 32) + i;
    }
    Arrays.sort(byKey);
    var numbers = new HashMap<Route, Integer>();
    for (int i = 0; i < entries; i++) {
      int entry = (int) byKey[i];
      order[i] = entry;
      Integer number =
          numbers.putIfAbsent(
              new Route(
                  table.links()[entry],
                  table.cores()[3 * entry],
                  table.cores()[3 * entry + 1],
                  table.cores()[3 * entry + 2]),
              numbers.size());
      if (number == null) {
        number = numbers.size() - 1;
        example[number] = entry;
      }
      route[i] = number;
    }
  }

  private record Route(byte links, long cores0, long cores1, long cores2) {}

  /// @param table with disjoint blocks of keys, each a prefix; the order of its entries is free
  /// @return a table that gives every key of those blocks the same route, in no more entries
  static RoutingTable of(RoutingTable table) {
    if (table.size() == 0) {
      return table;
    }
    var cover = new PrefixCover(table);
    cover.gather(0, table.size());
    cover.choose(0, table.size(), -1);
    return cover.build();
  }

  private int[] gather(int from, int to) {
    if (to - from == 1) {
      return new int[] {route[from]};
    }
    int middle = middle(from, to);
    int[] best = merge(gather(from, middle), gather(middle, to));
    routes[middle] = best;
    return best;
  }

  private void choose(int from, int to, int above) {
    boolean leaf = to - from == 1;
    int middle = leaf ? -1 : middle(from, to);
    int[] possible = leaf ? new int[] {route[from]} : routes[middle];
    int chosen = above;
    if (Arrays.binarySearch(possible, above) < 0) {
      chosen = possible[0];
      int first = table.key()[order[from]];
      int mask = leaf ? table.mask()[order[from]] : commonPrefix(from, to);
      coverKey[size] = first & mask;
      coverMask[size] = mask;
      coverRoute[size++] = chosen;
    }
    if (!leaf) {
      choose(from, middle, chosen);
      choose(middle, to, chosen);
    }
  }

  /// The mask of the bits in which all keys of a branch agree, from the top.
  private int commonPrefix(int from, int to) {
    int differing = table.key()[order[from]] ^ table.key()[order[to - 1]];
    int highest = 31 - Integer.numberOfLeadingZeros(differing);
    return highest == 31 ? 0 : -1 << highest + 1;
  }

  /// Where in the order the highest bit that differs becomes 1.
  private int middle(int from, int to) {
    int differing = table.key()[order[from]] ^ table.key()[order[to - 1]];
    int bit = Integer.highestOneBit(differing);
    if (bit == 0) {
      throw new IllegalStateException(
          "two entries for key " + Integer.toHexString(table.key()[order[from]]));
    }
    int low = from;
    int high = to - 1;
    while (low + 1 < high) {
      int half = (low + high) >>> 1;
      if ((table.key()[order[half]] & bit) == 0) {
        low = half;
      } else {
        high = half;
      }
    }
    return high;
  }

  /// What both have, or, where that is nothing, what either has.
  private static int[] merge(int[] a, int[] b) {
    int[] common = new int[Math.min(a.length, b.length)];
    int[] all = new int[a.length + b.length];
    int commons = 0;
    int alls = 0;
    for (int i = 0, j = 0; i < a.length || j < b.length; ) {
      if (j == b.length || i < a.length && a[i] < b[j]) {
        all[alls++] = a[i++];
      } else if (i == a.length || b[j] < a[i]) {
        all[alls++] = b[j++];
      } else {
        common[commons++] = a[i];
        all[alls++] = a[i++];
        j++;
      }
    }
    return commons > 0 ? Arrays.copyOf(common, commons) : Arrays.copyOf(all, alls);
  }

  private RoutingTable build() {
    RoutingTable built = RoutingTable.ofSize(size);
    int entry = 0;
    for (int length = 32; length >= 0; length--) {
      for (int i = 0; i < size; i++) {
        if (Integer.bitCount(coverMask[i]) == length) {
          int like = example[coverRoute[i]];
          built.key()[entry] = coverKey[i];
          built.mask()[entry] = coverMask[i];
          built.links()[entry] = table.links()[like];
          System.arraycopy(table.cores(), 3 * like, built.cores(), 3 * entry, 3);
          entry++;
        }
      }
    }
    return built;
  }
}
