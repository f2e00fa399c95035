package org.tradewind.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.tradewind.network.Connectivity;
import org.tradewind.network.Network;
import org.tradewind.network.NeuronModel;
import org.tradewind.network.NeuronModel.Reset;
import org.tradewind.network.Population;
import org.tradewind.network.Projection;
import org.tradewind.network.SpikeTrain;
import org.tradewind.network.Stimulus;
import org.tradewind.network.Synapses;
import org.tradewind.network.Values;
import org.tradewind.network.Variable;

/// Random networks, moved by the definition itself: in every step, every synapse asks whether its
/// pre neuron spiked delay + 1 steps ago. No accumulators, no order of populations, no packets.
class HistoryTest {
  private static final int STEPS = 60;

  private record Synapse(String pre, int from, String post, int to, float weight, int delay) {}

  @RepeatedTest(25)
  void theReferenceIsTheDefinition(RepetitionInfo repetition) {
    long seed = repetition.getCurrentRepetition();
    var random = new Random(seed);
    var network = randomNetwork(random);
    var stimulus = randomStimulus(network, random);

    var activity = Reference.of(network, seed, Arithmetic.SINGLE).run(stimulus, STEPS);

    var v = new HashMap<String, float[]>();
    var spiked = byDefinition(network, stimulus, seed, v);
    for (Population population : network.populations()) {
      String name = population.name();
      var expected = new ArrayList<String>();
      for (int t = 0; t < STEPS; t++) {
        for (int i = 0; i < population.size(); i++) {
          for (int times = 0; times < spiked.get(name)[t][i]; times++) {
            expected.add(t + ":" + i);
          }
        }
      }
      SpikeTrain train = activity.spikes().get(name);
      var actual = new ArrayList<String>();
      for (int s = 0; s < train.size(); s++) {
        actual.add(train.steps()[s] + ":" + train.neurons()[s]);
      }
      assertThat(actual).as("seed %d, %s", seed, name).isEqualTo(expected);
      if (!population.record().isEmpty()) {
        var trace = activity.traces().get(name).get(Variable.V);
        for (int i = 0; i < population.size(); i++) {
          assertThat((float) trace.at(STEPS - 1, i)).isEqualTo(v.get(name)[i]);
        }
      }
    }
    assertThat(activity.totalSpikes()).as("seed %d does something", seed).isPositive();
  }

  /// How often each neuron spiked in each step, and the last voltages.
  private static Map<String, int[][]> byDefinition(
      Network network, Stimulus stimulus, long seed, Map<String, float[]> v) {
    List<Synapse> synapses = synapses(network, seed);
    var spiked = new HashMap<String, int[][]>();
    for (Population population : network.populations()) {
      spiked.put(population.name(), new int[STEPS][population.size()]);
      v.put(population.name(), new float[population.size()]);
      SpikeTrain train = stimulus.train(population.name());
      for (int s = 0; s < train.size(); s++) {
        if (train.steps()[s] < STEPS) {
          spiked.get(population.name())[train.steps()[s]][train.neurons()[s]]++;
        }
      }
    }
    for (int t = 0; t < STEPS; t++) {
      var sums = new HashMap<String, float[]>();
      network.populations().forEach(p -> sums.put(p.name(), new float[p.size()]));
      for (Synapse synapse : synapses) {
        boolean ahead =
            network.population(synapse.pre()).model() instanceof NeuronModel.SpikeList(boolean a)
                && a;
        int emitted = t - synapse.delay() - (ahead ? 0 : 1);
        if (emitted >= 0) {
          sums.get(synapse.post())[synapse.to()] +=
              synapse.weight() * spiked.get(synapse.pre())[emitted][synapse.from()];
        }
      }
      for (Population population : network.populations()) {
        if (population.model() instanceof NeuronModel.Lif lif) {
          float alpha = (float) lif.alphaDecay().at(0, 0, 0);
          float threshold = (float) lif.threshold().at(0, 0, 0);
          float[] volts = v.get(population.name());
          for (int i = 0; i < population.size(); i++) {
            float charged = alpha * volts[i] + sums.get(population.name())[i];
            if (charged > threshold) {
              spiked.get(population.name())[t][i] = 1;
              charged = lif.reset() == Reset.BY_SUBTRACTION ? charged - threshold : 0;
            }
            volts[i] = charged;
          }
        }
      }
    }
    return spiked;
  }

  private static List<Synapse> synapses(Network network, long seed) {
    var all = new ArrayList<Synapse>();
    for (Projection projection : network.projections()) {
      var synapses = Synapses.of(network, projection, seed);
      for (int i = 0; i + 1 < synapses.rowStart().length; i++) {
        for (int k = synapses.rowStart()[i]; k < synapses.rowStart()[i + 1]; k++) {
          all.add(
              new Synapse(
                  projection.pre(),
                  i,
                  projection.post(),
                  synapses.post()[k],
                  synapses.weight()[k],
                  synapses.delay()[k]));
        }
      }
    }
    return all;
  }

  /// One or two sources and up to three populations, anyone to anyone, whole weights.
  private static Network randomNetwork(Random random) {
    var populations = new ArrayList<Population>();
    populations.add(Population.of("now", 1 + random.nextInt(5), new NeuronModel.SpikeList(false)));
    populations.add(Population.of("ahead", 1 + random.nextInt(5), new NeuronModel.SpikeList(true)));
    for (int p = 0; p < 1 + random.nextInt(3); p++) {
      var lif =
          new NeuronModel.Lif(
              Values.of(random.nextDouble()),
              Values.of(0),
              Values.of(1 + random.nextInt(20)),
              Values.of(0),
              Values.of(0),
              random.nextBoolean() ? Reset.BY_SUBTRACTION : Reset.TO_V_RESET);
      populations.add(
          random.nextInt(populations.size() + 1),
          Population.of("lif" + p, 1 + random.nextInt(8), lif).recording(Variable.V));
    }
    var projections = new ArrayList<Projection>();
    for (Population pre : populations) {
      for (Population post : populations) {
        if (post.model().receives()) {
          projections.add(
              new Projection(
                  pre.name() + ">" + post.name(),
                  pre.name(),
                  post.name(),
                  new Connectivity.FixedProbability(0.6, random.nextBoolean()),
                  Values.of(
                      random
                          .ints((long) pre.size() * post.size(), -6, 12)
                          .asDoubleStream()
                          .toArray()),
                  new Values.Uniform(0, random.nextInt(9))));
        }
      }
    }
    return new Network("random", populations, projections);
  }

  private static Stimulus randomStimulus(Network network, Random random) {
    var trains = new HashMap<String, SpikeTrain>();
    for (String name : List.of("now", "ahead")) {
      int spikes = 20 + random.nextInt(60);
      trains.put(
          name,
          SpikeTrain.sorted(
              random.ints(spikes, 0, STEPS + 5).toArray(),
              random.ints(spikes, 0, network.population(name).size()).toArray()));
    }
    return new Stimulus("random", "", trains);
  }
}
