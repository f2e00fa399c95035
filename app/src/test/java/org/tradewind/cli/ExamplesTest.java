package org.tradewind.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every program in `examples/` compiles and runs.
class ExamplesTest {
  private static final Path EXAMPLES = Path.of("..", "examples");

  @Test
  void tenLinesDescribeMapAndRunANetwork(@TempDir Path classes) throws Exception {
    String printed = run("TenLines", classes);

    assertThat(printed).contains("spikes of 400 cells in 1000 steps").contains("energy");
    int spikes = Integer.parseInt(printed.substring(0, printed.indexOf(' ')));
    assertThat(spikes).as("400 cells fire at 1 to 200 Hz for a second").isBetween(400, 80_000);
  }

  @Test
  void aPacketHopsRoundARing(@TempDir Path classes) throws Exception {
    assertThat(run("HopCounter", classes))
        .startsWith("1480 hops on 148 cores")
        .contains("ns a hop");
  }

  @Test
  void pingPongTakesWhatFramesAndRoutersTake(@TempDir Path classes) throws Exception {
    double[] nanoseconds =
        run("PingPong", classes)
            .lines()
            .mapToDouble(line -> Double.parseDouble(line.split("[: ]+")[2]))
            .toArray();

    assertThat(nanoseconds).hasSize(7);
    for (int i = 1; i < nanoseconds.length; i++) {
      // a link more, there and back: its latency, the second frame, and a router
      assertThat(nanoseconds[i] - nanoseconds[i - 1]).isEqualTo(2 * (100 + 16 + 10));
    }
  }

  @Test
  void pageRankOfTheKarateClubIsWhatIsKnown(@TempDir Path classes) throws Exception {
    String printed = run("PageRank", classes);

    // as networkx computes them, alpha 0.85
    assertThat(printed).contains(" 0 0.0970", " 1 0.0529", " 2 0.0571", "32 0.0717", "33 0.1009");
    String last = printed.lines().toList().getLast();
    assertThat(Double.parseDouble(last.split(" ")[2])).isLessThan(1e-6);
  }

  @Test
  void theProgramInTheDocsIsTheExample() throws Exception {
    String page = Files.readString(Path.of("..", "docs", "programs.md"));
    String[] blocks = page.split("```java\n");

    assertThat(blocks).as("one program in full").hasSize(2);
    assertThat(blocks[1].substring(0, blocks[1].indexOf("```")))
        .isEqualTo(Files.readString(EXAMPLES.resolve("HopCounter.java")));
  }

  private static String run(String example, Path classes) throws Exception {
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                classes.toString(),
                EXAMPLES.resolve(example + ".java").toString());
    assertThat(result).as("javac " + example).isZero();
    var out = new ByteArrayOutputStream();
    PrintStream before = System.out;
    try (var loader = new URLClassLoader(new java.net.URL[] {classes.toUri().toURL()})) {
      System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
      loader
          .loadClass(example)
          .getMethod("main", String[].class)
          .invoke(null, (Object) new String[0]);
    } finally {
      System.setOut(before);
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
