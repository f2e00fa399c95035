package org.tradewind.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpikeTrainTest {
  private static final SpikeTrain TRAIN =
      SpikeTrain.sorted(new int[] {5, 0, 2, 2, 2}, new int[] {1, 3, 4, 0, 4});

  @Test
  void spikesAreSortedByStepThenNeuron() {
    assertThat(TRAIN.steps()).containsExactly(0, 2, 2, 2, 5);
    assertThat(TRAIN.neurons()).containsExactly(3, 0, 4, 4, 1);
    assertThat(TRAIN.endStep()).isEqualTo(6);
    assertThat(TRAIN.countsPerNeuron(6)).containsExactly(1, 1, 0, 1, 2, 0);
  }

  @Test
  void aWindowIsHalfOpen() {
    assertThat(TRAIN.between(2, 5).same(new SpikeTrain(new int[] {2, 2, 2}, new int[] {0, 4, 4})))
        .isTrue();
    assertThat(TRAIN.between(0, 9).same(TRAIN)).isTrue();
    assertThat(TRAIN.between(3, 5).size()).isZero();
    assertThat(TRAIN.between(5, 3).size()).isZero();
  }

  @Test
  void disorderIsRefused() {
    assertThatThrownBy(() -> new SpikeTrain(new int[] {1, 0}, new int[] {0, 0}))
        .hasMessage("spike 1 is out of order");
    assertThatThrownBy(() -> new SpikeTrain(new int[] {1, 1}, new int[] {1, 0}))
        .hasMessage("spike 1 is out of order");
    assertThatThrownBy(() -> new SpikeTrain(new int[] {1}, new int[0]))
        .hasMessage("1 steps, 0 neurons");
    assertThatThrownBy(() -> SpikeTrain.sorted(new int[] {1, -1}, new int[] {0, 0}))
        .hasMessage("spike 0 is at step -1 of neuron 0; both count from 0");
    assertThatThrownBy(() -> SpikeTrain.sorted(new int[] {1}, new int[] {-2}))
        .hasMessage("spike 0 is at step 1 of neuron -2; both count from 0");
  }

  @Test
  void sortingAgreesWithTheJdksOnPairs() {
    var random = new Random(5);
    int[] steps = random.ints(1000, 0, 50).toArray();
    int[] neurons = random.ints(1000, 0, 50).toArray();
    var sorted = SpikeTrain.sorted(steps, neurons);
    int[] keys = new int[1000];
    for (int i = 0; i < 1000; i++) {
      keys[i] = steps[i] * 50 + neurons[i];
    }
    java.util.Arrays.sort(keys);
    for (int i = 0; i < 1000; i++) {
      assertThat(sorted.steps()[i] * 50 + sorted.neurons()[i]).isEqualTo(keys[i]);
    }
  }

  @Test
  void aStimulusEndsWithItsLastTrain() {
    var stimulus = new Stimulus("s", "", Map.of("a", TRAIN, "b", SpikeTrain.EMPTY));
    assertThat(stimulus.endStep()).isEqualTo(6);
    assertThat(stimulus.train("nobody")).isSameAs(SpikeTrain.EMPTY);
    assertThat(Stimulus.NONE.endStep()).isZero();
  }

  // ── statistics ──

  @Test
  void theMeanRateCountsSilentNeuronsToo() {
    // 5 spikes of 10 neurons in 100 steps of 1 ms
    assertThat(SpikeStatistics.meanRateHz(TRAIN, 10, 100, 1e-3)).isCloseTo(5, within(1e-12));
  }

  @Test
  void aClockHasNoVariationAndTwoIntervalsVaryByHand() {
    var clock = new SpikeTrain(new int[] {1, 4, 7, 10}, new int[4]);
    assertThat(SpikeStatistics.meanIntervalCv(clock, 1)).isZero();
    // intervals 1 and 3: mean 2, deviation 1
    var uneven = new SpikeTrain(new int[] {1, 2, 5}, new int[3]);
    assertThat(SpikeStatistics.meanIntervalCv(uneven, 1)).isEqualTo(0.5);
  }

  @Test
  void neuronsWithFewSpikesDoNotCount() {
    var train = SpikeTrain.sorted(new int[] {1, 2, 5, 3, 9}, new int[] {0, 0, 0, 1, 1});
    assertThat(SpikeStatistics.meanIntervalCv(train, 3)).isEqualTo(0.5);
    assertThat(SpikeStatistics.meanIntervalCv(SpikeTrain.EMPTY, 3)).isNaN();
    var sameStep = new SpikeTrain(new int[] {1, 1, 1}, new int[3]);
    assertThat(SpikeStatistics.meanIntervalCv(sameStep, 1)).isNaN();
  }

  @Test
  void spikesPerStepAreThePopulationsActivity() {
    assertThat(SpikeStatistics.spikesPerStep(TRAIN, 7)).containsExactly(1, 0, 3, 0, 0, 1, 0);
  }

  @Test
  void thoseWhoSpikeTogetherAreCorrelatedAndOthersAreNot() {
    int neurons = 60;
    int steps = 4_000;
    int[] step = new int[neurons * steps / 10];
    int[] neuron = new int[step.length];
    var random = new java.util.Random(3);
    for (int i = 0; i < step.length; i++) {
      step[i] = random.nextInt(steps);
      neuron[i] = random.nextInt(neurons);
    }
    SpikeTrain independent = SpikeTrain.sorted(step.clone(), neuron.clone());
    // Poisson: intervals of CV 1, counts that know nothing of each other
    assertThat(SpikeStatistics.meanIntervalCv(independent, neurons)).isCloseTo(1, within(0.03));
    assertThat(SpikeStatistics.meanCorrelation(independent, neurons, 0, steps, 20))
        .isCloseTo(0, within(5 / Math.sqrt(200.0 * neurons * (neurons - 1) / 2)));
    // half of each one's spikes are everybody's: correlation one half
    for (int i = 0; i + neurons <= step.length / 2; i += neurons) {
      for (int k = 0; k < neurons; k++) {
        step[i + k] = step[i];
        neuron[i + k] = k;
      }
    }
    SpikeTrain common = SpikeTrain.sorted(step, neuron);
    assertThat(SpikeStatistics.meanCorrelation(common, neurons, 0, steps, 20))
        .isCloseTo(0.5, within(0.05));
    assertThat(SpikeStatistics.meanCorrelation(SpikeTrain.EMPTY, 5, 0, 100, 10)).isNaN();
  }
}
