package org.tradewind.snn;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.tradewind.machine.DoesNotFitException;
import org.tradewind.machine.Machine;
import org.tradewind.machine.Spinnaker2;
import org.tradewind.mapping.MachineGraph;
import org.tradewind.mapping.MachineVertex;
import org.tradewind.network.Network;
import org.tradewind.network.Population;
import org.tradewind.network.Stimulus;
import org.tradewind.network.Synapses;

/// Cuts populations into slices that fit a core, and makes their programs.
///
/// What a slice needs has two parts. What its own neurons and synapses need is a difference of two
/// sums, so a slice is grown neuron by neuron until it is full. What its senders need (an entry of
/// the table for each vertex that sends, an index where rows differ in length, their packets)
/// depends on how all populations are cut. It is found by cutting, counting exactly, and setting
/// aside as much as the worst slice lacked; then cutting again. What is set aside only grows, so
/// that ends.
///
/// Of two ways to cut into equally many slices the even one is taken if it fits.
final class Compiler {
  private static final long SRAM = Spinnaker2.DATA_BYTES.whole();

  /// What is not worth its memory.
  ///
  /// @param mostCounted of networks of more synapses the rows are not kept while slices are cut, so
  ///   that each slice's index is bounded, not counted
  /// @param mostKept bytes of a population's rows that stay when they are written, if only one run
  ///   is planned; of more there are rules, by which they are made again
  /// @param much rows stay as well if they are not so many times what is kept to write them
  record Limits(long mostCounted, long mostKept, int much) {
    static final Limits USUAL = new Limits(8_000_000, 1 << 20, 8);
  }

  /// Rounds in which every population is cut anew. Cuts that bound each other's index may follow
  /// each other round and round; later only those are cut that no longer fit, with more set aside.
  private static final int FREE_ROUNDS = 8;

  private final String network;
  private final List<Plan> plans;
  private final Machine machine;
  private final double budgetCycles;

  /// What of a load has to fit the budget.
  private final ToDoubleFunction<Load> planned;

  /// For each population what is set aside for its senders.
  private final long[] asideBytes;

  private final double[] asideCycles;

  /// Whether an even cut did not fit once.
  private final BitSet uneven = new BitSet();

  private Compiler(
      String network,
      List<Plan> plans,
      Machine machine,
      double budgetCycles,
      ToDoubleFunction<Load> planned) {
    this.network = network;
    this.plans = plans;
    this.machine = machine;
    this.budgetCycles = budgetCycles;
    this.planned = planned;
    asideBytes = new long[plans.size()];
    asideCycles = new double[plans.size()];
  }

  /// Cuts so that the busiest step fits the budget. Where no cut does that, or the machine has not
  /// the cores for it, the mean has to: such a network can run, and will overrun now and then.
  ///
  /// @param budgetCycles core cycles of a step
  static MachineGraph compile(
      Network network,
      List<Stimulus> stimuli,
      Rates rates,
      double budgetCycles,
      Machine machine,
      long seed) {
    return compile(network, stimuli, rates, budgetCycles, machine, seed, Limits.USUAL);
  }

  /// The same, with other limits.
  static MachineGraph compile(
      Network network,
      List<Stimulus> stimuli,
      Rates rates,
      double budgetCycles,
      Machine machine,
      long seed,
      Limits limits) {
    List<Plan> plans = plans(network, stimuli, rates, seed, limits);
    try {
      return new Compiler(network.name(), plans, machine, budgetCycles, Load::peak).graph();
    } catch (DoesNotFitException e) {
      return new Compiler(network.name(), plans, machine, budgetCycles, Load::mean).graph();
    }
  }

  private static List<Plan> plans(
      Network network, List<Stimulus> stimuli, Rates rates, long seed, Limits limits) {
    var plans = new ArrayList<Plan>();
    long synapses =
        network.projections().stream().mapToLong(p -> Synapses.estimate(network, p)).sum();
    for (int p = 0; p < network.populations().size(); p++) {
      Population population = network.populations().get(p);
      if (!population.model().receives()) {
        plans.add(new SourcePlan(network, p, stimuli, rates));
      } else if (Quantiser.convolves(network, population)) {
        plans.add(new KernelsPlan(network, p, rates));
      } else {
        boolean small = synapses <= limits.mostCounted;
        boolean loadedOften = stimuli.size() > 1;
        plans.add(RowsPlan.of(network, p, rates, seed, small, loadedOften, limits));
      }
    }
    return plans;
  }

