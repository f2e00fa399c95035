package org.tradewind.bench;

import java.util.Locale;

/// Prints a Markdown table for docs/validation.md.
final class Table {
  private final String row;

  /// @param row the format of a row's cells, `|` between them
  /// @param columns the head, as many
  Table(String row, String... columns) {
    this.row = "| " + row + " |%n";
    System.out.printf("| %s |%n%s|%n", String.join(" | ", columns), "|---".repeat(columns.length));
  }

  void row(Object... cells) {
    System.out.printf(Locale.ROOT, row, cells);
  }
}
