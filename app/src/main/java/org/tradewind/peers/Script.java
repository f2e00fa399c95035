package org.tradewind.peers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// A peer: a script that prints its [Measurement].
///
/// @param interpreter that runs the script
/// @param module that the interpreter can import where the peer is installed
/// @param file of the script, beside `networks.py`
record Script(
    String name,
    String label,
    String interpreter,
    String module,
    Path file,
    String installation,
    OptionalInt mostThreads,
    Map<String, String> environment)
    implements Contestant {
  private static final List<String> FILES =
      List.of("networks.py", "with_nest.py", "with_brian2.py", "with_genn.py");

  Script {
    environment = Map.copyOf(environment);
  }

  /// All peers that there are scripts for.
  ///
  /// @param interpreter a Python 3 that has them installed
  /// @param work where the scripts are put
  static List<Contestant> all(String interpreter, Path work) {
    for (String file : FILES) {
      try (InputStream script = Script.class.getResourceAsStream(file)) {
        Files.copy(script, work.resolve(file), StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    // The peers in the form that is fastest: NEST gains a quarter from huge pages, which glibc
    // asks for when told to.
    return List.of(
        new Script(
            "nest",
            "NEST",
            interpreter,
            "nest",
            work.resolve("with_nest.py"),
            "install NEST 3, such as with conda install -c conda-forge nest-simulator",
            OptionalInt.empty(),
            Map.of("GLIBC_TUNABLES", "glibc.malloc.hugetlb=1")),
        new Script(
            "brian2",
            "Brian2",
            interpreter,
            "brian2",
            work.resolve("with_brian2.py"),
            "install Brian2 and a C++ compiler, such as with pip install brian2",
            OptionalInt.empty(),
            Map.of()),
        new Script(
            "genn",
            "GeNN",
            interpreter,
            "pygenn",
            work.resolve("with_genn.py"),
            "install PyGeNN 5 and a C++ compiler; its README says how",
            OptionalInt.of(1),
            Map.of()));
  }

  @Override
  public List<String> probe() {
    return List.of(interpreter, "-c", "import " + module);
  }

  @Override
  public List<String> command(Task task) {
    return List.of(
        interpreter,
        file.toString(),
        task.network(),
        "--seconds",
        Double.toString(task.seconds()),
        "--warm-up",
        Double.toString(task.warmUpSeconds()),
        "--threads",
        Integer.toString(task.threads()),
        "--work",
        task.work().toString());
  }

  @Override
  public Measurement read(Task task, String output) {
    return Measurement.parse(label, output);
  }
}
