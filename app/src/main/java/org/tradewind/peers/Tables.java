package org.tradewind.peers;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.tradewind.peers.Comparison.Entry;

/// A [Comparison] for people: in Markdown, which a terminal shows as well.
public final class Tables {
  private Tables() {}

  /// Both tables, and what is missing in them.
  public static String of(Comparison comparison) {
    List<String> simulators = distinct(comparison.entries(), Entry::simulator);
    return speed(comparison, simulators) + "\n" + details(comparison) + notes(comparison);
  }

  /// A row for each network and number of threads: time per model time, and how many times the
  /// first one's it is.
  private static String speed(Comparison comparison, List<String> simulators) {
    List<List<String>> rows = new ArrayList<>();
    List<String> head =
        new ArrayList<>(
            List.of(
                comparison.clock().name().toLowerCase(Locale.ROOT) + " s per model s", "threads"));
    simulators.forEach(s -> head.add(s + version(comparison, s)));
    rows.add(head);
    for (String network : distinct(comparison.entries(), Entry::network)) {
      for (int threads : threads(comparison, network)) {
        List<String> row = new ArrayList<>(List.of("`" + network + "`", "" + threads));
        for (String simulator : simulators) {
          row.add(
              comparison
                  .entry(network, threads, simulator)
                  .map(entry -> cell(comparison, entry, threads))
                  .orElse("–"));
        }
        rows.add(row);
      }
    }
    return table(rows);
  }

  private static String cell(Comparison comparison, Entry entry, int threads) {
    if (!entry.done()) {
      return "–";
    }
    String figure = plain(comparison.seconds(entry) / comparison.seconds());
    if (entry.simulator().equals(comparison.first())) {
      return comparison.disagreement(entry).isEmpty() ? figure : figure + ", disagrees";
    }
    var ratio = comparison.ratio(entry, threads);
    if (ratio.isEmpty()) {
      return comparison.disagreement(entry).isEmpty() ? figure : figure + ", disagrees";
    }
    String fewer =
        entry.threads() < threads
            ? ", " + entry.threads() + (entry.threads() == 1 ? " thread" : " threads")
            : "";
    return figure + " (" + plain(ratio.getAsDouble()) + " ×" + fewer + ")";
  }

  /// A row for each entry.
  private static String details(Comparison comparison) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "network",
            "threads",
            "simulator",
            "wall s (from – to)",
            "processor s",
            "build s",
            "compile s",
            "memory MB",
            "rate Hz",
            "CV",
            "the others"));
    for (Entry entry : comparison.entries()) {
      if (entry.runs().isEmpty()) {
        continue;
      }
      String disagreement = comparison.disagreement(entry);
      rows.add(
          List.of(
              "`" + entry.network() + "`",
              "" + entry.threads(),
              entry.simulator(),
              plain(entry.median(Measurement::runSeconds))
                  + " ("
                  + plain(entry.least(Measurement::runSeconds))
                  + " – "
                  + plain(entry.most(Measurement::runSeconds))
                  + ")",
              plain(entry.median(Measurement::processorSeconds)),
              plain(entry.median(Measurement::buildSeconds)),
              entry.compileSeconds() == 0 ? "" : plain(entry.compileSeconds()),
              plain(entry.median(Measurement::peakMegabytes)),
              plain(entry.rateHz()),
              Double.isNaN(entry.cv()) ? "–" : String.format(Locale.ROOT, "%.2f", entry.cv()),
              comparison.isAlone(entry)
                  ? "nobody else ran it"
                  : disagreement.isEmpty() ? "agree" : "DISAGREE: " + disagreement));
    }
    return table(rows);
  }

  private static String notes(Comparison comparison) {
    String missing =
        comparison.entries().stream()
            .filter(e -> !e.trouble().isEmpty())
            .map(e -> "* `" + e.network() + "`: " + e.trouble() + "\n")
            .distinct()
            .collect(Collectors.joining());
    String absent =
        comparison.absent().stream()
            .map(a -> "* " + a.simulator() + " is skipped: " + a.why() + "\n")
            .collect(Collectors.joining());
    return missing.isEmpty() && absent.isEmpty() ? "" : "\n" + missing + absent;
  }

  private static String version(Comparison comparison, String simulator) {
    return comparison.entries().stream()
        .filter(e -> e.simulator().equals(simulator))
        .flatMap(e -> e.runs().stream())
        .map(run -> " " + run.version())
        .findFirst()
        .orElse("");
  }

  private static <T> List<T> distinct(
      List<Entry> entries, java.util.function.Function<Entry, T> part) {
    Set<T> found = new LinkedHashSet<>();
    entries.forEach(entry -> found.add(part.apply(entry)));
    return List.copyOf(found);
  }

  private static List<Integer> threads(Comparison comparison, String network) {
    return comparison.entries().stream()
        .filter(e -> e.network().equals(network))
        .map(Entry::threads)
        .distinct()
        .sorted()
        .toList();
  }

  /// Columns as wide as what is in them; the first row is the head.
  static String table(List<List<String>> rows) {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int c = 0; c < columns; c++) {
        widths[c] = Math.max(widths[c], row.get(c).length());
      }
    }
    var out = new StringBuilder();
    for (int r = 0; r < rows.size(); r++) {
      for (int c = 0; c < columns; c++) {
        String text = rows.get(r).get(c);
        out.append("| ").append(text).append(" ".repeat(widths[c] - text.length())).append(' ');
      }
      out.append("|\n");
      if (r == 0) {
        for (int width : widths) {
          out.append('|').append("-".repeat(width + 2));
        }
        out.append("|\n");
      }
    }
    return out.toString();
  }

  /// Three digits, no exponent; `–` for NaN.
  static String plain(double value) {
    if (!Double.isFinite(value)) {
      return "–";
    }
    double magnitude = Math.abs(value);
    int decimals = magnitude >= 100 ? 0 : magnitude >= 10 ? 1 : magnitude >= 1 ? 2 : 3;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
