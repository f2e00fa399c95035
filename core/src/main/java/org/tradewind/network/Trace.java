package org.tradewind.network;

/// A state variable of every neuron of a population over time. Identity equality.
///
/// @param values steps x neurons, row by row, in the network's own units
public record Trace(int steps, int neurons, double[] values) {
  public Trace {
    if (values.length != steps * neurons) {
      throw new IllegalArgumentException(values.length + " values for " + steps + " x " + neurons);
    }
  }

  public double at(int step, int neuron) {
    return values[step * neurons + neuron];
  }
}
