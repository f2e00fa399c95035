package org.tradewind.io.data;

import java.util.Arrays;
import org.tradewind.network.Population;
import org.tradewind.network.SpikeTrain;

/// Spikes for one population while they are being read, in any order. What is wrong with one is an
/// [IllegalArgumentException] with a sentence; the reader adds the place in its file.
public final class SpikeBuffer {
  /// The latest step that a spike may have, plus one: 2.8 hours at 1 ms. A larger one is nearly
  /// always a time in microseconds that was taken for a step.
  public static final int MAX_STEPS = 10_000_000;

  /// Spikes of one sample: 256 MiB.
  public static final int MAX_SPIKES = 1 << 25;

  private final String population;
  private final int size;
  private int[] steps = new int[256];
  private int[] neurons = new int[256];
  private int count;

  public SpikeBuffer(Population population) {
    this.population = population.name();
    this.size = population.size();
  }

  /// Adds `times` spikes of a neuron in a step.
  public void add(long step, long neuron, long times) {
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
    count += (int) times;
  }

  /// Adds as many spikes as a number read from a file says: it must be whole and not negative.
  public void addCount(long step, long neuron, double times) {
    if (times != Math.rint(times) || Math.abs(times) > MAX_SPIKES) {
      throw new IllegalArgumentException(
          "the value "
              + times
              + " is not a number of spikes; give whole numbers from 0 to "
              + MAX_SPIKES);
    }
    add(step, neuron, (long) times);
  }

  /// The spikes so far, sorted.
  public SpikeTrain train() {
    return SpikeTrain.sorted(Arrays.copyOf(steps, count), Arrays.copyOf(neurons, count));
  }

  /// The spikes so far, sorted, with at most one of a neuron in a step.
  public SpikeTrain trainWithoutRepeats() {
    SpikeTrain all = train();
    int[] s = all.steps();
    int[] n = all.neurons();
    var onceSteps = new int[s.length];
    var onceNeurons = new int[s.length];
    int kept = 0;
    for (int i = 0; i < s.length; i++) {
      if (i == 0 || s[i] != s[i - 1] || n[i] != n[i - 1]) {
        onceSteps[kept] = s[i];
        onceNeurons[kept++] = n[i];
      }
    }
    return new SpikeTrain(Arrays.copyOf(onceSteps, kept), Arrays.copyOf(onceNeurons, kept));
  }
}
