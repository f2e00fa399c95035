package org.tradewind.job;

import java.util.List;
import org.tradewind.machine.Machine;
import org.tradewind.machine.PerformanceLevel;
import org.tradewind.mapping.Placer;
import org.tradewind.mapping.Router;
import org.tradewind.network.Network;
import org.tradewind.network.Stimulus;
import org.tradewind.snn.Quantisation;

/// Everything a run depends on: the same job gives the same bytes.
///
/// @param timestepSeconds the period of the cores' timers: model time of one step
/// @param steps timesteps of each run
/// @param stimuli one run each; labelled ones are classified
/// @param output the population whose spike counts classify a labelled sample; empty: none
/// @param reference whether the float reference runs beside, for comparison
/// @param threads host threads that run samples side by side; never changes a result
public record Job(
    Network network,
    List<Stimulus> stimuli,
    Machine machine,
    double timestepSeconds,
    int steps,
    PerformanceLevel level,
    Quantisation.Scaling scaling,
    Placer placer,
    Router router,
    long seed,
    int fifoPackets,
    String output,
    boolean reference,
    int threads) {
  public Job {
    stimuli = List.copyOf(stimuli);
  }
}
