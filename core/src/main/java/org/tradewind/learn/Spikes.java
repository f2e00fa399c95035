package org.tradewind.learn;

import java.util.Arrays;

/// What passes between two layers in one sample: forward the spikes, in the order of time and, at
/// the same time, of the neurons' numbers; backward what each one's time did to the loss.
///
/// A running thing: it is cleared and filled again for each sample.
public final class Spikes {
  double[] timeMs = new double[16];
  int[] neuron = new int[16];

  /// dL/dt of the spike, per ms.
  double[] error = new double[16];

  /// The synaptic current of the neuron when it spiked, and how many of its layer's input spikes
  /// came before. (At the same time an input may be before or after: the times alone cannot say.)
  double[] current = new double[16];

  int[] inputsBefore = new int[16];
  private int size;

  /// None yet.
  public Spikes() {}

  public void clear() {
    size = 0;
  }

  public int size() {
    return size;
  }

  public double timeMs(int spike) {
    return timeMs[spike];
  }

  public int neuron(int spike) {
    return neuron[spike];
  }

  /// dL/dt of a spike, per ms, after the backward pass of the layer that received it.
  public double error(int spike) {
    return error[spike];
  }

  /// Says what a spike's time does to the loss, before the backward pass of its own layer.
  public void error(int spike, double perMs) {
    error[spike] = perMs;
  }

  /// Adds an input spike, at any place of the order.
  public void add(double timeMs, int neuron) {
    if (!(timeMs >= 0 && timeMs < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("a spike at " + timeMs + " ms");
    }
    insert(0, timeMs, neuron, 0, 0);
  }

  /// Adds a spike at its place among those from `from` on.
  void insert(int from, double time, int sender, double synapticCurrent, int before) {
    if (size == timeMs.length) {
      grow();
    }
    int place = size;
    while (place > from
        && (timeMs[place - 1] > time
            || (timeMs[place - 1] == time && neuron[place - 1] > sender))) {
      place--;
    }
    int after = size - place;
    System.arraycopy(timeMs, place, timeMs, place + 1, after);
    System.arraycopy(neuron, place, neuron, place + 1, after);
    System.arraycopy(current, place, current, place + 1, after);
    System.arraycopy(inputsBefore, place, inputsBefore, place + 1, after);
    timeMs[place] = time;
    neuron[place] = sender;
    current[place] = synapticCurrent;
    inputsBefore[place] = before;
    error[size] = 0;
    size++;
  }

  private void grow() {
    int capacity = 2 * size;
    timeMs = Arrays.copyOf(timeMs, capacity);
    neuron = Arrays.copyOf(neuron, capacity);
    error = Arrays.copyOf(error, capacity);
    current = Arrays.copyOf(current, capacity);
    inputsBefore = Arrays.copyOf(inputsBefore, capacity);
  }

  /// Writes each neuron's first spike over `firstMs`; infinity for those that are silent.
  public void first(double[] firstMs) {
    Arrays.fill(firstMs, Double.POSITIVE_INFINITY);
    for (int spike = size - 1; spike >= 0; spike--) {
      firstMs[neuron[spike]] = timeMs[spike];
    }
  }

  /// Gives each neuron's first spike the neuron's derivative as its error, all others none.
  public void firstErrors(double[] firstMs, double[] derivative) {
    for (int spike = 0; spike < size; spike++) {
      int n = neuron[spike];
      error[spike] = timeMs[spike] == firstMs[n] ? derivative[n] : 0;
    }
  }
}
