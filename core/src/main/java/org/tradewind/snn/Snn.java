package org.tradewind.snn;

import java.util.List;
import org.tradewind.machine.Machine;
import org.tradewind.machine.PerformanceLevel;
import org.tradewind.mapping.Images;
import org.tradewind.mapping.MachineGraph;
import org.tradewind.mapping.Mapping;
import org.tradewind.network.Stimulus;

/// Spiking network → machine graph.
public final class Snn {
  private Snn() {}

  /// Splits every population into vertices that fit a core's SRAM and its tick budget.
  ///
  /// @param quantised the network in machine units
  /// @param stimuli every stimulus that will be loaded; sizes the spike lists (the image holds the
  ///   first)
  /// @param timestepTicks with the level: the tick budget
  /// @throws org.tradewind.machine.DoesNotFitException naming the slice, its need, what a core has,
  ///   and what to do
  public static MachineGraph compile(
      Quantisation quantised,
      List<Stimulus> stimuli,
      long timestepTicks,
      PerformanceLevel level,
      Machine machine,
      long seed) {
    throw new UnsupportedOperationException();
  }

  /// The mapping's images with another stimulus in its spike lists.
  public static Images load(Mapping mapping, Quantisation quantised, Stimulus stimulus) {
    throw new UnsupportedOperationException();
  }
}
