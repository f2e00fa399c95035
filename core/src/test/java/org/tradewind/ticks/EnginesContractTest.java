package org.tradewind.ticks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tradewind.machine.Machine;
import org.tradewind.machine.PerformanceLevel;
import org.tradewind.network.Background;
import org.tradewind.network.Connectivity.AllToAll;
import org.tradewind.network.Connectivity.FixedNumberPre;
import org.tradewind.network.Connectivity.Listed;
import org.tradewind.network.Network;
import org.tradewind.network.NeuronModel;
import org.tradewind.network.NeuronModel.Reset;
import org.tradewind.network.Population;
import org.tradewind.network.Projection;
import org.tradewind.network.SpikeTrain;
import org.tradewind.network.Stimulus;
import org.tradewind.network.SynapseWord;
import org.tradewind.network.Values;
import org.tradewind.run.DvfsPolicy;
import org.tradewind.run.Options;
import org.tradewind.run.Results;
import org.tradewind.run.Stopwatch;
import org.tradewind.snn.DrawnNetworks;
import org.tradewind.unit.Ticks;

/// Whatever runs, on one chip and on several, at whatever levels: step by step and packet by packet
/// it is the same.
class EnginesContractTest {
  private static final DvfsPolicy[] POLICIES = {
    DvfsPolicy.high(),
    DvfsPolicy.low(),
    DvfsPolicy.auto(),
    new DvfsPolicy.Threshold(3),
    new DvfsPolicy.Threshold(2, PerformanceLevel.HIGH)
  };

  private static final Machine[] MACHINES = {Machine.chip(), Machine.torus(3, 2)};

  static Stream<DrawnNetworks.Case> cases() {
    return DrawnNetworks.cases();
  }

