package org.tradewind.snn;

import java.util.List;
import org.tradewind.machine.DoesNotFitException;
import org.tradewind.machine.Machine;
import org.tradewind.machine.PerformanceLevel;
import org.tradewind.machine.Spinnaker2;
import org.tradewind.mapping.Images;
import org.tradewind.mapping.MachineGraph;
import org.tradewind.mapping.MachineVertex;
import org.tradewind.mapping.Mapping;
import org.tradewind.network.Activity;
import org.tradewind.network.Connectivity;
import org.tradewind.network.Network;
import org.tradewind.network.Population;
import org.tradewind.network.Projection;
import org.tradewind.network.Stimulus;
import org.tradewind.network.Synapses;
import org.tradewind.unit.Ticks;

/// Spiking network → machine graph.
public final class Snn {
  private Snn() {}

  /// Rounding to zero can take synapses away, so only what is this many times too large is refused
  /// before it is looked at.
  private static final int OBVIOUS = 4;

  /// Refuses at once what is so large that expanding it could only waste time and memory.
  ///
  /// @throws DoesNotFitException naming neurons or synapses, what the machine has, and what to do
  public static void requireRoom(Network network, Machine machine) {
    long neurons = 0;
    for (Population population : network.populations()) {
      neurons += population.model().receives() ? population.size() : 0;
    }
    long most = (long) machine.applicationPes() * SynapseFormat.WIDE.maxNeurons();
    if (neurons > most) {
      throw new DoesNotFitException(
          "network '" + network.name() + "'",
          neurons,
          most,
          "it has %d neurons with synapses, and the %d application PEs of %s hold at most %d each, %d"
                  .formatted(
                      neurons,
                      machine.applicationPes(),
                      machine,
                      SynapseFormat.WIDE.maxNeurons(),
                      most)
              + " in all; use a larger --machine, such as board or 12x12, or fewer neurons");
    }
    long synapses = 0;
    for (Projection projection : network.projections()) {
      if (!(projection.connectivity() instanceof Connectivity.Convolution)) {
        synapses += Synapses.estimate(network, projection);
      }
    }
    long room =
        (long) machine.applicationPes()
            * Spinnaker2.DATA_BYTES.whole()
            / SynapseFormat.NO_DELAY.wordBytes();
    if (synapses / OBVIOUS > room) {
      throw new DoesNotFitException(
          "network '" + network.name() + "'",
          synapses,
          room,
          "it has about %d synapses, and the SRAM of all %d application PEs of %s holds %d words of"
                  .formatted(synapses, machine.applicationPes(), machine, room)
              + " 16 bits; use a larger --machine, such as board or 12x12, or fewer synapses");
    }
  }

  /// Splits every population into vertices that fit a core's SRAM and its tick budget. The busiest
  /// step fits the budget where any split can make it fit; where none can, the mean does, and
  /// [MachineVertex#predictedPeakCycles] is above the budget.
  ///
  /// @param quantised the network in machine units
  /// @param stimuli every stimulus that will be loaded; sizes the spike lists (the image holds the
  ///   first)
  /// @param measured what the quantised network did under a typical stimulus, with the spikes of
  ///   every population; [Activity#NONE] where that is unknown
  /// @param timestepTicks with the level: the tick budget
  /// @param seed the one that the network was quantised with
  /// @throws org.tradewind.machine.DoesNotFitException naming the slice, its need, what a core has,
  ///   and what to do
  public static MachineGraph compile(
      Quantisation quantised,
      List<Stimulus> stimuli,
      Activity measured,
      long timestepTicks,
      PerformanceLevel level,
      Machine machine,
      long seed) {
    List<Stimulus> all = stimuli.isEmpty() ? List.of(Stimulus.NONE) : stimuli;
    for (Stimulus stimulus : all) {
      stimulus.check(quantised.network());
    }
    double budgetCycles = (double) timestepTicks / Ticks.perCycle(level.clockMhz().whole());
    double stepSeconds = Ticks.toSeconds(timestepTicks);
    var rates = new Rates(quantised.network(), all, measured, stepSeconds);
    return Compiler.compile(quantised.network(), all, rates, budgetCycles, machine, seed);
  }

  /// The mapping's images with another stimulus in its lists.
  ///
  /// @throws DoesNotFitException if the graph was not compiled for a stimulus of this size
  public static Images load(Mapping mapping, Quantisation quantised, Stimulus stimulus) {
    stimulus.check(quantised.network());
    Images images = mapping.images();
    for (int v = 0; v < mapping.graph().size(); v++) {
      MachineVertex vertex = mapping.graph().vertex(v);
      if (vertex.program() instanceof SpikeListProgram program) {
        Population source = quantised.network().population(vertex.of());
        Listed listed = Listed.of(stimulus, source).slice(vertex.from(), vertex.to());
        var needed = SpikeListProgram.Capacity.of(listed);
        if (!program.capacity().holds(needed)) {
          throw new DoesNotFitException(
              vertex.name(),
              needed.spikes(),
              program.capacity().spikes(),
              "stimulus '%s' has %d spikes in %d steps here; room was made for %d spikes in %d "
                      .formatted(
                          stimulus.name(),
                          needed.spikes(),
                          needed.steps(),
                          program.capacity().spikes(),
                          program.capacity().steps())
                  + "steps; compile with this stimulus among the others");
        }
        images = images.with(v, program.with(listed));
      }
    }
    return images;
  }
}
