package org.tradewind.firmware;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives a [Firmware] to whoever asks for one: the same for all classes of a test run, since it
/// takes seconds to compile.
public final class CompiledOnce implements ParameterResolver {
  public CompiledOnce() {}

  /// Where it lies until all tests have run.
  private record Kept(Path folder, Firmware firmware) implements AutoCloseable {
    static Kept compiled() {
      try {
        Path folder = Files.createTempDirectory("firmware");
        return new Kept(folder, Firmware.compiledIn(folder));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() throws IOException {
      List<Path> all;
      try (Stream<Path> files = Files.walk(folder)) {
        all = files.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path path : all) {
        Files.delete(path);
      }
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Firmware.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(CompiledOnce.class))
        .computeIfAbsent(Firmware.class, _ -> Kept.compiled(), Kept.class)
        .firmware();
  }
}
