package org.tradewind.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tradewind.machine.Confidence;
import org.tradewind.machine.PerformanceLevel;
import org.tradewind.unit.Ticks;

class EnergyTest {
  private static final int PES = 152;

  /// Table of measured chip power (CHIP). The states of sleep and of CoreMark calibrate the model,
  /// so it has to give them back; 0.1 % is what their rounding leaves.
  @ParameterizedTest
  @CsvSource({
    "LOW,    0, 0,   75.2",
    "LOW,  152, 0,  235.4",
    "HIGH, 152, 0,  564.7",
    "LOW,  152, 1,  424.6",
    "HIGH, 152, 1, 1247.9",
  })
  void aChipTakesThePublishedPower(
      PerformanceLevel level, int pes, int busy, double publishedMilliwatts) {
    var counts = new Counts();
    long cycles = level.clockMhz().whole() * 1_000_000L;
    counts.add(Action.CYCLE, busy * pes * cycles);
    Explained energy = energy(1, pes, 1, level, counts);
    assertThat(1e3 * energy.value())
        .isCloseTo(publishedMilliwatts, within(1e-3 * publishedMilliwatts));
  }

  @Test
  void theSynapticEventStaysBelowThePublishedBound() {
    // 7.715 mW / 12 M events/s, everything included: 0.64 nJ
    var counts = new Counts();
    counts.add(Action.SYNAPTIC_EVENT, 1);
    assertThat(energy(0, 0, 0, PerformanceLevel.HIGH, counts).value()).isLessThan(0.64e-9);
  }

  @Test
  void thePartsSumToTheWholeAllTheWayDown() {
    assertSums(energy(3, 200, 0.7, PerformanceLevel.LOW, oneOfEach()));
  }

  private static void assertSums(Explained node) {
    if (!node.parts().isEmpty()) {
      assertThat(node.parts().stream().mapToDouble(Explained::value).sum())
          .isCloseTo(node.value(), within(1e-12 * Math.abs(node.value())));
      node.parts().forEach(EnergyTest::assertSums);
    }
  }

  @Test
  void everyActionThatHappenedHasItsLeaf() {
    String text = energy(1, 1, 1, PerformanceLevel.HIGH, oneOfEach()).toString();
    for (Action action : Action.values()) {
      assertThat(text).contains(action.name());
    }
  }

  @Test
  void aLeafSaysWhatWasMultiplied() {
    var counts = new Counts();
    counts.add(Action.SYNAPTIC_EVENT, 12_000);
    assertThat(energy(1, 148, 0.001, PerformanceLevel.HIGH, counts).toString())
        .contains("12000 x 16 cycles x 14.98")
        .contains("0.148 s x 3.22");
  }

  @Test
  void theNetworkIsShownAndNotIncludedButForDram() {
    Explained network = energy(1, 1, 1, PerformanceLevel.HIGH, oneOfEach()).parts().getLast();
    assertThat(network.value()).isEqualTo(40e-12); // a byte at 5 pJ a bit
    assertThat(network.parts())
        .hasSize(5)
        .allSatisfy(part -> assertThat(part.because()).contains("not published"));
  }

  @Test
  void anEstimateIsAsWeakAsItsWeakestPart() {
    Explained asleep = energy(1, 1, 1, PerformanceLevel.HIGH, new Counts());
    Explained awake = energy(1, 1, 1, PerformanceLevel.HIGH, oneOfEach());
    assertThat(asleep.confidence()).isEqualTo(Confidence.DERIVED);
    assertThat(awake.confidence()).isEqualTo(Confidence.ASSUMED);
  }

  @Test
  void theIntervalIsThatOfItsLeaves() {
    Explained reported = Explained.leaf("a", 100, "J", Confidence.REPORTED, "");
    Explained assumed = Explained.leaf("b", 10, "J", Confidence.ASSUMED, "");
    Explained sum = Explained.sum("c", "J", java.util.List.of(reported, assumed));
    assertThat(sum.low()).isEqualTo(95 + 5);
    assertThat(sum.high()).isEqualTo(105 + 15);
  }

  private static Explained energy(
      int chips, int pes, double seconds, PerformanceLevel level, Counts counts) {
    var use = new Usage(level, Ticks.ofSeconds(pes * seconds), counts);
    return Energy.explain(chips, seconds, List.of(use), counts);
  }

  private static Counts oneOfEach() {
    var counts = new Counts();
    for (Action action : Action.values()) {
      counts.add(action, 1);
    }
    return counts;
  }

  @Test
  void aSumOfNothingIsAsUncertainAsItsPartsAndTakesNothingFromAWhole() {
    Explained uncounted =
        Explained.sum(
            "network", "J", List.of(Explained.leaf("hop", 0, "J", Confidence.ASSUMED, "0")));
    Explained whole =
        Explained.sum(
            "all", "J", List.of(uncounted, Explained.leaf("base", 1, "J", Confidence.STATED, "1")));

    assertThat(uncounted.confidence()).isEqualTo(Confidence.ASSUMED);
    assertThat(whole.confidence()).isEqualTo(Confidence.STATED);
  }

  @Test
  void reasonsHaveNoNoughtsThatSayNothing() {
    Explained energy = energy(1, 1, 0.1, PerformanceLevel.HIGH, new Counts());

    assertThat(energy.parts().getFirst().because()).isEqualTo("1 chips x 75.2 mW x 0.1 s");
  }
}
