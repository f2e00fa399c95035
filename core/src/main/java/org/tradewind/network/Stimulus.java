package org.tradewind.network;

import java.util.HashMap;
import java.util.Map;

/// What the `spike_list` populations of a network emit in one run: a train for each; none means
/// silence.
///
/// @param name of the sample, such as its file
/// @param label what the sample shows, or empty
public record Stimulus(String name, String label, Map<String, SpikeTrain> trains) {
  public static final Stimulus NONE = new Stimulus("", "", Map.of());

  public Stimulus {
    trains = Map.copyOf(trains);
  }

  public SpikeTrain train(String population) {
    return trains.getOrDefault(population, SpikeTrain.EMPTY);
  }

  /// Both at once: this one's name and label where it has them; the other's trains win.
  public Stimulus and(Stimulus other) {
    var both = new HashMap<>(trains);
    both.putAll(other.trains);
    return new Stimulus(
        name.isEmpty() ? other.name : name, label.isEmpty() ? other.label : label, both);
  }

  /// One past the last step with a spike.
  public int endStep() {
    return trains.values().stream().mapToInt(SpikeTrain::endStep).max().orElse(0);
  }
}
