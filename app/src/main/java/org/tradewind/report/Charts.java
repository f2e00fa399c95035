package org.tradewind.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.tradewind.cost.Explained;
import org.tradewind.cost.PowerTrace;
import org.tradewind.job.Report;
import org.tradewind.network.Trace;
import org.tradewind.snn.Quantisation.ProjectionError;

/// The small pictures of the page: bars and lines.
final class Charts {
  /// Rows of a chart that has one for each population.
  static final int MOST_ROWS = 16;

  private Charts() {}

  /// How long the cores of each population were awake, against the timestep.
  static String utilisation(Findings findings) {
    return shares(
        busiest(findings).stream()
            .map(p ->
                new Share(
                    p.name(), p.maxUtilisation(), p.meanUtilisation(), p.predictedUtilisation()))
            .toList(),
        "budget",
        "share of the timestep awake (%)");
  }

  /// How full the data memories of each population's cores are.
  static String memory(Findings findings) {
    return shares(
        busiest(findings).stream()
            .map(p ->
                new Share(
                    p.name(),
                    (double) p.maxSramBytes() / Layouts.SRAM_LIMIT_BYTES,
                    p.meanSramBytes() / Layouts.SRAM_LIMIT_BYTES,
                    Double.NaN))
            .toList(),
        "full",
        "share of " + Numbers.bytes(Layouts.SRAM_LIMIT_BYTES) + " of SRAM (%)");
  }

  /// A population's use of something limited, 1 being the limit.
  ///
  /// @param predicted NaN: there is no prediction
  private record Share(String name, double max, double mean, double predicted) {
    String tip() {
      return name
          + "\nat most "
          + Numbers.percent(max)
          + ", mean "
          + Numbers.percent(mean)
          + (Double.isNaN(predicted) ? "" : "\npredicted " + Numbers.percent(predicted));
    }
  }

  private static String shares(List<Share> rows, String limit, String axis) {
    int longest = rows.stream().mapToInt(r -> Math.min(r.name.length(), 20)).max().orElse(0);
    double left = 20 + 6.8 * longest;
    double width = 470 - left;
    double right = 56;
    double row = 26;
    double most =
        rows.stream()
            .mapToDouble(r -> Double.isNaN(r.predicted) ? r.max : Math.max(r.max, r.predicted))
            .max()
            .orElse(0);
    double full = Math.max(1.02, 1.02 * most);
    double bottom = 18 + rows.size() * row;
    var svg = new Svg(left + width + right, bottom + 36, axis);
    for (Share r : rows) {
      double y = 18 + rows.indexOf(r) * row;
      svg.open("row").tip(r.tip());
      svg.rect(0, y, left + width + right, row, "hit").close();
    }
    for (double tick : Axis.ticks(0, full, 5)) {
      double x = left + tick / full * width;
      svg.line(x, 18, x, bottom, "grid");
      svg.text(x, bottom + 14, "middle faint", Numbers.plain(Math.rint(100 * tick)));
    }
    double y = 18;
    for (Share r : rows) {
      svg.open("row passive");
      svg.text(left - 8, y + 17, "end", Svg.clipped(r.name, 20));
      svg.rect(left, y + 5, r.max / full * width, 16, r.max > 1 ? "bar-max bad" : "bar-max");
      svg.rect(left, y + 9, r.mean / full * width, 8, "bar-mean");
      if (!Double.isNaN(r.predicted)) {
        double predicted = left + r.predicted / full * width;
        svg.line(predicted, y + 3, predicted, y + 23, "predicted");
      }
      svg.text(left + width + right, y + 17, "end value", Numbers.percent(r.max));
      svg.close();
      y += row;
    }
    double budget = left + width / full;
    svg.line(budget, 14, budget, bottom, "budget");
    svg.text(budget, 10, "middle bad", limit);
    svg.line(left, 18, left, bottom, "axis");
    svg.text(left + width / 2, bottom + 31, "middle", axis);
    return svg.done();
  }

  /// All populations in their order, or those whose cores are busiest.
  static List<Findings.OnMachine> busiest(Findings findings) {
    if (findings.populations.size() <= MOST_ROWS) {
      return findings.populations;
    }
    return findings.populations.stream()
        .sorted(Comparator.comparingDouble((Findings.OnMachine p) -> -p.maxUtilisation()))
        .limit(MOST_ROWS)
        .toList();
  }

  /// The parts that an energy bar shows: those that are not 0, the largest first. What there is to
  /// draw, in the order of the table: a cause has one colour in every report.
  static List<Explained> energyParts(Explained energy) {
    return energy.parts().stream().filter(part -> part.value() > 0).toList();
  }

