package org.tradewind.mapping;

import org.tradewind.pe.Program;

/// What runs on one PE: atoms [from, to) of an application vertex, and the program for them.
///
/// @param of the application vertex, such as a population's name
/// @param program its layout says how much SRAM it needs
/// @param programName what the chip's users call it, such as `lif_conv2d`
/// @param predictedCycles core cycles expected of a timestep on average
/// @param predictedPeakCycles core cycles expected of the busiest timestep; more than the tick
///   budget is a predicted overrun
public record MachineVertex(
    String of,
    int from,
    int to,
    Program program,
    String programName,
    double predictedCycles,
    double predictedPeakCycles) {
  public int atoms() {
    return to - from;
  }

  /// `lif[512..767]`
  public String name() {
    return of + "[" + from + ".." + (to - 1) + "]";
  }
}
