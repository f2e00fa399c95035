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
import org.tradewind.learn.AdaptiveDynamics;
import org.tradewind.learn.EpropTraining;
import org.tradewind.learn.Feedback;
import org.tradewind.learn.Optimiser;
import org.tradewind.learn.RecurrentNetwork;
import org.tradewind.learn.Surrogate;
import org.tradewind.machine.DoesNotFitException;
import org.tradewind.machine.Machine;
import org.tradewind.machine.Spinnaker2;
import org.tradewind.random.Philox;
import org.tradewind.run.DvfsPolicy;
import org.tradewind.run.Results;
import org.tradewind.run.Run;
import org.tradewind.unit.Ticks;

/// e-prop on cores against the same in plain loops: spikes, traces' sums, feedback and Adam, bit
/// for bit.
class EpropOnChipTest {
  private static final AdaptiveDynamics ROSTAMI = AdaptiveDynamics.rostami(0.5, 5, 30, 0.4, 10);
  static final AdaptiveDynamics REFRACTORY =
      new AdaptiveDynamics(
          0.5,
          0.8,
          0.7,
          0.9,
          1,
          0.2,
          0.9,
          1,
          2,
          AdaptiveDynamics.Reset.BY_THRESHOLD,
          new Surrogate.Triangle(0.6, 0.9));
  private static final Optimiser.Adam ADAM =
      Optimiser.Adam.of(0.01).decaying(0.7).epsilonHat(1e-5).l2(1e-5);

  private static EpropTraining training(
      RecurrentNetwork network, int steps, Feedback.Kind feedback, int batch) {
    return new EpropTraining(network, steps, feedback, 0.01, ADAM, batch);
  }

  private static EpropTraining tiny(int batch) {
    var network = new RecurrentNetwork(ROSTAMI, 3, 2, 5, 2);
    return training(network, 10, Feedback.Kind.SYMMETRIC, batch);
  }

  private static EpropTraining.State start(EpropTraining training, long seed) {
    RecurrentNetwork network = training.network();
    float[] weights = normals(seed, 1, network.weights(), 1);
    for (int j = 0; j < network.neurons(); j++) {
      weights[network.firstRecurrentWeight() + j * network.neurons() + j] = 0;
    }
    return training.start(weights, normals(seed, 2, network.neurons() * network.outputs(), 1));
  }

  private static float[] normals(long seed, int use, int count, double scale) {
    float[] values = new float[count];
    for (int n = 0; n < count; n++) {
      values[n] = (float) (scale * Philox.normal(seed, use, n, 0));
    }
    return values;
  }

