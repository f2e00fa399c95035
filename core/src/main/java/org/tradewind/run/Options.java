package org.tradewind.run;

import org.tradewind.machine.PerformanceLevel;

/// How a mapped machine is run.
///
/// @param timestepTicks the timer period of every core
/// @param level the performance level of every core, fixed
/// @param seed of every random draw
/// @param fifoPackets capacity of each event FIFO; a packet that finds it full is dropped and
///   counted
public record Options(long timestepTicks, PerformanceLevel level, long seed, int fifoPackets) {
  public Options {
    if (timestepTicks <= 0 || fifoPackets <= 0) {
      throw new IllegalArgumentException(
          "a timestep of " + timestepTicks + " ticks and a FIFO of " + fifoPackets + " packets");
    }
  }
}
