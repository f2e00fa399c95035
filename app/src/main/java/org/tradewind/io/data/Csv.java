package org.tradewind.io.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.tradewind.unit.InputException;

/// Tables of numbers with a header: the columns in any order, separated by commas. Empty lines and
/// lines that begin with `#` are skipped.
public final class Csv {
  private static final int MAX_LINE = 4096;

  /// What takes the rows.
  public interface Row {
    /// @param values in the order of the wanted columns; NaN where an optional one is absent
    /// @throws IllegalArgumentException with a sentence, to which the reader adds file and line
    void take(double[] values);
  }

  private Csv() {}

  /// Reads a table row by row.
  ///
  /// @param where the file's name, for errors
  /// @param required columns that the header must have
  /// @param optional columns that it may have
  /// @return whether each of the wanted columns, required then optional, is there
  public static boolean[] read(
      String where, InputStream in, List<String> required, List<String> optional, Row row)
      throws IOException {
    var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    var line = new StringBuilder();
    int number = 0;
    int[] targetOfColumn = null;
    int wanted = required.size() + optional.size();
    var values = new double[wanted];
    while (readLine(reader, line, where, number + 1)) {
      number++;
      String text = line.toString().strip();
      if (number == 1 && text.startsWith("\uFEFF")) {
        text = text.substring(1);
      }
      if (text.isEmpty() || text.startsWith("#")) {
        continue;
      }
      String[] fields = text.split(",", -1);
      if (targetOfColumn == null) {
        targetOfColumn = header(where, number, fields, required, optional);
        Arrays.fill(values, Double.NaN);
        continue;
      }
      if (fields.length != targetOfColumn.length) {
        throw new InputException(
            where,
            "line "
                + number
                + ": has "
                + fields.length
                + " fields, but the header has "
                + targetOfColumn.length);
      }
      for (int i = 0; i < fields.length; i++) {
        values[targetOfColumn[i]] = number(where, number, fields[i].strip());
      }
      try {
        row.take(values);
      } catch (IllegalArgumentException e) {
        throw new InputException(where, "line " + number + ": " + e.getMessage(), e);
      }
    }
    if (targetOfColumn == null) {
      throw new InputException(where, "is empty; its first line names the columns: " + required);
    }
    var present = new boolean[wanted];
    for (int target : targetOfColumn) {
      present[target] = true;
    }
    return present;
  }

  private static int[] header(
      String where, int number, String[] fields, List<String> required, List<String> optional) {
    var targets = new int[fields.length];
    var seen = new boolean[required.size() + optional.size()];
    for (int i = 0; i < fields.length; i++) {
      String name = fields[i].strip();
      int target = required.indexOf(name);
      if (target < 0 && optional.contains(name)) {
        target = required.size() + optional.indexOf(name);
      }
      if (target < 0 || seen[target]) {
        throw new InputException(
            where,
            "line "
                + number
                + ": the header has "
                + (target < 0 ? "the unknown column '" : "twice the column '")
                + shortened(name)
                + "'; the columns are "
                + required
                + (optional.isEmpty() ? "" : " and, where wanted, " + optional));
      }
      seen[target] = true;
      targets[i] = target;
    }
    for (int i = 0; i < required.size(); i++) {
      if (!seen[i]) {
        throw new InputException(
            where, "line " + number + ": the header lacks the column '" + required.get(i) + "'");
      }
    }
    return targets;
  }

  private static double number(String where, int line, String field) {
    try {
      double value = Double.parseDouble(field);
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException _) {
      // falls through to the sentence below
    }
    throw new InputException(
        where, "line " + line + ": '" + shortened(field) + "' is not a finite number");
  }

  /// A value of a column that counts something.
  public static long whole(String column, double value) {
    if (value != Math.rint(value) || Math.abs(value) > 1L << 53) {
      throw new IllegalArgumentException("the " + column + " " + value + " is not a whole number");
    }
    return (long) value;
  }

  static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }

  /// A line of bounded length, which `BufferedReader.readLine` does not promise.
  private static boolean readLine(Reader reader, StringBuilder line, String where, int number)
      throws IOException {
    line.setLength(0);
    int c;
    while ((c = reader.read()) >= 0) {
      if (c == '\n') {
        return true;
      }
      if (line.length() == MAX_LINE) {
        throw new InputException(
            where,
            "line "
                + number
                + ": is longer than "
                + MAX_LINE
                + " characters; this is no CSV table");
      }
      line.append((char) c);
    }
    return !line.isEmpty();
  }
}
