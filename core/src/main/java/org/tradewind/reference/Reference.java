package org.tradewind.reference;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tradewind.network.Activity;
import org.tradewind.network.Network;
import org.tradewind.network.Network.Use;
import org.tradewind.network.Population;
import org.tradewind.network.Projection;
import org.tradewind.network.SpikeTrain;
import org.tradewind.network.Stimulus;
import org.tradewind.network.Synapses;
import org.tradewind.network.Trace;
import org.tradewind.network.Variable;
import org.tradewind.random.PoissonTable;
import org.tradewind.unit.InputException;

/// A network made ready to run in plain loops. Its synapses are expanded once; every run starts
/// over, and runs may go side by side.
///
/// A step: every population receives what arrives now, is updated and may spike; then every spike
/// is sent, to arrive in step + delay field + 1.
public final class Reference {
  private final Network network;
  private final long seed;
  private final Arithmetic arithmetic;

  /// For each population, what leaves it.
  private final Outgoing[][] outgoing;

  /// For each population, how many steps ahead its accumulators reach; 0 where nothing arrives.
  private final int[] slots;

  private record Outgoing(int post, Synapses synapses) {}

  private Reference(Network network, long seed, Arithmetic arithmetic) {
    this.network = network;
    this.seed = seed;
    this.arithmetic = arithmetic;
    int populations = network.populations().size();
    this.outgoing = new Outgoing[populations][0];
    this.slots = new int[populations];
    for (Projection projection : network.projections()) {
      int pre = network.index(projection.pre());
      int post = network.index(projection.post());
      var synapses = Synapses.of(network, projection, seed);
      outgoing[pre] = Arrays.copyOf(outgoing[pre], outgoing[pre].length + 1);
      outgoing[pre][outgoing[pre].length - 1] = new Outgoing(post, synapses);
      // one slot is being read while a spike of this step lands maxDelay + 1 slots further on
      slots[post] = Math.max(slots[post], synapses.maxDelay() + 2);
    }
  }

  /// Expands the synapses.
  ///
  /// @param seed of every draw, as for the machine's run
  public static Reference of(Network network, long seed, Arithmetic arithmetic) {
    return new Reference(network, seed, arithmetic);
  }

  /// Runs from the initial state.
  ///
  /// @param stimulus what the lists emit
  /// @param steps timesteps to run; the first is 0
  /// @return spikes of every population that records them, and the recorded traces, in the units of
  ///   the network
  public Activity run(Stimulus stimulus, int steps) {
    stimulus.check(network);
    var groups = new Group[network.populations().size()];
    for (int p = 0; p < groups.length; p++) {
      groups[p] = new Group(p, stimulus, steps);
    }
    for (int step = 0; step < steps; step++) {
      for (Group group : groups) {
        if (group.ahead) {
          group.update(step);
          send(group, step - 1, groups);
        }
      }
      for (Group group : groups) {
        if (!group.ahead) {
          group.update(step);
        }
      }
      for (Group group : groups) {
        if (!group.ahead) {
          send(group, step, groups);
        }
      }
    }
    return activity(groups, steps);
  }

  private void send(Group group, int step, Group[] groups) {
    for (Outgoing out : outgoing[group.population]) {
      groups[out.post].receive(out.synapses, step, group);
    }
  }

  private Activity activity(Group[] groups, int steps) {
    var spikes = new LinkedHashMap<String, SpikeTrain>();
    var traces = new LinkedHashMap<String, Map<Variable, Trace>>();
    for (int p = 0; p < groups.length; p++) {
      Population population = network.populations().get(p);
      if (population.recordSpikes()) {
        spikes.put(population.name(), groups[p].train());
      }
      if (!population.record().isEmpty()) {
        traces.put(population.name(), groups[p].traces(steps));
      }
    }
    return new Activity(steps, spikes, traces);
  }

  /// A population in a run.
  private final class Group {
    private final int population;
    private final int size;
    private final Neurons neurons;
    private final boolean ahead;

    /// Whether it sends numbers.
    private final boolean graded;

    /// What a spike counts here.
    private final int spikeNumber;

    /// Weights that arrive in step s, at `s mod slots * size + neuron`.
    private final double[] excitatory;

    private final double[] inhibitory;

    /// Where each delay field lands, as seen from the step that is sent.
    private final int[] landing;

    private final int[] fired;
    private int spikes;

    /// Of each background its counts' distribution.
    private final List<PoissonTable> noise;

    private final int[] counts;

    private final boolean recordSpikes;
    private int[] spikeSteps = new int[0];
    private int[] spikeNeurons = new int[0];
    private int recorded;

    private final double[] vUnits;
    private final Map<Variable, double[]> recordings = new LinkedHashMap<>();

