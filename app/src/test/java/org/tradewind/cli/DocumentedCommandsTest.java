package org.tradewind.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each `./tradewind …` line in a code block of README and docs does what it says. Lines with `…`
/// or with data that does not ship are only read.
class DocumentedCommandsTest {
  private static final Path ROOT = Path.of("..");

  /// Shared: a command may read what the one before it wrote.
  @TempDir private static Path directory;

  /// As the launcher does, for the built-in networks.
  @BeforeAll
  static void sayWhereTradewindLives() {
    System.setProperty("tradewind.home", ROOT.toString());
  }

  @AfterAll
  static void sayNothing() {
    System.clearProperty("tradewind.home");
  }

  static List<String> commands() throws IOException {
    List<String> commands = new ArrayList<>();
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      for (Path page :
          Stream.concat(
                  Stream.of(ROOT.resolve("README.md"), ROOT.resolve("CONTRIBUTING.md")),
                  docs.filter(p -> p.toString().endsWith(".md")).sorted())
              .toList()) {
        Files.readString(page)
            .replace("\\\n", " ")
            .lines()
            .map(String::strip)
            .filter(line -> line.startsWith("./tradewind "))
            .filter(line -> !line.contains("…") && !line.contains("TRADEWIND_DATA"))
            .forEach(commands::add);
      }
    }
    return commands;
  }

  /// What a reader's directory holds: examples, and what commands left in `tradewind-out` or beside
  /// it.
  private static String placed(String word) {
    return word.startsWith("examples/")
        ? ROOT.resolve(word).toString()
        : word.replace("tradewind-out/", directory + "/")
            .replaceFirst("[a-z]+\\.tws$", directory + ".tws");
  }

  @Test
  void readmeHasOne() throws IOException {
    assertThat(commands()).anyMatch(c -> c.startsWith("./tradewind run examples/nir/cnn_sinabs"));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void runsAsWritten(String command) {
    List<String> words =
        new ArrayList<>(
            Arrays.stream(command.replaceAll("\\s+#.*", "").split("\\s+"))
                .skip(1)
                .map(DocumentedCommandsTest::placed)
                .toList());
    if (List.of("run", "train").contains(words.getFirst()) && !words.contains("--out")) {
      words.addAll(List.of("--out", directory.toString()));
    }

    CommandTest.Outcome outcome = CommandTest.tradewind(words.toArray(String[]::new));

    assertThat(outcome.code()).as(command + ": " + outcome.err()).isZero();
  }
}
