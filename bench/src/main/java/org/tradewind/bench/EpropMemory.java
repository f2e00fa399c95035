package org.tradewind.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tradewind.cost.Energy;
import org.tradewind.learn.AdaptiveDynamics;
import org.tradewind.learn.Bptt;
import org.tradewind.learn.EpropTraining;
import org.tradewind.learn.Feedback;
import org.tradewind.learn.Optimiser;
import org.tradewind.learn.RecurrentNetwork;
import org.tradewind.machine.Machine;
import org.tradewind.onchip.EpropOnChip;
import org.tradewind.onchip.OnChip;
import org.tradewind.pe.Layout;
import org.tradewind.random.Philox;
import org.tradewind.run.DvfsPolicy;
import org.tradewind.run.Results;
import org.tradewind.unit.Ticks;

/// e-prop's memory, line by line, beside what Rostami et al. 2022 report of 80-120-12 on 12 PEs,
/// and back-propagation's; then what it costs on more cores. Inputs and weights are drawn.
public final class EpropMemory {
  private static final RecurrentNetwork NETWORK =
      new RecurrentNetwork(AdaptiveDynamics.rostami(1.6, 5, 150, 0.184, 10), 80, 0, 120, 12);
  private static final int STEPS = 100;
  private static final int CORES = 12;
  private static final int WORD = 4;

  /// Of drawn inputs, so that neurons spike about as often as for spoken words.
  private static final float LOUDNESS = 3;

  private static final double KIB = 1024;
  private static final int PUBLISHED_EPROP_KIB = 682;
  private static final int PUBLISHED_BPTT_KIB = 859;

  /// Their breakdown is an inference from their code, in words; ours are regions of our layouts.
  private record Line(String what, int published, List<String> regions) {}

  private static final List<Line> LINES =
      List.of(
          new Line("weights", 25_440, List.of("weights")),
          new Line("Adam's moments", 2 * 25_440, List.of("m", "v")),
          new Line("traces of potential", 24_000, List.of("traces of potential")),
          new Line("traces of adaptation", 24_000, List.of("traces of adaptation")),
          new Line("filtered traces", 24_000, List.of("filtered traces")),
          new Line("summed traces", 24_000, List.of("summed traces")),
          new Line("traces at the readouts", 1_440, List.of("filtered spikes", "summed spikes")),
          new Line(
              "neurons",
              7 * 120,
              List.of(
                  "potentials",
                  "adaptations",
                  "surrogates",
                  "currents",
                  "signals",
                  "refractory",
                  "spikes")),
          new Line("feedback", 0, List.of("feedback")),
          new Line(
              "readouts and errors", 0, List.of("readouts", "summed readouts", "errors", "sample")),
          new Line("inputs of two steps", 0, List.of("frames")),
          new Line("settings", 0, List.of("settings", "progress", "cores")));

  private EpropMemory() {}

  public static void main(String[] args) {
    OnChip ours = epoch(CORES, 1, 1);
    Map<String, Integer> bytes = byRegion(ours);
    var table =
        new Table("%s | %s | %s | %s", "e-prop, words", "published, inferred", "ours", "ratio");
    int published = 0;
    for (Line line : LINES) {
      int here = line.regions.stream().mapToInt(bytes::remove).sum() / WORD;
      published += line.published;
      table.row(line.what, count(line.published), count(here), ratio(here, line.published));
    }
    if (bytes.values().stream().anyMatch(left -> left > 0)) {
      throw new IllegalStateException("no line has " + bytes);
    }
    int all = layouts(ours).stream().mapToInt(Layout::bytes).sum();
    table.row(
        "in all",
        count(published) + ", " + kib(WORD * published),
        count(all / WORD) + ", " + kib(all),
        ratio(all, WORD * published));
    System.out.println();
    memory(all);
    System.out.println();
    cores();
  }

