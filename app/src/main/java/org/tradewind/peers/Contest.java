package org.tradewind.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.tradewind.unit.InputException;

/// Who runs what, how often.
///
/// A network's contestants take turns, run by run, so that what else happens on the machine happens
/// to all of them.
///
/// @param contestants the first is the one that the others are compared with
/// @param networks by their names in `networks.py`
/// @param threads numbers of host threads; a contestant that has fewer runs once, with what it has
/// @param seconds of model time that are timed in each run
/// @param warmUpSeconds of model time before them
/// @param runs of each contestant on each network
/// @param limitSeconds of wall time after which a run is ended
/// @param clock whose seconds are compared
public record Contest(
    List<Contestant> contestants,
    List<String> networks,
    List<Integer> threads,
    double seconds,
    double warmUpSeconds,
    int runs,
    double limitSeconds,
    Comparison.Clock clock) {
  private static final double PROBE_SECONDS = 60;

  public Contest {
    contestants = List.copyOf(contestants);
    networks = List.copyOf(networks);
    threads = threads.stream().distinct().sorted().toList();
  }

  /// Runs it.
  ///
  /// @param work a directory for scripts, compiled code and results
  /// @param say takes a line about each run
  public Comparison run(Path work, Consumer<String> say) {
    Map<Contestant, String> absent = new LinkedHashMap<>();
    for (Contestant contestant : contestants) {
      absence(contestant, work)
          .ifPresent(why -> {
            absent.put(contestant, why);
            say.accept(contestant.label() + " is skipped: " + why);
          });
    }
    List<Comparison.Entry> entries = new ArrayList<>();
    for (String network : networks) {
      for (int count : threads) {
        var task = new Task(network, count, seconds, warmUpSeconds, work);
        List<Contestant> present =
            contestants.stream().filter(c -> !absent.containsKey(c) && canUse(c, count)).toList();
        entries.addAll(turns(task, present, say));
      }
    }
    List<Comparison.Absent> skipped =
        absent.entrySet().stream()
            .map(e -> new Comparison.Absent(e.getKey().label(), e.getValue()))
            .toList();
    return new Comparison(contestants.getFirst().label(), seconds, runs, clock, entries, skipped);
  }

  /// Every contestant runs with the fewest threads; with more only one that can use them.
  private boolean canUse(Contestant contestant, int count) {
    return count == threads.getFirst() || count <= contestant.mostThreads().orElse(count);
  }

  private List<Comparison.Entry> turns(
      Task task, List<Contestant> contestants, Consumer<String> say) {
    Map<Contestant, List<Measurement>> measured = new LinkedHashMap<>();
    Map<Contestant, String> troubles = new LinkedHashMap<>();
    contestants.forEach(c -> measured.put(c, new ArrayList<>()));
    for (int run = 1; run <= runs; run++) {
      for (Contestant contestant : contestants) {
        if (troubles.containsKey(contestant)) {
          continue;
        }
        String said = task + ", run " + run + ", " + contestant.label() + ": ";
        try {
          Measurement measurement = one(contestant, within(task, contestant));
          measured.get(contestant).add(measurement);
          say.accept(said + String.format(Locale.ROOT, "%.3g s", measurement.runSeconds()));
        } catch (InputException e) {
          troubles.put(contestant, e.getMessage());
          say.accept(said + e.getMessage());
        }
      }
    }
    return contestants.stream()
        .sorted(Comparator.comparingInt(this.contestants::indexOf))
        .map(c ->
            new Comparison.Entry(
                task.network(),
                within(task, c).threads(),
                c.label(),
                measured.get(c),
                troubles.getOrDefault(c, "")))
        .toList();
  }

  private static Task within(Task task, Contestant contestant) {
    int threads = Math.min(task.threads(), contestant.mostThreads().orElse(task.threads()));
    return new Task(task.network(), threads, task.seconds(), task.warmUpSeconds(), task.work());
  }

  private Measurement one(Contestant contestant, Task task) {
    Child child = started(contestant, contestant.command(task), task.work(), limitSeconds);
    if (child.late()) {
      throw new InputException(
          contestant.label(),
          String.format(
              Locale.ROOT,
              "did not finish %s within %.0f s; allow more with --limit",
              task,
              limitSeconds));
    }
    if (child.code() != 0) {
      throw new InputException(
          contestant.label(),
          "ended with " + child.code() + " on " + task + ": " + child.lastWords());
    }
    return contestant.read(task, child.out());
  }

  private static Optional<String> absence(Contestant contestant, Path work) {
    if (contestant.probe().isEmpty()) {
      return Optional.empty();
    }
    try {
      Child child = started(contestant, contestant.probe(), work, PROBE_SECONDS);
      return child.code() == 0
          ? Optional.empty()
          : Optional.of(
              "it is not installed ("
                  + (child.late() ? "it does not answer" : child.lastWords())
                  + "); "
                  + contestant.installation());
    } catch (InputException e) {
      return Optional.of(e.getMessage() + "; " + contestant.installation());
    }
  }

  private static Child started(
      Contestant contestant, List<String> command, Path work, double seconds) {
    try {
      return Child.run(command, contestant.environment(), work, seconds);
    } catch (IOException e) {
      throw command.isEmpty()
          ? new UncheckedIOException(e)
          : new InputException(
              contestant.label(), command.getFirst() + " cannot be started: " + e.getMessage(), e);
    }
  }
}
