package org.tradewind.io.data;

import java.util.Arrays;
import java.util.Map;
import org.tradewind.network.Population;
import org.tradewind.network.SpikeTrain;
import org.tradewind.network.Stimulus;

/// Spikes.
public final class SpikeBuffer extends ListBuffer {
  public SpikeBuffer(Population population) {
    super(population);
  }

  @Override
  public void add(long step, long neuron, long times) {
    addPlaces(step, neuron, times);
  }

  /// As many spikes: the number must be whole and not negative.
  @Override
  public void addNumber(long step, long neuron, double number) {
    if (number != Math.rint(number) || Math.abs(number) > MAX_SPIKES) {
      throw new IllegalArgumentException(
          "the value "
              + number
              + " is not a number of spikes; give whole numbers from 0 to "
              + MAX_SPIKES);
    }
    add(step, neuron, (long) number);
  }

  @Override
  public Stimulus stimulus(String name, String label, Samples.Repeats repeats) {
    SpikeTrain train = repeats == Samples.Repeats.KEEP ? train() : trainWithoutRepeats();
    return new Stimulus(name, label, Map.of(population(), train));
  }

  /// The spikes so far, sorted.
  public SpikeTrain train() {
    return SpikeTrain.sorted(steps(), neurons());
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