  private static void memory(int eprop) {
    Layout bptt = Bptt.layout(NETWORK, STEPS);
    int each = Bptt.layout(NETWORK, STEPS + 1).bytes() - bptt.bytes();
    var table =
        new Table(
            "%s | %s | %s | %s", "80-120-12, 100 steps, batch of 1", "published", "ours", "ratio");
    table.row(
        "e-prop", PUBLISHED_EPROP_KIB + " kB", kib(eprop), ratio(eprop / KIB, PUBLISHED_EPROP_KIB));
    table.row(
        "back-propagation through time",
        PUBLISHED_BPTT_KIB + " kB",
        kib(bptt.bytes()),
        ratio(bptt.bytes() / KIB, PUBLISHED_BPTT_KIB));
    int even = STEPS + Math.ceilDiv(eprop - bptt.bytes(), each);
    System.out.printf(
        Locale.ROOT,
        "%nBack-propagation takes %s a step of a sample, and more than e-prop from %d steps on:%n%n",
        kib(each),
        even);
    var parts = new Table("%s | %s", "back-propagation, words", "ours");
    for (Layout.Region region : bptt.regions()) {
      parts.row(region.name(), count(region.bytes() / WORD));
    }
  }

  private static void cores() {
    var table =
        new Table(
            "%d + 1 | %d | %s | %s | %s | %s | %s",
            "cores",
            "batch",
            "fullest SRAM",
            "timestep",
            "time a sample",
            "energy a sample",
            "packets a sample");
    for (int[] each : new int[][] {{12, 1}, {8, 32}, {12, 32}, {24, 32}, {60, 32}, {120, 32}}) {
      OnChip epoch = epoch(each[0], each[1], each[1]);
      Results results = epoch.results();
      double seconds = Ticks.toSeconds(results.stepTicks());
      double joules =
          Energy.explain(1, seconds, results.usage(), results.network().counts()).value();
      int fullest = layouts(epoch).stream().mapToInt(Layout::bytes).max().orElseThrow();
      table.row(
          each[0],
          each[1],
          kib(fullest),
          String.format(
              Locale.ROOT, "%.0f µs", Ticks.toSeconds(results.options().timestepTicks()) * 1e6),
          String.format(Locale.ROOT, "%.1f ms", 1e3 * seconds / each[1]),
          String.format(Locale.ROOT, "%.2f mJ", 1e3 * joules / each[1]),
          count(Math.round((double) results.network().sent() / each[1])));
    }
  }

  private static OnChip epoch(int cores, int batch, int samples) {
    var training =
        new EpropTraining(
            NETWORK,
            STEPS,
            Feedback.Kind.SYMMETRIC,
            0,
            Optimiser.Adam.of(0.01).epsilonHat(1e-5).l2(1e-5),
            batch);
    DvfsPolicy high = DvfsPolicy.high();
    var chip =
        new EpropOnChip(
            training, Machine.chip(), high, EpropOnChip.longestTick(training, high, cores), cores);
    double[] drawn = NETWORK.initial(1);
    float[] weights = new float[drawn.length];
    for (int w = 0; w < weights.length; w++) {
      weights[w] = (float) drawn[w];
    }
    List<EpropTraining.Sample> heard = new ArrayList<>();
    for (int n = 1; n <= samples; n++) {
      float[] frames = normals(STEPS * NETWORK.inputs(), n);
      for (int i = 0; i < frames.length; i++) {
        frames[i] *= LOUDNESS;
      }
      heard.add(new EpropTraining.Sample(frames, n % NETWORK.outputs()));
    }
    return chip.epoch(training.start(weights, new float[0]), heard, 0, 1).onChip();
  }

  private static float[] normals(int count, int owner) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) Philox.normal(1, owner, i, 0);
    }
    return values;
  }

  private static List<Layout> layouts(OnChip epoch) {
    return epoch.mapping().graph().vertices().stream().map(v -> v.program().layout()).toList();
  }

  private static Map<String, Integer> byRegion(OnChip epoch) {
    Map<String, Integer> bytes = new LinkedHashMap<>();
    for (Layout layout : layouts(epoch)) {
      for (Layout.Region region : layout.regions()) {
        bytes.merge(region.name(), region.bytes(), Integer::sum);
      }
    }
    return bytes;
  }

  private static String count(long number) {
    return number == 0 ? "–" : String.format(Locale.ROOT, "%,d", number);
  }

  private static String kib(int bytes) {
    return String.format(Locale.ROOT, "%.1f kB", bytes / KIB);
  }

  private static String ratio(double ours, double published) {
    return published == 0 ? "" : String.format(Locale.ROOT, "%.2f", ours / published);
  }
}
