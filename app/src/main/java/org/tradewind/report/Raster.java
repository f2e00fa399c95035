package org.tradewind.report;

import java.util.Arrays;
import java.util.List;
import org.tradewind.job.Report;
import org.tradewind.network.Activity;
import org.tradewind.network.Population;
import org.tradewind.network.SpikeTrain;

/// A spike raster: populations as bands from top to bottom, neuron 0 at the top of its band, time
/// to the right.
///
/// What is drawn is bounded: spikes are marked on a grid whose cells grow until there are few
/// enough marks, so a mark stands for one or more spikes of its cell.
final class Raster {
  /// Marks in one picture; some ten bytes each.
  static final int MOST_MARKS = 30_000;

  private static final double LEFT = 150;
  private static final double WIDTH = 760;
  private static final double RIGHT = 90;
  private static final double TOP = 6;
  private static final double GAP = 5;
  private static final double MOST_HEIGHT = 620;
  private static final double LABEL_HEIGHT = 13;
  private static final double WIDEST_MARK = 5;
  private static final double HIGHEST_MARK = 6;

  private final List<Population> bands;
  private final double[] top;
  private final double[] height;
  private final int steps;
  private final String step;

  Raster(Report report) {
    bands = report.job().network().populations().stream().filter(Population::recordSpikes).toList();
    steps = report.job().steps();
    step = Numbers.si(report.job().timestepSeconds(), "s");
    top = new double[bands.size()];
    height = new double[bands.size()];
    double wanted = 0;
    for (int b = 0; b < height.length; b++) {
      height[b] = Math.max(22, 11 * Math.log(1 + bands.get(b).size()) / Math.log(2));
      wanted += height[b];
    }
    double gap = Math.min(GAP, 120.0 / Math.max(1, height.length));
    double scale = Math.min(1, MOST_HEIGHT / wanted);
    double y = TOP;
    for (int b = 0; b < height.length; b++) {
      height[b] *= scale;
      top[b] = y;
      y += height[b] + gap;
    }
    bottom = y;
  }

  private final double bottom;

  boolean empty() {
    return bands.isEmpty();
  }

  /// A picture and how many spikes it shows with how many marks.
  record Picture(String svg, long spikes, int marks) {}

  Picture of(Report.Sample sample) {
    var svg = new Svg(LEFT + WIDTH + RIGHT, bottom + 40, "Spike raster of " + sample.name());
    double grid = 0.5;
    long[][] cells = cells(sample.activity(), grid);
    while (marks(cells) > MOST_MARKS) {
      grid *= 1.5;
      cells = cells(sample.activity(), grid);
    }
    double labelled = -LABEL_HEIGHT;
    for (int b = 0; b < bands.size(); b++) {
      Population population = bands.get(b);
      int spikes = train(sample.activity(), population).size();
      double middle = top[b] + height[b] / 2;
      svg.open("band").tip(tip(population, spikes, sample.activity().steps()));
      svg.rect(LEFT, top[b], WIDTH, height[b], b % 2 == 0 ? "band" : "band odd");
      if (middle - labelled >= LABEL_HEIGHT) {
        labelled = middle;
        boolean roomy = height[b] >= 2 * LABEL_HEIGHT;
        svg.text(LEFT - 8, middle + (roomy ? -2 : 4), "end", Svg.clipped(population.name(), 20));
        if (roomy) {
          svg.text(LEFT - 8, middle + 11, "end faint", Numbers.count(population.size(), "neuron"));
        }
        svg.text(LEFT + WIDTH + 8, middle + 4, "faint", Numbers.count(spikes, "spike"));
      }
      svg.strokes(path(b, cells[b], grid), markHeight(b, grid), b % 2 == 0 ? "spike" : "spike odd");
      svg.close();
    }
    double axis = bottom - GAP + 3;
    svg.line(LEFT, axis, LEFT + WIDTH, axis, "axis");
    for (double tick : Axis.wholeTicks(0, steps, 8)) {
      double x = LEFT + tick / steps * WIDTH;
      svg.line(x, axis, x, axis + 4, "axis");
      svg.text(x, axis + 16, "middle faint", Numbers.plain(tick));
    }
    svg.text(
        LEFT + WIDTH / 2, axis + 33, "middle", "time step (one is " + step + " on the machine)");
    return new Picture(svg.done(), sample.activity().totalSpikes(), marks(cells));
  }

  private String tip(Population population, int spikes, int ran) {
    return population.name()
        + "\n"
        + Numbers.count(population.size(), "neuron")
        + ", "
        + Numbers.count(spikes, "spike")
        + " in "
        + Numbers.count(ran, "step");
  }

  private static SpikeTrain train(Activity activity, Population population) {
    return activity.spikes().getOrDefault(population.name(), SpikeTrain.EMPTY);
  }

  /// For each band the cells that hold a spike: sorted by row, then by column.
  private long[][] cells(Activity activity, double grid) {
    var cells = new long[bands.size()][];
    for (int b = 0; b < cells.length; b++) {
      SpikeTrain train = train(activity, bands.get(b));
      double stepsToColumns = stepWidth() / cellWidth(grid);
      double neuronsToRows = rowHeight(b) / cellHeight(b, grid);
      cells[b] = new long[train.size()];
      for (int i = 0; i < cells[b].length; i++) {
        long column = (long) (train.steps()[i] * stepsToColumns + 1e-9);
        long row = (long) (train.neurons()[i] * neuronsToRows + 1e-9);
        cells[b][i] = row << 32 | column;
      }
      Arrays.sort(cells[b]);
      cells[b] = withoutRepeats(cells[b]);
    }
    return cells;
  }

  private static long[] withoutRepeats(long[] sorted) {
    int n = 0;
    for (int i = 0; i < sorted.length; i++) {
      if (i == 0 || sorted[i] != sorted[i - 1]) {
        sorted[n++] = sorted[i];
      }
    }
    return Arrays.copyOf(sorted, n);
  }

  private static int marks(long[][] cells) {
    return Arrays.stream(cells).mapToInt(band -> band.length).sum();
  }

  private double stepWidth() {
    return WIDTH / steps;
  }

  private double rowHeight(int band) {
    return height[band] / bands.get(band).size();
  }

  private double cellWidth(double grid) {
    return Math.max(stepWidth(), grid);
  }

  private double cellHeight(int band, double grid) {
    return Math.max(rowHeight(band), grid);
  }

  /// A mark for each cell; moves within a row are relative, which is shorter.
  private String path(int band, long[] cells, double grid) {
    String mark = "h" + Svg.number(mark(0.8 * stepWidth(), grid, WIDEST_MARK));
    double advance = Double.parseDouble(mark.substring(1));
    var d = new StringBuilder();
    long row = -1;
    double x = 0;
    for (long cell : cells) {
      double at = LEFT + (int) cell * cellWidth(grid);
      if (cell >>> 32 == row) {
        String move = Svg.number(at - x);
        d.append('m').append(move).append(" 0").append(mark);
        x += Double.parseDouble(move) + advance;
      } else {
        row = cell >>> 32;
        double y = top[band] + (row + 0.5) * cellHeight(band, grid);
        d.append('M').append(Svg.number(at)).append(' ').append(Svg.number(y)).append(mark);
        x = Math.rint(at * 100) / 100 + advance;
      }
    }
    return d.toString();
  }

  private double markHeight(int band, double grid) {
    return mark(0.85 * rowHeight(band), grid, HIGHEST_MARK);
  }

  /// A side of a mark: no larger than that, but filling its cell.
  private static double mark(double wanted, double grid, double most) {
    return Math.max(Math.min(wanted, most), Math.max(1, grid));
  }
}
