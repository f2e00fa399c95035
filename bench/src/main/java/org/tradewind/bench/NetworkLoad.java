package org.tradewind.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tradewind.machine.Link;
import org.tradewind.machine.Machine;
import org.tradewind.machine.Spinnaker2;
import org.tradewind.machine.Wrap;
import org.tradewind.run.Interconnect;
import org.tradewind.run.TrafficPattern;
import org.tradewind.unit.Ticks;

/// What the networks carry and how long it takes: saturation throughput by traffic pattern beside
/// its closed form, and latency against load. docs/validation.md has the result.
///
/// ```
/// mvn -q package -DskipTests
/// java -cp core/target/classes:bench/target/classes org.tradewind.bench.NetworkLoad
/// ```
public final class NetworkLoad {
  private static final long SEED = 1;

  /// Of what a network can accept.
  private static final double[] LOADS = {0.1, 0.5, 0.8, 0.9, 0.95, 1.1, 1.5};

  /// NoC ports of the router and PEs behind each.
  private static final int PORTS = 6;

  private static final int PES = 4;

  private NetworkLoad() {}

  /// @param args cycles of a run (20,000)
  public static void main(String[] args) {
    int cycles = args.length > 0 ? Integer.parseInt(args[0]) : 20_000;
    double bisection = noc(cycles);
    chips(Machine.torus(12, 12), cycles);
    chips(Machine.triads(1, 1, Wrap.FULL), cycles);
    double matches = router(cycles);
    System.out.printf("%n**Published peaks**%n%n");
    var peaks = new Table("%s | %,.1f %s | %,.1f | %.2f", "what", "published", "ours", "ratio");
    peak(peaks, "bisection of the NoC, one direction, payload", 307.2, "Gbit/s", bisection);
    peak(peaks, "multicast matches of a router", 1_200, "M/s", matches);
    double flitGigabits = 1e-3 * Spinnaker2.NOC_FLIT_BITS.value() * Spinnaker2.NOC_CLOCK.value();
    int links = Spinnaker2.LINKS_PER_CHIP.whole();
    peak(peaks, "router to the PEs beside it", 1_843.2, "Gbit/s", PORTS * PES * flitGigabits);
    peak(
        peaks,
        "router to links",
        460.8,
        "Gbit/s",
        links * Spinnaker2.LINK_FRAME_BITS.value() / Link.Kind.SHORT.frameNanoseconds().value());
    peak(peaks, "short link", 62.5, "M frames/s", megaframes(Link.Kind.SHORT));
    peak(peaks, "long link", 16.7, "M frames/s", megaframes(Link.Kind.LONG));
  }

  private static void peak(Table table, String what, double published, String unit, double ours) {
    table.row(what, published, unit, ours, ours / published);
  }

  private static double megaframes(Link.Kind kind) {
    return 1e3 / kind.frameNanoseconds().value();
  }

  private static double noc(int cycles) {
    var noc = Interconnect.noc();
    int n = noc.width();
    List<TrafficPattern> patterns =
        List.of(
            TrafficPattern.uniform(n, n),
            TrafficPattern.hotspot(n, n, 0.1, n * n / 2 - n / 2),
            TrafficPattern.neighbour(n, n),
            TrafficPattern.tornado(n, n),
            TrafficPattern.transpose(n),
            TrafficPattern.complement(n, n));
    List<Double> saturations = measure("data NoC, 8 x 8", noc, patterns, cycles);
    // bit-complement sends every packet of the west half over the middle, and the other way round
    double crossing = saturations.getLast() * n * n / 2;
    double payload = Spinnaker2.NOC_FLIT_BITS.value() - Spinnaker2.NOC_HEADER_BITS.value();
    curve(noc, patterns.getFirst(), cycles);
    return 1e-3 * crossing * payload * Spinnaker2.NOC_CLOCK.value();
  }

  private static void chips(Machine torus, int cycles) {
    var chips = Interconnect.chips(torus);
    int width = torus.width();
    int height = torus.height();
    List<TrafficPattern> patterns =
        List.of(
            TrafficPattern.uniform(width, height),
            TrafficPattern.neighbour(width, height),
            TrafficPattern.tornado(width, height));
    measure("torus of chips, " + torus.name(), chips, patterns, cycles);
    curve(chips, patterns.getFirst(), cycles);
  }

  private static double router(int cycles) {
    var router = Interconnect.router();
    List<TrafficPattern> patterns = List.of(TrafficPattern.uniform(router.width(), 1));
    double saturation = measure("one event router", router, patterns, cycles).getFirst();
    curve(router, patterns.getFirst(), cycles);
    return 1e-6 * saturation * router.width() * perSecond(router);
  }

  private static List<Double> measure(
      String title, Interconnect network, List<TrafficPattern> patterns, int cycles) {
    System.out.printf(
        Locale.ROOT,
        "%n**%s**, %,d cycles%n%n"
            + "| pattern | busiest channel | closed form | measured | ratio "
            + "| hops | alone, closed form | at 1 %% of it |%n"
            + "|---|---|---|---|---|---|---|---|%n",
        title,
        cycles);
    var saturations = new ArrayList<Double>();
    for (TrafficPattern pattern : patterns) {
      double ideal = network.idealThroughput(pattern);
      double saturation = network.saturation(pattern, cycles, SEED);
      saturations.add(saturation);
      System.out.printf(
          Locale.ROOT,
          "| %s | %.3f | %.4f | %.4f | %.3f | %.2f | %.1f ns | %.1f ns |%n",
          pattern.name(),
          network.largestChannelLoad(pattern),
          ideal,
          saturation,
          saturation / ideal,
          network.meanHops(pattern),
          Ticks.toNanoseconds(1) * network.zeroLoadTicks(pattern),
          Ticks.toNanoseconds(1) * network.run(pattern, 0.01 * ideal, cycles, SEED).meanTicks());
    }
    return saturations;
  }

  private static void curve(Interconnect network, TrafficPattern pattern, int cycles) {
    System.out.printf(
        "%nLatency, %s:%n%n| load | offered | accepted | mean | median | 99 %% | largest |%n"
            + "|---|---|---|---|---|---|---|%n",
        pattern.name());
    for (double share : LOADS) {
      double load = share * network.idealThroughput(pattern);
      if (load > network.sources()) {
        continue;
      }
      Interconnect.Measured m = network.run(pattern, load, cycles, SEED);
      System.out.printf(
          Locale.ROOT,
          "| %.0f %% | %.4f | %.4f | %.1f ns | %.1f ns | %.1f ns | %.1f ns |%n",
          100 * share,
          m.offered(),
          m.accepted(),
          Ticks.toNanoseconds(1) * m.meanTicks(),
          Ticks.toNanoseconds(m.medianTicks()),
          Ticks.toNanoseconds(m.percentile99Ticks()),
          Ticks.toNanoseconds(m.maxTicks()));
    }
  }

  private static double perSecond(Interconnect network) {
    return (double) Ticks.PER_SECOND / network.cycleTicks();
  }
}
