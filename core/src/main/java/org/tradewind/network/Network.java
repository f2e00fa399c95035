package org.tradewind.network;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.tradewind.unit.InputException;

/// Populations and projections. Checked here, once: names are unique, projections end somewhere,
/// sizes agree.
public final class Network {
  private final String name;
  private final List<Population> populations;
  private final List<Projection> projections;
  private final Map<String, Integer> byName = new HashMap<>();

  public Network(String name, List<Population> populations, List<Projection> projections) {
    this.name = name;
    this.populations = List.copyOf(populations);
    this.projections = List.copyOf(projections);
    for (int i = 0; i < this.populations.size(); i++) {
      if (byName.put(this.populations.get(i).name(), i) != null) {
        throw new InputException(
            name, "two populations are called '" + this.populations.get(i).name() + "'");
      }
    }
    if (this.populations.isEmpty()) {
      throw new InputException(name, "the network has no population");
    }
    var names = new HashSet<String>();
    for (Projection projection : this.projections) {
      if (!names.add(projection.name())) {
        throw new InputException(
            name, "two projections are called '" + projection.name() + "'; give them names");
      }
      check(projection);
    }
  }

  private void check(Projection projection) {
    String where = name + ": projection '" + projection.name() + "'";
    for (String end : List.of(projection.pre(), projection.post())) {
      if (!byName.containsKey(end)) {
        throw new InputException(
            where, "there is no population '" + end + "'; there are " + byName.keySet());
      }
    }
    Population pre = population(projection.pre());
    Population post = population(projection.post());
    if (!post.model().receives()) {
      throw new InputException(where, "'" + post.name() + "' is a source and takes no synapses");
    }
    if (pre.model().numbers().isPresent()) {
      checkNumbers(where, pre, post);
    }
    String mismatch = Synapses.mismatch(projection, pre.size(), post.size());
    if (!mismatch.isEmpty()) {
      throw new InputException(where, mismatch);
    }
  }

  /// A relay looks whether anything arrives, currents have a sum for each sign, and how much of a
  /// background may come in a step has no bound.
  private static void checkNumbers(String where, Population pre, Population post) {
    boolean takesThem =
        switch (post.model()) {
          case NeuronModel.Lif _,
              NeuronModel.AdaptiveLif _,
              NeuronModel.Izhikevich _,
              NeuronModel.Rectified _ ->
              true;
          case NeuronModel.CurrExpLif _,
              NeuronModel.Relay _,
              NeuronModel.Poisson _,
              NeuronModel.SpikeList _,
              NeuronModel.ValueList _ ->
              false;
        };
    if (!takesThem) {
      throw new InputException(
          where,
          "'%s' sends numbers, and '%s' takes spikes only; numbers are taken by lif, "
                  .formatted(pre.name(), post.name())
              + "lif_adaptive_threshold, izhikevich and rectified");
    }
    if (!post.backgrounds().isEmpty()) {
      throw new InputException(
          where,
          "'%s' sends numbers, and '%s' has a background; it can have one of them"
              .formatted(pre.name(), post.name()));
    }
  }

  /// Whether numbers arrive at a population, not only spikes.
  public boolean takesNumbers(String population) {
    return projections.stream()
        .anyMatch(
            p -> p.post().equals(population) && population(p.pre()).model().numbers().isPresent());
  }

  /// What stands for 1 in packets with numbers; empty where there are none, or they are real.
  public OptionalInt numbersOne() {
    return populations.stream()
        .flatMap(population -> population.model().numbers().stream())
        .filter(Graded::isWhole)
        .mapToInt(Graded::one)
        .max();
  }

  /// What a spike counts at a population: 1, or where whole numbers arrive too, what 1 is among
  /// them.
  public int spikeNumber(String population) {
    return projections.stream()
        .filter(p -> p.post().equals(population))
        .flatMap(p -> population(p.pre()).model().numbers().stream())
        .mapToInt(Graded::unit)
        .max()
        .orElse(1);
  }

  public String name() {
    return name;
  }

  public List<Population> populations() {
    return populations;
  }

  public List<Projection> projections() {
    return projections;
  }

  public int index(String population) {
    Integer index = byName.get(population);
    if (index == null) {
      throw new InputException(
          name, "there is no population '" + population + "'; there are " + byName.keySet());
    }
    return index;
  }

  public Population population(String population) {
    return populations.get(index(population));
  }

  /// The same projections between populations that keep their names and sizes.
  public Network withPopulations(List<Population> others) {
    return new Network(name, others, projections);
  }

  /// Steps that a spike of a source takes at most to reach the populations fewest projections away,
  /// the last of them.
  public int depth() {
    var steps = new int[populations.size()];
    Arrays.fill(steps, -1);
    var queue = new ArrayDeque<Integer>();
    for (int i = 0; i < steps.length; i++) {
      if (!populations.get(i).model().receives()) {
        steps[i] = 0;
        queue.add(i);
      }
    }
    int deepest = 0;
    while (!queue.isEmpty()) {
      int pre = queue.remove();
      for (Projection projection : projections) {
        int post = index(projection.post());
        if (index(projection.pre()) == pre && steps[post] < 0) {
          steps[post] = steps[pre] + 1 + projection.longestDelay();
          deepest = Math.max(deepest, steps[post]);
          queue.add(post);
        }
      }
    }
    return deepest;
  }

  /// A projection's position among [#projections], by its name.
  public int index(Projection projection) {
    for (int i = 0; i < projections.size(); i++) {
      if (projections.get(i).name().equals(projection.name())) {
        return i;
      }
    }
    throw new IllegalArgumentException(name + " has no projection '" + projection.name() + "'");
  }

  /// Number of neurons.
  public int neurons() {
    return populations.stream().mapToInt(Population::size).sum();
  }

  /// What a recorded v of each neuron of a population is multiplied by ([Population#vUnit]).
  public double[] vUnits(int population, long seed) {
    Population p = populations.get(population);
    return p.vUnit().resolve(p.size(), seed, owner(Use.PARAMETER, population, 100));
  }

  /// What a random draw is owned by, so that no two uses share a counter.
  public enum Use {
    WEIGHT,
    DELAY,
    CONNECTIVITY,
    INITIAL,
    PARAMETER,
    SPIKE,
    BACKGROUND
  }

  /// The owner of the draws of one use by the population or projection with this index. A
  /// parameter's owner adds its position among the model's components in `part`.
  public static long owner(Use use, int index, int part) {
    return ((long) use.ordinal() << 56) | ((long) part << 40) | index;
  }
}
