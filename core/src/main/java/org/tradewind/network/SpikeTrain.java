package org.tradewind.network;

import java.util.Arrays;

/// Spikes of a population, sorted by (step, neuron); a pair may occur several times (several spikes
/// in a step). Identity equality: it holds arrays, which nobody may change; [#same] compares.
public record SpikeTrain(int[] steps, int[] neurons) {
  public static final SpikeTrain EMPTY = new SpikeTrain(new int[0], new int[0]);

  public SpikeTrain {
    if (steps.length != neurons.length) {
      throw new IllegalArgumentException(steps.length + " steps, " + neurons.length + " neurons");
    }
    for (int i = 0; i < steps.length; i++) {
      if (steps[i] < 0 || neurons[i] < 0) {
        throw new IllegalArgumentException(
            "spike %d is at step %d of neuron %d; both count from 0"
                .formatted(i, steps[i], neurons[i]));
      }
    }
    for (int i = 1; i < steps.length; i++) {
      if (steps[i] < steps[i - 1] || (steps[i] == steps[i - 1] && neurons[i] < neurons[i - 1])) {
        throw new IllegalArgumentException("spike " + i + " is out of order");
      }
    }
  }

  /// Sorts spikes that come in any order.
  public static SpikeTrain sorted(int[] steps, int[] neurons) {
    var keys = new long[steps.length];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = ((long) steps[i] << 32) | (neurons[i] & 0xFFFFFFFFL);
    }
    Arrays.sort(keys);
    var s = new int[keys.length];
    var n = new int[keys.length];
    for (int i = 0; i < keys.length; i++) {
      s[i] = (int) (keys[i] >>> 32);
      n[i] = (int) keys[i];
    }
    return new SpikeTrain(s, n);
  }

  public int size() {
    return steps.length;
  }

  public boolean same(SpikeTrain other) {
    return Arrays.equals(steps, other.steps) && Arrays.equals(neurons, other.neurons);
  }

  /// One past the last step that has a spike.
  public int endStep() {
    return steps.length == 0 ? 0 : steps[steps.length - 1] + 1;
  }

  /// The spikes in [fromStep, untilStep); they keep their steps.
  public SpikeTrain between(int fromStep, int untilStep) {
    int from = first(fromStep);
    int until = Math.max(from, first(untilStep));
    return new SpikeTrain(
        Arrays.copyOfRange(steps, from, until), Arrays.copyOfRange(neurons, from, until));
  }

  /// The first spike at or after a step, or [#size].
  private int first(int step) {
    int low = 0;
    int high = steps.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (steps[middle] < step) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /// Spikes of each neuron.
  public int[] countsPerNeuron(int size) {
    var counts = new int[size];
    for (int neuron : neurons) {
      counts[neuron]++;
    }
    return counts;
  }
}
