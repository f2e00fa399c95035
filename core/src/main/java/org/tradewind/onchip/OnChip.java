package org.tradewind.onchip;

import org.tradewind.mapping.Mapping;
import org.tradewind.run.Results;

/// An epoch that cores learned, as the machine saw it.
///
/// @param mapping that it ran on
public record OnChip(Results results, Mapping mapping) {}
