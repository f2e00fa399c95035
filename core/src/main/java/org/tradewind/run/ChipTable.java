package org.tradewind.run;

import java.util.Arrays;
import org.tradewind.machine.CoreMap;
import org.tradewind.mapping.RoutingTable;

/// A chip's multicast table as the router uses it: which entry a key matches, remembered, and for
/// each entry the tree of NoC links to its PEs.
///
/// The table decides; this only remembers its answers. Keys that agree in every bit that any entry
/// looks at match the same entry, so answers are remembered by those bits.
final class ChipTable {
  static final int NO_ENTRY = -1;

  private static final int UNKNOWN = -2;
  private static final int[] UNRESOLVED = {};

  private final RoutingTable table;
  private final int bitsLookedAt;
  private final int[][] trees;

  /// Open addressing with linear probing: remembered bits and, at the same place, the entry.
  private int[] keys = new int[16];

  private int[] entries = new int[16];
  private int remembered;

  ChipTable(RoutingTable table) {
    this.table = table;
    int bits = 0;
    for (int mask : table.mask()) {
      bits |= mask;
    }
    this.bitsLookedAt = bits;
    this.trees = new int[table.size()][];
    Arrays.fill(trees, UNRESOLVED);
    Arrays.fill(entries, UNKNOWN);
  }

  /// The first entry that matches, or [#NO_ENTRY].
  int match(int key) {
    int bits = key & bitsLookedAt;
    int[] keys = this.keys;
    int[] entries = this.entries;
    int i = place(bits, keys.length);
    while (entries[i] != UNKNOWN) {
      if (keys[i] == bits) {
        return entries[i];
      }
      i = i + 1 & keys.length - 1;
    }
    return remember(bits);
  }

  private int remember(int bits) {
    int entry = table.match(bits);
    if (2 * ++remembered > keys.length) {
      int[] oldKeys = keys;
      int[] oldEntries = entries;
      keys = new int[2 * oldKeys.length];
      entries = new int[2 * oldKeys.length];
      Arrays.fill(entries, UNKNOWN);
      for (int i = 0; i < oldKeys.length; i++) {
        if (oldEntries[i] != UNKNOWN) {
          put(oldKeys[i], oldEntries[i]);
        }
      }
    }
    put(bits, entry);
    return entry;
  }

  private void put(int bits, int entry) {
    int i = place(bits, keys.length);
    while (entries[i] != UNKNOWN) {
      i = i + 1 & keys.length - 1;
    }
    keys[i] = bits;
    entries[i] = entry;
  }

  /// Fibonacci hashing: keys differ in their high bits as often as in their low ones.
  private static int place(int bits, int length) {
    return bits * 0x9E3779B9 >>> Integer.numberOfLeadingZeros(length) + 1;
  }

  /// A bit per link id.
  int links(int entry) {
    return table.links()[entry];
  }

  /// The NoC links from the router to the PEs of an entry, each once and behind the one before it:
  /// see [#branch].
  int[] tree(int entry) {
    int[] tree = trees[entry];
    if (tree == UNRESOLVED) {
      tree = grow(entry);
      trees[entry] = tree;
    }
    return tree;
  }

  private int[] grow(int entry) {
    var pes = new int[CoreMap.PES / 4];
    for (int p = 0; p < CoreMap.PES; p++) {
      if (table.toCore(entry, p)) {
        pes[CoreMap.quad(p)] |= 1 << CoreMap.qp(p);
      }
    }
    var placeOf = new int[Mesh.SWITCHES];
    Arrays.fill(placeOf, -1);
    var tree = new int[Mesh.SWITCHES];
    int size = 0;
    for (int quad = 0; quad < pes.length; quad++) {
      if (pes[quad] != 0) {
        size = reach(Mesh.ofQuad(quad), tree, placeOf, size);
      }
    }
    for (int quad = 0; quad < pes.length; quad++) {
      if (pes[quad] != 0) {
        tree[placeOf[Mesh.ofQuad(quad)]] |= quad << 4 | pes[quad];
      }
    }
    return Arrays.copyOf(tree, size);
  }

  /// Adds the links from the router to a switch that the tree lacks; returns its new size.
  private static int reach(int at, int[] tree, int[] placeOf, int size) {
    if (at == Mesh.ROUTER || placeOf[at] >= 0) {
      return size;
    }
    int before = Mesh.from(at);
    int grown = reach(before, tree, placeOf, size);
    int parent = before == Mesh.ROUTER ? 0 : placeOf[before] + 1;
    placeOf[at] = grown;
    tree[grown] = branch(parent, at);
    return grown + 1;
  }

  /// One link of a tree as an int: the place + 1 of the link before it (0: the router), the switch
  /// it leads to, and the quad and PEs that take the packet there.
  private static int branch(int parent, int at) {
    return parent << 24 | at << 16;
  }

  static int parent(int branch) {
    return branch >>> 24;
  }

  static int at(int branch) {
    return branch >>> 16 & 0xFF;
  }

  /// `quad << 4 | PEs`: a bit for each PE of the quad; no bit where the packet only passes.
  static int landing(int branch) {
    return branch & 0x3FF;
  }
}
