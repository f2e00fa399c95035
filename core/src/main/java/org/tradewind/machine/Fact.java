package org.tradewind.machine;

/// One number of the machine with its unit, how well it is known, and where it comes from.
///
/// @param name what it is, in the field's words
/// @param value the number, in `unit`
/// @param unit SI or a count; empty for a pure number
/// @param source the source's key (docs/facts.md lists them) and, where derived, the formula
public record Fact(String name, double value, String unit, Confidence confidence, String source) {
  /// The value of a fact that is a whole number.
  public int whole() {
    if (value != Math.rint(value)) {
      throw new IllegalStateException(name + " is not a whole number: " + value);
    }
    return (int) value;
  }
}
