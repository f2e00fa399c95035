package org.tradewind.peers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A process that has ended.
///
/// @param code its exit code
/// @param late whether it was ended, because it did not by itself
record Child(int code, boolean late, String out, String err) {
  /// Runs a command to its end. What it prints goes to files: a pipe that nobody reads in time
  /// would stop it.
  ///
  /// @param seconds after which it is ended, with the processes that it started
  static Child run(List<String> command, Map<String, String> environment, Path work, double seconds)
      throws IOException {
    Path out = Files.createTempFile(work, "child", ".out");
    Path err = Files.createTempFile(work, "child", ".err");
    try {
      var builder =
          new ProcessBuilder(command)
              .directory(work.toFile())
              .redirectInput(ProcessBuilder.Redirect.from(nothing(work).toFile()))
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      boolean ended = false;
      try {
        ended = process.waitFor(Math.round(seconds * 1e3), TimeUnit.MILLISECONDS);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      } finally {
        if (!ended) {
          process.descendants().forEach(ProcessHandle::destroyForcibly);
          process.destroyForcibly();
        }
      }
      return new Child(ended ? process.exitValue() : -1, !ended, text(out), text(err));
    } finally {
      Files.deleteIfExists(out);
      Files.deleteIfExists(err);
    }
  }

  private static Path nothing(Path work) throws IOException {
    Path nothing = work.resolve("nothing");
    if (!Files.exists(nothing)) {
      Files.createFile(nothing);
    }
    return nothing;
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  /// The last line that says something, which of a Python program is its error.
  String lastWords() {
    String words = lastLine(err);
    return words.isEmpty() ? lastLine(out) : words;
  }

  private static String lastLine(String text) {
    return text.lines().map(String::strip).filter(l -> !l.isEmpty()).reduce("", (_, l) -> l);
  }
}
