package org.tradewind.mapping;

import org.tradewind.pe.KeyLookup;

/// The routing keys: every vertex that sends has a block of 2^k keys, its own, and all blocks are
/// disjoint. Identity equality.
///
/// @param key for each vertex its first key; 0 where it sends nothing
/// @param mask for each vertex the mask that selects its block; 0 where it sends nothing
public record Keys(int[] key, int[] mask) implements KeyLookup {
  public static Keys allocate(MachineGraph graph) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int key(int vertex) {
    return key[vertex];
  }

  @Override
  public int mask(int vertex) {
    return mask[vertex];
  }
}
