package org.tradewind.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ProgressLinesTest {
  private static String printed(boolean terminal, Consumer<ProgressLines> of) {
    var bytes = new ByteArrayOutputStream();
    of.accept(new ProgressLines(new PrintStream(bytes, true, StandardCharsets.UTF_8), terminal));
    return bytes.toString(StandardCharsets.UTF_8).replaceAll("[0-9.]+ s", "T s");
  }

  private static void aRun(ProgressLines progress) {
    progress.begin("read");
    progress.note("a note");
    progress.begin("run");
    for (int i = 1; i <= 1000; i++) {
      progress.at(i, 1000);
    }
    progress.end();
  }

  @Test
  void aFileGetsALineAStageAndNoCarriageReturns() {
    assertThat(printed(false, ProgressLinesTest::aRun).lines())
        .containsExactly("a note", "read      T s", "run       1000/1000 T s");
  }

  @Test
  void aNoteHasALineOfItsOwnOnATerminal() {
    assertThat(printed(true, ProgressLinesTest::aRun))
        .startsWith("read …\ra note" + System.lineSeparator() + "read …\rread      T s");
  }
}
