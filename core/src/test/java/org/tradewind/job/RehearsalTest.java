package org.tradewind.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tradewind.cost.Action;
import org.tradewind.machine.Spinnaker2;
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

/// A volley: all of `in` in step 2, all of `middle` in step 3, all of `out` in step 4; then
/// nothing.
class RehearsalTest {
  private static final double BUDGET = 300_000;

  private static final Stimulus VOLLEY =
      new Stimulus(
          "volley",
          "",
          Map.of(
              "in",
              SpikeTrain.sorted(
                  IntStream.generate(() -> 2).limit(50).toArray(),
                  IntStream.range(0, 50).toArray())));

  private static Population lif(String name, OptionalDouble rateHz) {
    return new Population(
        name,
        List.of(100),
        NeuronModel.Lif.of(0.5, 10),
        SynapseWord.AUTO,
        0,
        rateHz,
        true,
        Set.of(),
        Values.of(1),
        List.of());
  }

  private static Job volley(OptionalDouble rateHz) {
    var network =
        new Network(
            "volley",
            List.of(
                Population.of("in", 50, new NeuronModel.SpikeList(false)),
                lif("middle", rateHz),
                lif("out", OptionalDouble.empty())),
            List.of(
                Projection.of("in", "middle", new Connectivity.AllToAll(true), 1, 0),
                Projection.of("middle", "out", new Connectivity.AllToAll(true), 1, 0)));
    return Job.of(network, 10).stimulated(List.of(VOLLEY));
  }

  private static MachineVertex vertex(Job job, int v) {
    return Tradewind.map(job, Progress.SILENT).mapping().graph().vertex(v);
  }

  /// interrupt and step, updates, packets, events
  private static double cycles(double packets, double events) {
    return cycles(Action.INTERRUPT)
        + cycles(Action.STEP)
        + cycles(Action.RING_SLOT)
        + 100 * cycles(Action.LIF_UPDATE)
        + packets * cycles(Action.PACKET)
        + events * cycles(Action.SYNAPTIC_EVENT);
  }

  private static double cycles(Action action) {
    return action.cycles().value();
  }

  @Test
  void theBusiestStepOfARehearsedNetworkIsTheOneThatIsMeasured() {
    Report report = Tradewind.run(volley(OptionalDouble.empty()));
    var results = report.samples().getFirst().results();
    var graph = report.mapped().mapping().graph();
    assertThat(results.maxUtilisation(2)).isGreaterThan(0.5);
    assertThat(graph.vertex(2).predictedPeakCycles()).isEqualTo(cycles(100, 100 * 100));
    assertThat(graph.vertex(2).predictedPeakCycles() / BUDGET).isEqualTo(results.maxUtilisation(2));
    assertThat(graph.vertex(2).predictedCycles()).isCloseTo(cycles(10, 10 * 100), within(1e-6));
  }

  @Test
  void withoutARehearsalTenHertzAreAssumed() {
    MachineVertex out = vertex(volley(OptionalDouble.empty()).unrehearsed(), 2);
    assertThat(out.predictedPeakCycles()).isEqualTo(cycles(1, 100));
    assertThat(out.predictedCycles()).isEqualTo(cycles(1, 100));
  }

  @Test
  void aRateThatTheModellerGaveIsBelieved() {
    MachineVertex out = vertex(volley(OptionalDouble.of(20)), 2);
    assertThat(out.predictedPeakCycles()).isEqualTo(cycles(2, 200));
    assertThat(out.predictedCycles()).isEqualTo(cycles(2, 200));
  }

  @Test
  void aSilentPopulationCountsAsNotMeasured() {
    Job silent = volley(OptionalDouble.empty()).stimulated(List.of(Stimulus.NONE));
    assertThat(vertex(silent, 2))
        .extracting(MachineVertex::predictedCycles)
        .isEqualTo(cycles(1, 100));
  }

  @Test
  void theBusiestStepOfAnyStimulusCountsForWhatIsListed() {
    Job twice = volley(OptionalDouble.empty()).stimulated(List.of(Stimulus.NONE, VOLLEY));
    assertThat(vertex(twice, 1).predictedPeakCycles())
        .isEqualTo(cycles(50, 50 * 100) + cycles(Action.SPIKE));
  }

