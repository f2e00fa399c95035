package org.tradewind.peers;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/// What came out of a [Contest].
///
/// @param first label of the contestant that the others are compared with
/// @param seconds of model time of each run
/// @param runs that each contestant was asked for
/// @param clock whose seconds are compared
public record Comparison(
    String first, double seconds, int runs, Clock clock, List<Entry> entries, List<Absent> absent) {
  /// Random networks of the same statistics differ by a few percent from one to the next.
  static final double RATE_TOLERANCE = 0.1;

  static final double CV_TOLERANCE = 0.1;

  public Comparison {
    entries = List.copyOf(entries);
    absent = List.copyOf(absent);
  }

  /// What time is.
  public enum Clock {
    /// What a user waits.
    WALL,
    /// Processor time a thread: what a user would wait if no other program ran.
    PROCESSOR;

    double of(Measurement measurement) {
      return this == WALL ? measurement.runSeconds() : measurement.processorSeconds();
    }
  }

  /// A contestant that could not take part.
  public record Absent(String simulator, String why) {}

  /// All runs of one contestant on one network.
  ///
  /// @param trouble why runs are missing; empty where none is
  public record Entry(
      String network, int threads, String simulator, List<Measurement> runs, String trouble) {
    public Entry {
      runs = List.copyOf(runs);
    }

    /// Whether it did what it was asked for.
    public boolean done() {
      return !runs.isEmpty() && trouble.isEmpty();
    }

    /// The median over runs; NaN where there is none.
    double median(ToDoubleFunction<Measurement> figure) {
      return Comparison.median(runs.stream().mapToDouble(figure).toArray());
    }

    double rateHz() {
      return median(Measurement::rateHz);
    }

    double cv() {
      return median(Measurement::cv);
    }

    /// What was compiled once is there for the later runs.
    double compileSeconds() {
      return runs.stream().mapToDouble(Measurement::compileSeconds).max().orElse(Double.NaN);
    }

    double least(ToDoubleFunction<Measurement> figure) {
      return runs.stream().mapToDouble(figure).min().orElse(Double.NaN);
    }

    double most(ToDoubleFunction<Measurement> figure) {
      return runs.stream().mapToDouble(figure).max().orElse(Double.NaN);
    }
  }

  /// The middle one, or the mean of the middle two; NaN of nothing.
  static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length == 0
        ? Double.NaN
        : sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /// A simulator's entry for so many threads, or for the most below that, where it can use no more.
  Optional<Entry> entry(String network, int threads, String simulator) {
    return entries.stream()
        .filter(e -> e.network.equals(network) && e.simulator.equals(simulator))
        .filter(e -> e.threads <= threads)
        .reduce((a, b) -> b.threads > a.threads ? b : a);
  }

  /// Median of the timed steps' seconds, by the comparison's clock.
  double seconds(Entry entry) {
    return entry.median(clock::of);
  }

  /// How many times longer a simulator takes than the first one does with the same number of
  /// threads or with `threads`. Empty where one of them has no figure, or a figure of another
  /// network: who disagrees with the others on what the network does has no speed.
  OptionalDouble ratio(Entry peer, int threads) {
    Optional<Entry> ours = entry(peer.network, threads, first);
    return ours.isPresent()
            && ours.get().done()
            && peer.done()
            && disagreement(ours.get()).isEmpty()
            && disagreement(peer).isEmpty()
        ? OptionalDouble.of(seconds(peer) / seconds(ours.get()))
        : OptionalDouble.empty();
  }

  /// How an entry's statistics differ from what the other simulators have in the middle; empty
  /// where they do not, or where nobody else has any.
  String disagreement(Entry entry) {
    List<Entry> others =
        entries.stream()
            .filter(e -> e.network.equals(entry.network) && !e.simulator.equals(entry.simulator))
            .filter(e -> !e.runs.isEmpty())
            .toList();
    if (others.isEmpty() || entry.runs.isEmpty()) {
      return "";
    }
    double rate = median(others.stream().mapToDouble(Entry::rateHz).toArray());
    if (!(Math.abs(entry.rateHz() - rate) <= RATE_TOLERANCE * rate)) {
      return String.format(Locale.ROOT, "%.3g Hz where others have %.3g Hz", entry.rateHz(), rate);
    }
    double[] cvs = others.stream().mapToDouble(Entry::cv).filter(Double::isFinite).toArray();
    double cv = median(cvs);
    if (cvs.length > 0 && !(Math.abs(entry.cv() - cv) <= CV_TOLERANCE)) {
      return String.format(Locale.ROOT, "CV %.2f where others have %.2f", entry.cv(), cv);
    }
    return "";
  }

  /// Whether anybody else has statistics of that network.
  boolean isAlone(Entry entry) {
    return entries.stream()
        .noneMatch(e ->
            e.network.equals(entry.network)
                && !e.simulator.equals(entry.simulator)
                && !e.runs.isEmpty());
  }
}
