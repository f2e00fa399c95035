package org.tradewind.network;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/// Numbers that neurons of a population send, at most one of each in a step. Identity equality: it
/// holds arrays, which nobody may change.
///
/// @param at when, and from whom; no pair twice
/// @param values what each of them is
public record ValueTrain(SpikeTrain at, double[] values) {
  public static final ValueTrain EMPTY = new ValueTrain(SpikeTrain.EMPTY, new double[0]);

  public ValueTrain {
    if (at.size() != values.length) {
      throw new IllegalArgumentException(values.length + " values at " + at.size() + " places");
    }
    for (int i = 1; i < values.length; i++) {
      if (at.steps()[i] == at.steps()[i - 1] && at.neurons()[i] == at.neurons()[i - 1]) {
        throw new IllegalArgumentException(
            "neuron %d has two values in step %d; it sends one number a step"
                .formatted(at.neurons()[i], at.steps()[i]));
      }
    }
    for (double value : values) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("a value is " + value + "; it must be finite");
      }
    }
  }

  /// Sorts values that come in any order.
  public static ValueTrain sorted(int[] steps, int[] neurons, double[] values) {
    int[] order =
        IntStream.range(0, values.length)
            .boxed()
            .sorted((a, b) ->
                steps[a] != steps[b]
                    ? Integer.compare(steps[a], steps[b])
                    : Integer.compare(neurons[a], neurons[b]))
            .mapToInt(Integer::intValue)
            .toArray();
    return new ValueTrain(
        new SpikeTrain(
            Arrays.stream(order).map(i -> steps[i]).toArray(),
            Arrays.stream(order).map(i -> neurons[i]).toArray()),
        Arrays.stream(order).mapToDouble(i -> values[i]).toArray());
  }

  /// Frames of `neurons` values each, one a step from step 0 on.
  public static ValueTrain frames(double[] values, int neurons) {
    int[] all = IntStream.range(0, values.length).toArray();
    return new ValueTrain(
            new SpikeTrain(
                Arrays.stream(all).map(i -> i / neurons).toArray(),
                Arrays.stream(all).map(i -> i % neurons).toArray()),
            values.clone())
        .where(i -> values[i] != 0);
  }

  public int size() {
    return values.length;
  }

  /// What is sent of them: without those that become 0.
  public ValueTrain sent(Graded as) {
    double[] sent = Arrays.stream(values).map(value -> as.sent(value * as.unit())).toArray();
    return new ValueTrain(at, sent).where(i -> sent[i] != 0);
  }

  /// Those of neurons [from, to), counted from the first of them.
  public ValueTrain slice(int from, int to) {
    ValueTrain those = where(i -> at.neurons()[i] >= from && at.neurons()[i] < to);
    int[] neurons = Arrays.stream(those.at.neurons()).map(neuron -> neuron - from).toArray();
    return new ValueTrain(new SpikeTrain(those.at.steps(), neurons), those.values);
  }

  private ValueTrain where(IntPredicate kept) {
    int[] those = IntStream.range(0, values.length).filter(kept).toArray();
    return new ValueTrain(
        new SpikeTrain(
            Arrays.stream(those).map(i -> at.steps()[i]).toArray(),
            Arrays.stream(those).map(i -> at.neurons()[i]).toArray()),
        Arrays.stream(those).mapToDouble(i -> values[i]).toArray());
  }
}
