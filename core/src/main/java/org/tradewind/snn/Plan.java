package org.tradewind.snn;

import org.tradewind.network.Population;
import org.tradewind.pe.Program;

/// How one population is laid onto cores: what a slice needs, and the program it becomes.
interface Plan {
  /// What a slice needs of its core.
  ///
  /// @param bytes of SRAM for data
  /// @param cycles expected in a step
  record Need(long bytes, Load cycles) {}

  Population population();

  /// Neurons that a core tells apart.
  int maxNeurons();

  /// What neurons [from, to) need, but for what depends on where other populations are cut. Grows
  /// with the slice.
  Need alone(int from, int to);

  /// What [#alone] says, and what can be said already of what depends on other populations' cuts.
  default Need within(int from, int to, Slicing slicing) {
    return alone(from, to);
  }

  /// All that each slice of this population needs, as the network is cut.
  Need[] needs(Slicing slicing);

  /// Synapses that are stored for it.
  long synapses();

  String programName();

  /// Fixes the slices.
  ///
  /// @param edges who receives from whom; those who do here are added
  /// @return programs for the slices
  Sliced sliced(Slicing slicing, Edges edges);

  /// A population whose slices are fixed.
  interface Sliced {
    /// @param sends whether any vertex receives what this one sends
    Program program(int slice, boolean sends);
  }
}
