package org.tradewind.io.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.tradewind.machine.Machine;
import org.tradewind.unit.InputException;

/// Reads and writes machine files; what was written and is read again is an equal [Machine].
public final class MachineFile {
  static final String SUFFIX = ".json";

  private static final int MAX_BYTES = 64 << 20;

  private MachineFile() {}

  /// What an option such as `--machine` says: a machine by its name, such as `board`, or by the
  /// path of a file that ends in `.json`.
  public static Machine named(String where, String text) {
    if (!text.endsWith(SUFFIX)) {
      return Machine.of(where, text);
    }
    try {
      return read(Path.of(text));
    } catch (InvalidPathException e) {
      throw new InputException(where, "'" + text + "' is no path: " + e.getReason(), e);
    }
  }

  /// Reads our format or SpiNNMachine's, whichever it is.
  public static Machine read(Path path) {
    String file = path.getFileName() == null ? path.toString() : path.getFileName().toString();
    byte[] bytes = bytes(path);
    return SpinnMachineFormat.isMeant(file, bytes)
        ? SpinnMachineFormat.read(file, bytes)
        : OurFormat.read(file, bytes);
  }

  /// Writes our format.
  public static void write(Machine machine, Path path) {
    try {
      Files.writeString(path, OurFormat.text(machine));
    } catch (IOException e) {
      throw InputException.unwritable(path, e);
    }
  }

  private static byte[] bytes(Path path) {
    try {
      if (!Files.isRegularFile(path)) {
        throw new InputException(path.toString(), "there is no such file");
      }
      if (Files.size(path) > MAX_BYTES) {
        throw new InputException(
            path.toString(),
            "has %,d bytes; at most %,d are read".formatted(Files.size(path), MAX_BYTES));
      }
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw InputException.unreadable(path, e);
    }
  }
}
