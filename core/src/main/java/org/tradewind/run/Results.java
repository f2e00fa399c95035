package org.tradewind.run;

import java.util.List;
import org.tradewind.cost.Counts;

/// What happened in a run, in the machine's own terms: by vertex and for the network.
/// Deterministic.
///
/// @param steps timer ticks that were run
/// @param cores one for each vertex, in the graph's order
public record Results(Options options, int steps, List<Core> cores, Net network, long events) {
  /// One PE.
  ///
  /// @param busyTicks machine time awake
  /// @param maxStepTicks the longest that it was awake for one timestep's work
  /// @param overruns timer ticks that came while it was still busy
  /// @param received packets that landed in its event FIFO
  /// @param dropped packets that found the FIFO full
  /// @param late packets that were still waiting or arrived after the last step
  /// @param maxWaiting the fullest its FIFO was
  public record Core(
      Counts counts,
      long busyTicks,
      long maxStepTicks,
      int overruns,
      long sent,
      long received,
      long dropped,
      long late,
      int maxWaiting,
      Recording recording) {}

  /// What a kernel recorded: spikes in order of time, traces in order of recording. Identity
  /// equality.
  ///
  /// @param spikeSteps step of each spike
  /// @param spikeAtoms local neuron of each spike
  /// @param traceChannels for each traced value its channel, as the program numbers them
  public record Recording(
      int[] spikeSteps,
      int[] spikeAtoms,
      int[] traceChannels,
      int[] traceSteps,
      int[] traceAtoms,
      float[] traceValues) {}

  /// NoC, routers and links.
  ///
  /// @param sent multicast packets that cores sent
  /// @param delivered packets that reached a core, each copy counted
  /// @param unrouted packets that matched no entry and were dropped
  /// @param latencyTicks smallest, mean and largest time from sending to landing in a FIFO
  public record Net(
      Counts counts,
      long sent,
      long delivered,
      long unrouted,
      long minLatencyTicks,
      double meanLatencyTicks,
      long maxLatencyTicks) {}

  /// All actions of all cores and of the network.
  public Counts counts() {
    var all = new Counts();
    for (Core core : cores) {
      all.addAll(core.counts());
    }
    all.addAll(network.counts());
    return all;
  }
}