    Group(int population, Stimulus stimulus, int steps) {
      this.population = population;
      Population described = network.populations().get(population);
      this.size = described.size();
      this.neurons = Neurons.of(network, population, stimulus, seed, arithmetic);
      this.ahead = described.model().ahead();
      this.graded = described.model().numbers().isPresent();
      this.spikeNumber = network.spikeNumber(described.name());
      int reach = described.model().receives() ? Math.max(slots[population], 1) : 0;
      this.excitatory = new double[Math.multiplyExact(reach, size)];
      this.inhibitory = new double[Math.multiplyExact(reach, size)];
      this.landing = new int[reach];
      this.fired = new int[neurons.mostSpikes(size)];
      this.noise =
          described.backgrounds().stream().map(b -> PoissonTable.of(b.meanPerStep())).toList();
      this.counts = new int[noise.isEmpty() ? 0 : size];
      this.recordSpikes = described.recordSpikes();
      this.vUnits = network.vUnits(population, seed);
      for (Variable variable : described.model().variables()) {
        if (described.record().contains(variable)) {
          recordings.put(variable, new double[values(described, variable, steps)]);
        }
      }
    }

    private static int values(Population population, Variable variable, int steps) {
      long values = (long) steps * population.size();
      if (values > Integer.MAX_VALUE - 8) {
        throw new InputException(
            "population '" + population.name() + "'",
            "recording %s of %d neurons for %d steps makes %d values; one trace holds at most %d; "
                    .formatted(variable, population.size(), steps, values, Integer.MAX_VALUE - 8)
                + "record a shorter run or split the population");
      }
      return (int) values;
    }

    void update(int step) {
      int from = landing.length == 0 ? 0 : step % landing.length * size;
      for (int b = 0; b < noise.size(); b++) {
        addBackground(b, step, from);
      }
      spikes = neurons.update(step, excitatory, inhibitory, from, fired);
      if (landing.length > 0) {
        Arrays.fill(excitatory, from, from + size, 0);
        Arrays.fill(inhibitory, from, from + size, 0);
      }
      if (recordSpikes) {
        recordSpikes(step);
      }
      recordings.forEach((variable, values) -> record(variable, values, step));
    }

    private void addBackground(int b, int step, int from) {
      double weight =
          arithmetic.round(network.populations().get(population).backgrounds().get(b).weight());
      noise.get(b).draw(seed, Network.owner(Use.BACKGROUND, population, b), step, 0, counts);
      for (int i = 0; i < size; i++) {
        if (weight > 0) {
          excitatory[from + i] += counts[i] * weight;
        } else {
          inhibitory[from + i] -= counts[i] * weight;
        }
      }
    }

    private void recordSpikes(int step) {
      if (recorded + spikes > spikeSteps.length) {
        int capacity = Math.max(recorded + spikes, 2 * recorded);
        spikeSteps = Arrays.copyOf(spikeSteps, capacity);
        spikeNeurons = Arrays.copyOf(spikeNeurons, capacity);
      }
      Arrays.fill(spikeSteps, recorded, recorded + spikes, step);
      System.arraycopy(fired, 0, spikeNeurons, recorded, spikes);
      recorded += spikes;
    }

    private void record(Variable variable, double[] values, int step) {
      double[] state = neurons.state(variable);
      for (int i = 0; i < size; i++) {
        values[step * size + i] = variable == Variable.V ? state[i] * vUnits[i] : state[i];
      }
    }

    /// Adds the rows of the neurons that fired in a step, times what each sends.
    void receive(Synapses synapses, int step, Group from) {
      for (int d = 0; d < landing.length; d++) {
        landing[d] = (step + d + 1) % landing.length * size;
      }
      int[] post = synapses.post();
      float[] weight = synapses.weight();
      byte[] delay = synapses.delay();
      for (int s = 0; s < from.spikes; s++) {
        int pre = from.fired[s];
        double number = from.graded ? from.neurons.number(pre) : spikeNumber;
        int end = synapses.rowStart()[pre + 1];
        for (int k = synapses.rowStart()[pre]; k < end; k++) {
          int at = landing[delay[k]] + post[k];
          double arriving = weight[k] * number;
          if (arriving > 0) {
            excitatory[at] += arriving;
          } else {
            inhibitory[at] -= arriving;
          }
        }
      }
    }

    SpikeTrain train() {
      return new SpikeTrain(
          Arrays.copyOf(spikeSteps, recorded), Arrays.copyOf(spikeNeurons, recorded));
    }

    Map<Variable, Trace> traces(int steps) {
      var traces = new LinkedHashMap<Variable, Trace>();
      recordings.forEach(
          (variable, values) -> traces.put(variable, new Trace(steps, size, values)));
      return traces;
    }
  }
}
