package org.tradewind.reference;

import org.tradewind.network.Activity;
import org.tradewind.network.Network;
import org.tradewind.network.Stimulus;

/// Runs a network in plain loops.
public final class Reference {
  private Reference() {}

  /// @return spikes of every population that records them, and the recorded traces, in the units of
  ///   `network`
  public static Activity run(
      Network network, Stimulus stimulus, int steps, long seed, Arithmetic arithmetic) {
    throw new UnsupportedOperationException();
  }
}
