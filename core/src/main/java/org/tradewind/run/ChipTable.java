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

  /// No entry has this number.
  private static final int VACANT = -2;

  private static final int[] UNRESOLVED = {};

  private final RoutingTable table;
  private final int bitsLookedAt;
  private final int[][] trees;

  /// Open addressing with linear probing: remembered bits above, the entry below; one load for
  /// both, as these places are seldom in the cache.
  private long[] answers = new long[16];

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
    Arrays.fill(answers, VACANT);
  }

  /// The first entry that matches, or [#NO_ENTRY].
  int match(int key) {
    int bits = key & bitsLookedAt;
    long[] answers = this.answers;
    int i = place(bits, answers.length);
    while ((int) answers[i] != VACANT) {
      if ((int) (answers[i] >>> 32) == bits) {
        return (int) answers[i];
      }
      i = i + 1 & answers.length - 1;
    }
    return remember(bits);
  }

  private int remember(int bits) {
    if (2 * ++remembered > answers.length) {
      long[] old = answers;
      answers = new long[2 * old.length];
      Arrays.fill(answers, VACANT);
      for (long answer : old) {
        if ((int) answer != VACANT) {
          put(answer);
        }
      }
    }
    int entry = table.match(bits);
    put((long) bits << 32 | entry & 0xFFFF_FFFFL);
    return entry;
  }

  private void put(long answer) {
    int i = place((int) (answer >>> 32), answers.length);
    while ((int) answers[i] != VACANT) {
      i = i + 1 & answers.length - 1;
    }
    answers[i] = answer;
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
  /// see [#parent].
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
    var placeOf = new int[Noc.SWITCHES];
    Arrays.fill(placeOf, -1);
    var tree = new int[Noc.SWITCHES];
    int size = 0;
    for (int quad = 0; quad < pes.length; quad++) {
      if (pes[quad] != 0) {
        size = reach(Noc.ofQuad(quad), tree, placeOf, size);
      }
    }
    for (int quad = 0; quad < pes.length; quad++) {
      if (pes[quad] != 0) {
        tree[placeOf[Noc.ofQuad(quad)]] |= quad << 4 | pes[quad];
      }
    }
    return Arrays.copyOf(tree, size);
  }

  /// Adds the links from the router to a switch that the tree lacks; returns its new size.
  private static int reach(int at, int[] tree, int[] placeOf, int size) {
    if (Noc.isRouter(at) || placeOf[at] >= 0) {
      return size;
    }
    int before = Noc.fromRouter(at);
    int grown = reach(before, tree, placeOf, size);
    int parent = Noc.isRouter(before) ? 0 : placeOf[before] + 1;
    placeOf[at] = grown;
    tree[grown] = parent << 24 | Noc.link(before, at) << 10;
    return grown + 1;
  }

  /// One branch of a tree is an int: the place + 1 of the branch before it (0: the router), the
  /// NoC's link, and the quad and PEs that take the packet at its end.
  static int parent(int branch) {
    return branch >>> 24;
  }

  static int link(int branch) {
    return branch >>> 10 & 0x3FFF;
  }

  /// `quad << 4 | PEs`: a bit for each PE of the quad; no bit where the packet only passes.
  static int landing(int branch) {
    return branch & 0x3FF;
  }
}
