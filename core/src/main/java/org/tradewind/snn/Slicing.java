package org.tradewind.snn;

import java.util.Arrays;

/// Where every population of a network is cut: population p's slice s is neurons [cut(p)[s],
/// cut(p)[s + 1]), a vertex each, numbered population by population.
///
/// Nobody may change the arrays.
final class Slicing {
  private final int[][] cuts;
  private final int[] firstVertex;
  private final int[] atomBits;

  Slicing(int[][] cuts) {
    this.cuts = cuts;
    this.firstVertex = new int[cuts.length + 1];
    this.atomBits = new int[cuts.length];
    for (int p = 0; p < cuts.length; p++) {
      atomBits[p] = RowsAssembly.atomBits(cuts[p]);
      firstVertex[p + 1] = firstVertex[p] + cuts[p].length - 1;
    }
  }

  int[] cut(int population) {
    return cuts[population];
  }

  int slices(int population) {
    return cuts[population].length - 1;
  }

  /// Bits that number the neurons of the population's largest slice.
  int atomBits(int population) {
    return atomBits[population];
  }

  int vertex(int population, int slice) {
    return firstVertex[population] + slice;
  }

  int vertices() {
    return firstVertex[cuts.length];
  }

  /// The same, but for one population.
  Slicing with(int population, int[] cut) {
    var others = cuts.clone();
    others[population] = cut;
    return new Slicing(others);
  }

  boolean same(Slicing other) {
    return Arrays.deepEquals(cuts, other.cuts);
  }

  /// `size` neurons in `slices` slices that differ by one neuron at most.
  static int[] even(int size, int slices) {
    var cut = new int[slices + 1];
    for (int s = 0; s <= slices; s++) {
      cut[s] = (int) ((long) size * s / slices);
    }
    return cut;
  }
}
