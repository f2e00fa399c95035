package org.tradewind.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tradewind.job.Job;
import org.tradewind.job.Mapped;
import org.tradewind.job.Progress;
import org.tradewind.job.Tradewind;
import org.tradewind.machine.Machine;
import org.tradewind.network.Connectivity;
import org.tradewind.network.Network;
import org.tradewind.network.NeuronModel;
import org.tradewind.network.NeuronModel.Reset;
import org.tradewind.network.Population;
import org.tradewind.network.Projection;
import org.tradewind.network.Values;
import org.tradewind.run.Pace;
import org.tradewind.run.Results;
import org.tradewind.run.Stopwatch;
import org.tradewind.ticks.TickRun;

/// Wall time against synaptic events, from 10^5 to 10^9: Brunel's balanced network (2000, model A,
/// g = 8, eta = 1.5, constant current, 1,000 inputs a neuron, steps of 0.1 ms) run longer and
/// longer, then larger and larger. Writes a table and a picture.
///
/// Arguments: a directory, the largest number of neurons.
public final class LinearCost {
  private static final double STEP_SECONDS = 1e-4;
  private static final int INPUTS = 1_000;
  private static final int NEURONS = 10_000;

  /// Runs before anything is timed: Java compiles what it runs often while it runs.
  private static final int[] WARM_UP_STEPS = {10_000, 1_000, 10_000, 1_000, 100, 100, 10_000};

  private static final int[] STEPS = {10, 100, 1_000, 10_000, 100_000, 200_000};
  private static final int[] SIZES = {1_250, 2_500, 5_000, 10_000, 20_000, 40_000, 80_000};
  private static final int ONE_SECOND = 10_000;

  private LinearCost() {}

  /// One run.
  private record Point(int neurons, int steps, long events, double seconds) {
    double nanosecondsAnEvent() {
      return 1e9 * seconds / events;
    }

    /// Synapse words of 32 bits.
    double megabytes() {
      return 4e-6 * neurons * INPUTS;
    }

