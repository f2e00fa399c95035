package org.tradewind.cost;

import java.util.List;

/// Power over time, split by cause: the mean of each bin. Its integral is the [Energy] of the same
/// run, part by part.
///
/// @param binSeconds how long a bin is; the last one may be shorter
/// @param seconds of all bins
/// @param parts always the same five, named as those of [Energy#explain]
public record PowerTrace(double binSeconds, double seconds, List<Part> parts) {
  /// Where nobody asked.
  public static final PowerTrace NONE = new PowerTrace(1, 0, List.of());

  public PowerTrace {
    parts = List.copyOf(parts);
  }

  /// What one cause took. Identity equality.
  ///
  /// @param milliwatts by bin
  public record Part(String name, double[] milliwatts) {}

  public boolean isEmpty() {
    return parts.isEmpty();
  }

  public int bins() {
    return parts.isEmpty() ? 0 : parts.getFirst().milliwatts().length;
  }

  /// How long a bin is.
  public double seconds(int bin) {
    return Math.min(binSeconds, seconds - bin * binSeconds);
  }

  /// All parts together.
  public double milliwatts(int bin) {
    double sum = 0;
    for (Part part : parts) {
      sum += part.milliwatts()[bin];
    }
    return sum;
  }

  /// The energy of a part, in joules.
  public double joules(Part part) {
    double sum = 0;
    for (int bin = 0; bin < bins(); bin++) {
      sum += 1e-3 * part.milliwatts()[bin] * seconds(bin);
    }
    return sum;
  }

  /// The energy of all parts, in joules.
  public double joules() {
    return parts.stream().mapToDouble(this::joules).sum();
  }
}
