package org.tradewind.house.broken.unit;

import org.tradewind.house.broken.machine.Downward;

/// Uses a package above its own: what the arrows forbid.
public final class Upward {
  final Downward machine;

  Upward(Downward machine) {
    this.machine = machine;
  }
}
