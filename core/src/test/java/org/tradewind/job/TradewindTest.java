package org.tradewind.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tradewind.cost.Explained;
import org.tradewind.machine.DoesNotFitException;
import org.tradewind.machine.Link;
import org.tradewind.machine.Machine;
import org.tradewind.mapping.LinearPlacer;
import org.tradewind.mapping.LocalPlacer;
import org.tradewind.mapping.NerRouter;
import org.tradewind.mapping.Placer;
import org.tradewind.mapping.Router;
import org.tradewind.mapping.ShortestPathRouter;
import org.tradewind.network.Activity;
import org.tradewind.network.Connectivity.AllToAll;
import org.tradewind.network.Connectivity.FixedNumberPost;
import org.tradewind.network.Connectivity.FixedProbability;
import org.tradewind.network.Network;
import org.tradewind.network.NeuronModel.Lif;
import org.tradewind.network.NeuronModel.Poisson;
import org.tradewind.network.NeuronModel.SpikeList;
import org.tradewind.network.Population;
import org.tradewind.network.Projection;
import org.tradewind.network.SpikeTrain;
import org.tradewind.network.Stimulus;
import org.tradewind.network.Values;
import org.tradewind.network.Variable;
import org.tradewind.reference.Arithmetic;
import org.tradewind.reference.Reference;
import org.tradewind.run.DvfsPolicy;
import org.tradewind.unit.InputException;

/// The walk from a job to its report.
class TradewindTest {
  private static final int STEPS = 60;

  /// Noise drives cells, which inhibit each other with drawn weights and delays: chaotic enough
  /// that one wrong spike changes all that follow.
  private static Network noisy(int perCore) {
    var noise = Population.of("noise", 60, Poisson.withProbability(0.1)).atMost(perCore);
    var cells =
        Population.of("cells", 120, Lif.of(0.9, 12.5)).recording(Variable.V).atMost(perCore);
    return new Network(
        "noisy",
        List.of(noise, cells),
        List.of(
            Projection.of("noise", "cells", new FixedProbability(0.3, true), 3, 0),
            new Projection(
                "inhibition",
                "cells",
                "cells",
                new FixedProbability(0.4, false),
                new Values.Uniform(-4, 1.5),
                new Values.Uniform(0, 7))));
  }

  private static Activity activity(Job job) {
    return Tradewind.run(job).samples().getFirst().activity();
  }

  record Place(String name, Machine machine, Placer placer, Router router, int perCore) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Place> places() {
    Machine broken =
        Machine.torus(3, 3)
            .withoutChip(4)
            .withoutPe(0, 0)
            .withoutPe(0, 17)
            .withoutLink(0, Link.E)
            .withoutLink(0, Link.NE);
    return Stream.of(
        new Place("one core a population", Machine.chip(), new LinearPlacer(), new NerRouter(), 0),
        new Place("7 neurons a core", Machine.chip(), new LocalPlacer(), new NerRouter(), 7),
        new Place(
            "1 neuron a core on a board", Machine.board(), new LocalPlacer(), new NerRouter(), 1),
        new Place("a torus", Machine.torus(2, 2), new LinearPlacer(), new ShortestPathRouter(), 1),
        new Place("a broken torus", broken, new LocalPlacer(), new NerRouter(), 1),
        new Place(
            "a broken torus, plain", broken, new LinearPlacer(), new ShortestPathRouter(), 1));
  }

  @ParameterizedTest
  @MethodSource("places")
  void noSpikeAndNoVoltageDependsOnWhereNeuronsSit(Place place) {
    Job job =
        Job.of(noisy(place.perCore()), STEPS)
            .on(place.machine())
            .mapped(place.placer(), place.router());
    Mapped mapped = Tradewind.map(job, Progress.SILENT);

    Activity ours = Tradewind.run(mapped, Progress.SILENT).samples().getFirst().activity();
    Activity oracle =
        Reference.of(mapped.quantisation().network(), job.seed(), Arithmetic.SINGLE)
            .run(Stimulus.NONE, STEPS);

    assertThat(oracle.spikes().get("cells").size()).as("cells are busy").isGreaterThan(200);
    assertThat(ours.sameSpikes(oracle)).isTrue();
    assertThat(ours.traces().get("cells").get(Variable.V).values())
        .containsExactly(oracle.traces().get("cells").get(Variable.V).values());
  }

