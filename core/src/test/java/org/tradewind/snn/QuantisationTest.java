package org.tradewind.snn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tradewind.network.Connectivity;
import org.tradewind.network.Network;
import org.tradewind.network.NeuronModel;
import org.tradewind.network.Population;
import org.tradewind.network.Projection;
import org.tradewind.network.Stimulus;
import org.tradewind.network.SynapseWord;
import org.tradewind.network.Synapses;
import org.tradewind.network.Values;
import org.tradewind.network.Variable;
import org.tradewind.reference.Arithmetic;
import org.tradewind.reference.Reference;
import org.tradewind.snn.Quantisation.ProjectionError;
import org.tradewind.snn.Quantisation.Scaling;
import org.tradewind.unit.InputException;

class QuantisationTest {
  private static final NeuronModel LIF = NeuronModel.Lif.of(0.5, 2);

  private static Network network(NeuronModel model, SynapseWord word, int delay, double... w) {
    var pre = new int[w.length];
    var post = new int[w.length];
    for (int i = 0; i < w.length; i++) {
      pre[i] = i;
    }
    return new Network(
        "n",
        List.of(
            Population.of("in", Math.max(1, w.length), new NeuronModel.SpikeList(false)),
            Population.of("out", 1, model).stored(word)),
        List.of(
            new Projection(
                "p",
                "in",
                "out",
                new Connectivity.Listed(pre, post),
                Values.of(w),
                Values.of(delay))));
  }

  private static Quantisation auto(SynapseWord word, int delay, double... weights) {
    return Quantisation.of(network(LIF, word, delay, weights), Scaling.AUTO, 1);
  }

  private static SynapseWord word(Quantisation q) {
    return q.network().population("out").word();
  }

  private static double[] weights(Quantisation q) {
    float[] weights = Synapses.of(q.network(), q.network().projections().getFirst(), 1).weight();
    return IntStream.range(0, weights.length).mapToDouble(i -> weights[i]).toArray();
  }

  @Test
  void smallIntegersKeepTheirValueInTheWordWithDelays() {
    Quantisation q = auto(SynapseWord.AUTO, 7, 15, -15, 3);
    assertThat(word(q)).isEqualTo(SynapseWord.DELAY);
    assertThat(q.scale()).containsEntry("out", 1.0);
    assertThat(weights(q)).containsExactly(15, -15, 3);
    assertThat(q.projections().getFirst())
        .isEqualTo(new ProjectionError("p", SynapseWord.DELAY, 3, 1, 0, 0, 15, 0, 0));
  }

  @Test
  void largerWeightsWithoutDelayGetEightBits() {
    assertThat(word(auto(SynapseWord.AUTO, 0, 16))).isEqualTo(SynapseWord.NO_DELAY);
    Quantisation q = auto(SynapseWord.AUTO, 0, 0.5, -1);
    assertThat(word(q)).isEqualTo(SynapseWord.NO_DELAY);
    assertThat(q.scale()).containsEntry("out", 127.0);
    assertThat(weights(q)).containsExactly(64, -127);
  }

  @Test
  void delaysDecideWhereWeightsAreReal() {
    assertThat(word(auto(SynapseWord.AUTO, 7, 0.5))).isEqualTo(SynapseWord.DELAY);
    assertThat(auto(SynapseWord.AUTO, 7, 0.5).scale()).containsEntry("out", 30.0);
    assertThat(word(auto(SynapseWord.AUTO, 8, 1))).isEqualTo(SynapseWord.WIDE);
    assertThat(auto(SynapseWord.AUTO, 8, 1).scale()).containsEntry("out", 1.0);
    assertThat(auto(SynapseWord.WIDE, 0, 0.5).scale()).containsEntry("out", 65534.0);
  }

