package org.tradewind.io.nir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// Files that tests read.
final class Samples {
  private Samples() {}

  /// A graph that is shipped in examples/nir.
  static Path shipped(String name) {
    return Path.of("..", "examples", "nir", name);
  }

  /// A file beside the tests.
  static Path resource(String name) {
    try {
      return Path.of(Samples.class.getResource(name).toURI());
    } catch (java.net.URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Every .nir file among the real data, which may be absent.
  static List<Path> real() throws java.io.IOException {
    String data = System.getenv("TRADEWIND_DATA");
    Assumptions.assumeTrue(data != null, "TRADEWIND_DATA is not set: no real NIR files to read");
    Path folder = Path.of(data, "nir");
    Assumptions.assumeTrue(Files.isDirectory(folder), folder + " does not exist");
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(f -> f.toString().endsWith(".nir")).sorted().toList();
    }
  }
}
