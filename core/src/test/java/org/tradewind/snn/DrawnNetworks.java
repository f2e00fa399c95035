package org.tradewind.snn;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.tradewind.network.Background;
import org.tradewind.network.Connectivity;
import org.tradewind.network.Connectivity.Convolution;
import org.tradewind.network.Network;
import org.tradewind.network.NeuronModel;
import org.tradewind.network.NeuronModel.Reset;
import org.tradewind.network.Population;
import org.tradewind.network.Projection;
import org.tradewind.network.SpikeTrain;
import org.tradewind.network.Stimulus;
import org.tradewind.network.SynapseWord;
import org.tradewind.network.Values;
import org.tradewind.network.Variable;

/// Small networks of every program, word, delay and reset, for tests that compare what runs them.
public final class DrawnNetworks {
  public static final int STEPS = 60;
  private static final int NEURONS = 10;

  private DrawnNetworks() {}

  /// Ten neurons of a model.
  public record Case(String name, NeuronModel model, SynapseWord word, int maxDelay, int split) {
    @Override
    public String toString() {
      return name + " " + word + " delay " + maxDelay + " on " + split;
    }
  }

  public static Stream<Case> cases() {
    var cases = new ArrayList<Case>();
    var models =
        new java.util.TreeMap<String, NeuronModel>(
            Map.of("relay", new NeuronModel.Relay(), "izhikevich", izhikevich()));
    for (Reset reset : Reset.values()) {
      models.put("lif_adaptive_threshold " + reset, adaptive(reset));
      if (reset.isNext()) {
        continue;
      }
      models.put("lif " + reset, lif(Values.of(0.9), reset));
      models.put("charge_and_spike " + reset, lif(Values.of(1), reset));
      models.put(
          "lif_curr_exp " + reset,
          new NeuronModel.CurrExpLif(
              new Values.Uniform(0.8, 0.95),
              Values.of(0.7),
              Values.of(0.6),
              Values.of(0.2),
              Values.of(3),
              Values.of(-0.5),
              Values.of(0.1),
              Values.of(2),
              reset));
    }
    models.forEach((name, model) -> {
      for (SynapseWord word : SynapseWord.values()) {
        int[] delays =
            switch (word) {
              case NO_DELAY -> new int[] {0};
              case DELAY -> new int[] {0, 7};
              case WIDE, AUTO -> new int[] {0, 7, 20};
            };
        for (int delay : delays) {
          for (int split : new int[] {1, 2, 5}) {
            cases.add(new Case(name, model, word, delay, split));
          }
        }
      }
    });
    return cases.stream();
  }

  private static NeuronModel lif(Values alpha, Reset reset) {
    return new NeuronModel.Lif(
        alpha,
        new Values.Normal(0.05, 0.02, -1, 1),
        Values.of(1.7),
        Values.of(-0.3),
        new Values.Uniform(0, 1),
        reset);
  }

  private static NeuronModel adaptive(Reset reset) {
    return new NeuronModel.AdaptiveLif(
        Values.of(0.9),
        Values.of(0.1),
        Values.of(1.5),
        new Values.Uniform(0.8, 0.95),
        Values.of(0.7),
        Values.of(-0.25),
        Values.of(0),
        reset);
  }

  private static NeuronModel izhikevich() {
    return new NeuronModel.Izhikevich(
        Values.of(0.02),
        Values.of(0.2),
        new Values.Uniform(-65, -55),
        Values.of(8),
        Values.of(4),
        Values.of(-65),
        1);
  }

