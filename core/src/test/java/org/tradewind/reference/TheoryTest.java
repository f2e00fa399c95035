package org.tradewind.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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

/// What theory says about neurons, against what the reference does.
class TheoryTest {
  private static final Values ZERO = Values.of(0);

  /// One spike of weight w through a current that decays with e into a voltage that decays with a:
  /// v_n = w (a^n - e^n) / (a - e), n steps after the current received it at n = 1.
  @ParameterizedTest
  @ValueSource(doubles = {-3, 0.5, 8})
  void aPostsynapticPotentialIsADifferenceOfExponentials(double weight) {
    double alpha = Math.exp(-1 / 20.0);
    double excDecay = Math.exp(-1 / 5.0);
    double inhDecay = Math.exp(-1 / 9.0);
    var lif =
        new NeuronModel.CurrExpLif(
            Values.of(alpha),
            Values.of(excDecay),
            Values.of(inhDecay),
            ZERO,
            Values.of(1e6),
            ZERO,
            ZERO,
            ZERO,
            Reset.TO_V_RESET);
    var network =
        new Network(
            "psp",
            List.of(
                Population.of("in", 1, new NeuronModel.SpikeList(true)),
                Population.of("out", 1, lif).recording(Variable.V)),
            List.of(Projection.of("in", "out", new Connectivity.OneToOne(), weight, 0)));
    var spike = new Stimulus("", "", Map.of("in", new SpikeTrain(new int[1], new int[1])));
    double[] v =
        Reference.of(network, 1, Arithmetic.DOUBLE)
            .run(spike, 200)
            .traces()
            .get("out")
            .get(Variable.V)
            .values();

    double e = weight > 0 ? excDecay : inhDecay;
    double[] expected =
        IntStream.rangeClosed(1, 200)
            .mapToDouble(n -> weight * (Math.pow(alpha, n) - Math.pow(e, n)) / (alpha - e))
            .toArray();
    assertThat(v).containsExactly(expected, within(1e-12));
  }

  /// Few share what a neuron receives of so many, so that neurons are nearly as good as
  /// independent.
  private static final int SOURCES = 20_000;

  /// The rate of a leaky integrate-and-fire neuron under balanced noise, from the diffusion
  /// approximation: Siegert's formula in the form of Brunel and Hakim 1999, with the threshold
  /// raised by 0.5826 standard deviations of a step, since v is looked at once a step only
  /// (Broadie, Glasserman and Kou 1997).
  @ParameterizedTest
  @ValueSource(doubles = {0.6, 0.8, 1.0})
  void theRateUnderNoiseIsSiegerts(double offset) {
    double tau = 20; // steps
    double alpha = Math.exp(-1 / tau);
    double threshold = 20;
    double p = 0.01;
    double weight = 0.3; // as much excitation as inhibition: no skew, as the theory has it
    int steps = 20_000;
    int neurons = 100;
    var network =
        new Network(
            "noise",
            List.of(
                Population.of("exc", SOURCES, NeuronModel.Poisson.withProbability(p)),
                Population.of("inh", SOURCES, NeuronModel.Poisson.withProbability(p)),
                Population.of(
                    "out",
                    neurons,
                    new NeuronModel.Lif(
                        Values.of(alpha),
                        Values.of(offset),
                        Values.of(threshold),
                        ZERO,
                        ZERO,
                        Reset.TO_V_RESET))),
            List.of(
                Projection.of("exc", "out", new Connectivity.FixedNumberPre(1000, true), weight, 0),
                Projection.of(
                    "inh", "out", new Connectivity.FixedNumberPre(1000, true), -weight, 0)));

    var train =
        Reference.of(network, 5, Arithmetic.DOUBLE)
            .run(Stimulus.NONE, steps)
            .spikes()
            .get("out")
            .between(200, steps);

    double mean = offset / (1 - alpha);
    double stepVariance = p * (1 - p) * 2 * 1000 * weight * weight;
    double sigma = Math.sqrt(2 * stepVariance / (1 - alpha * alpha));
    double raised = threshold + 0.5826 * Math.sqrt(stepVariance);
    double period = tau * firstPassage(-mean / sigma, (raised - mean) / sigma);
    double rate = SpikeStatistics.meanRateHz(train, neurons, steps - 200, 1);
    assertThat(rate * period).as("rate %s a step over theory's", rate).isCloseTo(1, within(0.05));
    assertThat(SpikeStatistics.meanIntervalCv(train, neurons)).isBetween(0.4, 1.0);
  }

  /// The mean first passage time from a to b in units of tau: the integral over t > 0 of e^(-t^2)
  /// (e^(2bt) - e^(2at)) / t.
  private static double firstPassage(double a, double b) {
    double dt = 1e-4;
    double sum = 0;
    for (double t = dt / 2; t < 20; t += dt) {
      sum += dt * Math.exp(-t * t) * (Math.exp(2 * b * t) - Math.exp(2 * a * t)) / t;
    }
    return sum;
  }

  /// With little noise the formula becomes the closed form of a constant current, ln(mean / (mean -
  /// threshold)).
  @Test
  void theFormulaMeetsItsLimitWithoutNoise() {
    double mean = 30;
    double sigma = 1.5;
    assertThat(firstPassage(-mean / sigma, (20 - mean) / sigma))
        .isCloseTo(Math.log(mean / (mean - 20)), within(0.01));
  }
}