  /// An end of two bytes for each of the 60,000 senders would take more than a core has.
  @Test
  void sparseRowsOfManySendersFitACore() {
    var noise = Population.of("noise", 60_000, Poisson.withProbability(0.01));
    var cells = Population.of("cells", 100, Lif.of(0.9, 9.5));
    var sparse = Projection.of("noise", "cells", new FixedProbability(0.0005, true), 3, 0);
    Job job =
        Job.of(new Network("sparse", List.of(noise, cells), List.of(sparse)), STEPS)
            .on(Machine.torus(2, 2));
    Mapped mapped = Tradewind.map(job, Progress.SILENT);

    Activity ours = Tradewind.run(mapped, Progress.SILENT).samples().getFirst().activity();

    Activity oracle =
        Reference.of(mapped.quantisation().network(), job.seed(), Arithmetic.SINGLE)
            .run(Stimulus.NONE, STEPS);
    assertThat(oracle.spikes().get("cells").size()).isGreaterThan(20);
    assertThat(ours.sameSpikes(oracle)).isTrue();
    assertThat(mapped.mapping().graph().vertices())
        .filteredOn(v -> v.of().equals("cells"))
        .hasSize(1)
        .allSatisfy(v -> assertThat(v.program().layout().bytes()).isLessThan(60_000));
  }

  @Test
  void theSameJobGivesTheSameReportAndAnotherSeedAnother() {
    Job job = Job.of(noisy(0), STEPS);

    Report one = Tradewind.run(job);
    Report two = Tradewind.run(job);

    assertThat(one.samples().getFirst().activity().sameSpikes(two.samples().getFirst().activity()))
        .isTrue();
    assertThat(one.energy()).isEqualTo(two.energy());
    assertThat(activity(job.seeded(2)).sameSpikes(one.samples().getFirst().activity())).isFalse();
  }

  @Test
  void theLowLevelGivesTheSameSpikesForLessPowerButMoreOfTheTimestep() {
    Job job = Job.of(noisy(0), STEPS);

    Report high = Tradewind.run(job.governedBy(DvfsPolicy.high()));
    Report low = Tradewind.run(job.governedBy(DvfsPolicy.low()));

    assertThat(low.samples().getFirst().activity().sameSpikes(high.samples().getFirst().activity()))
        .isTrue();
    assertThat(low.energy().value()).isLessThan(high.energy().value());
    assertThat(low.samples().getFirst().results().cores().getLast().busyTicks())
        .isEqualTo(2 * high.samples().getFirst().results().cores().getLast().busyTicks());
  }

  @Test
  void aThresholdGivesTheSameSpikesForAnEnergyBetweenLowAndHigh() {
    Job job = Job.of(noisy(0), STEPS);

    Report high = Tradewind.run(job.governedBy(DvfsPolicy.high()));
    Report auto = Tradewind.run(job.governedBy(new DvfsPolicy.Threshold(1)));
    Report low = Tradewind.run(job.governedBy(DvfsPolicy.low()));

    assertThat(
            auto.samples().getFirst().activity().sameSpikes(high.samples().getFirst().activity()))
        .isTrue();
    assertThat(auto.energy().value())
        .isBetween(low.energy().value(), high.energy().value())
        .isNotIn(low.energy().value(), high.energy().value());
    requireSums(auto.energy());
  }

  @Test
  void policiesAreComparedOnTheSameSpikes() {
    Job job =
        Job.of(noisy(0), STEPS).besides(List.of(new DvfsPolicy.Threshold(1), DvfsPolicy.low()));

    Report report = Tradewind.run(job);

    List<PolicyRun> rows = report.policies();
    assertThat(rows)
        .extracting(r -> r.policy().toString())
        .containsExactly("high", "auto:1", "low", "low");
    assertThat(rows).allMatch(PolicyRun::sameSpikes);
    assertThat(rows).extracting(PolicyRun::overruns).containsOnly(0L);
    PolicyRun high = rows.getFirst();
    PolicyRun low = rows.get(2);
    PolicyRun slow = rows.get(3);
    assertThat(high.energy()).isEqualTo(report.energy());
    assertThat(slow.timestepSeconds()).isEqualTo(2 * high.timestepSeconds());
    assertThat(slow.seconds()).isEqualTo(2 * high.seconds());
    assertThat(low.meanUtilisation()).isEqualTo(2 * high.meanUtilisation());
    assertThat(slow.maxUtilisation()).isEqualTo(high.maxUtilisation());
    assertThat(slow.energy().value()).isGreaterThan(low.energy().value());
    assertThat(low.watts()).isLessThan(high.watts());
    assertThat(rows.get(1).levelChanges()).isPositive();
    // each row is what the policy gives alone, as long as the mapping is the same
    assertThat(Tradewind.run(job.besides(List.of()).governedBy(DvfsPolicy.low())).energy())
        .isEqualTo(low.energy());
  }

  @Test
  void aComparisonSaysWhereSpikesDiffer() {
    Job job = Job.of(noisy(0), STEPS).besides(List.of(DvfsPolicy.low()));
    double busiest = Tradewind.run(job).policies().getFirst().maxUtilisation();
    double tick = 1e-6 * Math.ceil(1.5e3 * busiest); // long enough for high, not for low

    Report report = Tradewind.run(job.everyTimestep(tick));

    assertThat(report.policies().getFirst().overruns()).isZero();
    assertThat(report.policies().get(1).overruns()).isPositive();
    assertThat(report.policies().get(1).sameSpikes()).isFalse();
    assertThat(report.policies().get(2).sameSpikes()).isTrue();
  }

