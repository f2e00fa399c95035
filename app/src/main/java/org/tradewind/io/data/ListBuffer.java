package org.tradewind.io.data;

import java.util.Arrays;
import org.tradewind.network.NeuronModel;
import org.tradewind.network.Population;
import org.tradewind.network.Stimulus;

/// What one population is to send, while it is being read, in any order. What is wrong with it is
/// an [IllegalArgumentException] with a sentence; the reader adds the place in its file.
public abstract sealed class ListBuffer permits SpikeBuffer, ValueBuffer {
  /// The latest step that a spike may have, plus one: 2.8 hours at 1 ms. A larger one is nearly
  /// always a time in microseconds that was taken for a step.
  public static final int MAX_STEPS = 10_000_000;

  /// Spikes or values of one sample: 256 MiB of spikes.
  public static final int MAX_SPIKES = 1 << 25;

  private final String population;
  private final int size;
  private int[] steps = new int[256];
  private int[] neurons = new int[256];
  private int count;

  ListBuffer(Population population) {
    this.population = population.name();
    this.size = population.size();
  }

  /// Of spikes, or of values for a value list.
  public static ListBuffer of(Population population) {
    return population.model() instanceof NeuronModel.ValueList
        ? new ValueBuffer(population)
        : new SpikeBuffer(population);
  }

  /// Adds `times` spikes of a neuron in a step.
  public abstract void add(long step, long neuron, long times);

  /// Adds what a number read from a file says: so many spikes, or this value.
  public abstract void addNumber(long step, long neuron, double number);

  /// What there is so far, sorted.
  ///
  /// @param repeats what becomes of several spikes of a neuron in one step
  public abstract Stimulus stimulus(String name, String label, Samples.Repeats repeats);

  /// Adds places.
  ///
  /// @return the index of the first
  final int addPlaces(long step, long neuron, long times) {
    if (step < 0 || step >= MAX_STEPS) {
      throw new IllegalArgumentException(
          "the time step "
              + step
              + (step < 0
                  ? " is negative; the first step is 0"
                  : " is beyond " + (MAX_STEPS - 1) + ", the last that is read; is it a time?"));
    }
    if (neuron < 0 || neuron >= size) {
      throw new IllegalArgumentException(
          "there is no neuron "
              + neuron
              + " in population '"
              + population
              + "'; its "
              + size
              + " neurons are 0 to "
              + (size - 1));
    }
    if (times < 0) {
      throw new IllegalArgumentException("the number of spikes " + times + " is negative");
    }
    if (times > MAX_SPIKES - count) {
      throw new IllegalArgumentException(
          "more than " + MAX_SPIKES + " spikes in one sample; split the file");
    }
    while (count + times > steps.length) {
      steps = Arrays.copyOf(steps, 2 * steps.length);
      neurons = Arrays.copyOf(neurons, 2 * neurons.length);
    }
    Arrays.fill(steps, count, count + (int) times, (int) step);
    Arrays.fill(neurons, count, count + (int) times, (int) neuron);
    int first = count;
    count += (int) times;
    return first;
  }

  final String population() {
    return population;
  }

  final int[] steps() {
    return Arrays.copyOf(steps, count);
  }

  final int[] neurons() {
    return Arrays.copyOf(neurons, count);
  }

  /// Spikes or values so far.
  public final int count() {
    return count;
  }
}
