package org.tradewind.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
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