  static String energy(Explained energy) {
    var svg = new Svg(1000, 44, "Energy by cause");
    double x = 0;
    List<Explained> parts = energyParts(energy);
    for (int i = 0; i < parts.size(); i++) {
      Explained part = parts.get(i);
      double share = part.value() / energy.value();
      svg.open("row").tip(part.name() + "\n" + Numbers.si(part.value(), part.unit()));
      svg.rect(x, 2, Math.max(1000 * share - 2, 1), 38, "p" + i % ChipMap.COLOURS);
      if (share > 0.06) {
        svg.text(x + 500 * share, 26, "middle tp large", Numbers.percent(share));
      }
      svg.close();
      x += 1000 * share;
    }
    return svg.done();
  }

  /// Power by time, the parts on top of each other.
  ///
  /// @param coloured parts of the energy, in the order of their colours
  static String power(PowerTrace power, List<Explained> coloured) {
    double left = 66;
    double width = 900;
    double top = 18;
    double height = 150;
    int columns = (int) Math.min(power.bins(), width / 2);
    var sums = new double[columns];
    List<double[]> layers = new ArrayList<>();
    layers.add(sums.clone());
    for (PowerTrace.Part part : power.parts()) {
      addMeans(sums, power, part);
      layers.add(sums.clone());
    }
    double most = Math.max(Arrays.stream(sums).max().orElse(0), 1e-9);
    var svg = new Svg(left + width + 30, top + height + 40, "Power over time");
    for (double tick : Axis.ticks(0, most, 4)) {
      double y = top + height - tick / most * height;
      svg.line(left, y, left + width, y, "grid");
      svg.text(left - 6, y + 4, "end faint", Axis.label(tick));
    }
    for (int i = 0; i < power.parts().size(); i++) {
      PowerTrace.Part part = power.parts().get(i);
      int colour = colour(part.name(), coloured);
      if (colour >= 0) {
        svg.open("row")
            .tip(
                part.name()
                    + "\n"
                    + Numbers.si(power.joules(part) / power.seconds(), "W")
                    + " on average");
        svg.path(
            between(layers.get(i), layers.get(i + 1), left, width, top + height, height / most),
            "p" + colour % ChipMap.COLOURS);
        svg.close();
      }
    }
    for (double tick : Axis.ticks(0, power.seconds(), 8)) {
      double x = left + tick / power.seconds() * width;
      svg.line(x, top + height, x, top + height + 4, "axis");
      svg.text(x, top + height + 16, "middle faint", Numbers.si(tick, "s"));
    }
    svg.line(left, top + height, left + width, top + height, "axis");
    svg.text(left + width / 2, top + height + 34, "middle", "time on the machine");
    svg.text(left - 54, 10, "", "mW");
    return svg.done();
  }

