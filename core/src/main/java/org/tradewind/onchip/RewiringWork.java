package org.tradewind.onchip;

import org.tradewind.cost.Action;
import org.tradewind.learn.RewiredPart;

/// What a [RewiredPart] did, action by action.
final class RewiringWork {
  private RewiringWork() {}

  static void tell(Tally tally, RewiredPart.Work work) {
    tally.did(Action.REWIRED_TARGET, work.targets);
    tally.did(Action.REWIRED_LOOK_BYTE, work.inputs);
    tally.did(Action.REWIRED_LOOK, work.units);
    tally.did(Action.REWIRED_LOOK_BACK, work.unitsBack);
    tally.did(Action.REWIRED_SUM, work.sums);
    tally.did(Action.REWIRED_GRADIENT_BYTE, work.inputGradients);
    tally.did(Action.REWIRED_GRADIENT, work.gradients);
    tally.did(Action.REWIRED_STEP, work.steps);
    tally.did(Action.REWIRING_CANDIDATE, work.candidates);
    tally.did(Action.REWIRING_COMPARISON, work.comparisons);
    tally.did(Action.REWIRING_NEW, work.rewired);
    tally.did(Action.REWIRING_MOVE, work.moves);
    tally.did(Action.REWIRING_TARGET, work.movedTargets);
  }
}
