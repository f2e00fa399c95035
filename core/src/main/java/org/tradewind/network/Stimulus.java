package org.tradewind.network;

import java.util.HashMap;
import java.util.Map;
import org.tradewind.unit.InputException;

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

  /// Checks that every train belongs to a spike list of the network and names its neurons.
  ///
  /// @throws InputException naming the train that does not
  public void check(Network network) {
    String where = name.isEmpty() ? "stimulus" : "stimulus '" + name + "'";
    trains.forEach((population, train) -> {
      Population target = network.population(population);
      if (!(target.model() instanceof NeuronModel.SpikeList)) {
        throw new InputException(
            where,
            "'%s' is no spike list, so that spikes cannot be listed for it".formatted(population));
      }
      for (int neuron : train.neurons()) {
        if (neuron >= target.size()) {
          throw new InputException(
              where,
              "it lists neuron %d of '%s'; that has the neurons 0 to %d"
                  .formatted(neuron, population, target.size() - 1));
        }
      }
    });
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
