package org.tradewind.mapping;

import org.tradewind.machine.CoreMap;

/// Which PE each vertex runs on. Identity equality.
///
/// @param pe for each vertex `chip * 152 + p`
public record Placement(int[] pe) {
  public int chip(int vertex) {
    return pe[vertex] / CoreMap.PES;
  }

  /// The PE on its chip, 0..151.
  public int p(int vertex) {
    return pe[vertex] % CoreMap.PES;
  }
}
