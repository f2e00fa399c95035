package org.tradewind.snn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tradewind.cost.Action;
import org.tradewind.machine.DoesNotFitException;
import org.tradewind.machine.Machine;
import org.tradewind.machine.PerformanceLevel;
import org.tradewind.machine.Spinnaker2;
import org.tradewind.mapping.MachineGraph;
import org.tradewind.mapping.MachineVertex;
import org.tradewind.network.Activity;
import org.tradewind.network.Connectivity;
import org.tradewind.network.Network;
import org.tradewind.network.NeuronModel;
import org.tradewind.network.Population;
import org.tradewind.network.Projection;
import org.tradewind.network.SpikeTrain;
import org.tradewind.network.Stimulus;
import org.tradewind.network.SynapseWord;
import org.tradewind.network.Values;
import org.tradewind.unit.Ticks;

class SnnTest {
  private static final NeuronModel LIF = NeuronModel.Lif.of(0.9, 10);

  static MachineGraph compiled(Network network, Machine machine, Stimulus... stimuli) {
    var quantised = Quantisation.of(network, Quantisation.Scaling.AUTO, 1);
    return Snn.compile(
        quantised,
        List.of(stimuli),
        Activity.NONE,
        Ticks.PER_MILLISECOND,
        PerformanceLevel.HIGH,
        machine,
        1);
  }

  static Network recurrent(int neurons) {
    return new Network(
        "full",
        List.of(Population.of("recurrent", neurons, LIF)),
        List.of(Projection.of("recurrent", "recurrent", new Connectivity.AllToAll(true), 1, 1)));
  }

  @Test
  void twoThousandFullyConnectedNeuronsTakeSomeNinetyCores() {
    MachineGraph graph = compiled(recurrent(2000), Machine.chip());
    assertThat(graph.size()).isBetween(87, 95);
    for (MachineVertex vertex : graph.vertices()) {
      // a row of 16-bit words for each of 2,000 senders
      int rows = 2000 * vertex.atoms() * 2;
      assertThat(vertex.program().layout().bytes()).isBetween(rows, Spinnaker2.DATA_BYTES.whole());
      assertThat(graph.targets(0)).hasSize(graph.size());
    }
  }

  @Test
  void whatAChipCannotHoldSaysByHowMuchAndWhatWould() {
    assertThatThrownBy(() -> compiled(recurrent(3500), Machine.chip()))
        .isInstanceOfSatisfying(
            DoesNotFitException.class,
            e -> {
              assertThat(e.available()).isEqualTo(148);
              assertThat(e.needed()).isBetween(260L, 300L);
            })
        .hasMessageContaining("network 'full': it needs ")
        .hasMessageContaining("cores and chip has 148 for applications, ")
        .hasMessageContaining("'recurrent' alone takes ")
        .hasMessageContaining("--machine board (7104 cores)")
        .hasMessageContaining("of its 12250000 synapses");
  }

  @Test
  void aNeuronThatNoCoreHoldsNamesItsNeed() {
    var network =
        new Network(
            "star",
            List.of(
                Population.of("many", 50_000, NeuronModel.Poisson.withProbability(0)),
                Population.of("one", 1, LIF)),
            List.of(Projection.of("many", "one", new Connectivity.AllToAll(true), 1, 0)));
    assertThatThrownBy(() -> compiled(network, Machine.board()))
        .isInstanceOfSatisfying(
            DoesNotFitException.class,
            e -> {
              assertThat(e.what()).isEqualTo("one[0..0]");
              assertThat(e.available()).isEqualTo(Spinnaker2.DATA_BYTES.whole());
              assertThat(e.needed()).isGreaterThan(100_000);
            })
        .hasMessageContaining("bytes of SRAM")
        .hasMessageContaining("connect it to fewer");
  }

  @Test
  void aTickBudgetSplitsWhereMemoryWouldNot() {
    // 100 packets a step, and for each target 100 events and an update
    var network =
        new Network(
            "busy",
            List.of(
                Population.of("noise", 100, NeuronModel.Poisson.withProbability(1)),
                Population.of("busy", 200, LIF)),
            List.of(Projection.of("noise", "busy", new Connectivity.AllToAll(true), 1, 0)));
    MachineGraph graph = compiled(network, Machine.chip());
    double budget = 300_000;
    long cores = graph.vertices().stream().filter(v -> v.of().equals("busy")).count();
    assertThat(cores).isEqualTo(2);
    MachineVertex half = graph.vertices().getLast();
    assertThat(half.atoms()).isEqualTo(100);
    assertThat(half.predictedCycles())
        .isCloseTo(
            SourcePlan.cycles(Action.INTERRUPT)
                + SourcePlan.cycles(Action.STEP)
                + SourcePlan.cycles(Action.RING_SLOT)
                + 100 * SourcePlan.cycles(Action.PACKET)
                + 100 * 100 * SourcePlan.cycles(Action.SYNAPTIC_EVENT)
                + 100 * SourcePlan.cycles(Action.LIF_UPDATE),
            within(1e-6))
        .isLessThan(budget);
  }

