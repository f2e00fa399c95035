package org.tradewind.mapping;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.tradewind.machine.DoesNotFitException;
import org.tradewind.pe.KeyLookup;

/// The routing keys: every vertex that sends has a block of 2^k keys, its own, and all blocks are
/// disjoint. Identity equality.
///
/// @param key for each vertex its first key; 0 where it sends nothing
/// @param mask for each vertex the mask that selects its block; 0 where it sends nothing
public record Keys(int[] key, int[] mask) implements KeyLookup {
  private static final int KEY_BITS = 32;

  /// A run of vertices that are given one aligned block together: each of them 2^bits keys.
  private record Group(int from, int to, int senders, int bits) {
    /// Keys of the block, rounded up to a power of two.
    long keys() {
      return 1L << bits + bitsFor(senders);
    }
  }

  /// Gives all slices of one application vertex neighbouring blocks of one size inside one aligned
  /// block, so that entries of equal route merge in the tables. Where 32 bits are too few for that,
  /// every vertex gets only the power of two that its own atoms need.
  ///
  /// Blocks are laid down from the largest to the smallest: each is then aligned without a gap.
  ///
  /// @throws DoesNotFitException if the atoms of all vertices need more than 32 bits of key
  public static Keys allocate(MachineGraph graph) {
    List<Group> groups = bySlices(graph);
    if (sum(groups) > 1L << KEY_BITS) {
      groups = oneByOne(graph);
      long keys = sum(groups);
      if (keys > 1L << KEY_BITS) {
        int bits = KEY_BITS + bitsFor(Math.ceilDiv(keys, 1L << KEY_BITS));
        throw new DoesNotFitException(
            "routing keys",
            bits,
            KEY_BITS,
            groups.size()
                + " sending cores need "
                + bits
                + " bits of key, a packet has "
                + KEY_BITS
                + "; use fewer neurons, or slices whose size is just below a power of two");
      }
    }
    groups.sort(Comparator.comparingLong(Group::keys).reversed());
    var key = new int[graph.size()];
    var mask = new int[graph.size()];
    long base = 0;
    for (Group group : groups) {
      long next = base;
      for (int v = group.from; v < group.to; v++) {
        if (graph.sends(v)) {
          key[v] = (int) next;
          mask[v] = -1 << group.bits;
          next += 1L << group.bits;
        }
      }
      base += group.keys();
    }
    return new Keys(key, mask);
  }

  private static List<Group> bySlices(MachineGraph graph) {
    var groups = new ArrayList<Group>();
    for (int from = 0, to; from < graph.size(); from = to) {
      String of = graph.vertex(from).of();
      int senders = 0;
      int bits = 0;
      for (to = from; to < graph.size() && graph.vertex(to).of().equals(of); to++) {
        if (graph.sends(to)) {
          senders++;
          bits = Math.max(bits, bitsFor(graph.vertex(to).atoms()));
        }
      }
      if (senders > 0) {
        groups.add(new Group(from, to, senders, bits));
      }
    }
    return groups;
  }

  private static List<Group> oneByOne(MachineGraph graph) {
    var groups = new ArrayList<Group>();
    for (int v = 0; v < graph.size(); v++) {
      if (graph.sends(v)) {
        groups.add(new Group(v, v + 1, 1, bitsFor(graph.vertex(v).atoms())));
      }
    }
    return groups;
  }

  private static long sum(List<Group> groups) {
    long keys = 0;
    for (Group group : groups) {
      keys += group.keys();
    }
    return keys;
  }

  /// Bits that number `count` things; 0 for one.
  private static int bitsFor(long count) {
    return count <= 1 ? 0 : 64 - Long.numberOfLeadingZeros(count - 1);
  }

  @Override
  public int key(int vertex) {
    return key[vertex];
  }

  @Override
  public int mask(int vertex) {
    return mask[vertex];
  }

  /// Verifies that every sending vertex has an aligned block that holds its atoms, that no other
  /// has one, and that no two blocks share a key.
  void check(MachineGraph graph) {
    if (key.length != graph.size() || mask.length != graph.size()) {
      throw new IllegalStateException(
          "keys for " + key.length + " of " + graph.size() + " vertices");
    }
    int[] senders = new int[graph.size()];
    int count = 0;
    for (int v = 0; v < key.length; v++) {
      if (!graph.sends(v)) {
        if (key[v] != 0 || mask[v] != 0) {
          throw new IllegalStateException(graph.vertex(v).name() + " sends nothing but has a key");
        }
        continue;
      }
      int size = -mask[v];
      if (Integer.bitCount(size) != 1) {
        throw new IllegalStateException(
            "the block of " + graph.vertex(v).name() + " is no power of two");
      }
      if ((key[v] & ~mask[v]) != 0) {
        throw new IllegalStateException(
            "the key of " + graph.vertex(v).name() + " is not aligned to its block");
      }
      if (Integer.compareUnsigned(size, graph.vertex(v).atoms()) < 0) {
        throw new IllegalStateException(
            graph.vertex(v).name() + " has more atoms than the " + size + " keys of its block");
      }
      senders[count++] = v;
    }
    long[] byKey = new long[count];
    for (int i = 0; i < count; i++) {
      byKey[i] = Integer.toUnsignedLong(key[senders[i]]) << 31 | senders[i];
    }
    Arrays.sort(byKey);
    for (int i = 1; i < count; i++) {
      int before = (int) (byKey[i - 1] & Integer.MAX_VALUE);
      int after = (int) (byKey[i] & Integer.MAX_VALUE);
      long end = Integer.toUnsignedLong(key[before]) + Integer.toUnsignedLong(-mask[before]);
      if (end > Integer.toUnsignedLong(key[after])) {
        throw new IllegalStateException(
            graph.vertex(before).name() + " and " + graph.vertex(after).name() + " share keys");
      }
    }
  }
}