  @Test
  void powerOverTimeHasTheEnergyOfTheRun() {
    Report report =
        Tradewind.run(
            Job.of(noisy(0), STEPS).governedBy(new DvfsPolicy.Threshold(1)).tracingPower(1e-3));

    assertThat(report.samples().getFirst().power().bins()).isEqualTo(STEPS);
    assertThat(report.samples().getFirst().power().joules())
        .isCloseTo(report.energy().value(), within(1e-9 * report.energy().value()));
    assertThatThrownBy(() -> Job.of(noisy(0), STEPS).tracingPower(1e-9))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("1 us");
  }

  @Test
  void thePartsOfTheEnergySumToIt() {
    requireSums(Tradewind.run(Job.of(noisy(0), STEPS)).energy());
  }

  private static void requireSums(Explained explained) {
    if (!explained.parts().isEmpty()) {
      assertThat(explained.parts().stream().mapToDouble(Explained::value).sum())
          .isCloseTo(explained.value(), within(1e-12 * Math.abs(explained.value())));
      explained.parts().forEach(TradewindTest::requireSums);
    }
  }

  /// Two inputs, two outputs: the label is the input that spikes.
  private static Job classifier() {
    var input = Population.of("input", 2, new SpikeList(false));
    var output = Population.of("output", 2, Lif.of(1, 0.5));
    var straight =
        new Projection(
            "straight",
            "input",
            "output",
            new AllToAll(true),
            Values.of(new double[] {1, 0, 0, 1}),
            Values.of(0));
    List<Stimulus> samples =
        IntStream.range(0, 12)
            .mapToObj(i ->
                new Stimulus(
                    "sample " + i,
                    i == 11 ? "0" : Integer.toString(i % 2),
                    Map.of(
                        "input", new SpikeTrain(new int[] {i, i + 1}, new int[] {i % 2, i % 2}))))
            .toList();
    return Job.of(new Network("classifier", List.of(input, output), List.of(straight)), 20)
        .stimulated(samples)
        .classifiedBy("output")
        .besideReference();
  }

  @Test
  void labelledSamplesAreClassifiedInOrderOnAnyNumberOfThreads() {
    Report one = Tradewind.run(classifier());
    Report two = Tradewind.run(classifier().onThreads(2));

    assertThat(one.accuracy()).isEqualTo(11 / 12.0);
    assertThat(one.referenceAccuracy()).isEqualTo(11 / 12.0);
    assertThat(two.samples()).extracting(Report.Sample::name).startsWith("sample 0", "sample 1");
    for (int i = 0; i < 12; i++) {
      assertThat(one.samples().get(i).predicted()).isEqualTo(i % 2);
      assertThat(two.samples().get(i).activity().sameSpikes(one.samples().get(i).activity()))
          .isTrue();
    }
    assertThat(two.energy()).isEqualTo(one.energy());
  }

  @Test
  void ofOutputsThatSpikeAlikeTheFirstIsPredicted() {
    var both =
        new Stimulus(
            "both", "0", Map.of("input", new SpikeTrain(new int[] {1, 1}, new int[] {0, 1})));

    Report.Sample sample =
        Tradewind.run(classifier().stimulated(List.of(both))).samples().getFirst();

    assertThat(sample.activity().spikes().get("output").neurons()).containsExactly(0, 1);
    assertThat(sample.predicted()).isZero();
    assertThat(sample.referencePredicted()).isZero();
  }

  @Test
  void whatIsFarTooLargeIsRefusedBeforeItIsExpanded() {
    var many = Population.of("many", 1_000_000, Lif.of(0.9, 1));
    var dense = Projection.of("many", "many", new FixedNumberPost(2000, true), 1, 0);

    assertThatThrownBy(
            () -> Tradewind.run(Job.of(new Network("large", List.of(many), List.of()), STEPS)))
        .isInstanceOf(DoesNotFitException.class)
        .hasMessageContaining("1000000 neurons", "148", "151552", "--machine");
    assertThatThrownBy(() ->
            Tradewind.run(
                Job.of(new Network("dense", List.of(many), List.of(dense)), STEPS)
                    .on(Machine.board())))
        .isInstanceOf(DoesNotFitException.class)
        .hasMessageContaining("2000000000 synapses", "7104");
  }

  @Test
  void aJobThatCannotBeIsRefusedInASentence() {
    Job job = Job.of(noisy(0), STEPS);

    assertThatThrownBy(() -> Job.of(noisy(0), 0))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("0 timesteps");
    assertThatThrownBy(() -> job.everyTimestep(1.5e-6))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("1 MHz");
    assertThatThrownBy(() -> job.stimulated(List.of()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no sample");
    assertThatThrownBy(() -> job.classifiedBy("nobody"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("'nobody'");
    assertThatThrownBy(() -> job.onThreads(0))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("0 threads");
  }
}
