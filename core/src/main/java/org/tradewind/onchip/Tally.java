package org.tradewind.onchip;

import org.tradewind.cost.Action;

/// Who counts what cores do: the core itself, or somebody who wants to know beforehand.
@FunctionalInterface
interface Tally {
  void did(Action action, int times);
}
