package org.tradewind.run;

import java.util.EnumMap;
import java.util.List;
import org.tradewind.cost.Counts;
import org.tradewind.cost.Usage;
import org.tradewind.cost.UsageByTime;
import org.tradewind.machine.PerformanceLevel;

/// What happened in a run, in the machine's own terms: by vertex and for the network.
/// Deterministic.
///
/// @param steps timer ticks that were run
/// @param ticks machine time from the start interrupt to the end: (steps + 1) timesteps, or longer
///   where a core was still behind
/// @param cores one for each vertex, in the graph's order
/// @param power what took power by time; [UsageByTime#none] where nobody asked
/// @param events what was simulated for it
/// @param engine what moved the machine
/// @param engineBecause why that one; empty where nobody chose
public record Results(
    Options options,
    int steps,
    long ticks,
    List<Core> cores,
    Net network,
    UsageByTime power,
    Events events,
    Engine engine,
    String engineBecause) {
  public Results {
    cores = List.copyOf(cores);
  }

  /// The same, with the reason for which its engine was chosen.
  public Results because(String reason) {
    return new Results(options, steps, ticks, cores, network, power, events, engine, reason);
  }

  /// Events of the simulator, by kind.
  ///
  /// @param hops of packets on the NoC, those of multicast behind a router apart
  /// @param routed passes of a router
  /// @param landed arrivals in a quad
  /// @param handled calls of handlers
  /// @param other timers and transfers
  public record Events(long hops, long routed, long landed, long handled, long other) {
    public long all() {
      return hops + routed + landed + handled + other;
    }
  }

  /// One PE.
  ///
  /// @param usage what it did, by performance level
  /// @param busyTicks machine time awake
  /// @param maxStepTicks the longest that it was awake for one timestep's work
  /// @param overruns timer ticks that came while it was still busy; their steps were run late
  /// @param received packets that landed in its event FIFO
  /// @param dropped packets that found the FIFO full and were lost, or others for them
  /// @param stalled packets that found it full and waited for room
  /// @param late packets that nobody took: they still waited after the last step
  /// @param outOfStep packets that landed before this core had begun the step they were sent in, or
  ///   after it had begun the next one. While it is 0, what is sent in step s is there in step s +
  ///   1, whatever the cores' timing was
  /// @param maxWaiting the fullest its FIFO was
  /// @param faults what befell it
  public record Core(
      List<Usage> usage,
      long busyTicks,
      long maxStepTicks,
      int overruns,
      long sent,
      long received,
      long dropped,
      long stalled,
      long late,
      long outOfStep,
      int maxWaiting,
      Recording recording,
      CoreFaults faults) {
    public Core {
      usage = List.copyOf(usage);
    }

    /// All that it did.
    public Counts counts() {
      var all = new Counts();
      usage.forEach(use -> all.addAll(use.counts()));
      return all;
    }
  }

  /// What befell a core.
  ///
  /// @param flippedBits of its memory
  /// @param strays packets that it took and had no use for: their keys were corrupted
  /// @param stoppedTick when it stopped; -1 where it did not
  /// @param crashed whether it stopped because its program failed on what a fault left it
  public record CoreFaults(long flippedBits, long strays, long stoppedTick, boolean crashed) {
    public static final CoreFaults NONE = new CoreFaults(0, 0, -1, false);

    public boolean stopped() {
      return stoppedTick >= 0;
    }
  }

  /// What befell packets.
  ///
  /// @param lost on a chip that they crossed, with all the copies that they would have become
  /// @param corrupted bits of keys and payloads that flipped, one a packet and chip
  /// @param resent frames on links between chips that were corrupted and sent again
  public record PacketFaults(long lost, long corrupted, long resent) {
    public static final PacketFaults NONE = new PacketFaults(0, 0, 0);
  }

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
  /// @param expired copies that were dropped because they would have waited too long for a link
  /// @param minLatencyTicks the shortest time from sending to landing at a core; 0 where nothing
  ///   was delivered
  /// @param latencyHistogram deliveries by latency: bin b counts [2^(b-1), 2^b) ticks, bin 0 none.
  ///   Ends with the last bin that is not empty. So the record has identity equality
  /// @param faults what befell packets on the way
  public record Net(
      Counts counts,
      long sent,
      long delivered,
      long unrouted,
      long expired,
      long minLatencyTicks,
      double meanLatencyTicks,
      long maxLatencyTicks,
      long[] latencyHistogram,
      PacketFaults faults) {}

  /// The share of the timestep that a core was awake, in its longest step; above 1 it overran.
  public double maxUtilisation(int core) {
    return (double) cores.get(core).maxStepTicks() / options.timestepTicks();
  }

  /// Machine time of the steps: from the first timer tick on, as what comes before it belongs to
  /// loading. Longer than steps timesteps where a core was still behind at their end.
  public long stepTicks() {
    return steps == 0 ? ticks : ticks - options.timestepTicks();
  }

  /// The share of the steps' time that a core was awake, work at the start interrupt included.
  public double meanUtilisation(int core) {
    return (double) cores.get(core).busyTicks() / stepTicks();
  }

  /// What all cores did, by performance level.
  public List<Usage> usage() {
    var all = new EnumMap<PerformanceLevel, Usage>(PerformanceLevel.class);
    for (Core core : cores) {
      core.usage().forEach(use -> all.merge(use.level(), use, Usage::plus));
    }
    return List.copyOf(all.values());
  }

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
