package org.tradewind.snn;

import java.util.stream.IntStream;
import org.tradewind.network.Population;
import org.tradewind.network.SpikeTrain;
import org.tradewind.network.Stimulus;
import org.tradewind.network.ValueTrain;

/// What a list sends: spikes, or whole numbers, none of which is 0. Identity equality: it holds
/// arrays, which nobody may change.
///
/// @param at when, and from whom
/// @param graded whether they are numbers
/// @param numbers each of them; none of spikes
record Listed(SpikeTrain at, boolean graded, int[] numbers) {
  static Listed spikes(SpikeTrain train) {
    return new Listed(train, false, new int[0]);
  }

  /// What a source of a quantised network sends under a stimulus.
  static Listed of(Stimulus stimulus, Population source) {
    return source
        .model()
        .numbers()
        .map(graded -> numbers(stimulus.values(source.name()).sent(graded)))
        .orElseGet(() -> spikes(stimulus.train(source.name())));
  }

  private static Listed numbers(ValueTrain train) {
    int[] whole = new int[train.size()];
    for (int i = 0; i < whole.length; i++) {
      whole[i] = (int) train.values()[i];
    }
    return new Listed(train.at(), true, whole);
  }

  int size() {
    return at.size();
  }

  /// Different steps in which anything is sent.
  int steps() {
    int steps = 0;
    for (int i = 0; i < at.size(); i++) {
      steps += i == 0 || at.steps()[i] != at.steps()[i - 1] ? 1 : 0;
    }
    return steps;
  }

  /// Those of neurons [from, to), counted from the first of them.
  Listed slice(int from, int to) {
    int[] those =
        IntStream.range(0, at.size())
            .filter(i -> at.neurons()[i] >= from && at.neurons()[i] < to)
            .toArray();
    var steps = new int[those.length];
    var neurons = new int[those.length];
    var sliced = new int[graded ? those.length : 0];
    for (int i = 0; i < those.length; i++) {
      steps[i] = at.steps()[those[i]];
      neurons[i] = at.neurons()[those[i]] - from;
      if (graded) {
        sliced[i] = numbers[those[i]];
      }
    }
    return new Listed(new SpikeTrain(steps, neurons), graded, sliced);
  }
}