  private MachineGraph graph() {
    Slicing slicing = slicing();
    if (slicing.vertices() > machine.applicationPes()) {
      throw tooManyCores(slicing);
    }
    var edges = new Edges(slicing.vertices());
    var sliced = new ArrayList<Plan.Sliced>();
    for (Plan plan : plans) {
      sliced.add(plan.sliced(slicing, edges));
    }
    var vertices = new ArrayList<MachineVertex>();
    for (int p = 0; p < plans.size(); p++) {
      Plan plan = plans.get(p);
      int[] cut = slicing.cut(p);
      Plan.Need[] needs = plan.needs(slicing);
      for (int s = 0; s < slicing.slices(p); s++) {
        boolean sends = edges.sends(slicing.vertex(p, s));
        vertices.add(
            new MachineVertex(
                plan.population().name(),
                cut[s],
                cut[s + 1],
                sliced.get(p).program(s, sends),
                plan.programName(),
                needs[s].cycles().mean(),
                needs[s].cycles().peak()));
      }
    }
    return new MachineGraph(vertices, edges.targets());
  }

  /// Cuts until no cut moves another.
  private Slicing slicing() {
    var whole = new int[plans.size()][];
    for (int p = 0; p < whole.length; p++) {
      int size = plans.get(p).population().size();
      whole[p] = Slicing.even(size, Math.max(1, Math.ceilDiv(size, mostNeurons(plans.get(p)))));
    }
    var slicing = new Slicing(whole);
    for (int round = 0; ; round++) {
      Slicing before = slicing;
      for (int p = 0; p < plans.size(); p++) {
        if (round < FREE_ROUNDS) {
          slicing = cut(p, slicing);
        } else if (!lack(plans.get(p).needs(slicing)).equals(NOTHING)) {
          asideBytes[p] += SRAM / FREE_ROUNDS / FREE_ROUNDS;
          slicing = cut(p, slicing);
        }
      }
      if (slicing.same(before)) {
        return slicing;
      }
    }
  }

  /// The slicing with population p cut so that every slice fits.
  private Slicing cut(int p, Slicing slicing) {
    Plan plan = plans.get(p);
    while (true) {
      int[] full = filled(p, slicing);
      if (!uneven.get(p)) {
        int[] even = Slicing.even(plan.population().size(), full.length - 1);
        Slicing evenly = slicing.with(p, even);
        if (lack(plan.needs(evenly)).equals(NOTHING)) {
          return evenly;
        }
        uneven.set(p);
      }
      Slicing filled = slicing.with(p, full);
      Lack lack = lack(plan.needs(filled));
      if (lack.equals(NOTHING)) {
        return filled;
      }
      asideBytes[p] += lack.bytes;
      asideCycles[p] += lack.cycles;
    }
  }

  /// By how much the worst slice exceeds a core.
  private record Lack(long bytes, double cycles) {}

  private static final Lack NOTHING = new Lack(0, 0);

  private Lack lack(Plan.Need[] needs) {
    long bytes = 0;
    double cycles = 0;
    for (Plan.Need need : needs) {
      bytes = Math.max(bytes, need.bytes() - SRAM);
      cycles = Math.max(cycles, planned.applyAsDouble(need.cycles()) - budgetCycles);
    }
    return new Lack(bytes, cycles);
  }

  /// Neurons of a slice at most, whatever they need.
  private static int mostNeurons(Plan plan) {
    int allowed = plan.population().maxPerCore();
    return allowed > 0 ? Math.min(plan.maxNeurons(), allowed) : plan.maxNeurons();
  }