  @Test
  void tooManyPacketsForOneNeuronSayHowMuchLongerAStepMustBe() {
    var network =
        new Network(
            "storm",
            List.of(
                Population.of("noise", 20_000, NeuronModel.Poisson.withProbability(1)),
                Population.of("victim", 1, LIF)),
            List.of(Projection.of("noise", "victim", new Connectivity.AllToAll(true), 1, 0)));
    assertThatThrownBy(() -> compiled(network, Machine.board()))
        .isInstanceOf(DoesNotFitException.class)
        .hasMessageContaining("victim[0..0]: a core with this neuron alone needs about ")
        .hasMessageContaining("a step has 300000; make the timestep 9.1 times as long")
        .hasMessageContaining("or let fewer spikes reach it");
  }

  @Test
  void aStepThatIsTooShortForAnyNeuronIsNotBlamedOnSpikes() {
    var network = new Network("quick", List.of(Population.of("n", 10, LIF)), List.of());
    assertThatThrownBy(() ->
            Snn.compile(
                Quantisation.of(network, Quantisation.Scaling.AUTO, 1),
                List.of(),
                Activity.NONE,
                Ticks.PER_MICROSECOND / 2,
                PerformanceLevel.HIGH,
                Machine.chip(),
                1))
        .isInstanceOf(DoesNotFitException.class)
        .hasMessageContaining(
            "cycles a step (0 to take packets), a step has 150; make the timestep")
        .hasMessageNotContainingAny("spikes");
  }

  @Test
  void cyclesAreThoseThatWerePredicted() {
    var listed = SpikeTrain.sorted(new int[] {0, 1, 2, 3}, new int[] {0, 1, 2, 0});
    var stimulus = new Stimulus("s", "", Map.of("in", listed));
    var network =
        new Network(
            "tiny",
            List.of(
                Population.of("in", 3, new NeuronModel.SpikeList(false)),
                Population.of("out", 5, NeuronModel.Lif.of(0.9, 1e9))),
            List.of(Projection.of("in", "out", new Connectivity.AllToAll(true), 1, 0)));
    var twin = new ChipTwin(network, List.of(stimulus));
    var results = twin.run(stimulus, 4);
    // a fifth interrupt starts the core; the last spike comes after the last step
    double cycles =
        results.cores().get(1).counts().cycles()
            - SourcePlan.cycles(Action.INTERRUPT)
            + SourcePlan.cycles(Action.PACKET)
            + 5 * SourcePlan.cycles(Action.SYNAPTIC_EVENT);
    assertThat(twin.mapping.graph().vertex(1).predictedCycles())
        .isCloseTo(cycles / 4, within(1e-6));
    assertThat(results.cores().get(1).counts().of(Action.SYNAPTIC_EVENT)).isEqualTo(15);
  }

  @Test
  void cyclesOfConvolutionsAreThoseThatWerePredicted() {
    var c = new Connectivity.Convolution(1, 5, 5, 1, 1, 3, 3, 2, 2, 1, 1, 0, 0, 1, 1, 1, 1);
    var listed =
        SpikeTrain.sorted(
            IntStream.range(0, 25).toArray(), IntStream.range(0, 25).map(i -> 24 - i).toArray());
    var stimulus = new Stimulus("s", "", Map.of("in", listed));
    var network =
        new Network(
            "tiny",
            List.of(
                Population.of("in", 25, new NeuronModel.SpikeList(true)),
                Population.of("out", c.postSize(), NeuronModel.Lif.of(0.9, 1e9))
                    .stored(SynapseWord.NO_DELAY)),
            List.of(Projection.of("in", "out", c, 1, 0)));
    var twin = new ChipTwin(network, List.of(stimulus));
    var counts = twin.run(stimulus, 25).cores().get(1).counts();
    // one interrupt more starts the core
    double cycles = counts.cycles() - SourcePlan.cycles(Action.INTERRUPT);
    assertThat(counts.of(Action.KERNEL_PACKET)).isEqualTo(25);
    assertThat(twin.mapping.graph().vertex(1).programName()).isEqualTo("lif_conv2d");
    assertThat(twin.mapping.graph().vertex(1).predictedCycles())
        .isCloseTo(cycles / 25, within(1e-6));
  }

