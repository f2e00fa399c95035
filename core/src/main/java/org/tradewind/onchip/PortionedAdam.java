package org.tradewind.onchip;

import org.tradewind.cost.Action;
import org.tradewind.learn.SingleAdam;
import org.tradewind.pe.Layout;
import org.tradewind.pe.Pe;

/// Adam over the weights that a core has ([AdamMemory]), in an update that lasts several timer
/// ticks: some of them in each.
final class PortionedAdam {
  private final Pe pe;
  private final Layout layout;
  private final int portions;
  private final int epoch;
  private final SingleAdam.State state;
  private final SingleAdam adam;

  /// Goes on where the core's memory is.
  ///
  /// @param weights how many there are
  PortionedAdam(Pe pe, Layout layout, EpropEpoch during, int weights) {
    this.pe = pe;
    this.layout = layout;
    portions = during.portions();
    epoch = during.epoch();
    state = AdamMemory.read(pe.sram(), layout, weights);
    adam = new SingleAdam(during.adam(), state);
    adam.resume(epoch);
  }

  /// The weights, as they are changed.
  float[] weights() {
    return state.weights();
  }

  /// Whether anything is left to do in a tick of the update.
  boolean has(int portion) {
    return portion < portions;
  }

  boolean isLast(int portion) {
    return portion == portions - 1;
  }

  /// The first weight of a portion; those of the next follow.
  int from(int portion) {
    return (int) ((long) portion * state.weights().length / portions);
  }

  void change(int portion, float[] gradient) {
    if (portion == 0) {
      pe.did(Action.ADAM_STEP, 1);
      adam.next(epoch);
    }
    int from = from(portion);
    int to = from(portion + 1);
    pe.did(Action.ADAM_UPDATE, to - from);
    adam.change(state.weights(), gradient, from, to);
  }

  void writeBack() {
    AdamMemory.write(pe.sram(), layout, adam.state(state.weights()));
  }
}
