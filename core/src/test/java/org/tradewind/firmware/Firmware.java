package org.tradewind.firmware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The C loops of `firmware/`, compiled for the chip's core. Tests that need it are skipped where
/// the cross compiler is not installed.
///
/// @param folder where the compiled loops lie
/// @param compiler its name and version
/// @param warnings what it printed
public record Firmware(Path folder, String compiler, String warnings) {
  private static final Path SOURCE = Path.of("../firmware").toAbsolutePath().normalize();
  private static final int SECONDS = 120;

  public static Firmware compiledIn(Path folder) throws IOException, InterruptedException {
    assumeInstalled("arm-none-eabi-gcc", "gcc-arm-none-eabi");
    String version = run(folder, "arm-none-eabi-gcc", "--version").lines().findFirst().orElse("");
    String printed = run(folder, "sh", SOURCE.resolve("build").toString(), folder.toString());
    return new Firmware(folder, version, printed);
  }

  /// The table of cycles that is kept. Whoever compares with it is skipped where the compiler is
  /// another than made it.
  public List<String> keptTable() throws IOException {
    List<String> lines = Files.readAllLines(SOURCE.resolve("cycles.tsv"));
    boolean same = lines.get(1).startsWith("# " + compiler + ";");
    assumeTrue(same, "firmware/cycles.tsv has other figures than " + compiler + " would give");
    return lines;
  }

  public static void assumeInstalled(String program, String debianPackage) {
    boolean found =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(path -> Files.isExecutable(Path.of(path, program)));
    assumeTrue(found, program + " is not installed (Debian: " + debianPackage + "), so skipped");
  }

  /// Runs a program of `firmware/qemu` on its input, both in its folder.
  ///
  /// @return what it wrote into `results.bin`, from its beginning
  public ByteBuffer emulate(String program) throws IOException, InterruptedException {
    emulate(program, List.of());
    return ByteBuffer.wrap(Files.readAllBytes(folder.resolve("results.bin")))
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  /// The same with a log of every instruction.
  ///
  /// @return expected cycles of those that were executed in the loops
  public long trace(String program) throws IOException, InterruptedException {
    assumeInstalled("qemu-system-arm", "qemu-system-arm");
    String version = run(folder, "qemu-system-arm", "--version");
    boolean old = version.matches("(?s)\\D*[4-7]\\..*");
    var logging = new ArrayList<>(List.of("-d", "exec,nochain", "-D", "trace.log"));
    logging.addAll(old ? List.of("-singlestep") : List.of("-accel", "tcg,one-insn-per-tb=on"));
    emulate(program, logging);
    return python("cycles.py", "--trace", "trace.log", program + ".elf")
        .lines()
        .mapToLong(line -> Long.parseLong(line.split("\t")[1]))
        .sum();
  }

  /// The table of cycles, made again.
  public String table() throws IOException, InterruptedException {
    return python("cycles.py");
  }

  /// Runs a program of `firmware/`.
  ///
  /// @return what it printed
  public String python(String... command) throws IOException, InterruptedException {
    assumeInstalled("python3", "python3");
    var all = new ArrayList<>(List.of("python3", "-B", SOURCE.resolve(command[0]).toString()));
    all.addAll(Arrays.asList(command).subList(1, command.length));
    return run(folder, all.toArray(String[]::new));
  }

  private void emulate(String program, List<String> logging)
      throws IOException, InterruptedException {
    assumeInstalled("qemu-system-arm", "qemu-system-arm");
    var command = new ArrayList<>(List.of("qemu-system-arm", "-M", "mps2-an386"));
    command.addAll(List.of("-display", "none", "-monitor", "none", "-serial", "none"));
    command.addAll(List.of("-semihosting-config", "enable=on,target=native"));
    command.addAll(List.of("-kernel", program + ".elf"));
    command.addAll(logging);
    run(folder, command.toArray(String[]::new));
  }

  /// @return what it printed
  private static String run(Path folder, String... command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("firmware", ".txt");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      try {
        boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
        String printed = Files.readString(output);
        assertThat(ended).as("%s ended in %d s: %s", command[0], SECONDS, printed).isTrue();
        assertThat(process.exitValue()).as("%s: %s", command[0], printed).isZero();
        return printed;
      } finally {
        process.destroyForcibly();
      }
    } finally {
      Files.delete(output);
    }
  }
}
