package org.tradewind.network;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.tradewind.unit.InputException;

/// What the `spike_list` and `value_list` populations of a network send in one run: a train for
/// each; none means silence.
///
/// @param name of the sample, such as its file
/// @param label what the sample shows, or empty
/// @param trains of spike lists
/// @param values of value lists
public record Stimulus(
    String name, String label, Map<String, SpikeTrain> trains, Map<String, ValueTrain> values) {
  public static final Stimulus NONE = new Stimulus("", "", Map.of());

  public Stimulus {
    trains = Map.copyOf(trains);
    values = Map.copyOf(values);
  }

  /// Spikes alone.
  public Stimulus(String name, String label, Map<String, SpikeTrain> trains) {
    this(name, label, trains, Map.of());
  }

  /// When a population sends, and which of its neurons: spikes or numbers.
  public SpikeTrain train(String population) {
    ValueTrain numbers = values.get(population);
    return numbers != null ? numbers.at() : trains.getOrDefault(population, SpikeTrain.EMPTY);
  }

  public ValueTrain values(String population) {
    return values.getOrDefault(population, ValueTrain.EMPTY);
  }

  /// Checks that every train belongs to a list of the network, spikes to a spike list and numbers
  /// to a value list, and names its neurons.
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
      check(where, train, target);
    });
    values.forEach((population, train) -> {
      Population target = network.population(population);
      if (!(target.model() instanceof NeuronModel.ValueList)) {
        throw new InputException(
            where,
            "'%s' is no value list, so that values cannot be listed for it".formatted(population));
      }
      check(where, train.at(), target);
    });
  }

  private static void check(String where, SpikeTrain train, Population target) {
    for (int neuron : train.neurons()) {
      if (neuron >= target.size()) {
        throw new InputException(
            where,
            "it lists neuron %d of '%s'; that has the neurons 0 to %d"
                .formatted(neuron, target.name(), target.size() - 1));
      }
    }
  }

  /// Both at once: this one's name and label where it has them; the other's trains win.
  public Stimulus and(Stimulus other) {
    var both = new HashMap<>(trains);
    both.putAll(other.trains);
    var numbers = new HashMap<>(values);
    numbers.putAll(other.values);
    return new Stimulus(
        name.isEmpty() ? other.name : name, label.isEmpty() ? other.label : label, both, numbers);
  }

  /// One past the last step in which anything is sent.
  public int endStep() {
    return Stream.concat(trains.values().stream(), values.values().stream().map(ValueTrain::at))
        .mapToInt(SpikeTrain::endStep)
        .max()
        .orElse(0);
  }
}
