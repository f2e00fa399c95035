package org.tradewind.pe;

import org.tradewind.machine.PerformanceLevel;

/// Registers of this chip, its PEs' and its router's, as a PE reaches them over the configuration
/// NoC: slowly, but whatever the data NoC carries meanwhile (CHIP).
///
/// The chip's list of registers is not published; these are the ones that the model can answer.
public interface Registers {
  /// Of a PE.
  enum OfPe {
    /// Its performance level, as a number: 0 is the lowest.
    LEVEL,
    /// Packets that wait in its event FIFOs.
    WAITING,
    /// Packets that its event FIFOs have lost.
    DROPPED
  }

  /// Counters of the router. The chip's has 16, each set up to count what one wants to know; these
  /// are set up already.
  enum OfRouter {
    /// Packets that passed it.
    PACKETS,
    /// Multicast packets that no entry of its table matched.
    UNROUTED,
    /// Packets that would have waited too long for a link.
    EXPIRED,
    /// Frames that were corrupted on their way and sent again.
    RESENT
  }

  /// Asks for a register of PE `p`. Its 32 bits are written to `into` in this PE's memory; then
  /// comes [Interrupt#READ_DONE].
  void read(OfPe register, int p, int into);

  /// Asks for a counter of the router, alike. A count is taken modulo 2³².
  void read(OfRouter counter, int into);

  /// Sets the performance level of PE `p`: at once where its core sleeps, else when its handler
  /// ends, as soon as the quad's semaphore allows. Where the run's policy is not a fixed level, it
  /// chooses again when that core wakes.
  void setLevel(int p, PerformanceLevel level);
}
