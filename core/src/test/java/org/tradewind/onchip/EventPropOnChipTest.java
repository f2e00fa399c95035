package org.tradewind.onchip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tradewind.cost.Action;
import org.tradewind.learn.FirstStepLoss;
import org.tradewind.learn.LifDynamics;
import org.tradewind.learn.Optimiser;
import org.tradewind.learn.SingleAdam;
import org.tradewind.learn.StepLatencyCode;
import org.tradewind.learn.StepSpikes;
import org.tradewind.learn.SteppedNetwork;
import org.tradewind.learn.SteppedTraining;
import org.tradewind.learn.YinYang;
import org.tradewind.machine.DoesNotFitException;
import org.tradewind.machine.Machine;
import org.tradewind.random.Philox;
import org.tradewind.run.DvfsPolicy;
import org.tradewind.run.Results;
import org.tradewind.run.Run;
import org.tradewind.unit.Ticks;

/// EventProp on cores against the same in plain loops: spikes, gradients' sums and Adam, bit for
/// bit.
class EventPropOnChipTest {
  private static final LifDynamics LIF = new LifDynamics(20, 5, 1);

  private static SteppedTraining training(List<Integer> sizes, int steps, int batch, int copies) {
    return new SteppedTraining(
        new SteppedNetwork(LIF, sizes, steps, 1),
        new FirstStepLoss(1.5f, 0.01f, 100),
        Optimiser.Adam.of(0.02).decaying(0.9).l2(1e-3),
        batch,
        copies);
  }

  /// About as strong as it takes for every layer to spike.
  private static SingleAdam.State start(SteppedTraining training, long seed) {
    float[] weights = new float[training.network().weights()];
    for (int layer = 0; layer < training.network().layers(); layer++) {
      int inputs = training.network().sizes().get(layer);
      int to = training.network().firstWeight(layer + 1);
      for (int w = training.network().firstWeight(layer); w < to; w++) {
        weights[w] = (float) ((5 + 4 * Philox.normal(seed, 0, w, 0)) / Math.sqrt(inputs));
      }
    }
    return SingleAdam.State.of(weights);
  }

  private static List<SteppedTraining.Sample> samples(SteppedTraining training, int n, long seed) {
    List<SteppedTraining.Sample> samples = new ArrayList<>();
    int steps = training.network().steps();
    for (int sample = 0; sample < n; sample++) {
      var spikes = new StepSpikes(steps);
      for (int step = 0; step < steps; step++) {
        for (int c = 0; c < training.network().sizes().getFirst(); c++) {
          if (Philox.uniform(seed, 7, sample * steps + step, c) < 0.12) {
            spikes.add(step, c);
          }
        }
      }
      int label = Philox.below(training.network().sizes().getLast(), seed, 8, sample, 0);
      samples.add(new SteppedTraining.Sample(spikes, label));
    }
    return samples;
  }

  private static EventPropOnChip onCores(SteppedTraining training) {
    return onCores(training, 1);
  }

  private static EventPropOnChip onCores(SteppedTraining training, int optimisers) {
    DvfsPolicy high = DvfsPolicy.high();
    int inputs = training.network().sizes().getFirst();
    return new EventPropOnChip(
        training,
        Machine.chip(),
        high,
        EventPropOnChip.longestTick(training, inputs, high),
        optimisers);
  }

  private static void assertSameBits(SingleAdam.State a, SingleAdam.State b) {
    assertThat(a.weights()).isEqualTo(b.weights());
    assertThat(a.m()).isEqualTo(b.m());
    assertThat(a.v()).isEqualTo(b.v());
    assertThat(a.steps()).isEqualTo(b.steps());
  }

