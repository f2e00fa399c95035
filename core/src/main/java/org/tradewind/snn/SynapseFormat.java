package org.tradewind.snn;

import org.tradewind.cost.Action;
import org.tradewind.network.Network;
import org.tradewind.network.Population;
import org.tradewind.network.SynapseWord;
import org.tradewind.pe.Sram;

/// How a synapse is packed into a word: from the lowest bit the target's index, one bit that says
/// inhibitory, the delay field, the magnitude of the weight. The order of the fields is the
/// prototype's (hardware.md 12.3, JIB1); that the product keeps it is ASSUMED, its widths are
/// DERIVED there.
///
/// A weight of zero has no word of its own: it needs no synapse.
///
/// @param indexBits the target's index on its core
/// @param delayBits the delay field, in steps
/// @param weightBits the weight's magnitude, sign apart
/// @param wordBits 16 or 32
record SynapseFormat(int indexBits, int delayBits, int weightBits, int wordBits) {
  static final SynapseFormat DELAY = new SynapseFormat(8, 3, 4, 16);
  static final SynapseFormat NO_DELAY = new SynapseFormat(8, 0, 7, 16);
  static final SynapseFormat WIDE = new SynapseFormat(10, 6, 15, 32);

  SynapseFormat {
    if ((wordBits != 16 && wordBits != 32) || indexBits + 1 + delayBits + weightBits != wordBits) {
      throw new IllegalArgumentException(
          "%d + 1 + %d + %d bits do not fill a word of %d"
              .formatted(indexBits, delayBits, weightBits, wordBits));
    }
  }

  static SynapseFormat of(SynapseWord word) {
    return switch (word) {
      case DELAY -> DELAY;
      case NO_DELAY -> NO_DELAY;
      case WIDE -> WIDE;
      case AUTO -> throw new IllegalStateException("the word is not decided yet");
    };
  }

  /// How what arrives at a neuron is summed.
  enum Summing {
    /// Weights.
    TOGETHER,
    /// Positive and negative weights, each by themselves.
    APART,
    /// Weights times the numbers of packets.
    TIMES_NUMBERS;

    static Summing of(Network network, Population population, Neurons.Kind kind) {
      if (network.takesNumbers(population.name())) {
        return TIMES_NUMBERS;
      }
      return kind.split() ? APART : TOGETHER;
    }
  }

  /// What reading one word and adding its weight is counted as.
  Action event(Summing summing) {
    return switch (summing) {
      case TOGETHER ->
          ofWidth(
              Action.SYNAPTIC_EVENT, Action.SYNAPTIC_EVENT_NO_DELAY, Action.SYNAPTIC_EVENT_WIDE);
      case APART ->
          ofWidth(
              Action.SYNAPTIC_EVENT_SPLIT,
              Action.SYNAPTIC_EVENT_SPLIT,
              Action.SYNAPTIC_EVENT_WIDE_SPLIT);
      case TIMES_NUMBERS ->
          ofWidth(
              Action.SYNAPTIC_PRODUCT,
              Action.SYNAPTIC_PRODUCT_NO_DELAY,
              Action.SYNAPTIC_PRODUCT_WIDE);
    };
  }

  private Action ofWidth(Action delay, Action noDelay, Action wide) {
    if (wordBits == 32) {
      return wide;
    }
    return delayBits == 0 ? noDelay : delay;
  }

  /// What taking a packet and finding its row is counted as.
  Action packet(Summing summing) {
    if (summing == Summing.TIMES_NUMBERS) {
      return wordBits == 32 ? Action.PACKET_GRADED_WIDE : Action.PACKET_GRADED;
    }
    return wordBits == 32 ? Action.PACKET_WIDE : Action.PACKET;
  }

  /// Neurons that an index tells apart.
  int maxNeurons() {
    return 1 << indexBits;
  }

  /// Largest delay field, in steps.
  int maxDelay() {
    return (1 << delayBits) - 1;
  }

  /// Largest magnitude of a weight.
  int maxWeight() {
    return (1 << weightBits) - 1;
  }

  int wordBytes() {
    return wordBits / 8;
  }

  int encode(int index, int delay, int weight) {
    int magnitude = Math.abs(weight);
    if (index >>> indexBits != 0 || delay >>> delayBits != 0 || magnitude >>> weightBits != 0) {
      throw new IllegalStateException(
          "index %d, delay %d, weight %d do not fit %s".formatted(index, delay, weight, this));
    }
    int inhibitory = weight < 0 ? 1 : 0;
    return index
        | inhibitory << indexBits
        | delay << (indexBits + 1)
        | magnitude << (indexBits + 1 + delayBits);
  }

  int index(int word) {
    return word & maxNeurons() - 1;
  }

  int delay(int word) {
    return word >>> indexBits + 1 & maxDelay();
  }

  int weight(int word) {
    int magnitude = word >>> indexBits + 1 + delayBits & maxWeight();
    return (word >>> indexBits & 1) == 0 ? magnitude : -magnitude;
  }

  int read(Sram sram, int offset) {
    return wordBits == 16 ? sram.getShort(offset) & 0xFFFF : sram.getInt(offset);
  }

  /// Reads words that follow each other: upper half the weight, lower half `delay * neurons +
  /// index`.
  ///
  /// @param at of the first one
  /// @param into from `from` to before `to`
  void decode(Sram sram, int at, int neurons, int[] into, int from, int to) {
    int bytes = wordBytes();
    for (int s = from; s < to; s++) {
      int word = read(sram, at + (s - from) * bytes);
      into[s] = weight(word) << 16 | delay(word) * neurons + index(word);
    }
  }
}
