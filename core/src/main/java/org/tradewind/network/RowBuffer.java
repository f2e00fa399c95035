package org.tradewind.network;

import java.util.Arrays;

/// The targets of one row while they are found, and scratch for who finds them.
final class RowBuffer {
  /// Post neurons; [#count] of them.
  int[] post = new int[64];

  /// For each its number, as [Connectivity] gives it out; kept where a weight or delay depends on
  /// it.
  int[] number;

  int count;

  /// Random words.
  int[] words = new int[64];

  /// For each neuron the last choice that took it: see [Targets].
  int[] takenBy = new int[0];

  int choice;

  RowBuffer(boolean numbered) {
    number = new int[numbered ? 64 : 0];
  }

  void add(int neuron, long itsNumber) {
    if (count == post.length) {
      reserve(count + count / 2 + 64);
    }
    post[count] = neuron;
    if (number.length > 0) {
      number[count] = (int) itsNumber;
    }
    count++;
  }

  void reserve(int synapses) {
    if (synapses > post.length) {
      int larger = synapses + synapses / 4;
      post = Arrays.copyOf(post, larger);
      number = number.length > 0 ? Arrays.copyOf(number, larger) : number;
    }
  }

  int[] words(int atLeast) {
    if (words.length < atLeast) {
      words = new int[atLeast + atLeast / 2];
    }
    return words;
  }
}
