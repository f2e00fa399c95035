package org.tradewind.ticks;

import org.tradewind.snn.CoreImage;

/// The shortest and the longest of some delay fields.
record Delays(int least, int most) {
  static final Delays NONE = new Delays(Integer.MAX_VALUE, 0);

  static Delays of(CoreImage.Ruled ruled) {
    return new Delays(ruled.rules().leastDelay(), ruled.rules().mostDelay());
  }

  static Delays of(CoreImage.Rows rows, int neurons) {
    int least = Integer.MAX_VALUE;
    int most = 0;
    for (int synapse : rows.synapses()) {
      least = Math.min(least, synapse & 0xFFFF);
      most = Math.max(most, synapse & 0xFFFF);
    }
    return rows.synapses().length == 0 ? NONE : new Delays(least / neurons, most / neurons);
  }

  Delays and(Delays other) {
    return new Delays(Math.min(least, other.least), Math.max(most, other.most));
  }

  int base() {
    return Math.min(least, most);
  }

  /// How many delays there are, from the shortest to the longest.
  int number() {
    return most - base() + 1;
  }

  boolean differ() {
    return number() > 1;
  }
}
