package org.tradewind.ticks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tradewind.machine.Machine;
import org.tradewind.machine.PerformanceLevel;
import org.tradewind.network.Stimulus;
import org.tradewind.run.DvfsPolicy;
import org.tradewind.run.Options;
import org.tradewind.run.Results;
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
}
