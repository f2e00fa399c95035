package org.tradewind.network;

import java.util.Map;

/// What a network did in one run, whoever ran it: the modelled machine or `reference`.
///
/// @param steps timesteps that were run
/// @param spikes of the populations that record them, by name, in the network's order
/// @param traces by population and variable, in the network's own units
public record Activity(
    int steps, Map<String, SpikeTrain> spikes, Map<String, Map<Variable, Trace>> traces) {
  /// Of a run that did not take place.
  public static final Activity NONE = new Activity(0, Map.of(), Map.of());

  public int totalSpikes() {
    return spikes.values().stream().mapToInt(SpikeTrain::size).sum();
  }

  /// Whether every spike is the same.
  public boolean sameSpikes(Activity other) {
    return spikes.keySet().equals(other.spikes.keySet())
        && spikes.keySet().stream().allMatch(p -> spikes.get(p).same(other.spikes.get(p)));
  }
}