  /// Sizes, batch and number of samples are random; the last batch is often not full.
  @ParameterizedTest
  @CsvSource({
    "1, 1, 1", "2, 1, 2", "3, 1, 4", "4, 2, 1", "5, 2, 2", "6, 2, 4", "7, 1, 3", "8, 3, 2",
    "9, 0, 1"
  })
  void coresLearnWhatPlainLoopsLearnBitForBit(long seed, int hidden, int copies) {
    System.out.println("EventPropOnChipTest: seed " + seed);
    List<Integer> sizes = new ArrayList<>();
    for (int layer = 0; layer <= hidden + 1; layer++) {
      sizes.add(2 + Philox.below(9, seed, 1, layer, 0));
    }
    int batch = copies + Philox.below(5, seed, 2, 0, 0);
    int steps = 8 + Philox.below(12, seed, 3, 0, 0);
    SteppedTraining training = training(sizes, steps, batch, copies);
    SingleAdam.State state = start(training, seed);
    var host = new SteppedTraining.OnHost(training);
    EventPropOnChip cores = onCores(training, 1 + (int) seed % 3);
    for (int epoch = 0; epoch < 2; epoch++) {
      List<SteppedTraining.Sample> samples =
          samples(training, 5 * batch + Philox.below(batch, seed, 4, 0, 0), seed + 100 * epoch);
      SteppedTraining.Learned expected = host.epoch(state, samples, epoch);
      SteppedTraining.Learned learned = cores.epoch(state, samples, epoch, 1).learned();

      assertSameBits(learned.state(), expected.state());
      assertThat(learned.loss()).isEqualTo(expected.loss());
      assertThat(learned.correct()).isEqualTo(expected.correct());
      assertThat(learned.state().weights()).isNotEqualTo(state.weights());
      state = learned.state();
    }
  }

  /// The network of the paper on Yin-Yang, spike for spike over the first 100 batches, while its
  /// weights change.
  @Test
  void aHundredBatchesOfYinYangSpikeAlike() {
    var training =
        new SteppedTraining(
            new SteppedNetwork(LIF, List.of(5, 120, 3), 27, 1),
            new FirstStepLoss(1.5f, 0.01f, 100),
            Optimiser.Adam.of(0.0019).decaying(0.95),
            22,
            2);
    YinYang data = YinYang.generate(2200, 42);
    List<SteppedTraining.Sample> samples = new ArrayList<>();
    for (int n = 0; n < data.samples(); n++) {
      var spikes = new StepSpikes(27);
      new StepLatencyCode(2, 26).encode(data.values(), n * 4, 4, spikes);
      samples.add(new SteppedTraining.Sample(spikes, data.labels()[n]));
    }
    SingleAdam.State state = start(training, 1);
    EventPropOnChip cores = onCores(training);
    EventPropOnChip.Epoch epoch = cores.epoch(state, samples, 0, 1);
    int[][] next = new int[2][2];
    int[] compared = new int[1];
    var host = new SteppedTraining.OnHost(training);
    SteppedTraining.Learned expected =
        host.epoch(
            state,
            samples,
            0,
            n -> {
              int copy = n % 22 % 2;
              for (int layer = 0; layer < 2; layer++) {
                int core = cores.layerVertex(copy, layer);
                Results.Recording seen = epoch.onChip().results().cores().get(core).recording();
                StepSpikes spikes = host.spikes(layer + 1);
                for (int i = 0; i < spikes.size(); i++) {
                  int at = next[copy][layer]++;
                  assertThat(seen.spikeSteps()[at]).isEqualTo(n * 27 + spikes.step(i));
                  assertThat(seen.spikeAtoms()[at]).isEqualTo(spikes.neuron(i));
                  compared[0]++;
                }
              }
            });

    assertSameBits(epoch.learned().state(), expected.state());
    assertThat(compared[0]).isGreaterThan(50_000);
    for (int copy = 0; copy < 2; copy++) {
      for (int layer = 0; layer < 2; layer++) {
        int core = cores.layerVertex(copy, layer);
        assertThat(epoch.onChip().results().cores().get(core).recording().spikeSteps())
            .hasSize(next[copy][layer]);
      }
    }
  }

  /// Every weight and every neuron's step is counted.
  @Test
  void whatCoresDoIsWhatTheEquationsTake() {
    int steps = 10;
    SteppedTraining training = training(List.of(3, 4, 2), steps, 2, 1);
    EventPropOnChip.Epoch epoch =
        onCores(training).epoch(start(training, 1), samples(training, 6, 1), 0, 1);
    var counts = epoch.onChip().results().counts();

    assertThat(counts.of(Action.EVENTPROP_UPDATE)).isEqualTo(6 * (steps - 1) * (4 + 2));
    assertThat(counts.of(Action.EVENTPROP_ADJOINT)).isEqualTo(6 * (steps - 1) * (4 + 2));
    assertThat(counts.of(Action.ADAM_UPDATE)).isEqualTo(3 * (3 * 4 + 4 * 2));
    assertThat(counts.of(Action.EVENTPROP_EVENT)).isEqualTo(counts.of(Action.EVENTPROP_GRADIENT));
    assertThat(counts.of(Action.DRAM_BYTE)).isPositive();
  }

