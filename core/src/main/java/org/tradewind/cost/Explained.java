package org.tradewind.cost;

import java.util.List;
import org.tradewind.machine.Confidence;

/// A number and its reason: a tree whose parts sum to the whole and whose leaves are a count times
/// a sourced constant (after Lucene's `Explanation`).
///
/// @param name what it is: `energy`, `core cycles`
/// @param value the number, in `unit`
/// @param confidence the weakest of anything below
/// @param because for a leaf, the product that gives the value; for a sum, what is summed
public record Explained(
    String name,
    double value,
    String unit,
    Confidence confidence,
    String because,
    List<Explained> parts) {
  public Explained {
    parts = List.copyOf(parts);
  }

  public static Explained leaf(
      String name, double value, String unit, Confidence confidence, String because) {
    return new Explained(name, value, unit, confidence, because, List.of());
  }

  /// The sum of parts that share a unit. A part of 0 takes no confidence from a whole that is more.
  public static Explained sum(String name, String unit, List<Explained> parts) {
    double value = 0;
    Confidence confidence = Confidence.STATED;
    boolean nothing = parts.stream().allMatch(part -> part.value == 0);
    for (Explained part : parts) {
      if (!part.unit.equals(unit)) {
        throw new IllegalArgumentException(part.name + " is in " + part.unit + ", not " + unit);
      }
      value += part.value;
      if (part.value != 0 || nothing) {
        confidence = confidence.weaker(part.confidence);
      }
    }
    return new Explained(name, value, unit, confidence, "sum of its parts", parts);
  }

  /// The lower end of the interval in which we expect the true number: see [#halfWidth].
  public double low() {
    return parts.isEmpty()
        ? value - halfWidth(confidence) * Math.abs(value)
        : parts.stream().mapToDouble(Explained::low).sum();
  }

  /// The upper end.
  public double high() {
    return parts.isEmpty()
        ? value + halfWidth(confidence) * Math.abs(value)
        : parts.stream().mapToDouble(Explained::high).sum();
  }

  /// How far off a leaf may be, as a share of its value. The rule is ours, no published error bars
  /// exist: what a primary source prints is rounded and measured on few chips (2 %), through a
  /// secondary source also misread (5 %), what we derive mixes several such figures (10 %), and
  /// what we estimate may be half as large again or half as large (50 %). Errors of the parts of a
  /// sum are not taken as independent: they add up.
  public static double halfWidth(Confidence confidence) {
    return switch (confidence) {
      case STATED -> 0.02;
      case REPORTED -> 0.05;
      case DERIVED -> 0.10;
      case ASSUMED -> 0.50;
    };
  }

  /// Indented, one line a node.
  @Override
  public String toString() {
    var text = new StringBuilder();
    print(text, "");
    return text.toString();
  }

  private void print(StringBuilder text, String indent) {
    text.append(
        String.format(
            java.util.Locale.ROOT,
            "%s%s = %.6g %s [%s] (%s)%n",
            indent,
            name,
            value,
            unit,
            confidence,
            because));
    for (Explained part : parts) {
      part.print(text, indent + "  ");
    }
  }
}