  private static int colour(String name, List<Explained> coloured) {
    for (int i = 0; i < coloured.size(); i++) {
      if (coloured.get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  /// Adds to each column the mean of the bins that fall into it.
  private static void addMeans(double[] columns, PowerTrace power, PowerTrace.Part part) {
    for (int c = 0; c < columns.length; c++) {
      int from = (int) ((long) c * power.bins() / columns.length);
      int to = (int) ((c + 1L) * power.bins() / columns.length);
      double joules = 0;
      double seconds = 0;
      for (int bin = from; bin < to; bin++) {
        joules += part.milliwatts()[bin] * power.seconds(bin);
        seconds += power.seconds(bin);
      }
      columns[c] += joules / seconds;
    }
  }

  /// The area between two staircases.
  private static String between(
      double[] low, double[] high, double left, double width, double zero, double scale) {
    int columns = low.length;
    var d = new StringBuilder("M").append(Svg.number(left));
    d.append(' ').append(Svg.number(zero - high[0] * scale));
    for (int c = 0; c < columns; c++) {
      if (c + 1 == columns || high[c + 1] != high[c]) {
        d.append('H').append(Svg.number(left + (c + 1) * width / columns));
        double next = c + 1 == columns ? low[c] : high[c + 1];
        d.append('V').append(Svg.number(zero - next * scale));
      }
    }
    for (int c = columns - 1; c >= 0; c--) {
      if (c == 0 || low[c - 1] != low[c]) {
        d.append('H').append(Svg.number(left + c * width / columns));
        if (c > 0) {
          d.append('V').append(Svg.number(zero - low[c - 1] * scale));
        }
      }
    }
    return d.append('Z').toString();
  }

  /// Spikes of each output neuron.
  static String outputs(Findings findings, Report.Sample sample) {
    int[] counts = findings.outputCounts(sample);
    int most = Math.max(1, Arrays.stream(counts).max().orElse(0));
    double left = 46;
    double width = 380;
    double top = 18;
    double height = 150;
    double slot = width / counts.length;
    boolean numbered = slot >= 16;
    var svg = new Svg(left + width + 10, top + height + 52, "Spikes of each output neuron");
    for (double tick : Axis.wholeTicks(0, most, 4)) {
      double y = top + height - tick / most * height;
      svg.line(left, y, left + width, y, "grid");
      svg.text(left - 6, y + 4, "end faint", Axis.label(tick));
    }
    for (int i = 0; i < counts.length; i++) {
      double h = (double) counts[i] / most * height;
      double x = left + i * slot;
      boolean winner = i == sample.predicted();
      boolean labelled = sample.label().equals(Integer.toString(i));
      svg.open("row").tip("neuron " + i + "\n" + Numbers.count(counts[i], "spike"));
      svg.rect(x, top, slot, height, "hit");
      svg.rect(
          x + 0.12 * slot,
          top + height - h,
          0.76 * slot,
          h,
          !winner ? "bar" : sample.labelled() && !sample.right() ? "bar wrong" : "bar winner");
      if (slot >= 22) {
        svg.text(x + slot / 2, top + height - h - 4, "middle value", Numbers.count(counts[i]));
      }
      if (numbered) {
        svg.text(
            x + slot / 2, top + height + 15, labelled ? "middle label" : "middle faint", i + "");
      }
      if (labelled) {
        svg.text(x + slot / 2, top + height + 29, "middle label", "label");
      }
      svg.close();
    }
    if (!numbered) {
      for (double tick : Axis.wholeTicks(0, counts.length - 1, 6)) {
        svg.text(
            left + (tick + 0.5) * slot, top + height + 15, "middle faint", Numbers.plain(tick));
      }
    }
    svg.line(left, top + height, left + width, top + height, "axis");
    svg.text(left + width / 2, top + height + 47, "middle", "output neuron");
    svg.text(left - 40, 10, "", "spikes");
    return svg.done();
  }

  /// Labels down, predictions across.
  static String confusion(Findings.Confusion confusion) {
    int rows = confusion.labels().size();
    int columns = confusion.counts()[0].length;
    double cell = Math.clamp(300.0 / Math.max(rows, columns), 5, 28);
    double left = 78;
    double top = 34;
    boolean numbered = cell >= 14;
    var svg =
        new Svg(left + columns * cell + 6, top + rows * cell + 6, "Labels against predictions");
    svg.text(left + columns * cell / 2, 12, "middle", "predicted");
    svg.text(0, top + rows * cell / 2 + 4, "", "label");
    for (int c = 0; numbered && c < columns; c++) {
      svg.text(left + (c + 0.5) * cell, 28, "middle faint", Integer.toString(c));
    }
    for (int r = 0; r < rows; r++) {
      int sum = Math.max(1, Arrays.stream(confusion.counts()[r]).sum());
      String label = confusion.labels().get(r);
      if (numbered) {
        svg.text(left - 6, top + (r + 0.5) * cell + 4, "end faint", Svg.clipped(label, 5));
      }
      for (int c = 0; c < columns; c++) {
        int n = confusion.counts()[r][c];
        boolean right = label.equals(Integer.toString(c));
        svg.open("row")
            .tip("label " + label + ", predicted " + c + "\n" + Numbers.count(n, "sample"));
        String shade = ChipMap.shade((double) n / sum);
        svg.rect(
            left + c * cell,
            top + r * cell,
            cell - 1,
            cell - 1,
            n == 0 ? (right ? "free diagonal" : "free") : right ? "l" + shade : "wrong");
        if (n > 0 && numbered) {
          svg.text(
              left + (c + 0.5) * cell - 0.5,
              top + (r + 0.5) * cell + 3.5,
              right ? "middle tl" + shade : "middle tw",
              Integer.toString(n));
        }
        svg.close();
      }
    }
    return svg.done();
  }

  /// A bar for how large an error is relative to the largest weight; full at 10 %.
  static String error(ProjectionError projection) {
    double share = Text.relativeError(projection);
    var svg = new Svg(90, 12, Numbers.percent(share) + " of the largest weight");
    svg.rect(0, 1, 90, 10, "free");
    svg.rect(0, 1, 90 * Math.min(1, share / 0.1), 10, share > 0.1 ? "bar wrong" : "bar winner");
    return svg.done();
  }

  /// Packets by latency, in bins that double.
  ///
  /// @param histogram deliveries by bin: bin b counts [2^(b-1), 2^b) ticks
  static String latency(long[] histogram) {
    int first = 0;
    while (first < histogram.length - 1 && histogram[first] == 0) {
      first++;
    }
    int bins = histogram.length - first;
    long most = Math.max(1, Arrays.stream(histogram).max().orElse(0));
    double left = 60;
    double width = 400;
    double top = 18;
    double height = 110;
    double slot = Math.min(60, width / bins);
    var svg = new Svg(left + width + 14, top + height + 40, "Packets by latency");
    for (double tick : Axis.wholeTicks(0, most, 3)) {
      double y = top + height - tick / most * height;
      svg.line(left, y, left + width, y, "grid");
      svg.text(left - 6, y + 4, "end faint", Numbers.si(tick, ""));
    }
    for (int i = 0; i < bins; i++) {
      long n = histogram[first + i];
      double h = (double) n / most * height;
      double from = Math.pow(2, first + i - 1) / 6e9;
      svg.open("row")
          .tip(
              Numbers.si(from, "s")
                  + " to "
                  + Numbers.si(2 * from, "s")
                  + "\n"
                  + Numbers.count(n, "packet"));
      svg.rect(left + i * slot, top, slot, height, "hit");
      svg.rect(left + i * slot + 1, top + height - h, slot - 2, h, "bar winner");
      if (slot >= 44 || i % 2 == 0) {
        svg.text(left + i * slot, top + height + 15, "middle faint", Numbers.si(from, "s"));
      }
      svg.close();
    }
    svg.line(left, top + height, left + width, top + height, "axis");
    svg.text(left + width / 2, top + height + 34, "middle", "from sending to landing at a core");
    svg.text(left - 54, 10, "", "packets");
    return svg.done();
  }

  /// Traces of the first neurons of a population.
  static String trace(Trace trace, String unit) {
    int neurons = Math.min(trace.neurons(), 4);
    double left = 66;
    double width = 840;
    double top = 8;
    double height = 130;
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int s = 0; s < trace.steps(); s++) {
      for (int n = 0; n < neurons; n++) {
        double value = trace.at(s, n);
        if (Double.isFinite(value)) {
          low = Math.min(low, value);
          high = Math.max(high, value);
        }
      }
    }
    if (!(low < high)) {
      low = Double.isFinite(low) ? low - 1 : -1;
      high = low + 2;
    }
    var svg = new Svg(left + width + 80, top + height + 38, "Traces of " + unit);
    for (double tick : Axis.ticks(low, high, 4)) {
      double y = top + height - (tick - low) / (high - low) * height;
      svg.line(left, y, left + width, y, "grid");
      svg.text(left - 6, y + 4, "end faint", Axis.label(tick));
    }
    for (double tick : Axis.wholeTicks(0, trace.steps(), 8)) {
      double x = left + tick / trace.steps() * width;
      svg.line(x, top + height, x, top + height + 4, "axis");
      svg.text(x, top + height + 16, "middle faint", Numbers.plain(tick));
    }
    for (int n = 0; n < neurons; n++) {
      svg.path(tracePath(trace, n, left, width, top, height, low, high), "trace t" + n);
      svg.line(
          left + width + 10, top + 8 + 16 * n, left + width + 22, top + 8 + 16 * n, "trace t" + n);
      svg.text(left + width + 26, top + 12 + 16 * n, "faint", "neuron " + n);
    }
    svg.line(left, top + height, left + width, top + height, "axis");
    svg.text(left + width / 2, top + height + 33, "middle", "time step");
    return svg.done();
  }

  /// At most two points a user unit of width: the least and the largest value of each stretch.
  private static String tracePath(
      Trace trace,
      int neuron,
      double left,
      double width,
      double top,
      double height,
      double low,
      double high) {
    int columns = (int) Math.min(trace.steps(), width);
    List<int[]> points = new ArrayList<>();
    for (int c = 0; c < columns; c++) {
      int from = (int) ((long) c * trace.steps() / columns);
      int to = (int) ((long) (c + 1) * trace.steps() / columns);
      int least = from;
      int largest = from;
      for (int s = from; s < to; s++) {
        least = trace.at(s, neuron) < trace.at(least, neuron) ? s : least;
        largest = trace.at(s, neuron) > trace.at(largest, neuron) ? s : largest;
      }
      points.add(new int[] {Math.min(least, largest)});
      if (least != largest) {
        points.add(new int[] {Math.max(least, largest)});
      }
    }
    var d = new StringBuilder();
    for (int[] point : points) {
      double value = trace.at(point[0], neuron);
      if (Double.isFinite(value)) {
        d.append(d.isEmpty() ? 'M' : 'L')
            .append(Svg.number(left + (point[0] + 0.5) / trace.steps() * width))
            .append(' ')
            .append(Svg.number(top + height - (value - low) / (high - low) * height));
      }
    }
    return d.toString();
  }
}
