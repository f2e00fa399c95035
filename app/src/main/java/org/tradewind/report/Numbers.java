package org.tradewind.report;

import java.util.Locale;
import org.tradewind.cost.Explained;
import org.tradewind.unit.Quantity;

/// Numbers as people read them.
final class Numbers {
  private Numbers() {}

  /// `12,345`
  static String count(long n) {
    return String.format(Locale.ROOT, "%,d", n);
  }

  /// `1 chip`, `48 chips`
  static String count(long n, String what) {
    return count(n) + " " + what + (n == 1 ? "" : "s");
  }

  /// `37 %`, `3.7 %`, `0.37 %`, and `98.5 %` close to the whole, where a tenth matters.
  static String percent(double share) {
    double percent = 100 * share;
    if (percent > 0 && percent < 0.005) {
      return "<0.01 %";
    }
    boolean closeToAll = Math.abs(percent - 100) < 5;
    int decimals = percent == 0 || percent >= 9.95 && !closeToAll ? 0 : percent >= 0.995 ? 1 : 2;
    String text = String.format(Locale.ROOT, "%." + decimals + "f", percent);
    return (closeToAll && text.endsWith(".0") ? text.substring(0, text.length() - 2) : text) + " %";
  }

  /// `1.23 mJ`, `1 ms`; `–` for NaN.
  static String si(double value, String unit) {
    if (Double.isNaN(value)) {
      return "–";
    }
    return (value == 0 ? "0 " + unit : Quantity.si(value, unit).replace(".00 ", " ")).strip();
  }

  /// Three significant digits, no unit; `–` for NaN.
  static String plain(double value) {
    if (Double.isNaN(value)) {
      return "–";
    }
    double magnitude = Math.abs(value);
    if (magnitude != 0 && (magnitude < 1e-3 || magnitude >= 1e6)) {
      return String.format(Locale.ROOT, "%.2e", value);
    }
    if (value == Math.rint(value)) {
      return String.format(Locale.ROOT, "%,d", (long) value);
    }
    int decimals = magnitude >= 100 ? 0 : magnitude >= 10 ? 1 : magnitude >= 1 ? 2 : 4;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  /// `6.15 mJ to 24.6 mJ`
  static String interval(Explained value) {
    return si(value.low(), value.unit()) + " to " + si(value.high(), value.unit());
  }

  /// `12.3 kB`, of 1,000 bytes.
  static String bytes(double bytes) {
    return si(bytes, "B");
  }

  static String hex(int word) {
    return String.format("0x%08x", word);
  }
}
