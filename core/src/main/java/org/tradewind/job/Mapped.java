package org.tradewind.job;

import org.tradewind.mapping.Mapping;
import org.tradewind.snn.Quantisation;

/// A job on its machine, not yet run: what `tradewind map` shows.
///
/// @param seconds wall time that it took
public record Mapped(Job job, Quantisation quantisation, Mapping mapping, double seconds) {}
