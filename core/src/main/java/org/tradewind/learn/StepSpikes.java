package org.tradewind.learn;

import java.util.Arrays;

/// The spikes of one layer in one sample, step by step and in each step by the neurons' numbers. A
/// running thing: it is cleared and filled again for each sample.
public final class StepSpikes {
  /// Where each step's spikes begin; one more than there are steps.
  final int[] first;

  int[] neuron = new int[16];

  /// dL/dt of the spike, per ms.
  float[] error = new float[16];

  /// I − V before the reset, of the neuron in the step of its spike.
  float[] slope = new float[16];

  private int size;
  private int step;

  public StepSpikes(int steps) {
    first = new int[steps + 1];
  }

  public void clear() {
    size = 0;
    step = 0;
    Arrays.fill(first, 0);
  }

  public int steps() {
    return first.length - 1;
  }

  public int size() {
    return size;
  }

  /// Adds a spike after all others: of a later step, or of the same and a neuron of a greater
  /// number.
  public void add(int atStep, int sender) {
    add(atStep, sender, 0);
  }

  public void add(int atStep, int sender, float itsSlope) {
    boolean sameStep = size > 0 && atStep == step;
    if (atStep < step || atStep >= steps() || (sameStep && neuron[size - 1] >= sender)) {
      throw new IllegalArgumentException(
          "a spike of neuron "
              + sender
              + " in step "
              + atStep
              + " of "
              + steps()
              + " is not after the one before");
    }
    if (size == neuron.length) {
      neuron = Arrays.copyOf(neuron, 2 * size);
      error = Arrays.copyOf(error, 2 * size);
      slope = Arrays.copyOf(slope, 2 * size);
    }
    step = atStep;
    neuron[size] = sender;
    slope[size] = itsSlope;
    error[size] = 0;
    size++;
    for (int s = atStep + 1; s < first.length; s++) {
      first[s] = size;
    }
  }

  public int neuron(int spike) {
    return neuron[spike];
  }

  /// The step of a spike.
  public int step(int spike) {
    int s = 0;
    while (first[s + 1] <= spike) {
      s++;
    }
    return s;
  }

  public float error(int spike) {
    return error[spike];
  }

  public void setError(int spike, float derivative) {
    error[spike] = derivative;
  }

  public float slope(int spike) {
    return slope[spike];
  }

  /// The spikes of a step are those from this number on …
  public int from(int step) {
    return first[step];
  }

  /// … to this one, which is not among them.
  public int to(int step) {
    return first[step + 1];
  }

  /// Writes the step of each neuron's first spike over `firstStep`: the number of steps where it is
  /// silent, or spikes in the last step only, which is too late to be changed.
  public void first(int[] firstStep) {
    Arrays.fill(firstStep, steps());
    for (int s = steps() - 2; s >= 0; s--) {
      for (int spike = first[s]; spike < first[s + 1]; spike++) {
        firstStep[neuron[spike]] = s;
      }
    }
  }

  /// Gives each neuron's first spike the neuron's derivative as its error, all others none.
  public void firstErrors(int[] firstStep, float[] derivative) {
    for (int s = 0; s < steps(); s++) {
      for (int spike = first[s]; spike < first[s + 1]; spike++) {
        int n = neuron[spike];
        error[spike] = firstStep[n] == s ? derivative[n] : 0;
      }
    }
  }
}