  /// The neurons with listed and random input, recurrent.
  public static Network network(Case c, Random random) {
    boolean izhikevich = c.model instanceof NeuronModel.Izhikevich;
    double strength = izhikevich ? 10 : 1;
    var delays = new Values.Uniform(0, c.maxDelay);
    Population neurons =
        Population.of("neurons", NEURONS, c.model)
            .recording(c.model.variables().toArray(Variable[]::new))
            .stored(c.word)
            .under(backgrounds(c.split, strength))
            .atMost((NEURONS + c.split - 1) / c.split);
    var input = Population.of("input", 6, new NeuronModel.SpikeList(random.nextBoolean()));
    var noise = Population.of("noise", 4, NeuronModel.Poisson.withProbability(0.2)).atMost(3);
    return new Network(
        c.name,
        List.of(input, neurons, noise),
        List.of(
            new Projection(
                "in",
                "input",
                "neurons",
                new Connectivity.AllToAll(true),
                new Values.Uniform(-0.5 * strength, strength),
                delays),
            new Projection(
                "more",
                "input",
                "neurons",
                new Connectivity.FixedProbability(0.4, true),
                Values.of(0.4 * strength),
                delays),
            new Projection(
                "noisy",
                "noise",
                "neurons",
                new Connectivity.FixedNumberPost(3, true),
                Values.of(0.5 * strength),
                delays),
            new Projection(
                "recurrent",
                "neurons",
                "neurons",
                new Connectivity.FixedProbability(0.3, true),
                new Values.Normal(0, 0.5 * strength, -2 * strength, 2 * strength),
                delays)));
  }

  /// On one core none, on two one, on more two, of which one inhibits.
  private static List<Background> backgrounds(int cores, double strength) {
    var both = List.of(new Background(0.3, 0.2 * strength), new Background(0.1, -0.3 * strength));
    return both.subList(0, Math.min(cores - 1, both.size()));
  }

  /// Two spikes a step.
  public static Stimulus stimulus(String population, int size, Random random) {
    int spikes = 2 * STEPS;
    var train =
        SpikeTrain.sorted(
            random.ints(spikes, 0, STEPS).toArray(), random.ints(spikes, 0, size).toArray());
    return new Stimulus("drawn", "", Map.of(population, train));
  }

  /// A convolution.
  public record Folding(Convolution convolution, SynapseWord word, int perCore) {}

  public static Stream<Folding> foldings() {
    var random = new Random(11);
    var foldings = new ArrayList<Folding>();
    while (foldings.size() < 60) {
      int groups = 1 + random.nextInt(2);
      int height = 5 + random.nextInt(6);
      int width = 5 + random.nextInt(6);
      int poolY = 1 + random.nextInt(2);
      int poolX = 1 + random.nextInt(2);
      var c =
          new Convolution(
              groups * (1 + random.nextInt(2)),
              height,
              width,
              poolY,
              poolX,
              groups * (1 + random.nextInt(3)),
              poolY == 1 ? 1 + random.nextInt(3) : 1 + random.nextInt(2),
              1 + random.nextInt(2),
              1 + random.nextInt(2),
              1 + random.nextInt(2),
              random.nextInt(2),
              random.nextInt(2),
              random.nextInt(2),
              random.nextInt(2),
              poolY == 1 ? 1 + random.nextInt(2) : 1,
              1,
              groups);
      SynapseWord word = SynapseWord.values()[random.nextInt(3)];
      foldings.add(new Folding(c, word, 1 + random.nextInt(c.postSize())));
    }
    return foldings.stream();
  }

  /// The convolution between listed spikes and neurons.
  public static Network network(Folding folding) {
    Convolution c = folding.convolution;
    int perCore = Math.max(folding.perCore, (c.postSize() + 99) / 100);
    return new Network(
        "convolution",
        List.of(
            Population.of("input", c.preSize(), new NeuronModel.SpikeList(true))
                .atMost(1 + c.preSize() / 3),
            Population.of(
                    "out",
                    List.of(c.outChannels(), c.outHeight(), c.outWidth()),
                    lif(Values.of(0.9), Reset.TO_V_RESET))
                .recording(Variable.V)
                .stored(folding.word)
                .atMost(perCore)),
        List.of(new Projection("c", "input", "out", c, new Values.Uniform(-1, 2), Values.of(0))));
  }
}
