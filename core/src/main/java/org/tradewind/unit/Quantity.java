package org.tradewind.unit;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Map;
import java.util.regex.Pattern;

/// The door for numbers with a unit: `1ms`, `0.1 ms`, `3 pJ`, `10 Hz`. Inside, numbers are raw and
/// their names say the unit.
public final class Quantity {
  private static final Pattern FORM =
      Pattern.compile("\\s*([+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?)\\s*([a-zA-Zµ]*)\\s*");

  /// Powers of ten of each unit.
  private static final Map<String, Integer> SECONDS =
      Map.of("s", 0, "ms", -3, "us", -6, "µs", -6, "ns", -9);

  private static final Map<String, Integer> HERTZ = Map.of("Hz", 0, "kHz", 3, "MHz", 6);

  private static final String[] PREFIXES = {"p", "n", "µ", "m", "", "k", "M", "G", "T"};

  private Quantity() {}

  /// Parses a time that must carry its unit. The decimal is taken as it is written: `0.1ms` is the
  /// double nearest to 0.0001.
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
      String where, String text, Map<String, Integer> powersOfTen, String wanted) {
    var m = FORM.matcher(text);
    if (m.matches() && powersOfTen.containsKey(m.group(2))) {
      try {
        var decimal = new BigDecimal(m.group(1)).scaleByPowerOfTen(powersOfTen.get(m.group(2)));
        double value = decimal.doubleValue();
        if (Double.isFinite(value)) {
          return value;
        }
      } catch (ArithmeticException | NumberFormatException _) {
        // falls through to the sentence below
      }
    }
    throw new InputException(where, "'" + text + "' is not " + wanted);
  }

  /// A value with an SI prefix and three significant digits: `1.23 mJ`.
  public static String si(double value, String unit) {
    if (value == 0) {
      return "0 " + unit;
    }
    if (!Double.isFinite(value)) {
      return value + " " + unit;
    }
    // rounded first, so that 999.9 becomes 1.00 k and not 1000
    var digits = new BigDecimal(value).round(new MathContext(3));
    int exponent = digits.precision() - digits.scale() - 1;
    int index = Math.clamp(Math.floorDiv(exponent, 3) + 4, 0, PREFIXES.length - 1);
    int power = 3 * (index - 4);
    var scaled = digits.scaleByPowerOfTen(-power);
    int decimals = Math.clamp(2 - (exponent - power), 0, 2);
    return scaled.setScale(decimals, RoundingMode.HALF_EVEN).toPlainString()
        + " "
        + PREFIXES[index]
        + unit;
  }
}