  /// Slices grown one after the other, each as far as it fits beside what is set aside.
  private int[] filled(int p, Slicing slicing) {
    Plan plan = plans.get(p);
    Population population = plan.population();
    int most = mostNeurons(plan);
    var cut = new ArrayList<Integer>();
    cut.add(0);
    int from = 0;
    int to = 0;
    while (to < population.size()) {
      Plan.Need need = plan.within(from, to + 1, slicing);
      boolean fits =
          need.bytes() + asideBytes[p] <= SRAM
              && planned.applyAsDouble(need.cycles()) + asideCycles[p] <= budgetCycles;
      if (to - from < most && fits) {
        to++;
      } else if (to == from) {
        throw tooLarge(p, from, slicing);
      } else {
        cut.add(to);
        from = to;
      }
    }
    cut.add(to);
    return cut.stream().mapToInt(Integer::intValue).toArray();
  }

  /// One neuron is more than a core holds.
  private DoesNotFitException tooLarge(int p, int neuron, Slicing slicing) {
    Plan plan = plans.get(p);
    Population population = plan.population();
    int[] cut = IntStream.of(0, neuron, neuron + 1, population.size()).distinct().toArray();
    Plan.Need[] needs = plan.needs(slicing.with(p, cut));
    Plan.Need need = needs[neuron == 0 ? 0 : 1];
    Plan.Need alone = plan.alone(neuron, neuron + 1);
    String slice = population.name() + "[" + neuron + ".." + neuron + "]";
    if (need.bytes() > SRAM) {
      long senders = need.bytes() - alone.bytes();
      String remedy =
          population.model().isListed()
              ? "let it send less, or run shorter stimuli one by one"
              : "connect it to fewer neurons (a synapse takes %d bytes, a sender up to 2)"
                  .formatted(SynapseFormat.of(population.word()).wordBytes());
      return new DoesNotFitException(
          slice,
          need.bytes(),
          SRAM,
          "one neuron needs %d bytes of SRAM (%d of them to find its senders' rows), a core has %d; "
                  .formatted(need.bytes(), senders, SRAM)
              + remedy);
    }
    double needed = planned.applyAsDouble(need.cycles());
    long cycles = (long) Math.ceil(needed);
    long packets = (long) Math.ceil(needed - planned.applyAsDouble(alone.cycles()));
    return new DoesNotFitException(
        slice,
        cycles,
        (long) budgetCycles,
        "a core with this neuron alone needs about %d cycles a step (%d to take packets), a step has %d; "
                .formatted(cycles, packets, (long) budgetCycles)
            + "make the timestep %.1f times as long".formatted(needed / budgetCycles)
            + (packets > 0 ? ", or let fewer spikes reach it" : ""));
  }

  private DoesNotFitException tooManyCores(Slicing slicing) {
    int needed = slicing.vertices();
    int available = machine.applicationPes();
    int largest = 0;
    long synapses = 0;
    for (int p = 0; p < plans.size(); p++) {
      largest = slicing.slices(p) > slicing.slices(largest) ? p : largest;
      synapses += plans.get(p).synapses();
    }
    Population population = plans.get(largest).population();
    int slices = slicing.slices(largest);
    String sentence =
        "it needs %d cores and %s has %d for applications, %d too few; '%s' alone takes %d, %d neurons each. "
            .formatted(
                needed,
                machine,
                available,
                needed - available,
                population.name(),
                slices,
                (population.size() + slices - 1) / slices);
    double share = (double) available / needed;
    String fewer =
        synapses == 0
            ? "shrink it to %.0f %%".formatted(Math.floor(100 * share))
            : "keep about %d of its %d synapses (%.2f of every connection probability)"
                .formatted((long) (share * synapses), synapses, Math.floor(100 * share) / 100);
    return new DoesNotFitException(
        "network '" + network + "'",
        needed,
        available,
        sentence + "Use --machine " + largeEnough(needed) + ", or " + fewer);
  }

  /// The smallest usual machine with so many cores.
  private static String largeEnough(int cores) {
    int chip = Spinnaker2.APPLICATION_PES.whole();
    int chips = (cores + chip - 1) / chip;
    if (chips <= 1) {
      return "chip";
    }
    int side = (int) Math.ceil(Math.sqrt(chips));
    return chips <= Spinnaker2.CHIPS_PER_BOARD.whole()
        ? "board (%d cores)".formatted(Spinnaker2.CHIPS_PER_BOARD.whole() * chip)
        : "%dx%d".formatted(side, side);
  }
}
