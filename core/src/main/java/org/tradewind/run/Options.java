package org.tradewind.run;

import org.tradewind.machine.Spinnaker2;

/// How a mapped machine is run.
///
/// @param timestepTicks the timer period of every core
/// @param dvfs chooses every core's performance level
/// @param seed of every random draw
/// @param fifoPackets capacity of each event FIFO whose program does not say another
/// @param router what routers do where nothing is published
/// @param faults what goes wrong
/// @param powerBinTicks the time over which power is averaged in [Results#power]; 0: not recorded
/// @param threads that simulate chips side by side; results do not depend on it
public record Options(
    long timestepTicks,
    DvfsPolicy dvfs,
    long seed,
    int fifoPackets,
    RouterRules router,
    Faults faults,
    long powerBinTicks,
    int threads) {
  public Options {
    if (timestepTicks <= 0 || powerBinTicks < 0 || fifoPackets <= 0 || threads <= 0) {
      throw new IllegalArgumentException(
          "a timestep of "
              + timestepTicks
              + " ticks, a FIFO of "
              + fifoPackets
              + " packets and "
              + threads
              + " threads");
    }
  }

  /// Unmatched packets dropped, one thread.
  public Options(long timestepTicks, DvfsPolicy dvfs, long seed, int fifoPackets) {
    this(timestepTicks, dvfs, seed, fifoPackets, RouterRules.PLAIN, Faults.NONE, 0, 1);
  }

  /// The usual choices: all cores at the high performance level, event FIFOs as large as the chip's
  /// own software has them, seed 1.
  public static Options of(long timestepTicks) {
    return new Options(timestepTicks, DvfsPolicy.high(), 1, Spinnaker2.EVENT_FIFO_PACKETS.whole());
  }

  public Options withThreads(int number) {
    return new Options(
        timestepTicks, dvfs, seed, fifoPackets, router, faults, powerBinTicks, number);
  }

  public Options withDvfs(DvfsPolicy policy) {
    return new Options(
        timestepTicks, policy, seed, fifoPackets, router, faults, powerBinTicks, threads);
  }

  public Options withRouter(RouterRules rules) {
    return new Options(
        timestepTicks, dvfs, seed, fifoPackets, rules, faults, powerBinTicks, threads);
  }

  public Options withFaults(Faults other) {
    return new Options(
        timestepTicks, dvfs, seed, fifoPackets, router, other, powerBinTicks, threads);
  }

  public Options withPowerBins(long ticks) {
    return new Options(timestepTicks, dvfs, seed, fifoPackets, router, faults, ticks, threads);
  }
}
