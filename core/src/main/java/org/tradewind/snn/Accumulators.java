package org.tradewind.snn;

import org.tradewind.pe.Layout;
import org.tradewind.pe.Sram;

/// A core's ring buffer: for each of the coming steps and each neuron the whole-number sum of the
/// weights that will have arrived. Integers, so that the order of arrival cannot matter.
///
/// Region `accumulators`; all zero when loaded. With `split`, excitatory and inhibitory weights
/// have a ring each (the inhibitory one holds magnitudes).
final class Accumulators {
  static final String REGION = "accumulators";

  final int neurons;

  /// Entries of one ring.
  final int ring;

  /// ring x 1 or, split, excitatory ring then inhibitory ring; each slot by slot.
  final int[] sum;

  /// The same, to be taken.
  final Sums sums;

  private final int slots;

  /// @param slots the longest delay field + 1
  Accumulators(int neurons, int slots, boolean split) {
    this.neurons = neurons;
    this.slots = slots;
    this.ring = neurons * slots;
    this.sum = new int[split ? 2 * ring : ring];
    this.sums = Sums.in(sum);
  }

  /// Reads the sums that [#writeBack] wrote.
  void read(Layout layout, Sram sram) {
    int at = layout.region(REGION).offset();
    for (int i = 0; i < sum.length; i++) {
      sum[i] = sram.getInt(at + 4 * i);
    }
  }

  void writeBack(Layout layout, Sram sram) {
    int at = layout.region(REGION).offset();
    for (int i = 0; i < sum.length; i++) {
      sram.putInt(at + 4 * i, sum[i]);
    }
  }

  static int bytes(int neurons, int slots, boolean split) {
    return 4 * neurons * slots * (split ? 2 : 1);
  }

  static Layout region(Layout layout, int neurons, int slots, boolean split) {
    return layout.with(REGION, bytes(neurons, slots, split));
  }

  /// Where this step's slot starts in the ring.
  int slot(int step) {
    return step % slots * neurons;
  }

  boolean split() {
    return sum.length > ring;
  }
}
