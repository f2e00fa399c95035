package org.tradewind.unit;

import java.util.Map;
import java.util.regex.Pattern;

/// The door for numbers with a unit: `1ms`, `0.1 ms`, `3 pJ`, `10 Hz`. Inside, numbers are raw and
/// their names say the unit.
public final class Quantity {
  private static final Pattern FORM =
      Pattern.compile("\\s*([+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?)\\s*([a-zA-Zµ]*)\\s*");

  private static final Map<String, Double> SECONDS =
      Map.of("s", 1.0, "ms", 1e-3, "us", 1e-6, "µs", 1e-6, "ns", 1e-9);
  private static final Map<String, Double> HERTZ = Map.of("Hz", 1.0, "kHz", 1e3, "MHz", 1e6);

  private Quantity() {}

  /// Parses a time that must carry its unit.
  ///
  /// @param where the option or field, for the error
  /// @return seconds, finite
  public static double seconds(String where, String text) {
    return parse(where, text, SECONDS, "a time with its unit, such as 1ms, 0.1ms or 100us");
  }

  /// Parses a rate that must carry its unit.
  ///
  /// @return hertz, finite
  public static double hertz(String where, String text) {
    return parse(where, text, HERTZ, "a rate with its unit, such as 10Hz");
  }

  private static double parse(
      String where, String text, Map<String, Double> factors, String wanted) {
    var m = FORM.matcher(text);
    if (m.matches() && factors.containsKey(m.group(2))) {
      try {
        double value = Double.parseDouble(m.group(1)) * factors.get(m.group(2));
        if (Double.isFinite(value)) {
          return value;
        }
      } catch (NumberFormatException _) {
        // falls through to the sentence below
      }
    }
    throw new InputException(where, "'" + text + "' is not " + wanted);
  }

  /// A value with an SI prefix and three significant digits: `1.23 mJ`.
  public static String si(double value, String unit) {
    if (value == 0 || !Double.isFinite(value)) {
      return value + " " + unit;
    }
    String[] prefixes = {"p", "n", "µ", "m", "", "k", "M", "G", "T"};
    int exponent = (int) Math.floor(Math.log10(Math.abs(value)) / 3 + 1e-12);
    int index = Math.clamp(exponent + 4, 0, prefixes.length - 1);
    double scaled = value / Math.pow(1000, index - 4);
    int decimals = Math.abs(scaled) >= 100 ? 0 : Math.abs(scaled) >= 10 ? 1 : 2;
    return String.format(
        java.util.Locale.ROOT, "%." + decimals + "f %s%s", scaled, prefixes[index], unit);
  }
}