  private static List<EpropTraining.Sample> samples(EpropTraining training, int count, long seed) {
    List<EpropTraining.Sample> samples = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      int values = training.steps() * training.network().inputs();
      int label = Philox.below(training.network().outputs(), seed, 8, n, 0);
      samples.add(new EpropTraining.Sample(normals(seed, 9 + n, values, 1), label));
    }
    return samples;
  }

  private static EpropOnChip onChip(EpropTraining training, int cores) {
    DvfsPolicy high = DvfsPolicy.high();
    return new EpropOnChip(
        training, Machine.chip(), high, EpropOnChip.longestTick(training, high, cores), cores);
  }

  private static void assertSameBits(EpropTraining.State a, EpropTraining.State b) {
    assertThat(a.weights()).isEqualTo(b.weights());
    assertThat(a.m()).isEqualTo(b.m());
    assertThat(a.v()).isEqualTo(b.v());
    assertThat(a.feedback()).isEqualTo(b.feedback());
    assertThat(a.steps()).isEqualTo(b.steps());
  }

  /// Shapes, batch and number of samples are random; the last batch is often not full.
  @ParameterizedTest
  @CsvSource({
    "1, 1, SYMMETRIC, 1",
    "2, 2, SYMMETRIC, 3",
    "3, 3, RANDOM, 2",
    "4, 1, ADAPTIVE, 2",
    "5, 4, ADAPTIVE, 1",
    "6, 7, SYMMETRIC, 2",
    "7, 2, RANDOM, 1",
    "8, 5, ADAPTIVE, 4"
  })
  void coresLearnWhatPlainLoopsLearnBitForBit(
      long seed, int cores, Feedback.Kind feedback, int batch) {
    System.out.println("EpropOnChipTest: seed " + seed);
    int lif = Philox.below(8, seed, 1, 0, 0);
    int alif = Math.max(7 - lif, Philox.below(8, seed, 1, 1, 0));
    var network =
        new RecurrentNetwork(
            seed % 2 == 0 ? REFRACTORY : ROSTAMI,
            1 + Philox.below(9, seed, 1, 2, 0),
            lif,
            alif,
            2 + Philox.below(9, seed, 1, 3, 0));
    EpropTraining training =
        training(network, 8 + Philox.below(12, seed, 1, 4, 0), feedback, batch);
    EpropTraining.State state = start(training, seed);
    var host = new EpropTraining.OnHost(training);
    EpropOnChip chip = onChip(training, cores);
    for (int epoch = 0; epoch < 2; epoch++) {
      List<EpropTraining.Sample> samples =
          samples(training, 3 * batch + Philox.below(batch, seed, 4, 0, 0), seed + 100 * epoch);
      EpropTraining.Learned expected = host.epoch(state, samples, epoch);
      EpropTraining.Learned learned = chip.epoch(state, samples, epoch, 1).learned();

      assertSameBits(learned.state(), expected.state());
      assertThat(learned.loss()).isEqualTo(expected.loss());
      assertThat(learned.correct()).isEqualTo(expected.correct());
      assertThat(learned.state().weights()).isNotEqualTo(state.weights());
      state = learned.state();
    }
  }

  /// The paper's network on its number of cores, two samples.
  @Test
  void theNetworkOfThePaperSpikesAlikeAndFits() {
    var network =
        new RecurrentNetwork(AdaptiveDynamics.rostami(1.6, 5, 150, 0.184, 10), 80, 0, 120, 12);
    EpropTraining training = training(network, 100, Feedback.Kind.SYMMETRIC, 1);
    float[] weights = normals(1, 1, network.weights(), 0.5);
    EpropTraining.State state = training.start(weights, new float[0]);
    List<EpropTraining.Sample> samples = samples(training, 2, 1);
    EpropOnChip chip = onChip(training, 12);
    EpropOnChip.Epoch epoch = chip.epoch(state, samples, 0, 1);
    int[] next = new int[12];
    int[] compared = new int[1];
    EpropTraining.Learned expected =
        new EpropTraining.OnHost(training)
            .epoch(
                state,
                samples,
                0,
                (number, spiked) -> {
                  for (int core = 0; core < 12; core++) {
                    Results.Recording seen =
                        epoch.onChip().results().cores().get(chip.neuronsVertex(core)).recording();
                    for (int j = chip.firstNeuron(core); j < chip.firstNeuron(core + 1); j++) {
                      if (spiked[j]) {
                        int at = next[core]++;
                        assertThat(seen.spikeSteps()[at]).isEqualTo(number);
                        assertThat(seen.spikeAtoms()[at]).isEqualTo(j - chip.firstNeuron(core));
                        compared[0]++;
                      }
                    }
                  }
                });

    assertSameBits(epoch.learned().state(), expected.state());
    assertThat(compared[0]).isGreaterThan(1000);
    for (int core = 0; core < 12; core++) {
      assertThat(
              epoch
                  .onChip()
                  .results()
                  .cores()
                  .get(chip.neuronsVertex(core))
                  .recording()
                  .spikeSteps())
          .hasSize(next[core]);
    }
    List<Integer> bytes =
        epoch.onChip().mapping().graph().vertices().stream()
            .map(v -> v.program().layout().bytes())
            .toList();
    assertThat(bytes).allMatch(core -> core < Spinnaker2.DATA_BYTES.whole());
    int published = 682 * 1024;
    assertThat(bytes.stream().mapToInt(Integer::intValue).sum())
        .isBetween(published * 85 / 100, published * 95 / 100);
  }

  /// Every synapse and every neuron's step is counted, however they are shared.
  @Test
  void whatCoresDoIsWhatTheEquationsTake() {
    for (int cores : new int[] {1, 3}) {
      EpropTraining training = tiny(2);
      EpropOnChip.Epoch epoch =
          onChip(training, cores).epoch(start(training, 1), samples(training, 6, 1), 0, 1);
      var counts = epoch.onChip().results().counts();

      assertThat(counts.of(Action.EPROP_UPDATE)).isEqualTo(6 * 10 * 7);
      assertThat(counts.of(Action.EPROP_TRACE)).isEqualTo(6 * 10 * 10 * 2);
      assertThat(counts.of(Action.EPROP_TRACE_ADAPTIVE)).isEqualTo(6 * 10 * 10 * 5);
      assertThat(counts.of(Action.EPROP_GRADIENT)).isEqualTo(6 * 10 * 7);
      assertThat(counts.of(Action.ADAM_UPDATE)).isEqualTo(3 * (10 * 7 + 7 * 4));
      assertThat(counts.of(Action.DRAM_BYTE)).isEqualTo(6 * (cores * 10 * 16 + 16));
    }
  }

  @Test
  void theSameEpochTwiceGivesTheSameTimeAndBits() {
    EpropTraining training = tiny(2);
    EpropTraining.State state = start(training, 1);
    EpropOnChip cores = onChip(training, 3);
    EpropOnChip.Epoch[] twice = new EpropOnChip.Epoch[2];
    Arrays.setAll(twice, _ -> cores.epoch(state, samples(training, 5, 1), 0, 1));

    assertSameBits(twice[0].learned().state(), twice[1].learned().state());
    assertThat(twice[0].onChip().results().ticks()).isEqualTo(twice[1].onChip().results().ticks());
    assertThat(twice[0].onChip().results().counts().cycles())
        .isEqualTo(twice[1].onChip().results().counts().cycles());
  }

  /// In the middle of samples and updates, spikes, errors and transfers under way.
  @ParameterizedTest
  @CsvSource({"1, SYMMETRIC", "2, ADAPTIVE", "3, RANDOM"})
  void aSavedEpochGoesOnWhereItWas(int batch, Feedback.Kind feedback) throws IOException {
    var network = new RecurrentNetwork(batch == 2 ? REFRACTORY : ROSTAMI, 3, 2, 5, 2);
    EpropTraining training = training(network, 10, feedback, batch);
    EpropTraining.State state = start(training, 1);
    List<EpropTraining.Sample> samples = samples(training, 6, 1);
    EpropOnChip cores = onChip(training, 2);
    EpropTraining.State expected = cores.epoch(state, samples, 0, 1).learned().state();
    Run run = cores.load(state, samples, 0, 1);
    run.start(cores.timetable(6).ticks());
    Run end =
        Interruptions.through(run, cores.runs(), 1, 9, 12, 14, 15, 17, 27, 28, 29, 30, 31, 44, 60);

    assertSameBits(cores.learned(end, state).state(), expected);
  }

  @Test
  void coresShareTheWork() {
    var network = new RecurrentNetwork(ROSTAMI, 40, 0, 48, 3);
    EpropTraining training = training(network, 10, Feedback.Kind.SYMMETRIC, 2);
    List<Long> times = new ArrayList<>();
    for (int cores : new int[] {2, 4, 12}) {
      times.add(
          onChip(training, cores)
              .epoch(start(training, 1), samples(training, 4, 1), 0, 1)
              .onChip()
              .results()
              .ticks());
    }
    assertThat(times.get(1)).isLessThan(times.get(0) * 2 / 3);
    assertThat(times.get(2)).isLessThan(times.get(1) / 2);
  }

  @Test
  void aTimestepThatIsTooShortIsSaidToBe() {
    EpropTraining training = tiny(2);
    var cores =
        new EpropOnChip(training, Machine.chip(), DvfsPolicy.high(), 5 * Ticks.PER_MICROSECOND, 1);

    assertThatThrownBy(() -> cores.epoch(start(training, 1), samples(training, 4, 1), 0, 1))
        .isInstanceOf(DoesNotFitException.class)
        .hasMessageContaining("5.0 us");
  }

  @Test
  void neuronsThatAreTooManyForACoreNameTheirNeed() {
    var network = new RecurrentNetwork(ROSTAMI, 80, 0, 120, 12);
    EpropTraining training = training(network, 10, Feedback.Kind.SYMMETRIC, 2);

    assertThatThrownBy(
            () -> onChip(training, 5).epoch(start(training, 1), samples(training, 1, 1), 0, 1))
        .isInstanceOf(DoesNotFitException.class)
        .hasMessageContaining("neurons[0..23]")
        .hasMessageContaining("bytes of SRAM")
        .hasMessageContaining("more cores");
  }

  @Test
  void samplesThatDramHasNoRoomForSayHowManyItHas() {
    var records = new FrameRecords(100, 80);
    records.checkHold(60_000);

    assertThatThrownBy(() -> records.checkHold(70_000))
        .isInstanceOf(DoesNotFitException.class)
        .hasMessageContaining("70000 samples")
        .hasMessageContaining("67074");
    assertThat(records.frameAddress(33_536, 99) + records.frameBytes())
        .isLessThanOrEqualTo(0x4000_0000L);
    assertThat(records.address(33_537)).isEqualTo(0x4000_0000L);
  }

  @Test
  void moreCoresThanAChipHasSayHowManyItHas() {
    var network = new RecurrentNetwork(ROSTAMI, 2, 0, 200, 2);

    assertThatThrownBy(() -> onChip(training(network, 10, Feedback.Kind.SYMMETRIC, 2), 150))
        .isInstanceOf(DoesNotFitException.class)
        .hasMessageContaining("take fewer");
  }
}
