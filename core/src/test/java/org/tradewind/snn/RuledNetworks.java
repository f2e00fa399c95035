package org.tradewind.snn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.tradewind.machine.Machine;
import org.tradewind.machine.PerformanceLevel;
import org.tradewind.mapping.MachineGraph;
import org.tradewind.mapping.MachineVertex;
import org.tradewind.network.Activity;
import org.tradewind.network.Network;
import org.tradewind.network.Stimulus;
import org.tradewind.unit.Ticks;

/// Compiles small networks as large ones are: their rows are not kept, and there are rules to make
/// them by.
public final class RuledNetworks {
  private RuledNetworks() {}

  /// As [Snn#compile], of networks that nobody measured.
  public static MachineGraph compile(
      Quantisation quantised,
      List<Stimulus> stimuli,
      long timestepTicks,
      PerformanceLevel level,
      Machine machine,
      long seed) {
    double budgetCycles = (double) timestepTicks / Ticks.perCycle(level.clockMhz().whole());
    var rates =
        new Rates(quantised.network(), stimuli, Activity.NONE, Ticks.toSeconds(timestepTicks));
    return compile(
        quantised.network(), stimuli, rates, budgetCycles, machine, seed, Long.MAX_VALUE);
  }

  static MachineGraph compile(
      Network network,
      List<Stimulus> stimuli,
      Rates rates,
      double budgetCycles,
      Machine machine,
      long seed,
      long mostCounted) {
    var limits = new Compiler.Limits(mostCounted, -1, 0);
    MachineGraph graph =
        Compiler.compile(network, stimuli, rates, budgetCycles, machine, seed, limits);
    for (MachineVertex vertex : graph.vertices()) {
      if (vertex.program() instanceof NeuronProgram program
          && program.input() instanceof SynapticRows rows
          && rows.bytes() > 0) {
        assertThat(rows.unwritten()).as(vertex.name()).isInstanceOf(RuledRows.class);
      }
    }
    return graph;
  }
}
