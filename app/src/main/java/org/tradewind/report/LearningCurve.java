package org.tradewind.report;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.tradewind.train.Training;

/// Accuracy and loss by epoch, as a picture.
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

  private final List<Training.Row> rows;
  private final Svg svg;

  private LearningCurve(List<Training.Row> rows) {
    this.rows = rows;
    svg = new Svg(LEFT + WIDTH + 20, 2 * (TOP + HEIGHT) + 60, "Learning curve");
  }

  static String svg(List<Training.Row> rows) {
    return new LearningCurve(rows).drawn();
  }

  /// The same as a file of its own.
  static String file(List<Training.Row> rows) {
    return svg(rows)
        .replaceFirst("<svg ", "<svg xmlns=\"http://www.w3.org/2000/svg\" ")
        .replaceFirst(">", ">" + STYLE);
  }

  private String drawn() {
    panel(TOP, "test accuracy (%)", row -> 100 * row.accuracy(), "trace t0");
    panel(2 * TOP + HEIGHT + 20, "loss", Training.Row::loss, "trace t1");
    double bottom = 2 * (TOP + HEIGHT) + 20;
    for (double tick : Axis.wholeTicks(1, Math.max(2, rows.size()), 10)) {
      svg.text(x(tick), bottom + 16, "middle faint", Axis.label(tick));
    }
    svg.text(LEFT + WIDTH / 2, bottom + 34, "middle", "epoch");
    return svg.done();
  }

  private double x(double epoch) {
    return LEFT + (rows.size() < 2 ? 0.5 : (epoch - 1) / (rows.size() - 1)) * WIDTH;
  }

  private void panel(double top, String name, ToDoubleFunction<Training.Row> of, String classes) {
    double least = rows.stream().mapToDouble(of).filter(Double::isFinite).min().orElse(0);
    double most = rows.stream().mapToDouble(of).filter(Double::isFinite).max().orElse(1);
    double from = least == most ? least - 1 : least;
    double to = least == most ? most + 1 : most;
    double scale = HEIGHT / (to - from);
    for (double tick : Axis.ticks(from, to, 4)) {
      double y = top + HEIGHT - (tick - from) * scale;
      svg.line(LEFT, y, LEFT + WIDTH, y, "grid");
      svg.text(LEFT - 6, y + 4, "end faint", Axis.label(tick));
    }
    var d = new StringBuilder();
    for (Training.Row row : rows) {
      if (Double.isFinite(of.applyAsDouble(row))) {
        d.append(d.isEmpty() ? 'M' : 'L').append(Svg.number(x(row.epoch()))).append(' ');
        d.append(Svg.number(top + HEIGHT - (of.applyAsDouble(row) - from) * scale));
      }
    }
    svg.path(d.toString(), classes);
    svg.line(LEFT, top + HEIGHT, LEFT + WIDTH, top + HEIGHT, "axis");
    svg.text(0, top - 8, "", name);
  }
}