  @Test
  void aBusiestStepThatNoSplitShortensIsAnOverrunThatIsForetold() {
    // on average some 140 cycles times 1,000 senders, but once all 20,000, and one target only
    int senders = 20_000;
    var train =
        SpikeTrain.sorted(
            IntStream.range(0, senders).map(i -> i == 0 ? 19 : 2).toArray(),
            IntStream.range(0, senders).toArray());
    var network =
        new Network(
            "stampede",
            List.of(
                Population.of("in", senders, new NeuronModel.SpikeList(false)),
                Population.of("out", 1, NeuronModel.Lif.of(0.5, 10))),
            List.of(
                new Projection(
                    "p",
                    "in",
                    "out",
                    new Connectivity.AllToAll(true),
                    Values.of(1),
                    Values.of(0))));
    Job job =
        Job.of(network, 20)
            .stimulated(List.of(new Stimulus("s", "", Map.of("in", train))))
            .withFifo(senders);
    Report report = Tradewind.run(job);
    var graph = report.mapped().mapping().graph();
    MachineVertex out = graph.vertices().getLast();
    assertThat(out.predictedPeakCycles()).isGreaterThan(BUDGET);
    assertThat(report.samples().getFirst().results().cores().getLast().overruns()).isPositive();
  }

  @Test
  void timeThatACoreNeedsBeyondTheRunCostsEnergy() {
    Job volley = volley(OptionalDouble.empty());
    Job late =
        Job.of(volley.network(), 5).stimulated(volley.stimuli()).everyTimestep(20e-6).unrehearsed();
    Report report = Tradewind.run(late);
    var results = report.samples().getFirst().results();
    assertThat(results.ticks()).isGreaterThan(6 * late.timestepTicks());
    double seconds = Ticks.toSeconds(results.ticks() - late.timestepTicks());
    assertThat(report.energy().parts().getFirst().value())
        .isCloseTo(Spinnaker2.CHIP_BASE_POWER.value() * 1e-3 * seconds, within(1e-12));
    assertThat(results.meanUtilisation(2))
        .isCloseTo(
            (double) results.cores().get(2).busyTicks() / results.stepTicks(), within(1e-12));
  }

  @Test
  void aBusiestStepThatIsTooLongIsSplitAwayWhereMoreCoresHelp() {
    // 200 senders at once, and no memory to speak of: 256 targets would need 0.8 M cycles
    var train =
        SpikeTrain.sorted(
            IntStream.generate(() -> 1).limit(200).toArray(), IntStream.range(0, 200).toArray());
    var network =
        new Network(
            "burst",
            List.of(
                Population.of("in", 200, new NeuronModel.SpikeList(false)),
                Population.of("middle", 200, NeuronModel.Lif.of(0.5, 0.5)),
                Population.of("out", 256, NeuronModel.Lif.of(0.5, 1e6))),
            List.of(
                Projection.of("in", "middle", new Connectivity.OneToOne(), 1, 0),
                Projection.of("middle", "out", new Connectivity.AllToAll(true), 1, 0)));
    Job job = Job.of(network, 20).stimulated(List.of(new Stimulus("s", "", Map.of("in", train))));
    Report rehearsed = Tradewind.run(job);
    Report assumed = Tradewind.run(job.unrehearsed());
    assertThat(overruns(rehearsed)).isZero();
    assertThat(overruns(assumed)).isPositive();
    assertThat(rehearsed.mapped().mapping().graph().size())
        .isGreaterThan(assumed.mapped().mapping().graph().size());
  }

  private static int overruns(Report report) {
    return report.samples().getFirst().results().cores().stream().mapToInt(c -> c.overruns()).sum();
  }

  @Test
  void aNetworkWithTooManySynapsesIsNotRehearsed() {
    var populations = new ArrayList<Population>();
    populations.add(Population.of("a", 5000, NeuronModel.Poisson.withProbability(0.5)));
    populations.add(Population.of("b", 5000, NeuronModel.Lif.of(0.5, 10)));
    var network =
        new Network(
            "large",
            populations,
            List.of(Projection.of("a", "b", new Connectivity.FixedProbability(0.9, true), 1, 0)));
    Job job = Job.of(network, 1);
    var quantised =
        org.tradewind.snn.Quantisation.of(
            new Network("small", populations, List.of()), job.scaling(), job.seed());
    assertThat(Rehearsal.of(job, quantised)).isNotEqualTo(Activity.NONE);
    var large =
        new org.tradewind.snn.Quantisation(network, quantised.scale(), quantised.projections());
    assertThat(Rehearsal.of(job, large)).isEqualTo(Activity.NONE);
  }
}
