package org.tradewind.mapping;

import java.util.Locale;
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
  /// A vertex made by hand: so many atoms of its own, and no work foretold.
  ///
  /// @param atoms how many keys it may send
  public static MachineVertex of(String name, int atoms, Program program) {
    String programName = program.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    return new MachineVertex(name, 0, atoms, program, programName, 0, 0);
  }

  public int atoms() {
    return to - from;
  }

  /// `lif[512..767]`
  public String name() {
    return of + "[" + from + ".." + (to - 1) + "]";
  }
}
