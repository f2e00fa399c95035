package org.tradewind.house.broken.machine;

import org.tradewind.house.broken.unit.Upward;

/// Closes the cycle, though this direction alone is allowed.
public final class Downward {
  final Upward unit;

  Downward(Upward unit) {
    this.unit = unit;
  }
}
