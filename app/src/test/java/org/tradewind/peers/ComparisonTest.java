package org.tradewind.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.tradewind.peers.Comparison.Clock;
import org.tradewind.peers.Comparison.Entry;

class ComparisonTest {
  private static Entry entry(String simulator, double rateHz, double cv, double... runSeconds) {
    return new Entry(
        "net",
        1,
        simulator,
        DoubleStream.of(runSeconds)
            .mapToObj(s -> new Measurement("1", 0, 0, s, s / 2, 10, rateHz, cv, 1))
            .toList(),
        "");
  }

  private static Comparison of(Entry... entries) {
    return new Comparison("ours", 1, 3, Clock.WALL, List.of(entries), List.of());
  }

  @Test
  void theMedianIsTheMiddleOneOrTheMeanOfTheMiddleTwo() {
    assertThat(Comparison.median(5, 1, 100)).isEqualTo(5);
    assertThat(Comparison.median(4, 1, 2, 100)).isEqualTo(3);
    assertThat(Comparison.median(7)).isEqualTo(7);
    assertThat(Comparison.median()).isNaN();
  }

  @Test
  void theRatioIsOfMedians() {
    Entry peer = entry("peer", 8, 0.5, 10, 12, 900);

    assertThat(of(entry("ours", 8, 0.5, 3, 1, 2), peer).ratio(peer, 1)).hasValue(6);
  }

  @Test
  void processorTimeIsComparedWhereThatIsAskedFor() {
    Entry ours = entry("ours", 8, 0.5, 1, 2, 3); // processor time is half of that
    Entry peer = entry("peer", 8, 0.5, 10);
    var comparison = new Comparison("ours", 2, 3, Clock.PROCESSOR, List.of(ours, peer), List.of());

    assertThat(Tables.of(comparison)).contains("processor s per model s", "0.500", "2.50 (5.00 ×)");
  }

  @Test
  void aFastWrongSimulatorHasNoSpeed() {
    Entry ours = entry("ours", 4, 0.5, 0.1);
    Entry a = entry("a", 8, 0.5, 1);
    Entry b = entry("b", 8.2, 0.5, 2);
    Comparison comparison = of(ours, a, b);

    assertThat(comparison.disagreement(ours)).isEqualTo("4.00 Hz where others have 8.10 Hz");
    assertThat(comparison.ratio(a, 1)).isEmpty();
    assertThat(Tables.of(comparison)).contains("0.100, disagrees").doesNotContain("×");
  }

  @Test
  void aWrongPeerDoesNotSpoilTheOthers() {
    Entry ours = entry("ours", 8, 0.5, 0.1);
    Entry a = entry("a", 8.1, 0.5, 1);
    Entry wrong = entry("wrong", 80, 0.5, 0.01);
    Entry b = entry("b", 8.2, 0.5, 2);
    Comparison comparison = of(ours, a, wrong, b);

    assertThat(comparison.ratio(a, 1)).hasValue(10);
    assertThat(comparison.ratio(wrong, 1)).isEmpty();
    assertThat(comparison.disagreement(b)).isEmpty();
  }

  @Test
  void irregularityIsComparedWhereThereIsAny() {
    Entry regular = entry("ours", 8, 0.1, 1);
    Entry irregular = entry("a", 8, 0.6, 1);
    Entry none = entry("b", 8, Double.NaN, 1);

    assertThat(of(regular, irregular).disagreement(regular))
        .isEqualTo("CV 0.10 where others have 0.60");
    assertThat(of(regular, none).disagreement(regular)).isEmpty();
    assertThat(of(none, regular).disagreement(none)).contains("CV NaN");
  }

  @Test
  void aSilentNetworkAgreesWithASilentOne() {
    Entry silent = entry("ours", 0, Double.NaN, 1);

    assertThat(of(silent, entry("a", 0, Double.NaN, 1)).disagreement(silent)).isEmpty();
    assertThat(of(silent, entry("a", 1, Double.NaN, 1)).disagreement(silent)).isNotEmpty();
  }

  @Test
  void aTableIsMarkdownAndLinedUp() {
    assertThat(Tables.table(List.of(List.of("a", "long"), List.of("wider", "b"))))
        .isEqualTo(
            """
            | a     | long |
            |-------|------|
            | wider | b    |
            """);
  }

  @Test
  void numbersHaveThreeDigits() {
    assertThat(List.of(0.1234, 1.234, 12.34, 123.4, 0.0))
        .extracting(Tables::plain)
        .containsExactly("0.123", "1.23", "12.3", "123", "0.000");
    assertThat(Tables.plain(Double.NaN)).isEqualTo("–");
  }
}
