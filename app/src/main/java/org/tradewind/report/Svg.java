package org.tradewind.report;

/// Writes one SVG picture. Colours come from classes, so that a style sheet themes it; lengths are
/// user units, printed with two decimals at most; all text is escaped.
final class Svg {
  private final StringBuilder out = new StringBuilder();

  /// @param label what the picture shows, for those who cannot see it
  Svg(double width, double height, String label) {
    out.append("<svg viewBox=\"0 0 ")
        .append(number(width))
        .append(' ')
        .append(number(height))
        .append("\" role=\"img\" aria-label=\"")
        .append(escape(label))
        .append("\">");
  }

  /// For HTML too: text and attribute values.
  static String escape(String text) {
    var escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        default -> escaped.append(c < ' ' && c != '\n' && c != '\t' ? '\ufffd' : c);
      }
    }
    return escaped.toString();
  }

  /// Opens a group.
  ///
  /// @param attributes names and values in turn
  Svg open(String classes, String... attributes) {
    out.append("<g class=\"").append(escape(classes)).append('"');
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"").append(escape(attributes[i + 1]));
      out.append('"');
    }
    out.append('>');
    return this;
  }

  Svg close() {
    out.append("</g>");
    return this;
  }

  /// What appears where the pointer rests on the group that was opened last.
  Svg tip(String text) {
    out.append("<title>").append(escape(text)).append("</title>");
    return this;
  }

  Svg rect(double x, double y, double width, double height, String classes) {
    out.append("<rect x=\"").append(number(x)).append("\" y=\"").append(number(y));
    out.append("\" width=\"").append(number(Math.max(width, 0))).append("\" height=\"");
    out.append(number(Math.max(height, 0))).append("\" class=\"").append(escape(classes));
    out.append("\"/>");
    return this;
  }

  Svg line(double x1, double y1, double x2, double y2, String classes) {
    return path("M" + number(x1) + " " + number(y1) + "L" + number(x2) + " " + number(y2), classes);
  }

  /// @param d the path's commands, made with [#number]
  Svg path(String d, String classes) {
    out.append("<path class=\"").append(escape(classes)).append("\" d=\"").append(d);
    out.append("\"/>");
    return this;
  }

  /// Lines of a given width, where the width is data.
  Svg strokes(String d, double width, String classes) {
    out.append("<path class=\"").append(escape(classes)).append("\" stroke-width=\"");
    out.append(number(width)).append("\" d=\"").append(d).append("\"/>");
    return this;
  }

  /// @param classes `end` and `middle` say which point of the text is at x; else it starts there
  Svg text(double x, double y, String classes, String text) {
    out.append("<text x=\"").append(number(x)).append("\" y=\"").append(number(y));
    out.append("\" class=\"").append(escape(classes)).append("\">");
    out.append(escape(text)).append("</text>");
    return this;
  }

  /// The whole picture.
  String done() {
    return out + "</svg>";
  }

  /// `12`, `12.5`, `12.25`. Pages hold a hundred thousand of them; a formatter would take seconds.
  static String number(double value) {
    long hundredths = Math.round(value * 100);
    long whole = Math.abs(hundredths) / 100;
    long rest = Math.abs(hundredths) % 100;
    String sign = hundredths < 0 ? "-" : "";
    if (rest == 0) {
      return sign + whole;
    }
    String digits = rest % 10 == 0 ? "." + rest / 10 : (rest < 10 ? ".0" : ".") + rest;
    return sign + whole + digits;
  }

  /// A text of at most so many characters.
  static String clipped(String text, int characters) {
    return text.length() <= characters ? text : text.substring(0, characters - 1) + "…";
  }
}
