package org.tradewind.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.tradewind.peers.Chronicle;
import org.tradewind.peers.Comparison;
import org.tradewind.peers.Contest;
import org.tradewind.peers.Contestants;
import org.tradewind.report.Reports;
import org.tradewind.unit.InputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tradewind bench`.
@Command(
    name = "bench",
    description =
        "Runs Tradewind and the simulators that are installed here in turn on the same networks, and"
            + " says how long each takes and whether they agree on what the network does.",
    mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
  private static final int MOST_RUNS = 1_000;
  private static final int MOST_THREADS = 4_096;
  private static final double MOST_SECONDS = 1e6;

  @Option(
      names = "--networks",
      paramLabel = "NAME",
      split = ",",
      defaultValue =
          "brunel-dc,brunel-poisson,brunel-dc-1ms,brunel-poisson-1ms,cuba-4000,cuba-20000,"
              + "synfire-10000,microcircuit-10",
      description =
          "which networks (default: ${DEFAULT-VALUE}); also microcircuit, microcircuit-dc")
  private List<String> networks;

  @Option(
      names = "--peers",
      paramLabel = "NAME",
      split = ",",
      defaultValue = "nest,brian2,genn",
      description = "which simulators, or none (default: ${DEFAULT-VALUE})")
  private List<String> peers;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "5",
      description = "model time that is timed (default: ${DEFAULT-VALUE})")
  private double seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "S",
      defaultValue = "0.2",
      description = "model time before that (default: ${DEFAULT-VALUE})")
  private double warmUp;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "5",
      description = "runs of each; their median counts (default: ${DEFAULT-VALUE})")
  private int runs;

  @Option(
      names = "--threads",
      paramLabel = "N",
      split = ",",
      defaultValue = "1,2",
      description = "host threads, each number a row (default: ${DEFAULT-VALUE})")
  private List<Integer> threads;

  @Option(
      names = "--limit",
      paramLabel = "S",
      defaultValue = "600",
      description = "wall time after which a run is given up (default: ${DEFAULT-VALUE})")
  private double limit;

  @Option(
      names = "--by",
      paramLabel = "wall|processor",
      defaultValue = "WALL",
      description =
          "whose seconds are compared: those that one waits, or those of processor time a thread,"
              + " which other programs lengthen less (default: wall)")
  private Comparison.Clock clock;

  @Option(
      names = "--python",
      paramLabel = "PATH",
      defaultValue = "python3",
      description = "a Python that has the simulators installed (default: ${DEFAULT-VALUE})")
  private String python;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "tradewind-bench",
      description = "where bench.json and bench.md go (default: ${DEFAULT-VALUE})")
  private Path out;

  @Option(
      names = "--work",
      paramLabel = "DIR",
      description =
          "where compiled code of simulators is put and kept, so that the next session need not"
              + " compile it (default: a temporary directory)")
  private Path kept;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    check("--seconds", seconds, 1e-3, MOST_SECONDS);
    check("--warm-up", warmUp, 0, MOST_SECONDS);
    check("--runs", runs, 1, MOST_RUNS);
    check("--limit", limit, 0.1, MOST_SECONDS);
    threads.forEach(count -> check("--threads", count, 1, MOST_THREADS));
    for (String network : networks) {
      if (!Contestants.networks().contains(network)) {
        throw new InputException(
            "--networks",
            "'" + network + "' is none; there are " + String.join(", ", Contestants.networks()));
      }
    }
    Reports.prepare(out);
    if (kept != null) {
      Reports.prepare(kept);
    }
    Path work = kept == null ? workplace() : kept.toAbsolutePath();
    try {
      Contest contest =
          new Contest(
              Contestants.of(
                  program(),
                  peers.equals(List.of("none")) ? List.of() : peers,
                  interpreter(),
                  work),
              networks,
              threads,
              seconds,
              warmUp,
              runs,
              limit,
              clock);
      Chronicle chronicle =
          Chronicle.of(contest, LocalDate.now(), asTyped(), work, System.err::println);
      chronicle.write(out);
      spec.commandLine().getOut().println(chronicle.text());
      spec.commandLine().getOut().println("written: " + out.resolve("bench.md"));
      return 0;
    } catch (IOException e) {
      throw new InputException(out.toString(), "cannot be written: " + e.getMessage(), e);
    } finally {
      if (kept == null) {
        clear(work);
      }
    }
  }

  private static void check(String option, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new InputException(
          option, "%s is out of range; give %s to %,.0f".formatted(value, least, most));
    }
  }

  /// Contestants run in a directory of their own.
  private String interpreter() {
    return python.contains("/") ? Path.of(python).toAbsolutePath().toString() : python;
  }

  /// The command line that this very program runs with, without its arguments: the same Java, the
  /// same options, the same classes.
  private static List<String> program() {
    List<String> program = new ArrayList<>();
    program.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    program.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    program.add("-cp");
    List<String> places = new ArrayList<>();
    for (String place : System.getProperty("java.class.path").split(java.io.File.pathSeparator)) {
      places.add(Path.of(place).toAbsolutePath().toString());
    }
    program.add(String.join(java.io.File.pathSeparator, places));
    program.add(Main.class.getName());
    return program;
  }

  private String asTyped() {
    return "tradewind "
        + String.join(" ", spec.commandLine().getParseResult().originalArgs().stream().toList());
  }

  private static Path workplace() {
    try {
      return Files.createTempDirectory("tradewind-bench");
    } catch (IOException e) {
      throw new InputException(
          System.getProperty("java.io.tmpdir"), "no directory can be made there: " + e, e);
    }
  }

  private static void clear(Path directory) {
    try {
      Files.walkFileTree(
          directory,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failed)
                throws IOException {
              Files.delete(visited);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      System.err.println("tradewind: " + directory + " cannot be deleted: " + e.getMessage());
    }
  }
}
