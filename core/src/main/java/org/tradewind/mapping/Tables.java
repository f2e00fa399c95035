package org.tradewind.mapping;

import org.tradewind.machine.Machine;

/// The multicast tables of all chips.
public final class Tables {
  private final RoutingTable[] chips;

  /// @param chips a table for each chip position of the machine
  public Tables(RoutingTable[] chips) {
    this.chips = chips;
  }

  public static Tables of(Routes routes, Keys keys, Machine machine) {
    throw new UnsupportedOperationException();
  }

  /// Minimises the tables that have more entries than the router holds.
  public Tables fittedTo(Machine machine) {
    throw new UnsupportedOperationException();
  }

  /// The table of a chip; empty where nothing passes.
  public RoutingTable chip(int chip) {
    return chips[chip];
  }
}
