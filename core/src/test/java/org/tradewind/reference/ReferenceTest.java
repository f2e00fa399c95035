package org.tradewind.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tradewind.network.Activity;
import org.tradewind.network.Connectivity;
import org.tradewind.network.Network;
import org.tradewind.network.NeuronModel;
import org.tradewind.network.NeuronModel.Reset;
import org.tradewind.network.Population;
import org.tradewind.network.Projection;
import org.tradewind.network.SpikeStatistics;
import org.tradewind.network.SpikeTrain;
import org.tradewind.network.Stimulus;
import org.tradewind.network.Values;
import org.tradewind.network.Variable;
import org.tradewind.unit.InputException;

/// Each line of the published update order by hand, over one source and one neuron.
class ReferenceTest {
  private static final long SEED = 1;

  // ── when a spike arrives ──

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 63})
  void aSpikeArrivesOneStepAfterItsDelayField(int delay) {
    var v = voltage(lif(1, 0, 100, Reset.TO_V_RESET), spikesAt(3), 70, 5, delay);
    assertThat(v)
        .containsExactly(IntStream.range(0, 70).mapToDouble(t -> t > 3 + delay ? 5 : 0).toArray());
  }

  @Test
  void aSpikeListedAheadArrivesInItsStep() {
    var network = world(new NeuronModel.SpikeList(true), lif(1, 0, 100, Reset.TO_V_RESET), 5, 0);
    var activity = run(network, stimulus(spikesAt(0, 3, 3)), 6);
    assertThat(trace(activity, Variable.V)).containsExactly(5, 5, 5, 15, 15, 15);
    assertThat(activity.spikes().get("in").steps()).containsExactly(0, 3, 3);
  }

  @Test
  void aSpikeListedAheadIsDelayedLikeAnyOther() {
    var network = world(new NeuronModel.SpikeList(true), lif(1, 0, 100, Reset.TO_V_RESET), 5, 2);
    assertThat(trace(run(network, stimulus(spikesAt(0, 1)), 5), Variable.V))
        .containsExactly(0, 0, 5, 10, 10);
  }

  @Test
  void listedSpikesAreRecordedAtTheirStepAndThoseAfterTheEndAreNot() {
    var network = world(new NeuronModel.SpikeList(false), lif(1, 0, 9, Reset.TO_V_RESET), 1, 0);
    var activity = run(network, stimulus(spikesAt(0, 2, 2, 4, 5)), 5);
    assertThat(activity.spikes().get("in").steps()).containsExactly(0, 2, 2, 4);
  }

  @Test
  void severalSpikesOfOneStepAddUp() {
    assertThat(voltage(lif(1, 0, 100, Reset.TO_V_RESET), spikesAt(1, 1, 1), 4, 5, 0))
        .containsExactly(0, 0, 15, 15);
  }

  @Test
  void orderOfPopulationsDoesNotMatter() {
    // out comes before in: what in sends in a step must still arrive in the next
    var in = Population.of("in", 1, new NeuronModel.SpikeList(false));
    var out = Population.of("out", 1, lif(1, 0, 100, Reset.TO_V_RESET)).recording(Variable.V);
    var projection = Projection.of("in", "out", new Connectivity.OneToOne(), 5, 0);
    var network = new Network("test", List.of(out, in), List.of(projection));
    assertThat(trace(run(network, stimulus(spikesAt(1)), 4), Variable.V))
        .containsExactly(0, 0, 5, 5);
    assertThat(run(network, Stimulus.NONE, 1).spikes().keySet()).containsExactly("out", "in");
  }

  @Test
  void aSelfConnectionActsOneStepLater() {
    // excited once above the threshold, it keeps itself going
    var out = Population.of("out", 1, lif(0, 0, 1, Reset.TO_V_RESET));
    var in = Population.of("in", 1, new NeuronModel.SpikeList(false));
    var network =
        new Network(
            "test",
            List.of(in, out),
            List.of(
                Projection.of("in", "out", new Connectivity.OneToOne(), 2, 0),
                Projection.of("out", "out", new Connectivity.AllToAll(true), 2, 1)));
    assertThat(run(network, stimulus(spikesAt(0)), 8).spikes().get("out").steps())
        .containsExactly(1, 3, 5, 7);
  }

  // ── lif ──

  @Test
  void lifDecaysThenAddsSynapsesAndOffset() {
    assertThat(voltage(lif(0.5, 1, 100, Reset.TO_V_RESET), spikesAt(0), 4, 8, 0))
        .containsExactly(1, 0.5 + 8 + 1, 0.5 * 9.5 + 1, 0.5 * 5.75 + 1);
  }

  @Test
  void thresholdIsStrict() {
    // v = 1, 2, 3, ... : 3 is not above 3
    var steps = spikes(lif(1, 1, 3, Reset.TO_V_RESET), 9);
    assertThat(steps).containsExactly(3, 7);
  }

  @Test
  void theTwoResets() {
    var model = lif(1, 4, 9, Reset.BY_SUBTRACTION);
    assertThat(voltage(model, SpikeTrain.EMPTY, 4, 0, 0)).containsExactly(4, 8, 3, 7);
    var toReset = new NeuronModel.Lif(of(1), of(4), of(9), of(-2), of(0.5), Reset.TO_V_RESET);
    assertThat(voltage(toReset, SpikeTrain.EMPTY, 5, 0, 0)).containsExactly(4.5, 8.5, -2, 2, 6);
  }

  /// v_n = i (1 - a^n) / (1 - a) from reset to zero, so that a neuron fires every n steps with n
  /// the least whole number above ln(1 - threshold (1 - a) / i) / ln(a).
  @ParameterizedTest
  @ValueSource(doubles = {1.05, 1.2, 1.7, 3, 9.1})
  void constantCurrentGivesTheClosedFormsPeriod(double current) {
    double alpha = Math.exp(-1 / 20.0);
    double threshold = 20;
    int period =
        (int) Math.floor(Math.log(1 - threshold * (1 - alpha) / current) / Math.log(alpha));
    int[] steps = spikes(lif(alpha, current, threshold, Reset.TO_V_RESET), 2000);
    assertThat(steps).hasSize(2000 / (period + 1));
    for (int i = 0; i < steps.length; i++) {
      assertThat(steps[i]).isEqualTo((i + 1) * (period + 1) - 1);
    }
  }

  // ── lif_curr_exp ──

  @Test
  void currentsDecaySeparatelyAndThenReceive() {
    var network = currExpWorld(0);
    var trains = Map.of("plus", spikesAt(0, 2), "minus", spikesAt(0, 2));
    var activity = run(network, new Stimulus("", "", trains), 5);
    double[] iExc = {0, 8, 4, 2 + 8, 5};
    double[] iInh = {0, 4, 1, 0.25 + 4, 1.0625};
    assertThat(trace(activity, Variable.I_EXC)).containsExactly(iExc);
    assertThat(trace(activity, Variable.I_INH)).containsExactly(iInh);
    var v = new double[5];
    v[0] = 1; // the offset
    for (int t = 1; t < 5; t++) {
      v[t] = 0.5 * v[t - 1] + iExc[t] - iInh[t] + 1;
    }
    assertThat(trace(activity, Variable.V)).containsExactly(v);
  }

  @Test
  void refractoryHoldsTheVoltageWhileCurrentsGoOn() {
    // the first arrival spikes in step 1; v is held in steps 2 and 3, while the currents receive
    var model =
        new NeuronModel.CurrExpLif(
            of(1), of(0.5), of(0.5), of(0), of(7), of(-1), of(0), of(2), Reset.TO_V_RESET);
    var network = world(new NeuronModel.SpikeList(false), model, 8, 0);
    var activity = run(network, stimulus(spikesAt(0, 1)), 7);
    assertThat(trace(activity, Variable.I_EXC)).containsExactly(0, 8, 12, 6, 3, 1.5, 0.75);
    assertThat(trace(activity, Variable.V)).containsExactly(0, -1, -1, -1, 2, 3.5, 4.25);
    assertThat(activity.spikes().get("out").steps()).containsExactly(1);
  }

  @Test
  void refractoryStepsLengthenThePeriodByThemselves() {
    for (int refractory = 0; refractory < 4; refractory++) {
      var model =
          new NeuronModel.CurrExpLif(
              of(1), of(0), of(0), of(1), of(4), of(0), of(0), of(refractory), Reset.TO_V_RESET);
      int[] steps = spikes(model, 60);
      assertThat(steps[1] - steps[0]).isEqualTo(5 + refractory);
    }
  }

  // ── lif_adaptive_threshold ──

  @Test
  void theThresholdRisesInTheStepAfterASpike() {
    var model =
        new NeuronModel.AdaptiveLif(
            of(1), of(2), of(3), of(0.5), of(4), of(0), of(0), Reset.TO_V_RESET);
    var network = world(new NeuronModel.SpikeList(false), model, 0, 0);
    var activity = run(network, Stimulus.NONE, 6);
    // after the spike of step 1 the bounds are 5, 4 and 3.5; 4 is not above 4
    assertThat(trace(activity, Variable.U)).containsExactly(0, 0, 0.5, 0.25, 0.125, 0.5625);
    assertThat(trace(activity, Variable.V)).containsExactly(2, 0, 2, 4, 0, 2);
    assertThat(activity.spikes().get("out").steps()).containsExactly(1, 4);
  }

  @Test
  void theAdaptiveResetSubtractsTheRaisedThreshold() {
    var model =
        new NeuronModel.AdaptiveLif(
            of(1), of(5), of(3), of(0.5), of(2), of(0), of(0), Reset.BY_SUBTRACTION);
    var network = world(new NeuronModel.SpikeList(false), model, 0, 0);
    // step 0: 5 > 3, left 2; step 1: u 0.5, 7 > 4, left 3; step 2: u 0.75, 8 > 4.5, left 3.5
    assertThat(trace(run(network, Stimulus.NONE, 3), Variable.V)).containsExactly(2, 3, 3.5);
  }

  // ── izhikevich ──

  /// Izhikevich's published program for one regular spiking neuron (a 0.02, b 0.2, c -65, d 8),
  /// which tests v at the start of the next millisecond.
  @Test
  void regularSpikingIsIzhikevichsProgram() {
    double v = -65;
    double u = 0.2 * v;
    var expected = new int[100];
    int count = 0;
    for (int t = 0; t <= 1000; t++) {
      if (v > 30) {
        expected[count++] = t - 1;
        v = -65;
        u += 8;
      }
      double current = 10;
      v = v + 0.5 * (0.04 * v * v + 5 * v + 140 - u + current);
      v = v + 0.5 * (0.04 * v * v + 5 * v + 140 - u + current);
      u = u + 0.02 * (0.2 * v - u);
    }
    var model = new NeuronModel.Izhikevich(of(0.02), of(0.2), of(-65), of(8), of(10), of(-65), 1);
    int[] steps = spikes(model, 1000);
    assertThat(steps).hasSizeBetween(15, 40).containsExactly(Arrays.copyOf(expected, count));
  }

  @Test
  void izhikevichScalesWhatArrives() {
    var scaled =
        new NeuronModel.Izhikevich(of(0.02), of(0.2), of(-65), of(8), of(0), of(-65), 0.25);
    var plain = new NeuronModel.Izhikevich(of(0.02), of(0.2), of(-65), of(8), of(0), of(-65), 1);
    assertThat(voltage(scaled, spikesAt(0), 5, 32, 0))
        .containsExactly(voltage(plain, spikesAt(0), 5, 8, 0));
  }

  // ── sources and relays ──

  @Test
  void poissonRateIsWithinFiveSigmaAndItsIntervalsAreIrregular() {
    double p = 0.02;
    int neurons = 200;
    int steps = 5000;
    var network =
        new Network(
            "test",
            List.of(Population.of("noise", neurons, new NeuronModel.Poisson(of(p), 0, steps))),
            List.of());
    var train = run(network, Stimulus.NONE, steps).spikes().get("noise");
    double expected = p * neurons * steps;
    assertThat((double) train.size()).isCloseTo(expected, within(5 * Math.sqrt(expected)));
    // a Bernoulli process: CV^2 = 1 - p
    assertThat(SpikeStatistics.meanIntervalCv(train, neurons))
        .isCloseTo(Math.sqrt(1 - p), within(0.02));
  }

  @Test
  void poissonStartsAndStops() {
    var network =
        new Network(
            "test",
            List.of(Population.of("noise", 2, new NeuronModel.Poisson(of(1), 3, 5))),
            List.of());
    assertThat(run(network, Stimulus.NONE, 9).spikes().get("noise").steps())
        .containsExactly(3, 3, 4, 4);
  }

  @Test
  void aRelayRepeatsWhatExcitesIt() {
    var in = Population.of("in", 2, new NeuronModel.SpikeList(false));
    var out = Population.of("out", 1, new NeuronModel.Relay());
    var projection =
        new Projection(
            "p",
            "in",
            "out",
            new Connectivity.AllToAll(true),
            Values.of(new double[] {1, -5}),
            of(0));
    var network = new Network("test", List.of(in, out), List.of(projection));
    var train = SpikeTrain.sorted(new int[] {0, 2, 2, 3, 5}, new int[] {0, 0, 0, 1, 1});
    var both = SpikeTrain.sorted(new int[] {0, 0}, new int[] {0, 1});
    assertThat(run(network, stimulus(train), 8).spikes().get("out").steps()).containsExactly(1, 3);
    assertThat(run(network, stimulus(both), 8).spikes().get("out").steps()).containsExactly(1);
  }

  // ── recording, arithmetic, repetition ──

  @Test
  void onlyTheVoltageIsRecordedInItsUnit() {
    var model =
        new NeuronModel.CurrExpLif(
            of(0), of(0), of(0), of(3), of(99), of(0), of(0), of(0), Reset.TO_V_RESET);
    var network =
        new Network(
            "test",
            List.of(
                Population.of("out", 2, model)
                    .recording(Variable.I_EXC, Variable.V)
                    .inUnits(Values.of(new double[] {0.5, 0.25}))),
            List.of());
    var activity = run(network, Stimulus.NONE, 1);
    assertThat(trace(activity, Variable.V)).containsExactly(1.5, 0.75);
    assertThat(trace(activity, Variable.I_EXC)).containsExactly(0, 0);
    assertThat(activity.traces().get("out")).hasSize(2);
  }

  @Test
  void singleRoundsEveryOperationToFloat() {
    float v = 0;
    var expected = new double[50];
    for (int t = 0; t < 50; t++) {
      v = 0.95f * v + 0.1f;
      expected[t] = v;
    }
    var network =
        world(new NeuronModel.SpikeList(false), lif(0.95, 0.1, 9, Reset.TO_V_RESET), 1, 0);
    var single = Reference.of(network, SEED, Arithmetic.SINGLE).run(Stimulus.NONE, 50);
    assertThat(trace(single, Variable.V)).containsExactly(expected);
    assertThat(trace(run(network, Stimulus.NONE, 50), Variable.V))
        .isNotEqualTo(expected)
        .containsExactly(expected, within(1e-5));
  }

  @ParameterizedTest
  @EnumSource(Arithmetic.class)
  void aReferenceStartsOverInEveryRun(Arithmetic arithmetic) {
    var network = currExpWorld(2);
    var stimulus =
        new Stimulus("", "", Map.of("plus", spikesAt(0, 1, 2, 3, 9), "minus", spikesAt(4)));
    var reference = Reference.of(network, SEED, arithmetic);
    var once = reference.run(stimulus, 30);
    var again = reference.run(stimulus, 30);
    assertThat(again.sameSpikes(once)).isTrue();
    assertThat(trace(again, Variable.V)).containsExactly(trace(once, Variable.V));
  }

  @Test
  void aStimulusThatDoesNotFitSaysWhy() {
    var network = world(new NeuronModel.SpikeList(false), lif(1, 0, 1, Reset.TO_V_RESET), 1, 0);
    var beyond =
        new Stimulus("five.csv", "", Map.of("in", SpikeTrain.sorted(new int[] {0}, new int[] {4})));
    assertThatThrownBy(() -> run(network, beyond, 3))
        .isInstanceOf(InputException.class)
        .hasMessage("stimulus 'five.csv': it lists neuron 4 of 'in'; that has the neurons 0 to 0");
    var wrong = new Stimulus("", "", Map.of("out", spikesAt(0)));
    assertThatThrownBy(() -> run(network, wrong, 3))
        .hasMessage("stimulus: 'out' is no spike list, so that spikes cannot be listed for it");
  }

  @Test
  void aTraceThatNoArrayHoldsIsRefused() {
    var network =
        new Network(
            "test",
            List.of(
                Population.of("out", 100_000, lif(1, 0, 1, Reset.TO_V_RESET))
                    .recording(Variable.V)),
            List.of());
    assertThatThrownBy(() -> run(network, Stimulus.NONE, 100_000))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("population 'out': recording V of 100000 neurons for 100000 steps");
  }

  // ── the small worlds ──

  private static Values of(double value) {
    return Values.of(value);
  }

  private static NeuronModel lif(double alpha, double offset, double threshold, Reset reset) {
    return new NeuronModel.Lif(of(alpha), of(offset), of(threshold), of(0), of(0), reset);
  }

  private static Network world(NeuronModel source, NeuronModel neuron, double weight, int delay) {
    var out = Population.of("out", 1, neuron);
    return new Network(
        "test",
        List.of(
            Population.of("in", 1, source),
            out.recording(neuron.variables().toArray(new Variable[0]))),
        List.of(Projection.of("in", "out", new Connectivity.OneToOne(), weight, delay)));
  }

  /// An exciting and an inhibiting source, decays 1/2 and 1/4, offset 1.
  private static Network currExpWorld(int refractory) {
    var model =
        new NeuronModel.CurrExpLif(
            of(0.5),
            of(0.5),
            of(0.25),
            of(1),
            of(12),
            of(0),
            of(0),
            of(refractory),
            Reset.BY_SUBTRACTION);
    return new Network(
        "test",
        List.of(
            Population.of("plus", 1, new NeuronModel.SpikeList(false)),
            Population.of("minus", 1, new NeuronModel.SpikeList(false)),
            Population.of("out", 1, model).recording(Variable.V, Variable.I_EXC, Variable.I_INH)),
        List.of(
            Projection.of("plus", "out", new Connectivity.OneToOne(), 8, 0),
            Projection.of("minus", "out", new Connectivity.OneToOne(), -4, 0)));
  }

  private static double[] voltage(
      NeuronModel neuron, SpikeTrain train, int steps, double weight, int delay) {
    var network = world(new NeuronModel.SpikeList(false), neuron, weight, delay);
    return trace(run(network, stimulus(train), steps), Variable.V);
  }

  private static int[] spikes(NeuronModel neuron, int steps) {
    var network = world(new NeuronModel.SpikeList(false), neuron, 0, 0);
    return run(network, Stimulus.NONE, steps).spikes().get("out").steps();
  }

  private static SpikeTrain spikesAt(int... steps) {
    return new SpikeTrain(steps, new int[steps.length]);
  }

  private static Stimulus stimulus(SpikeTrain train) {
    return new Stimulus("", "", Map.of("in", train));
  }

  private static Activity run(Network network, Stimulus stimulus, int steps) {
    return Reference.of(network, SEED, Arithmetic.DOUBLE).run(stimulus, steps);
  }

  private static double[] trace(Activity activity, Variable variable) {
    return activity.traces().get("out").get(variable).values();
  }
}
