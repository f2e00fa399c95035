package org.tradewind.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tradewind.cost.Action;
import org.tradewind.machine.Fact;
import org.tradewind.machine.Spinnaker2;

/// A number of the machine is written once, in `machine` or `cost`, with its source. Elsewhere it
/// is named.
class StrayFactTest {
  private static final Path SOURCES = Path.of("src/main/java/org/tradewind");
  private static final Set<String> HOMES = Set.of("machine", "cost");
  private static final Pattern NUMBER =
      Pattern.compile("(?<![\\w.])(\\d[\\d_]*(?:\\.\\d+)?)[fFdDlL]?(?![\\w.])");

  @Test
  void noFactIsRepeatedOutsideItsHome() throws IOException {
    Set<BigDecimal> facts = tellingFacts();
    List<String> stray = new ArrayList<>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(file -> file.toString().endsWith(".java")).toList()) {
        if (!HOMES.contains(SOURCES.relativize(file).getName(0).toString())) {
          for (String number : strayNumbers(Files.readString(file), facts)) {
            stray.add(file + ": " + number + " is a fact of Spinnaker2 or of cost: name it");
          }
        }
      }
    }

    assertThat(stray).isEmpty();
  }

  @Test
  void theWellKnownOnesAreTelling() {
    assertThat(tellingFacts())
        .contains(
            normal("131072"), normal("16384"), normal("75.2"), normal("14.98"), normal("8.30"));
  }

  @Test
  void aStrayFactIsSeenHoweverItIsWritten() {
    assertThat(strayNumbers("int sram = 131_072; // 16384", tellingFacts()))
        .containsExactly("131_072");
    assertThat(strayNumbers("double pj = 8.30 * 14.98f + x131072;", tellingFacts()))
        .containsExactly("8.30", "14.98");
  }

  private static List<String> strayNumbers(String source, Set<BigDecimal> facts) {
    List<String> stray = new ArrayList<>();
    source
        .lines()
        .forEach(line -> {
          Matcher number = NUMBER.matcher(line.replaceFirst("//.*", ""));
          while (number.find()) {
            if (facts.contains(normal(number.group(1).replace("_", "")))) {
              stray.add(number.group(1));
            }
          }
        });
    return stray;
  }

  /// Those whose value gives them away: with a fraction, or too odd to be anybody's round number.
  private static Set<BigDecimal> tellingFacts() {
    Set<BigDecimal> values = new TreeSet<>();
    for (Fact fact : Spinnaker2.facts()) {
      values.add(normal(BigDecimal.valueOf(fact.value()).toPlainString()));
    }
    for (Action action : Action.values()) {
      if (action.onCore()) {
        values.add(normal(BigDecimal.valueOf(action.cycles().value()).toPlainString()));
      }
    }
    values.removeIf(value -> !telling(value));
    return values;
  }

  private static boolean telling(BigDecimal value) {
    boolean roundInBinary =
        value.scale() <= 0
            && Long.bitCount(value.longValueExact()) == 1
            && value.longValueExact() < 10_000;
    return value.precision() >= (value.scale() > 0 ? 2 : 3) && !roundInBinary;
  }

  private static BigDecimal normal(String number) {
    return new BigDecimal(number).stripTrailingZeros();
  }
}
