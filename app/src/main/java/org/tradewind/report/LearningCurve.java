package org.tradewind.report;

import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.tradewind.train.Training;

/// Accuracy and loss by epoch, as a picture of lines or of dots.
final class LearningCurve {
  private static final double LEFT = 60;
  private static final double WIDTH = 640;
  private static final double HEIGHT = 170;
  private static final double TOP = 24;

  /// For a picture that stands alone; in the page its style sheet does it.
  private static final String STYLE =
      "<style>svg{background:#fff;font:12px sans-serif}path{fill:none;stroke-width:1.3}"
          + ".grid{stroke:#e8ebef}.axis{stroke:#5b6775}.t0{stroke:#0072b2}.t1{stroke:#d55e00}"
          + ".end{text-anchor:end}.middle{text-anchor:middle}.faint{fill:#5b6775}</style>";

  private static final double BOTTOM = 2 * (TOP + HEIGHT) + 20;

  /// What a curve is drawn on.
  private interface Canvas {
    /// @param kind what it is: grid, axis, accuracy or loss
    void line(double[] x, double[] y, int points, Kind kind);

    /// @param before the share of the text that is left of x: 0, 1/2 or 1
    void text(double x, double y, double before, boolean faint, String text);
  }

  /// What a line is; its class in the style sheets, and its colour and width where there are none.
  private enum Kind {
    GRID("grid", 0xE8EBEF, 1),
    AXIS("axis", 0x5B6775, 1),
    ACCURACY("trace t0", 0x0072B2, 1.3),
    LOSS("trace t1", 0xD55E00, 1.3);

    final String classes;
    final int rgb;
    final double width;

    Kind(String classes, int rgb, double width) {
      this.classes = classes;
      this.rgb = rgb;
      this.width = width;
    }
  }

  private final List<Training.Row> rows;
  private final Canvas canvas;

  private LearningCurve(List<Training.Row> rows, Canvas canvas) {
    this.rows = rows;
    this.canvas = canvas;
  }

  static String svg(List<Training.Row> rows) {
    var svg = new Svg(LEFT + WIDTH + 20, BOTTOM + 40, "Learning curve");
    new LearningCurve(rows, new OnSvg(svg)).draw();
    return svg.done();
  }

  /// The same as a file of its own.
  static String file(List<Training.Row> rows) {
    return svg(rows)
        .replaceFirst("<svg ", "<svg xmlns=\"http://www.w3.org/2000/svg\" ")
        .replaceFirst(">", ">" + STYLE);
  }

  /// The same as a picture of dots.
  static void png(List<Training.Row> rows, Path file) {
    var pixels = new Pixels(LEFT + WIDTH + 20, BOTTOM + 40);
    new LearningCurve(rows, new OnPixels(pixels)).draw();
    pixels.write(file);
  }

  private record OnSvg(Svg svg) implements Canvas {
    @Override
    public void line(double[] x, double[] y, int points, Kind kind) {
      var d = new StringBuilder();
      for (int i = 0; i < points; i++) {
        d.append(i == 0 ? 'M' : 'L').append(Svg.number(x[i])).append(' ').append(Svg.number(y[i]));
      }
      svg.path(d.toString(), kind.classes);
    }

    @Override
    public void text(double x, double y, double before, boolean faint, String text) {
      String classes = before == 1 ? "end" : before > 0 ? "middle" : "";
      svg.text(x, y, faint ? classes + " faint" : classes, text);
    }
  }

  private record OnPixels(Pixels pixels) implements Canvas {
    @Override
    public void line(double[] x, double[] y, int points, Kind kind) {
      pixels.line(x, y, points, kind.width, kind.rgb);
    }

    @Override
    public void text(double x, double y, double before, boolean faint, String text) {
      pixels.text(x, y, before, faint ? Kind.AXIS.rgb : 0, text);
    }
  }

  private void draw() {
    panel(TOP, "test accuracy (%)", row -> 100 * row.accuracy(), Kind.ACCURACY);
    panel(2 * TOP + HEIGHT + 20, "loss", Training.Row::loss, Kind.LOSS);
    for (double tick : Axis.wholeTicks(1, Math.max(2, rows.size()), 10)) {
      canvas.text(x(tick), BOTTOM + 16, 0.5, true, Axis.label(tick));
    }
    canvas.text(LEFT + WIDTH / 2, BOTTOM + 34, 0.5, false, "epoch");
  }

  private double x(double epoch) {
    return LEFT + (rows.size() < 2 ? 0.5 : (epoch - 1) / (rows.size() - 1)) * WIDTH;
  }

  private void panel(double top, String name, ToDoubleFunction<Training.Row> of, Kind kind) {
    double least = rows.stream().mapToDouble(of).filter(Double::isFinite).min().orElse(0);
    double most = rows.stream().mapToDouble(of).filter(Double::isFinite).max().orElse(1);
    double from = least == most ? least - 1 : least;
    double to = least == most ? most + 1 : most;
    double scale = HEIGHT / (to - from);
    for (double tick : Axis.ticks(from, to, 4)) {
      double y = top + HEIGHT - (tick - from) * scale;
      across(y, Kind.GRID);
      canvas.text(LEFT - 6, y + 4, 1, true, Axis.label(tick));
    }
    double[] x = new double[rows.size()];
    double[] y = new double[rows.size()];
    int points = 0;
    for (Training.Row row : rows) {
      if (Double.isFinite(of.applyAsDouble(row))) {
        x[points] = x(row.epoch());
        y[points++] = top + HEIGHT - (of.applyAsDouble(row) - from) * scale;
      }
    }
    canvas.line(x, y, points, kind);
    across(top + HEIGHT, Kind.AXIS);
    canvas.text(0, top - 8, 0, false, name);
  }

  private void across(double y, Kind kind) {
    canvas.line(new double[] {LEFT, LEFT + WIDTH}, new double[] {y, y}, 2, kind);
  }
}