  private static Options options(Random random) {
    return new Options(
        Ticks.PER_MILLISECOND, POLICIES[random.nextInt(POLICIES.length)], random.nextInt(), 1024);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyProgramDoesTheSameInSteps(DrawnNetworks.Case c) {
    long seed = c.toString().hashCode();
    var random = new Random(seed);
    Options options = options(random);
    Machine machine = MACHINES[random.nextInt(2)];
    Stimulus stimulus = DrawnNetworks.stimulus("input", 6, random);
    var both =
        new BothEngines(DrawnNetworks.network(c, random), List.of(stimulus), machine, options);
    Results results = both.agree(stimulus, options, DrawnNetworks.STEPS);
    assertThat(results.network().sent()).as("seed " + seed).isPositive();
  }

  static Stream<DrawnNetworks.Folding> foldings() {
    return DrawnNetworks.foldings();
  }

  @ParameterizedTest
  @MethodSource("foldings")
  void convolutionsDoTheSameInSteps(DrawnNetworks.Folding folding) {
    var random = new Random(folding.toString().hashCode());
    Options options = options(random);
    var stimulus = DrawnNetworks.stimulus("input", folding.convolution().preSize(), random);
    var both =
        new BothEngines(
            DrawnNetworks.network(folding),
            List.of(stimulus),
            MACHINES[random.nextInt(2)],
            options);
    both.agree(stimulus, options, DrawnNetworks.STEPS);
  }

  /// Long enough for most steps not to be counted, with more cores than a group, delays of all
  /// lengths, and a machine whose steps are short.
  @ParameterizedTest
  @EnumSource(SynapseWord.class)
  void longRunsOfManyCoresAreTheSame(SynapseWord word) {
    var random = new Random(word.ordinal());
    int maxDelay =
        switch (word) {
          case NO_DELAY -> 0;
          case DELAY -> 7;
          case WIDE, AUTO -> 40;
        };
    boolean even = word == SynapseWord.NO_DELAY;
    var lif =
        new NeuronModel.Lif(
            Values.of(0.95),
            Values.of(0.9),
            Values.of(15),
            Values.of(0),
            new Values.Uniform(0, 15),
            Reset.TO_V_RESET);
    Population exc = Population.of("exc", 1600, lif).stored(word).atMost(90);
    Population inh = Population.of("inh", 400, lif).stored(word).atMost(90);
    var delays = new Values.Uniform(0, maxDelay);
    Values weights = even ? Values.of(1) : new Values.Uniform(1, 3);
    var network =
        new Network(
            "balanced",
            List.of(exc, inh, Population.of("noise", 50, NeuronModel.Poisson.withProbability(0.1))),
            List.of(
                new Projection("1", "exc", "exc", new FixedNumberPre(40, false), weights, delays),
                new Projection("2", "exc", "inh", new FixedNumberPre(40, false), weights, delays),
                new Projection(
                    "3", "inh", "exc", new FixedNumberPre(20, false), Values.of(-4), delays),
                new Projection(
                    "4", "inh", "inh", new FixedNumberPre(20, false), Values.of(-4), delays),
                new Projection(
                    "5", "noise", "exc", new FixedNumberPre(3, false), Values.of(1), delays)));
    var options = new Options(Ticks.PER_MILLISECOND, DvfsPolicy.high(), random.nextInt(), 1024);
    var both = new BothEngines(network, List.of(Stimulus.NONE), Machine.torus(2, 2), options);
    Results results = both.agree(Stimulus.NONE, options, 300);
    assertThat(results.network().sent()).isGreaterThan(10_000);
  }

  /// As many steps are moved at once as the shortest delay allows: around that, around the most
  /// that are moved at once, and where the run ends in the middle of them.
  @ParameterizedTest
  @CsvSource({"1, 1, 60", "2, 2, 61", "3, 9, 100", "14, 14, 200", "15, 15, 161", "16, 40, 230"})
  void networksOfLongDelaysDoTheSameInSteps(int shortest, int longest, int steps) {
    var random = new Random(shortest);
    Population cells =
        Population.of("cells", 120, lif())
            .atMost(17)
            .recordingSpikes(true)
            .under(List.of(new Background(0.1, 1)));
    Population noise = Population.of("noise", 20, NeuronModel.Poisson.withProbability(0.2));
    Values delays =
        shortest == longest ? Values.of(shortest) : new Values.Uniform(shortest, longest);
    var some = new FixedNumberPre(12, false);
    var network =
        new Network(
            "late",
            List.of(cells, noise),
            List.of(
                new Projection("1", "cells", "cells", some, new Values.Uniform(-1, 1), delays),
                new Projection("2", "noise", "cells", some, Values.of(1), delays)));
    for (DvfsPolicy policy : POLICIES) {
      var options = new Options(Ticks.PER_MILLISECOND, policy, random.nextInt(), 1024);
      var both = new BothEngines(network, List.of(Stimulus.NONE), MACHINES[1], options);
      Results results = both.agree(Stimulus.NONE, options, steps);
      assertThat(results.network().sent()).isGreaterThan(steps);
    }
  }

  /// Steps so short that cores overrun: they are followed and counted, but whose packets come when
  /// is no longer known, and said to be so.
  @Test
  void coresThatOverrunAreDoubted() {
    var random = new Random(1);
    var c = new DrawnNetworks.Case("lif", lif(), SynapseWord.NO_DELAY, 0, 2);
    var options = new Options(5 * Ticks.PER_MICROSECOND, DvfsPolicy.high(), 1, 1024);
    Stimulus stimulus = DrawnNetworks.stimulus("input", 6, random);
    var both =
        new BothEngines(
            DrawnNetworks.network(c, random),
            List.of(stimulus),
            Machine.chip(),
            new Options(Ticks.PER_MILLISECOND, DvfsPolicy.high(), 1, 1024));
    Results events = both.events(stimulus, options, DrawnNetworks.STEPS);
    TickRun run = both.ticks(stimulus, options);
    Results ticks = run.until(DrawnNetworks.STEPS, new Stopwatch(DrawnNetworks.STEPS));
    assertThat(events.cores()).anyMatch(core -> core.overruns() > 0 && core.outOfStep() > 0);
    assertThat(ticks.cores()).anyMatch(core -> core.overruns() > 0 && core.outOfStep() > 0);
    assertThat(run.doubt()).contains("out of step");
    TickRun again = both.ticks(stimulus, options);
    assertThat(again.exactly(DrawnNetworks.STEPS, new Stopwatch(DrawnNetworks.STEPS))).isEmpty();
    assertThat(again.doubt()).isEqualTo(run.doubt());
  }

  /// In step 1 one packet lets all neurons spike, which takes long; in step 5 two packets do
  /// little, so that it is no longer, but more of them wait.
  @Test
  void packetsThatTakeLittleMayBeTheMostThatWait() {
    Population one = Population.of("one", 1, new NeuronModel.SpikeList(false));
    Population two = Population.of("two", 2, new NeuronModel.SpikeList(false));
    Population cells = Population.of("cells", 60, resting());
    Population last = Population.of("last", 1, resting());
    var network =
        new Network(
            "few",
            List.of(one, two, cells, last),
            List.of(
                Projection.of("cells", "last", new AllToAll(true), 0.01, 0),
                Projection.of("one", "cells", new AllToAll(true), 3, 0),
                Projection.of(
                    "two", "cells", new Listed(new int[] {0, 1}, new int[] {7, 9}), 1, 0)));
    var stimulus =
        new Stimulus(
            "few",
            "",
            Map.of(
                "one", SpikeTrain.sorted(new int[] {0}, new int[] {0}),
                "two", SpikeTrain.sorted(new int[] {4, 4}, new int[] {0, 1})));
    var options = new Options(Ticks.PER_MILLISECOND, DvfsPolicy.high(), 1, 1024);
    var both = new BothEngines(network, List.of(stimulus), Machine.chip(), options);
    Results results = both.agree(stimulus, options, 10);
    assertThat(results.cores()).anyMatch(core -> core.sent() == 60 && core.maxWaiting() == 2);
  }

  /// Two steps with so many packets that they take longer than a step, the second less long than
  /// the first. Nobody sends while they do, so that nothing is in doubt.
  @Test
  void anOverrunThatIsNotTheLongestIsCounted() {
    Population many = Population.of("many", 60, new NeuronModel.SpikeList(false));
    Population cells = Population.of("cells", 50, resting());
    var network =
        new Network(
            "busy",
            List.of(many, cells),
            List.of(Projection.of("many", "cells", new AllToAll(true), 0.01, 0)));
    IntStream first = IntStream.range(0, 60);
    IntStream second = IntStream.range(0, 50);
    var stimulus =
        new Stimulus(
            "twice",
            "",
            Map.of(
                "many",
                SpikeTrain.sorted(
                    IntStream.range(0, 110).map(i -> i < 60 ? 2 : 12).toArray(),
                    IntStream.concat(first, second).toArray())));
    var options = new Options(60 * Ticks.PER_MICROSECOND, DvfsPolicy.high(), 1, 1024);
    var mapped = new Options(Ticks.PER_MILLISECOND, DvfsPolicy.high(), 1, 1024);
    var both = new BothEngines(network, List.of(stimulus), Machine.chip(), mapped);
    Results results = both.agree(stimulus, options, 20);
    assertThat(results.cores()).anyMatch(core -> core.overruns() >= 2);
  }

  /// Never spikes by itself.
  private static NeuronModel resting() {
    return new NeuronModel.Lif(
        Values.of(0.5), Values.of(0), Values.of(2), Values.of(0), Values.of(0), Reset.TO_V_RESET);
  }

  private static NeuronModel lif() {
    return new NeuronModel.Lif(
        Values.of(0.9),
        Values.of(0.3),
        Values.of(1.7),
        Values.of(0),
        Values.of(0),
        Reset.TO_V_RESET);
  }
}
