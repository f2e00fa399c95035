package org.tradewind.machine;

/// How well a fact is known, strongest first. A report prints the weakest that it used.
public enum Confidence {
  /// Read in a primary source: paper, abstract, datasheet, the makers' own source code.
  STATED,
  /// Taken from a secondary source that attributes it to the source named.
  REPORTED,
  /// Arithmetic on stated or reported values, or reproduced by running it.
  DERIVED,
  /// An estimate; replace it when a source appears.
  ASSUMED;

  public Confidence weaker(Confidence other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
