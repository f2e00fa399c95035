package org.tradewind.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tradewind.network.Activity;
import org.tradewind.network.Connectivity;
import org.tradewind.network.NeuronModel;
import org.tradewind.network.Population;
import org.tradewind.network.SpikeStatistics;
import org.tradewind.network.SpikeTrain;
import org.tradewind.network.Synapses;
import org.tradewind.network.Values;
import org.tradewind.reference.Arithmetic;
import org.tradewind.reference.Reference;

/// Each network does what its paper says, in the plain loops of `reference`.
class PublishedTest {
  private static final long SEED = 5;

  static List<String> names() {
    return Published.names();
  }

  private static Activity run(Published published, int steps) {
    return Reference.of(published.network(), SEED, Arithmetic.DOUBLE)
        .run(published.stimulus(), steps);
  }

  /// Mean rate after the first so many steps.
  private static double rateHz(
      Published published, Activity activity, String population, int fromStep) {
    SpikeTrain train = activity.spikes().get(population);
    int spikes = 0;
    for (int step : train.steps()) {
      spikes += step >= fromStep ? 1 : 0;
    }
    int size = published.network().population(population).size();
    return spikes / (size * (activity.steps() - fromStep) * published.timestepSeconds());
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyNameIsANetworkWhoseRatesAreKnown(String name) {
    Published published = Published.named(name).orElseThrow();
    published.stimulus().check(published.network());
    assertThat(published.network().name()).isEqualTo(name.replace("-1ms", ""));
    for (Population population : published.network().populations()) {
      assertThat(population.expectedRateHz().isPresent()).isEqualTo(population.model().receives());
    }
    assertThat(Published.named("microcircuit-101")).isEmpty();
    assertThat(Published.named("picture.png")).isEmpty();
  }

  @Test
  void theMicrocircuitHasThePublishedNumbersOfNeuronsAndSynapses() {
    Published full = Published.named("microcircuit").orElseThrow();
    assertThat(full.network().neurons()).isEqualTo(77_169);
    long synapses =
        full.network().projections().stream()
            .mapToLong(p -> Synapses.estimate(full.network(), p))
            .sum();
    assertThat(synapses).isEqualTo(298_880_968L);
    Published tenth = Published.named("microcircuit-10").orElseThrow();
    assertThat(tenth.network().neurons()).isBetween(7_710, 7_722);
  }

  /// A current that a neuron gets with each step of its exact integration, against its closed form:
  /// one input of w pA makes `v(t) = w / C * (e^(-t/tau) - e^(-t/tau_syn)) / (1/tau_syn - 1/tau)`.
  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5})
  void oneInputMakesTheExactPotential(double stepMs) {
    var exact = new ExactIntegration(stepMs, 10, 250);
    var neuron = (NeuronModel.CurrExpLif) exact.neuron(0.5, 0.5, 0, 15, 0, Values.of(0), 2);
    double alpha = neuron.alphaDecay().at(0, 0, 0);
    double decay = neuron.excDecay().at(0, 0, 0);
    double current = 87.81 * exact.gain(0.5);
    double v = 0;
    for (int step = 1; step * stepMs < 20; step++) {
      v = alpha * v + current;
      current *= decay;
      double t = step * stepMs;
      double closed = 87.81 / 250 * (Math.exp(-t / 10) - Math.exp(-t / 0.5)) / (1 / 0.5 - 1 / 10.0);
      assertThat(v).isCloseTo(closed, within(1e-12));
    }
    // 0.15 mV at its peak (Potjans and Diesmann 2014)
    assertThat(exact.steps(1.5)).isEqualTo((int) Math.round(1.5 / stepMs));
  }

  /// The rate at which population and noise agree: Brunel 2000, equations 4, 5 and 21, self
  /// consistent.
  @Test
  void brunelsNetworkSpikesAsHisTheorySays() {
    Published published = Published.named("brunel-poisson").orElseThrow();
    int from = 1_000;
    Activity activity = run(published, 2_500);
    double theoryHz = brunelHz();
    assertThat(theoryHz).isBetween(6.0, 11.0);
    for (String population : new String[] {"exc", "inh"}) {
      assertThat(rateHz(published, activity, population, from) / theoryHz)
          .isCloseTo(1, within(0.12));
    }
  }

  private static double brunelHz() {
    double tau = 0.020;
    double j = 0.1;
    double g = 8;
    double external = 1.5 * 20 / (j * tau);
    double low = 0;
    double high = 100;
    for (int i = 0; i < 60; i++) {
      double nu = 0.5 * (low + high);
      double mean = tau * j * (external + 800 * nu - g * 200 * nu);
      double deviation = j * Math.sqrt(tau * (external + 800 * nu + g * g * 200 * nu));
      if (siegertHz(mean, deviation, 20, 10, tau, 0.002) > nu) {
        low = nu;
      } else {
        high = nu;
      }
    }
    return low;
  }

  /// `1 / nu = t_ref + tau sqrt(pi) * integral of e^(u^2) (1 + erf(u))` between reset and
  /// threshold.
  private static double siegertHz(
      double mean,
      double deviation,
      double threshold,
      double reset,
      double tau,
      double refractory) {
    double from = (reset - mean) / deviation;
    double to = (threshold - mean) / deviation;
    int parts = 20_000;
    double h = (to - from) / parts;
    double sum = 0;
    // erf by its own integral, from far below
    double gauss = 0;
    for (double t = -8; t < from; t += 1e-4) {
      gauss += 1e-4 * Math.exp(-(t + 5e-5) * (t + 5e-5));
    }
    for (int i = 0; i < parts; i++) {
      double u = from + (i + 0.5) * h;
      gauss += h * Math.exp(-u * u);
      // 1 + erf(u) = 2 / sqrt(pi) * the integral from minus infinity
      sum += h * Math.exp(u * u) * 2 / Math.sqrt(Math.PI) * gauss;
    }
    return 1 / (refractory + tau * Math.sqrt(Math.PI) * sum);
  }

  @Test
  void vogelsAndAbbottsNetworkIsAsynchronousAndIrregular() {
    Published published = Published.named("cuba-4000").orElseThrow();
    int steps = 6_000;
    Activity activity = run(published, steps);
    double exc = rateHz(published, activity, "exc", 1_000);
    double inh = rateHz(published, activity, "inh", 1_000);
    // "irregular, with a mean rate of a few spikes a second": Brette et al. 2007
    assertThat(exc).isBetween(4.0, 9.0);
    assertThat(inh).isBetween(4.0, 9.0);
    double cv = SpikeStatistics.meanIntervalCv(activity.spikes().get("exc"), 3_200);
    assertThat(cv).isBetween(0.3, 1.1);
    assertThat(
            SpikeStatistics.meanCorrelation(activity.spikes().get("exc"), 3_200, 1_000, steps, 20))
        .isCloseTo(0, within(0.03));
  }

  /// Rates of the full network, which a tenth of it keeps by construction, within the spread that
  /// van Albada et al. 2015 report for such a size.
  @Test
  void aTenthOfTheMicrocircuitKeepsItsRates() {
    Published published = Published.named("microcircuit-10").orElseThrow();
    int from = 2_000;
    Activity activity = run(published, 7_000);
    for (int p = 0; p < 8; p++) {
      String name = published.network().populations().get(p).name();
      double rate = rateHz(published, activity, name, from);
      double full = Microcircuit.rateHz(p);
      assertThat(rate).as(name).isCloseTo(full, within(0.3 * full + 0.5));
    }
  }

  @Test
  void theVolleyGoesRoundTheRing() {
    Published published = Published.named("synfire-10000").orElseThrow();
    Activity activity = run(published, 1_500);
    for (int group = 0; group < 20; group++) {
      SpikeTrain train = activity.spikes().get("exc" + group);
      assertThat(train.size()).as("group " + group).isEqualTo(100);
    }
    int travelled =
        activity.spikes().get("exc19").steps()[50] - activity.spikes().get("exc9").steps()[50];
    // a group takes its delay of 5 ms and what its neurons need to reach the threshold
    assertThat(travelled / 10).isBetween(50, 75);
    assertThat(published.network().projections().getFirst().connectivity())
        .isInstanceOf(Connectivity.FixedNumberPre.class);
  }
}
