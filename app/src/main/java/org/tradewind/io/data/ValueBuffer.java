package org.tradewind.io.data;

import java.util.Arrays;
import java.util.Map;
import org.tradewind.network.Population;
import org.tradewind.network.Stimulus;
import org.tradewind.network.ValueTrain;

/// Real numbers.
public final class ValueBuffer extends ListBuffer {
  private double[] values = new double[256];

  public ValueBuffer(Population population) {
    super(population);
  }

  @Override
  public void add(long step, long neuron, long times) {
    throw new IllegalArgumentException(
        "population '"
            + population()
            + "' is a value_list and takes numbers, not spikes; give a table with the column value,"
            + " or an array of steps x neurons");
  }

  @Override
  public void addNumber(long step, long neuron, double number) {
    int at = addPlaces(step, neuron, 1);
    if (at == values.length) {
      values = Arrays.copyOf(values, 2 * at);
    }
    values[at] = number;
  }

  /// The values so far, sorted.
  public ValueTrain train() {
    return ValueTrain.sorted(steps(), neurons(), Arrays.copyOf(values, count()));
  }

  @Override
  public Stimulus stimulus(String name, String label, Samples.Repeats repeats) {
    return new Stimulus(name, label, Map.of(), Map.of(population(), train()));
  }
}
