package org.tradewind.run;

/// What routers do where nothing is published: assumptions that a run can choose.
///
/// @param defaultRoute whether a packet from a link that matches no entry leaves by the opposite
///   link, as on SpiNNaker1; otherwise it is dropped and counted
/// @param dropAfterTicks a packet that would wait longer than this for a link between chips is
///   dropped and counted, as on SpiNNaker1; 0: it waits as long as it must
public record RouterRules(boolean defaultRoute, long dropAfterTicks) {
  /// What matches nothing is dropped, what waits is not.
  public static final RouterRules PLAIN = new RouterRules(false, 0);

  public RouterRules {
    if (dropAfterTicks < 0) {
      throw new IllegalArgumentException("a packet is dropped after " + dropAfterTicks + " ticks");
    }
  }
}