  @Test
  void theSameEpochTwiceGivesTheSameTimeAndBits() {
    SteppedTraining training = training(List.of(3, 4, 2), 10, 3, 3);
    SingleAdam.State state = start(training, 1);
    EventPropOnChip.Epoch[] twice = new EventPropOnChip.Epoch[2];
    EventPropOnChip cores = onCores(training);
    Arrays.setAll(twice, _ -> cores.epoch(state, samples(training, 7, 1), 0, 1));

    assertSameBits(twice[0].learned().state(), twice[1].learned().state());
    assertThat(twice[0].onChip().results().ticks()).isEqualTo(twice[1].onChip().results().ticks());
    assertThat(twice[0].onChip().results().counts().cycles())
        .isEqualTo(twice[1].onChip().results().counts().cycles());
  }

  /// In the middle of a batch, spikes, errors and transfers under way.
  @Test
  void aSavedEpochGoesOnWhereItWas() throws IOException {
    SteppedTraining training = training(List.of(3, 6, 4, 2), 10, 4, 2);
    SingleAdam.State state = start(training, 1);
    List<SteppedTraining.Sample> samples = samples(training, 12, 1);
    EventPropOnChip cores = onCores(training);
    SingleAdam.State expected = cores.epoch(state, samples, 0, 1).learned().state();
    Run run = cores.load(state, samples, 0, 1);
    run.start(cores.timetable(samples).ticks());
    Run end = Interruptions.through(run, cores.runs(), 1, 9, 17, 30, 44, 60);

    assertSameBits(cores.learned(end).state(), expected);
  }

  @Test
  void copiesShareTheTime() {
    List<Long> times = new ArrayList<>();
    for (int copies : new int[] {1, 2, 4}) {
      SteppedTraining training = training(List.of(3, 8, 2), 10, 8, copies);
      times.add(
          onCores(training)
              .epoch(start(training, 1), samples(training, 32, 1), 0, 1)
              .onChip()
              .results()
              .ticks());
    }
    assertThat(times.get(1)).isLessThan(times.get(0) * 2 / 3);
    assertThat(times.get(2)).isLessThan(times.get(1) * 3 / 4);
  }

  @Test
  void moreOptimisersMakeUpdatesShorter() {
    SteppedTraining training = training(List.of(10, 40, 3), 10, 8, 8);
    List<Long> times = new ArrayList<>();
    for (int optimisers : new int[] {1, 4}) {
      times.add(
          onCores(training, optimisers)
              .epoch(start(training, 1), samples(training, 32, 1), 0, 1)
              .onChip()
              .results()
              .ticks());
    }
    assertThat(times.get(1)).isLessThan(times.get(0) * 9 / 10);
  }

  @Test
  void aTimestepThatIsTooShortIsSaidToBe() {
    SteppedTraining training = training(List.of(3, 40, 2), 10, 2, 1);
    var cores =
        new EventPropOnChip(
            training, Machine.chip(), DvfsPolicy.high(), 3 * Ticks.PER_MICROSECOND, 1);

    assertThatThrownBy(() -> cores.epoch(start(training, 1), samples(training, 4, 1), 0, 1))
        .isInstanceOf(DoesNotFitException.class)
        .hasMessageContaining("3.0 us is too short");
  }

  @Test
  void aLayerThatIsTooLargeForACoreNamesItsNeed() {
    SteppedTraining training = training(List.of(196, 100, 10), 20, 2, 1);

    assertThatThrownBy(
            () -> onCores(training).epoch(start(training, 1), samples(training, 1, 1), 0, 1))
        .isInstanceOf(DoesNotFitException.class)
        .hasMessageContaining("layer 1")
        .hasMessageContaining("bytes of SRAM");
  }

  @Test
  void copiesThatNeedMoreThanAChipSaySo() {
    SteppedTraining training = training(List.of(2, 2, 2), 5, 60, 60);

    assertThatThrownBy(
            () -> onCores(training).epoch(start(training, 1), samples(training, 60, 1), 0, 1))
        .isInstanceOf(DoesNotFitException.class)
        .hasMessageContaining("take fewer copies");
  }
}
