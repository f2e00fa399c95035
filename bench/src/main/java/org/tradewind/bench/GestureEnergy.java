package org.tradewind.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tradewind.io.data.Samples;
import org.tradewind.io.net.NetFile;
import org.tradewind.job.Job;
import org.tradewind.job.PolicyRun;
import org.tradewind.job.Progress;
import org.tradewind.job.Report;
import org.tradewind.job.Tradewind;
import org.tradewind.machine.PerformanceLevel;
import org.tradewind.network.Population;
import org.tradewind.network.Stimulus;
import org.tradewind.run.DvfsPolicy;

/// What DVFS saves on a network like that of the published figure (CHIP: DVS gestures, 0.741 J by
/// threshold, 1.023 J always high, 2.010 J always low), on recordings of DVS gestures. The network
/// is `examples/gesture.net.yaml`, ours: which one was measured is not known to us.
///
/// Always low runs with twice the system tick, as the makers' demo does it: the tick of the others
/// is half of what the busiest step takes at the low level.
///
/// Arguments: a folder of recordings (`.bin`), how many of them, timesteps, threads.
///
/// ```
/// java -cp "core/target/classes:app/target/classes:bench/target/classes:bench/target/lib/*" \
///     org.tradewind.bench.GestureEnergy "$TRADEWIND_DATA/dvs-gesture"
/// ```
public final class GestureEnergy {
  private static final Path NETWORK = Path.of("examples/gesture.net.yaml");
  private static final double SECONDS_A_STEP = 1e-3;

  /// Joules, by policy.
  private static final Map<String, Double> PUBLISHED =
      Map.of("high", 1.023, "auto", 0.741, "low", 2.010);

  private GestureEnergy() {}

  public static void main(String[] arguments) {
    Path recordings = Path.of(arguments[0]);
    int most = argument(arguments, 1, 10);
    int steps = argument(arguments, 2, 1450);
    int threads = argument(arguments, 3, 2);
    NetFile.Content file = NetFile.read(NETWORK);
    Population camera = file.network().population("camera");
    List<Stimulus> all =
        Samples.read(recordings, camera, SECONDS_A_STEP, Samples.Repeats.ONE_PER_STEP);
    List<Stimulus> some = all.subList(0, Math.min(most, all.size()));
    Job job =
        Job.of(file.network(), steps)
            .stimulated(some)
            .everyTimestep(SECONDS_A_STEP)
            .onThreads(threads)
            .besides(
                List.of(
                    DvfsPolicy.auto(),
                    new DvfsPolicy.ByProgram(lingering(30), lingering(200)),
                    new DvfsPolicy.Threshold(100),
                    DvfsPolicy.low()));
    Report report = Tradewind.run(Tradewind.map(job, Progress.SILENT), Progress.SILENT);
    print(report, some.size());
  }

  /// Stays at its level until the next timestep begins.
  private static DvfsPolicy.Threshold lingering(int packets) {
    return new DvfsPolicy.Threshold(packets, PerformanceLevel.HIGH);
  }

  private static void print(Report report, int samples) {
    var table =
        new Table(
            "%s, %.0f ms | %.3f J (%.3f … %.3f) | %.0f mW | %.3f | %s | %.1f %%, %.0f %% | %,d | %s",
            "policy, tick",
            "energy a gesture",
            "power",
            "of always high",
            "published, of always high",
            "ratio of ratios",
            "cores busy, at most",
            "overruns",
            "spikes");
    double high = report.policies().getFirst().energy().value();
    for (PolicyRun run : report.policies()) {
      double relative = run.energy().value() / high;
      String name = run.policy().toString();
      Double published = PUBLISHED.get(name);
      table.row(
          name,
          1e3 * run.timestepSeconds(),
          run.energy().value() / samples,
          run.energy().low() / samples,
          run.energy().high() / samples,
          1e3 * run.watts(),
          relative,
          published == null
              ? "|"
              : String.format(
                  Locale.ROOT,
                  "%.3f J, %.3f | %.2f",
                  published,
                  published / PUBLISHED.get("high"),
                  relative / (published / PUBLISHED.get("high"))),
          100 * run.meanUtilisation(),
          100 * run.maxUtilisation(),
          run.overruns(),
          run.sameSpikes() ? "same" : "differ");
    }
    System.out.printf(
        Locale.ROOT,
        "%nOf %d recordings of %.3f s on %d PEs. Always high:",
        samples,
        report.modelSeconds(),
        report.mapped().mapping().graph().size());
    for (var part : report.energy().parts()) {
      System.out.printf(Locale.ROOT, " %s %.3f J;", part.name(), part.value() / samples);
    }
    System.out.printf(" a gesture.%n");
  }

  private static int argument(String[] arguments, int index, int otherwise) {
    return index < arguments.length ? Integer.parseInt(arguments[index]) : otherwise;
  }
}