  @Test
  void anotherStimulusIsLoadedIntoTheRoomOfTheLargest() {
    var few = SpikeTrain.sorted(new int[] {4}, new int[] {699});
    var many = SpikeTrain.sorted(new int[] {1, 2, 2}, new int[] {5, 5, 600});
    var more = SpikeTrain.sorted(new int[] {1, 2, 2, 3}, new int[] {5, 5, 600, 6});
    var network =
        new Network(
            "relayed",
            List.of(
                Population.of("in", 700, new NeuronModel.SpikeList(false)).atMost(500),
                Population.of("out", 700, new NeuronModel.Relay())),
            List.of(Projection.of("in", "out", new Connectivity.OneToOne(), 1, 0)));
    var first = new Stimulus("few", "", Map.of("in", few));
    var second = new Stimulus("many", "", Map.of("in", many));
    var twin = new ChipTwin(network, List.of(first, second));
    assertThat(twin.cores("in")).isEqualTo(2);
    for (Stimulus stimulus : List.of(second, first, Stimulus.NONE, second)) {
      twin.equalsReference(stimulus, 6);
    }
    assertThatThrownBy(
            () -> Snn.load(twin.mapping, twin.quantised, new Stimulus("x", "", Map.of("in", more))))
        .isInstanceOf(DoesNotFitException.class)
        .hasMessageContaining("in[0..349]: stimulus 'x' has 3 spikes in 3 steps here");
  }

  @Test
  void packetsGoOnlyWhereASynapseIs() {
    var network =
        new Network(
            "chain",
            List.of(
                Population.of("a", 100, LIF).atMost(10), Population.of("b", 100, LIF).atMost(20)),
            List.of(Projection.of("a", "b", new Connectivity.OneToOne(), 1, 0)));
    MachineGraph graph = compiled(network, Machine.chip());
    for (int v = 0; v < 10; v++) {
      assertThat(graph.targets(v)).containsExactly(10 + v / 2);
    }
    for (int v = 10; v < 15; v++) {
      assertThat(graph.sends(v)).isFalse();
    }
  }

  @Test
  void convolutionsReachOnlySlicesUnderTheirKernel() {
    // 8 rows of 8, one kernel of 3 x 3: a row of inputs reaches three rows of outputs
    var c = new Connectivity.Convolution(1, 8, 8, 1, 1, 1, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1);
    var network =
        new Network(
            "rows",
            List.of(
                Population.of("in", 64, new NeuronModel.SpikeList(false)).atMost(8),
                Population.of("out", 64, LIF).atMost(8)),
            List.of(Projection.of("in", "out", c, 1, 0)));
    MachineGraph graph = compiled(network, Machine.chip());
    assertThat(graph.targets(0)).containsExactly(8, 9);
    assertThat(graph.targets(3)).containsExactly(10, 11, 12);
    assertThat(graph.vertex(8).programName()).isEqualTo("lif_conv2d");
  }

  @Test
  void theWordLimitsNeuronsOnACore() {
    for (SynapseWord word : List.of(SynapseWord.DELAY, SynapseWord.NO_DELAY, SynapseWord.WIDE)) {
      var network =
          new Network("lone", List.of(Population.of("lone", 2048, LIF).stored(word)), List.of());
      assertThat(compiled(network, Machine.chip()).size())
          .isEqualTo(word == SynapseWord.WIDE ? 2 : 8);
    }
  }

  @Test
  void programsAreCalledAsOnTheChip() {
    assertThat(programName(LIF, SynapseWord.DELAY)).isEqualTo("lif");
    assertThat(programName(LIF, SynapseWord.WIDE)).isEqualTo("lif");
    assertThat(programName(LIF, SynapseWord.NO_DELAY)).isEqualTo("lif_no_delay");
    assertThat(programName(NeuronModel.Lif.of(1, 1), SynapseWord.NO_DELAY))
        .isEqualTo("charge_and_spike");
    assertThat(programName(new NeuronModel.Relay(), SynapseWord.AUTO)).isEqualTo("relay");
    assertThat(programName(NeuronModel.Poisson.withProbability(0.1), SynapseWord.AUTO))
        .isEqualTo("poisson");
    assertThat(programName(new NeuronModel.SpikeList(true), SynapseWord.AUTO))
        .isEqualTo("spike_list");
  }

  private static String programName(NeuronModel model, SynapseWord word) {
    var network = new Network("n", List.of(Population.of("n", 3, model).stored(word)), List.of());
    return compiled(network, Machine.chip()).vertex(0).programName();
  }

  @Test
  void twoCompilationsGiveTheSameImages() {
    var network =
        new Network(
            "twice",
            List.of(
                Population.of("a", 300, NeuronModel.Poisson.withProbability(0.1)),
                Population.of("b", 300, LIF)),
            List.of(
                new Projection(
                    "p",
                    "a",
                    "b",
                    new Connectivity.FixedProbability(0.2, true),
                    new Values.Uniform(-1, 1),
                    Values.of(3))));
    MachineGraph one = compiled(network, Machine.chip());
    MachineGraph two = compiled(network, Machine.chip());
    var keys = org.tradewind.mapping.Keys.allocate(one);
    for (int v = 0; v < one.size(); v++) {
      assertThat(org.tradewind.mapping.Images.of(two, keys).sram(v))
          .isEqualTo(org.tradewind.mapping.Images.of(one, keys).sram(v));
    }
  }
}
