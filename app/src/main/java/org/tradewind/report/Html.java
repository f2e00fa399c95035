package org.tradewind.report;

import static org.tradewind.report.Svg.escape;

import java.util.Locale;

/// The page while it is written: what its sections have in common. All that is not markup is
/// escaped.
final class Html {
  private final StringBuilder out = new StringBuilder();

  /// Appends markup as it is.
  Html append(Object markup) {
    out.append(markup);
    return this;
  }

  /// Opens a section.
  void section(String title, String explanation) {
    out.append("<section><h2>").append(escape(title)).append("</h2>");
    if (!explanation.isEmpty()) {
      out.append("<p class=\"about\">").append(escape(explanation)).append("</p>");
    }
    out.append('\n');
  }

  /// Ends it.
  void end() {
    out.append("</section>\n");
  }

  /// Opens what is shown while a sample is chosen.
  void panel(int sample) {
    out.append("<div data-for=\"").append(sample).append(sample == 0 ? "\">" : "\" hidden>");
  }

  /// A figure in large print.
  void tile(String name, String value, String below) {
    out.append("<div class=\"tile\"><span>")
        .append(escape(name))
        .append("</span><b>")
        .append(escape(value))
        .append("</b><small>")
        .append(escape(below))
        .append("</small></div>\n");
  }

  /// Cells of a table's row.
  void numbers(String... cells) {
    for (String cell : cells) {
      out.append("<td class=\"n\">").append(escape(cell)).append("</td>");
    }
  }

  /// A row of a table of names and values.
  void pair(String name, String value, boolean bad) {
    out.append(bad ? "<tr class=\"bad\"><td>" : "<tr><td>")
        .append(escape(name))
        .append("</td><td class=\"n\">")
        .append(escape(value))
        .append("</td></tr>");
  }

  static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
