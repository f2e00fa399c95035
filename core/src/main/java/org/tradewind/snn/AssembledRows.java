package org.tradewind.snn;

import java.util.Optional;
import java.util.function.Supplier;
import org.tradewind.pe.Sram;

/// The rows of all slices of a population: there, or made when one is asked for. They are made all
/// together and are as large as the network; so each is forgotten once it was handed out, and made
/// again for whoever asks for it again.
final class AssembledRows {
  private final Supplier<Sram[]> assembly;
  private final Optional<RowRules> rules;
  private boolean keeps;

  /// Of each slice, null where it was handed out; empty before they are made.
  private Sram[] rows;

  private int left;

  private AssembledRows(
      Supplier<Sram[]> assembly, Optional<RowRules> rules, boolean keeps, Sram[] rows) {
    this.assembly = assembly;
    this.rules = rules;
    this.keeps = keeps;
    this.rows = rows;
  }

  static AssembledRows kept(Sram[] rows) {
    return new AssembledRows(() -> rows, Optional.empty(), true, rows);
  }

  /// @param assembly makes the same each time
  /// @param rules by which it does
  static AssembledRows remade(Supplier<Sram[]> assembly, RowRules rules) {
    return new AssembledRows(assembly, Optional.of(rules), false, new Sram[0]);
  }

  /// By which they are made, unless they were made at once.
  Optional<RowRules> rules() {
    return rules;
  }

  /// Whether they are there and stay.
  synchronized boolean keeps() {
    return keeps;
  }

  /// The rows of a slice; nobody may write to them.
  synchronized Sram of(int slice) {
    if (rows.length == 0 || rows[slice] == null) {
      // someone else is half-way through: then several load side by side, and all stay, or else one
      // might take away from the other again and again
      keeps = left > 0;
      rows = assembly.get();
      left = rows.length;
    }
    Sram asked = rows[slice];
    if (!keeps) {
      rows[slice] = null;
      left--;
    }
    return asked;
  }
}