  @Test
  void aDelayThatTheDeclaredWordCannotHoldNamesTheRemedy() {
    assertThatThrownBy(() -> auto(SynapseWord.DELAY, 8, 1))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "population 'out': a synapse that ends here has the delay field 8, and its word delay"
                + " holds 0 to 7; use `word: wide` or shorter delays");
    assertThatThrownBy(() -> auto(SynapseWord.NO_DELAY, 1, 1))
        .hasMessageContaining("use `word: delay`");
  }

  @Test
  void aGivenFactorRoundsClipsAndReportsIt() {
    var q =
        Quantisation.of(
            network(LIF, SynapseWord.DELAY, 0, 2.5, 3.5, -0.2, 0, 100), new Scaling(1), 1);
    assertThat(weights(q)).containsExactly(2, 4, -0.0, 0, 15);
    ProjectionError error = q.projections().getFirst();
    assertThat(error.weights()).isEqualTo(5);
    assertThat(error.becameZero()).isEqualTo(1);
    assertThat(error.saturated()).isEqualTo(1);
    assertThat(error.maxError()).isEqualTo(85);
    assertThat(error.maxWeight()).isEqualTo(100);
    double squares = 0.25 + 0.25 + 0.04 + 0 + 85 * 85;
    assertThat(error.rmsError()).isCloseTo(Math.sqrt(squares / 5), within(1e-6));
  }

  @Test
  void weightsThatBecomeZeroAreCounted() {
    Quantisation q = auto(SynapseWord.AUTO, 0, 1.5, 0.001, 0);
    assertThat(weights(q)).containsExactly(127, 0, 0);
    assertThat(q.projections().getFirst().becameZero()).isEqualTo(1);
    var constant = Quantisation.of(network(LIF, SynapseWord.AUTO, 0, 0, 0), Scaling.AUTO, 1);
    assertThat(weights(constant)).containsExactly(0, 0);
    assertThat(constant.scale()).containsEntry("out", 1.0);
  }

  @Test
  void voltagesTakeTheScaleAndRecordingsGiveItBack() {
    var model =
        new NeuronModel.Lif(
            Values.of(0.5),
            Values.of(0.25),
            Values.of(2),
            Values.of(-1),
            Values.of(0.75),
            NeuronModel.Reset.TO_V_RESET);
    var q = Quantisation.of(network(model, SynapseWord.NO_DELAY, 0, 0.5), Scaling.AUTO, 1);
    double scale = 254;
    Population out = q.network().population("out");
    assertThat(out.model())
        .isEqualTo(
            new NeuronModel.Lif(
                Values.of(0.5),
                Values.of(0.25 * scale),
                Values.of(2 * scale),
                Values.of(-scale),
                Values.of(0.75 * scale),
                NeuronModel.Reset.TO_V_RESET));
    assertThat(out.vUnit()).isEqualTo(Values.of(1 / scale));
  }

  @Test
  void aThresholdThatNothingReachesStaysFinite() {
    var q =
        Quantisation.of(
            network(NeuronModel.Lif.of(0.5, 1e300), SynapseWord.AUTO, 0, 0.1), Scaling.AUTO, 1);
    var model = (NeuronModel.Lif) q.network().population("out").model();
    assertThat(model.threshold()).isEqualTo(Values.of(Float.MAX_VALUE));
  }

  @Test
  void aRelayIsExcitedOrNot() {
    var q =
        Quantisation.of(
            network(new NeuronModel.Relay(), SynapseWord.AUTO, 0, 0.25, -30), Scaling.AUTO, 1);
    assertThat(weights(q)).containsExactly(1, 0);
    assertThat(q.scale()).containsEntry("out", 1.0);
    assertThat(q.projections().getFirst().maxError()).isZero();
  }

  @Test
  void exactWeightsChangeNothingThatTheReferenceSees() {
    // thirds of a power of two: the scale is exact, so quantised and original agree to the bit
    Network original =
        new Network(
            "exact",
            List.of(
                Population.of("noise", 20, NeuronModel.Poisson.withProbability(0.3)),
                Population.of("out", 10, NeuronModel.Lif.of(0.75, 0.5)).recording(Variable.V)),
            List.of(
                Projection.of(
                    "noise", "out", new Connectivity.FixedProbability(0.5, true), 0.125, 2)));
    var q = Quantisation.of(original, new Scaling(64), 9);
    var before = Reference.of(original, 9, Arithmetic.SINGLE).run(Stimulus.NONE, 100);
    var after = Reference.of(q.network(), 9, Arithmetic.SINGLE).run(Stimulus.NONE, 100);
    assertThat(after.sameSpikes(before)).isTrue();
    assertThat(before.totalSpikes()).isPositive();
    assertThat(after.traces().get("out").get(Variable.V).values())
        .isEqualTo(before.traces().get("out").get(Variable.V).values());
  }

  @Test
  void drawnWeightsAreDrawnOnce() {
    Network original =
        new Network(
            "drawn",
            List.of(
                Population.of("noise", 20, NeuronModel.Poisson.withProbability(0.3)),
                Population.of("out", 10, LIF)),
            List.of(
                new Projection(
                    "p",
                    "noise",
                    "out",
                    new Connectivity.FixedProbability(0.5, true),
                    new Values.Uniform(-1, 1),
                    new Values.Uniform(0, 7))));
    var q = Quantisation.of(original, Scaling.AUTO, 9);
    Synapses before = Synapses.of(original, original.projections().getFirst(), 9);
    Synapses after = Synapses.of(q.network(), q.network().projections().getFirst(), 9);
    double scale = q.scale().get("out");
    assertThat(after.post()).containsExactly(before.post());
    assertThat(after.delay()).containsExactly(before.delay());
    for (int s = 0; s < before.count(); s++) {
      assertThat((double) after.weight()[s])
          .isEqualTo(Math.rint(before.weight()[s] * scale))
          .isBetween(-15.0, 15.0);
    }
  }

  /// Of millions of drawn weights the error is that of their distribution: as if each were looked
  /// at.
  @Test
  void whatIsExpectedOfManyWeightsIsWhatTheyHave() {
    var network =
        new Network(
            "n",
            List.of(
                Population.of("in", 100, new NeuronModel.SpikeList(false)),
                Population.of("out", 100, LIF).stored(SynapseWord.DELAY)),
            List.of(
                new Projection(
                    "p",
                    "in",
                    "out",
                    new Connectivity.FixedTotalNumber(2_000_000, true),
                    new Values.Normal(1, 0.1, 0, Double.POSITIVE_INFINITY),
                    Values.of(0))));
    Quantisation q = Quantisation.of(network, Scaling.AUTO, 1);
    ProjectionError told = q.projections().getFirst();
    double scale = q.scale().get("out");
    double squares = 0;
    double largest = 0;
    double most = 0;
    for (float weight : Synapses.of(network, network.projections().getFirst(), 1).weight()) {
      double error = Math.rint(weight * scale) / scale - weight;
      squares += error * error;
      largest = Math.max(largest, Math.abs(error));
      most = Math.max(most, weight);
    }
    assertThat(told.weights()).isEqualTo(2_000_000);
    assertThat(told.rmsError()).isCloseTo(Math.sqrt(squares / 2_000_000), withinPercentage(0.5));
    assertThat(told.maxError()).isCloseTo(largest, withinPercentage(1));
    assertThat(told.maxWeight()).isEqualTo(most);
    assertThat(told.becameZero() + told.saturated()).isZero();
  }
}
