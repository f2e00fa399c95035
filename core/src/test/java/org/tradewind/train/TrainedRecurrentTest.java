package org.tradewind.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tradewind.job.Job;
import org.tradewind.job.Progress;
import org.tradewind.job.Report;
import org.tradewind.job.Tradewind;
import org.tradewind.learn.AdaptiveDynamics;
import org.tradewind.learn.RecurrentNetwork;
import org.tradewind.learn.SingleEprop;
import org.tradewind.learn.SingleReadout;
import org.tradewind.network.Activity;
import org.tradewind.network.SpikeTrain;
import org.tradewind.network.Stimulus;
import org.tradewind.network.SynapseWord;
import org.tradewind.network.Variable;
import org.tradewind.reference.Arithmetic;
import org.tradewind.reference.Reference;

/// That a network for the machine's programs is the network that e-prop trains: step for step what
/// [SingleEprop] and [SingleReadout] compute.
class TrainedRecurrentTest {
  private static final int FRAMES = 60;
  private static final int INPUTS = 5;

  static Stream<AdaptiveDynamics> dynamics() {
    return Stream.of(
        AdaptiveDynamics.rostami(0.15, 5, 30, 0.5, 10),
        AdaptiveDynamics.bellec(0.05, 20, 40, 0.7, 20, 0.3));
  }

  private static TrainedRecurrent trained(AdaptiveDynamics dynamics, Random random) {
    var network = new RecurrentNetwork(dynamics, INPUTS, 4, 8, 3);
    double[] weights = network.initial(random.nextLong());
    for (int w = 0; w < weights.length; w++) {
      weights[w] = (float) (1.5 * weights[w]);
    }
    return new TrainedRecurrent("recurrent", network, weights, FRAMES, 4);
  }

  private static double[] frames(Random random) {
    double[] frames = new double[FRAMES * INPUTS];
    Arrays.setAll(frames, i -> random.nextInt(4) == 0 ? 0 : (float) random.nextGaussian());
    return frames;
  }

  @ParameterizedTest
  @MethodSource("dynamics")
  void everySpikeIsWhereItWasTrained(AdaptiveDynamics dynamics) {
    var random = new Random(20261122);
    TrainedRecurrent trained = trained(dynamics, random);
    RecurrentNetwork network = trained.network();
    double[] frames = frames(random);
    float[] weights = single(trained.weights());
    var neurons = new SingleEprop(network);
    var readout =
        new SingleReadout(
            SingleEprop.Constants.of(dynamics),
            network.neurons(),
            network.outputs(),
            network.outputs());
    neurons.begin();
    readout.begin();
    boolean[] before = new boolean[network.neurons()];
    int[][] spikes = new int[2][FRAMES * network.neurons()];
    int count = 0;
    float[][] y = new float[FRAMES][];
    for (int t = 0; t < FRAMES; t++) {
      neurons.integrate(weights, single(frames), t * INPUTS, before);
      boolean[] now = new boolean[before.length];
      for (int j = 0; j < now.length; j++) {
        now[j] = neurons.spiked(j);
        if (now[j]) {
          spikes[0][count] = t;
          spikes[1][count++] = j;
        }
      }
      readout.step(weights, network.firstOutputWeight(), now);
      y[t] = readout.y().clone();
      before = now;
    }
    readout.judge(0, FRAMES, 1);

    Stimulus stimulus = trained.stimulus("0", "0", frames);
    Activity ours =
        Reference.of(trained.network(SynapseWord.WIDE), 1, Arithmetic.DOUBLE)
            .run(stimulus, trained.steps());

    SpikeTrain theirs =
        new SpikeTrain(Arrays.copyOf(spikes[0], count), Arrays.copyOf(spikes[1], count));
    assertThat(count).as("they are busy").isGreaterThan(60);
    assertThat(ours.spikes().get("layer1").steps()).isEqualTo(theirs.steps());
    assertThat(ours.spikes().get("layer1").neurons()).isEqualTo(theirs.neurons());
    for (int t = 0; t < FRAMES; t++) {
      for (int k = 0; k < network.outputs(); k++) {
        assertThat(ours.traces().get("layer2").get(Variable.V).at(t + 1, k))
            .isEqualTo(y[t][k], within(1e-4));
      }
    }
    Report tried = trained.tried(SynapseWord.WIDE, List.of(stimulus), 1);
    assertThat(tried.samples().getFirst().referencePredicted()).isEqualTo(readout.answer());
  }

  /// The machine, with weights and numbers that are whole, spike for spike and voltage for voltage.
  @ParameterizedTest
  @MethodSource("dynamics")
  void theMachineDoesWhatTheQuantisedNetworkDoes(AdaptiveDynamics dynamics) {
    var random = new Random(20261123);
    TrainedRecurrent trained = trained(dynamics, random);
    Stimulus stimulus = trained.stimulus("0", "0", frames(random));
    Job job = trained.job(SynapseWord.WIDE, List.of(stimulus), 1);
    var mapped = Tradewind.map(job, Progress.SILENT);
    Activity chip = Tradewind.run(mapped, Progress.SILENT).samples().getFirst().activity();
    Activity quantised =
        Reference.of(mapped.quantisation().network(), job.seed(), Arithmetic.SINGLE)
            .run(stimulus, trained.steps());

    assertThat(chip.sameSpikes(quantised)).isTrue();
    assertThat(chip.totalSpikes()).isGreaterThan(60);
    assertThat(chip.traces().get("layer2").get(Variable.V).values())
        .isEqualTo(quantised.traces().get("layer2").get(Variable.V).values());
  }

  @Test
  void refractoryNeuronsHaveNoProgram() {
    AdaptiveDynamics d = AdaptiveDynamics.rostami(0.6, 5, 30, 0.5, 10);
    var refractory =
        new AdaptiveDynamics(
            d.threshold(),
            d.alpha(),
            d.inputGain(),
            d.rho(),
            d.adaptationGain(),
            d.beta(),
            d.kappa(),
            d.readoutGain(),
            2,
            d.reset(),
            d.surrogate());
    assertThatThrownBy(() -> trained(refractory, new Random(1)))
        .hasMessageContaining("no program that adapts is refractory");
  }

  private static float[] single(double[] values) {
    float[] single = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      single[i] = (float) values[i];
    }
    return single;
  }
}
