package org.tradewind.network;

/// How a population's incoming synapses are stored on the chip: the range of weights and delays,
/// and bytes each. (hardware.md 12.3; the split of the 16-bit words is DERIVED.)
public enum SynapseWord {
  /// The narrowest that holds the weights and delays as they are: see docs/semantics.md.
  AUTO,
  /// 16 bits: 8 index, 1 sign, 3 delay, 4 weight. Weights -15..15, delay fields 0..7. The programs
  /// without `_no_delay`.
  DELAY,
  /// 16 bits: 8 index, 8 signed weight. Weights -127..127, delay field 0. The `_no_delay` programs.
  NO_DELAY,
  /// 32 bits: 10 index, 6 delay, 16 signed weight. Weights -32767..32767, delay fields 0..63. Up to
  /// 1,024 neurons a core.
  WIDE
}