    String row() {
      return String.format(
          Locale.ROOT,
          "| %,d | %,.0f | %s s | %,d | %.4g | %.2f |%n",
          neurons,
          megabytes(),
          Double.toString(steps * STEP_SECONDS).replaceAll("\\.0$", ""),
          events,
          seconds,
          nanosecondsAnEvent());
    }
  }

  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    int largest = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 80_000;
    Mapped mapped = mapped(NEURONS);
    for (int steps : WARM_UP_STEPS) {
      time(mapped, steps);
    }
    List<Point> longer = new ArrayList<>();
    for (int steps : STEPS) {
      longer.add(time(mapped, steps));
      System.out.print(longer.getLast().row());
    }
    List<Point> larger = new ArrayList<>();
    for (int neurons : SIZES) {
      if (neurons <= largest) {
        larger.add(time(mapped(neurons), ONE_SECOND));
        System.out.print(larger.getLast().row());
      }
    }
    Files.writeString(directory.resolve("linear.md"), table(longer, larger));
    Files.writeString(directory.resolve("linear.svg"), picture(longer, larger));
  }

  private static String table(List<Point> longer, List<Point> larger) {
    var text =
        new StringBuilder(
            "| neurons | synapse words MB | model time | synaptic events | wall s | ns an event |\n"
                + "|---|---|---|---|---|---|\n");
    longer.forEach(point -> text.append(point.row()));
    larger.forEach(point -> text.append(point.row()));
    return text.toString();
  }

  private static Mapped mapped(int neurons) {
    Job job =
        Job.of(brunel(neurons), 1)
            .on(Machine.torus(16, 16))
            .everyTimestep(20 * STEP_SECONDS)
            .unrehearsed();
    return Tradewind.map(job, Progress.SILENT);
  }

  private static Point time(Mapped mapped, int steps) {
    var watch = new Stopwatch(steps);
    TickRun run =
        TickRun.load(
            mapped.mapping(), mapped.mapping().images(), mapped.job().options().withThreads(1));
    Results results = run.until(steps, watch);
    Pace pace = watch.stopped();
    return new Point(
        mapped.job().network().populations().stream().mapToInt(Population::size).sum(),
        steps,
        results.counts().synapticEvents(),
        pace.seconds()[pace.seconds().length - 1]);
  }

  /// In units of the excitatory weight J = 0.1 mV: a threshold of 20 mV is 200.
  private static Network brunel(int neurons) {
    double decay = Math.exp(-STEP_SECONDS / 20e-3);
    var neuron =
        new NeuronModel.CurrExpLif(
            Values.of(decay),
            Values.of(0),
            Values.of(0),
            Values.of(1.5 * 200 * (1 - decay)),
            Values.of(200),
            Values.of(100),
            new Values.Uniform(0, 200),
            Values.of(20),
            Reset.TO_V_RESET);
    List<Projection> projections = new ArrayList<>();
    for (String post : List.of("exc", "inh")) {
      projections.add(
          Projection.of("exc", post, new Connectivity.FixedNumberPre(INPUTS * 4 / 5, true), 1, 14));
      projections.add(
          Projection.of("inh", post, new Connectivity.FixedNumberPre(INPUTS / 5, true), -8, 14));
    }
    return new Network(
        "brunel",
        List.of(
            Population.of("exc", neurons * 4 / 5, neuron),
            Population.of("inh", neurons / 5, neuron)),
        projections);
  }

  /// Two charts side by side: wall time against events, nanoseconds an event against memory.
  private static String picture(List<Point> longer, List<Point> larger) {
    var svg = new StringBuilder();
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 820 330" role="img" \
        aria-label="wall time against synaptic events" font-family="sans-serif" font-size="12">
        <rect width="820" height="330" fill="white"/>
        """);
    var time = new Chart(svg, 60, 5, 9.5, -4, 1.3);
    time.axes("synaptic events", "wall s");
    time.series(longer, Point::events, Point::seconds, "#1b6ca8", "10,000 neurons, longer", 0);
    time.series(larger, Point::events, Point::seconds, "#c8553d", "1 s, more neurons", 1);
    var cost = new Chart(svg, 470, 0.4, 2.9, -1, 1);
    cost.axes("MB of synapse words", "ns an event");
    cost.mark(32, "L3, 32 MB");
    cost.series(larger, Point::megabytes, Point::nanosecondsAnEvent, "#c8553d", "", 1);
    return svg.append("</svg>\n").toString();
  }

  /// Both axes are logarithmic, in powers of ten.
  private record Chart(
      StringBuilder svg, int left, double fromX, double toX, double fromY, double toY) {
    private static final int TOP = 20;
    private static final int WIDTH = 320;
    private static final int HEIGHT = 250;

    private double x(double value) {
      return left + (Math.log10(value) - fromX) / (toX - fromX) * WIDTH;
    }

    private double y(double value) {
      return TOP + HEIGHT - (Math.log10(value) - fromY) / (toY - fromY) * HEIGHT;
    }

    private void line(double x1, double y1, double x2, double y2, String colour) {
      svg.append(
          "<path d=\"M%.1f %.1fL%.1f %.1f\" stroke=\"%s\"/>%n".formatted(x1, y1, x2, y2, colour));
    }

    private void text(double x, double y, String anchor, String text) {
      svg.append(
          "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n"
              .formatted(x, y, anchor, text));
    }

    void axes(String below, String beside) {
      for (int power = (int) Math.ceil(fromX); power <= toX; power++) {
        double at = x(Math.pow(10, power));
        line(at, TOP, at, TOP + HEIGHT, "#ddd");
        text(at, TOP + HEIGHT + 16, "middle", label(power));
      }
      for (int power = (int) Math.ceil(fromY); power <= toY; power++) {
        double at = y(Math.pow(10, power));
        line(left, at, left + WIDTH, at, "#ddd");
        text(left - 6, at + 4, "end", label(power));
      }
      text(left + WIDTH / 2.0, TOP + HEIGHT + 36, "middle", below);
      text(left - 30, TOP - 6, "start", beside);
    }

    private static String label(int power) {
      return power >= -2 && power <= 3
          ? String.format(Locale.ROOT, "%." + Math.max(0, -power) + "f", Math.pow(10, power))
          : "10<tspan dy=\"-4\" font-size=\"9\">" + power + "</tspan>";
    }

    void mark(double value, String text) {
      line(x(value), TOP, x(value), TOP + HEIGHT, "#888");
      text(x(value) + 4, TOP + 12, "start", text);
    }

    void series(
        List<Point> points,
        java.util.function.ToDoubleFunction<Point> across,
        java.util.function.ToDoubleFunction<Point> up,
        String colour,
        String name,
        int place) {
      var path = new StringBuilder();
      for (Point point : points) {
        double px = x(across.applyAsDouble(point));
        double py = y(up.applyAsDouble(point));
        path.append(path.isEmpty() ? "M" : "L")
            .append(String.format(Locale.ROOT, "%.1f %.1f", px, py));
        svg.append(
            String.format(
                Locale.ROOT,
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"%s\"/>%n",
                px,
                py,
                colour));
      }
      svg.append("<path d=\"%s\" fill=\"none\" stroke=\"%s\"/>%n".formatted(path, colour));
      if (!name.isEmpty()) {
        svg.append("<g fill=\"%s\">".formatted(colour));
        text(left + 12, TOP + 18 + 16 * place, "start", name);
        svg.append("</g>\n");
      }
    }
  }
}
