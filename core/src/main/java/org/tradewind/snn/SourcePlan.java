package org.tradewind.snn;

import java.util.List;
import org.tradewind.cost.Action;
import org.tradewind.network.Network;
import org.tradewind.network.NeuronModel;
import org.tradewind.network.Population;
import org.tradewind.network.Stimulus;

/// Populations that receive nothing: `poisson`, and the lists, `spike_list` and `value_list`.
final class SourcePlan implements Plan {
  private final int index;
  private final Population population;
  private final Load.Sums spikes;

  /// Of Poisson neurons; none for a list.
  private final Parameters p;

  /// Whether it sends numbers.
  private final boolean graded;

  /// Of a list: what it sends under each stimulus.
  private final List<Listed> listed;

  /// For each neuron the most that it sends under any stimulus, summed up to it.
  private final long[] listedUpTo;

  SourcePlan(Network network, int index, List<Stimulus> stimuli, Rates rates) {
    this.index = index;
    this.population = network.populations().get(index);
    this.graded = population.model().numbers().isPresent();
    this.listed =
        population.model() instanceof NeuronModel.Poisson
            ? List.of()
            : stimuli.stream().map(stimulus -> Listed.of(stimulus, population)).toList();
    this.spikes = rates.spikes(index);
    var most = new int[population.size()];
    for (Listed one : listed) {
      int[] counts = one.at().countsPerNeuron(most.length);
      for (int i = 0; i < most.length; i++) {
        most[i] = Math.max(most[i], counts[i]);
      }
    }
    this.listedUpTo = new long[most.length + 1];
    for (int i = 0; i < most.length; i++) {
      listedUpTo[i + 1] = listedUpTo[i] + most[i];
    }
    this.p =
        population.model() instanceof NeuronModel.Poisson poisson
            ? new Parameters(
                most.length,
                new float[][] {Parameters.packed(Neurons.explicit(poisson.p(), most.length))})
            : new Parameters(most.length, new float[0][]);
  }

  @Override
  public Population population() {
    return population;
  }

  /// Ten bits, as the widest synapse word has.
  @Override
  public int maxNeurons() {
    return SynapseFormat.WIDE.maxNeurons();
  }

  @Override
  public long synapses() {
    return 0;
  }

  @Override
  public String programName() {
    if (population.model() instanceof NeuronModel.Poisson) {
      return "poisson";
    }
    return graded ? "value_list" : "spike_list";
  }

  @Override
  public Need alone(int from, int to) {
    Load spiking = spikes.between(from, to);
    Load cycles = Load.steady(cycles(Action.INTERRUPT));
    if (population.model() instanceof NeuronModel.Poisson) {
      int bytes = PoissonProgram.layout(p.bytes(to - from)).bytes();
      Load draws = Load.steady((to - from) * cycles(Action.POISSON_UPDATE));
      return new Need(bytes, cycles.plus(draws).plus(spiking.times(cycles(Action.SPIKE))));
    }
    // what is listed of the fullest; what the steps need is known for a whole slice only
    long bytes = SpikeListProgram.layout(SpikeListProgram.Capacity.NONE, graded).bytes();
    bytes += SpikeListProgram.bytesEach(graded) * (listedUpTo[to] - listedUpTo[from]);
    Action each = graded ? Action.VALUE_LIST_UPDATE : Action.SPIKE_LIST_UPDATE;
    return new Need(bytes, cycles.plus(spiking.times(cycles(each))));
  }

  static double cycles(Action action) {
    return action.cycles().value();
  }

  @Override
  public Need[] needs(Slicing slicing) {
    int[] cut = slicing.cut(index);
    boolean poisson = population.model() instanceof NeuronModel.Poisson;
    var capacities = poisson ? new SpikeListProgram.Capacity[0] : capacities(cut);
    var needs = new Need[cut.length - 1];
    for (int s = 0; s < needs.length; s++) {
      needs[s] = alone(cut[s], cut[s + 1]);
      if (!poisson) {
        int bytes = SpikeListProgram.layout(capacities[s], graded).bytes();
        needs[s] = new Need(bytes, needs[s].cycles());
      }
    }
    return needs;
  }

  /// What the fullest stimulus of each slice needs.
  private SpikeListProgram.Capacity[] capacities(int[] cut) {
    var capacities = new SpikeListProgram.Capacity[cut.length - 1];
    for (int s = 0; s < capacities.length; s++) {
      capacities[s] = SpikeListProgram.Capacity.NONE;
      for (Listed one : listed) {
        Listed slice = one.slice(cut[s], cut[s + 1]);
        capacities[s] = capacities[s].max(SpikeListProgram.Capacity.of(slice));
      }
    }
    return capacities;
  }

  @Override
  public Sliced sliced(Slicing slicing, Edges edges) {
    int[] cut = slicing.cut(index);
    return switch (population.model()) {
      case NeuronModel.Poisson m ->
          (slice, sends) ->
              new PoissonProgram(
                  slicing.vertex(index, slice),
                  index,
                  cut[slice],
                  p.slice(cut[slice], cut[slice + 1]),
                  m.fromStep(),
                  m.untilStep(),
                  sends,
                  population.recordSpikes());
      case NeuronModel.SpikeList _, NeuronModel.ValueList _ -> {
        SpikeListProgram.Capacity[] capacities = capacities(cut);
        yield (slice, sends) ->
            new SpikeListProgram(
                slicing.vertex(index, slice),
                cut[slice + 1] - cut[slice],
                capacities[slice],
                listed.getFirst().slice(cut[slice], cut[slice + 1]),
                population.model().ahead(),
                sends,
                population.recordSpikes());
      }
      default -> throw new IllegalStateException(population.name() + " receives");
    };
  }
}
