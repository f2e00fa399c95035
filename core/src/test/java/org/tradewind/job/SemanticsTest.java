package org.tradewind.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.tradewind.mapping.LinearPlacer;
import org.tradewind.mapping.ShortestPathRouter;
import org.tradewind.network.Activity;
import org.tradewind.network.Background;
import org.tradewind.network.Connectivity;
import org.tradewind.network.Graded;
import org.tradewind.network.Network;
import org.tradewind.network.Network.Use;
import org.tradewind.network.NeuronModel;
import org.tradewind.network.NeuronModel.Reset;
import org.tradewind.network.Population;
import org.tradewind.network.Projection;
import org.tradewind.network.SpikeTrain;
import org.tradewind.network.Stimulus;
import org.tradewind.network.ValueTrain;
import org.tradewind.network.Values;
import org.tradewind.network.Variable;
import org.tradewind.random.PoissonTable;
import org.tradewind.reference.Arithmetic;
import org.tradewind.reference.Reference;

/// docs/semantics.md promises a test for each of its sentences in bold, on the machine and on the
/// reference. Here is one for each, under the sentence itself.
class SemanticsTest {
  private static final Path PAGE = Path.of("../docs/semantics.md");
  private static final Connectivity ALL = new Connectivity.AllToAll(true);

  private final Map<String, Executable> checks = new LinkedHashMap<>();

  SemanticsTest() {
    checks.put("The first step is 0.", this::firstStep);
    checks.put("Packets that arrive while the step runs belong to the next one.", this::nextStep);
    checks.put("where the voltage is strictly above the threshold.", this::strictly);
    checks.put("A recorded voltage is the one after the reset.", this::afterTheReset);
    checks.put("A synapse with delay field d acts d + 1 steps after the spike", this::delays);
    checks.put("`spike_list` emits a listed spike in its step", this::spikeList);
    checks.put("The input of a NIR graph acts in the step in which it is listed", this::ahead);
    checks.put("`lif_curr_exp` keeps two currents with their own decays", this::twoCurrents);
    checks.put(
        "`relay` spikes in every step in which a spike with positive weight arrives.", this::relay);
    checks.put("A packet may carry a number x", this::numbers);
    checks.put("no sum can overflow, whatever arrives", this::noOverflow);
    checks.put("`rectified` keeps nothing", this::rectified);
    checks.put("`poisson` is a Bernoulli process", this::poisson);
    checks.put("A background acts in the step for which it is drawn", this::background);
    checks.put(
        "the machine's voltages equal those of `reference` in single precision bit for bit",
        this::bitForBit);
    checks.put("no result depends on the order in which packets arrive", this::order);
    checks.put(
        "`--weight-scale auto` keeps weights that are integers in range already",
        this::weightScale);
    checks.put("What comes out does not depend on the engine", this::engine);
    checks.put("The same seed gives the same bytes.", this::sameBytes);
  }

  @TestFactory
  Stream<DynamicTest> everyBoldSentenceIsTrueOnBoth() {
    return checks.entrySet().stream().map(check -> dynamicTest(check.getKey(), check.getValue()));
  }

  @Test
  void everyBoldSentenceOfThePageHasItsTestHere() throws IOException {
    String page = Files.readString(PAGE);
    // tables stress what differs between platforms; nothing is promised there
    String prose =
        page.substring(page.indexOf("\n## ")).replaceAll("(?m)^\\|.*$", "").replaceAll("\\s+", " ");
    var bold = new ArrayList<String>();
    var matcher = Pattern.compile("\\*\\*(.+?)\\*\\*").matcher(prose);
    while (matcher.find()) {
      bold.add(matcher.group(1));
    }
    assertThat(bold).containsExactlyInAnyOrderElementsOf(checks.keySet());
  }

  // ── the sentences ──

  private void firstStep() {
    Network network = driven(lif(0.5, 100, Reset.TO_V_RESET), 4, 0, false);
    onBoth(
        network,
        listed(0, 2, 3),
        3,
        activity -> {
          assertThat(activity.spikes().get("in").steps()).containsExactly(0, 2);
          assertThat(v(activity)).containsExactly(0, 4, 2);
        });
  }

  private void nextStep() {
    // `always` spikes within every step; what it sends cannot act in the same one
    var always = Population.of("always", 1, lif(0, 1, Reset.TO_V_RESET, 2));
    var out = Population.of("out", 1, lif(0, 100, Reset.TO_V_RESET)).recording(Variable.V);
    for (List<Population> order : List.of(List.of(always, out), List.of(out, always))) {
      var network = new Network("n", order, List.of(Projection.of("always", "out", ALL, 3, 0)));
      onBoth(
          network,
          Stimulus.NONE,
          4,
          activity -> {
            assertThat(activity.spikes().get("always").steps()).containsExactly(0, 1, 2, 3);
            assertThat(v(activity)).containsExactly(0, 3, 3, 3);
          });
    }
  }

  private void strictly() {
    onBoth(
        driven(lif(0.5, 2, Reset.TO_V_RESET), 2, 0, false),
        listed(0),
        3,
        activity -> {
          assertThat(activity.spikes().get("out").size()).isZero();
          assertThat(v(activity)).containsExactly(0, 2, 1);
        });
    onBoth(
        driven(lif(0.5, 2, Reset.TO_V_RESET), 3, 0, false),
        listed(0),
        3,
        activity -> assertThat(activity.spikes().get("out").steps()).containsExactly(1));
  }

  private void afterTheReset() {
    onBoth(
        driven(lif(0.5, 1, Reset.TO_V_RESET), 3, 0, false),
        listed(0),
        3,
        activity -> assertThat(v(activity)).containsExactly(0, 0, 0));
    onBoth(
        driven(lif(0.5, 1, Reset.BY_SUBTRACTION), 3, 0, false),
        listed(0),
        3,
        activity -> assertThat(v(activity)).containsExactly(0, 2, 1));
  }

  private void delays() {
    for (int d : new int[] {0, 1, 7, 8, 63}) {
      Network network = driven(lif(0, 100, Reset.TO_V_RESET), 5, d, false);
      // so long that the ring of accumulators goes round more than once
      onBoth(
          network,
          listed(2, 70),
          140,
          activity -> {
            double[] v = v(activity);
            for (int step = 0; step < v.length; step++) {
              boolean acts = step == 2 + d + 1 || step == 70 + d + 1;
              assertThat(v[step]).as("delay " + d + " step " + step).isEqualTo(acts ? 5 : 0);
            }
          });
    }
  }

  private void spikeList() {
    onBoth(
        driven(lif(0, 100, Reset.TO_V_RESET), 5, 0, false),
        listed(0, 2, 2),
        5,
        activity -> {
          assertThat(activity.spikes().get("in").steps()).containsExactly(0, 2, 2);
          assertThat(v(activity)).containsExactly(0, 5, 0, 10, 0);
        });
  }

  private void ahead() {
    onBoth(
        driven(lif(0, 100, Reset.TO_V_RESET), 5, 0, true),
        listed(0, 2, 2),
        5,
        activity -> {
          assertThat(activity.spikes().get("in").steps()).containsExactly(0, 2, 2);
          assertThat(v(activity)).containsExactly(5, 0, 10, 0, 0);
        });
  }

  private void twoCurrents() {
    var model =
        new NeuronModel.CurrExpLif(
            Values.of(0.5),
            Values.of(0.5),
            Values.of(0.25),
            Values.of(0),
            Values.of(100),
            Values.of(0),
            Values.of(0),
            Values.of(0),
            Reset.TO_V_RESET);
    var out = Population.of("out", 1, model).recording(Variable.V, Variable.I_EXC, Variable.I_INH);
    var network =
        new Network(
            "n",
            List.of(Population.of("in", 1, new NeuronModel.SpikeList(false)), out),
            List.of(
                new Projection(
                    "exc", "in", "out", new Connectivity.OneToOne(), Values.of(8), Values.of(0)),
                new Projection(
                    "inh", "in", "out", new Connectivity.OneToOne(), Values.of(-4), Values.of(1))));
    onBoth(
        network,
        listed(0),
        5,
        activity -> {
          assertThat(trace(activity, Variable.I_EXC)).containsExactly(0, 8, 4, 2, 1);
          assertThat(trace(activity, Variable.I_INH)).containsExactly(0, 0, 4, 1, 0.25);
          assertThat(v(activity)).containsExactly(0, 8, 4, 3, 2.25);
        });
  }

  private void relay() {
    var network =
        new Network(
            "n",
            List.of(
                Population.of("in", 3, new NeuronModel.SpikeList(false)),
                Population.of("out", 3, new NeuronModel.Relay())),
            List.of(
                new Projection(
                    "p",
                    "in",
                    "out",
                    // 0: excited; 1: inhibited; 2: both, and twice
                    new Connectivity.Listed(new int[] {0, 1, 0, 1, 2}, new int[] {0, 1, 2, 2, 2}),
                    new Values.Listed(new double[] {0.5, -1, 2, -9, 3}),
                    Values.of(0))));
    var train = SpikeTrain.sorted(new int[] {1, 1, 1, 3}, new int[] {0, 1, 2, 1});
    onBoth(
        network,
        new Stimulus("s", "", Map.of("in", train)),
        6,
        activity -> {
          assertThat(activity.spikes().get("out").steps()).containsExactly(2, 2);
          assertThat(activity.spikes().get("out").neurons()).containsExactly(0, 2);
        });
  }

  private static Network behindNumbers(int senders, double most, NeuronModel model, double weight) {
    return new Network(
        "n",
        List.of(
            Population.of("in", senders, new NeuronModel.ValueList(false, Graded.upTo(most))),
            Population.of("out", 1, model).recording(Variable.V)),
        List.of(Projection.of("in", "out", ALL, weight, 0)));
  }

  private static Stimulus numbers(double[] frames, int senders) {
    return new Stimulus("", "", Map.of(), Map.of("in", ValueTrain.frames(frames, senders)));
  }

  private void numbers() {
    onBoth(
        behindNumbers(1, 2, lif(0.5, 100, Reset.TO_V_RESET), 4),
        numbers(new double[] {1.5, 0, -0.5}, 1),
        4,
        activity -> {
          assertThat(activity.spikes().get("in").steps()).containsExactly(0, 2);
          assertThat(v(activity)).containsExactly(0, 6, 3, -0.5);
        });
  }

  private void noOverflow() {
    double[] frames = new double[500];
    Arrays.fill(frames, 5);
    onBoth(
        behindNumbers(500, 3, lif(0.5, 1e6, Reset.TO_V_RESET), 100),
        numbers(frames, 500),
        2,
        activity -> assertThat(v(activity)).containsExactly(0, 500 * 3 * 100));
  }

  private void rectified() {
    onBoth(
        behindNumbers(1, 2, NeuronModel.Rectified.of(Values.of(0.25), 2), 2),
        numbers(new double[] {1, 0, -1}, 1),
        4,
        activity -> {
          assertThat(activity.spikes().get("out").steps()).containsExactly(0, 1, 2);
          assertThat(v(activity)).containsExactly(0.25, 2.25, 0.25, -1.75);
        });
  }

  private void poisson() {
    int steps = 400;
    var network =
        new Network(
            "n",
            List.of(
                Population.of("never", 5, NeuronModel.Poisson.withProbability(0)),
                Population.of("always", 5, NeuronModel.Poisson.withProbability(1)),
                Population.of("half", 100, NeuronModel.Poisson.withProbability(0.5))),
            List.of());
    onBoth(
        network,
        Stimulus.NONE,
        steps,
        activity -> {
          assertThat(activity.spikes().get("never").size()).isZero();
          assertThat(activity.spikes().get("always").size()).isEqualTo(5 * steps);
          SpikeTrain half = activity.spikes().get("half");
          for (int i = 1; i < half.size(); i++) {
            boolean twice =
                half.steps()[i] == half.steps()[i - 1]
                    && half.neurons()[i] == half.neurons()[i - 1];
            assertThat(twice).isFalse();
          }
          // 40,000 draws: five standard deviations are 500
          assertThat(half.size()).isBetween(19_500, 20_500);
        });
  }

  private void background() {
    int steps = 200;
    var noise = new Background(1.7, 3);
    var network =
        new Network(
            "n",
            List.of(
                Population.of("out", 1, lif(1, 1e6, Reset.TO_V_RESET))
                    .recording(Variable.V)
                    .under(List.of(noise, new Background(0.4, -2)))),
            List.of());
    var counts = new int[1];
    var expected = new double[steps];
    for (int step = 0; step < steps; step++) {
      expected[step] = step == 0 ? 0 : expected[step - 1];
      PoissonTable.of(1.7).draw(1, Network.owner(Use.BACKGROUND, 0, 0), step, 0, counts);
      expected[step] += 3 * counts[0];
      PoissonTable.of(0.4).draw(1, Network.owner(Use.BACKGROUND, 0, 1), step, 0, counts);
      expected[step] -= 2 * counts[0];
    }
    onBoth(
        network,
        Stimulus.NONE,
        steps,
        activity -> assertThat(v(activity)).containsExactly(expected));
  }

  private void bitForBit() {
    Job job = Job.of(noisy(), 200);
    Report report = Tradewind.run(job);
    Activity reference =
        Reference.of(report.mapped().quantisation().network(), job.seed(), Arithmetic.SINGLE)
            .run(Stimulus.NONE, job.steps());
    Activity machine = report.samples().getFirst().activity();
    assertThat(machine.sameSpikes(reference)).isTrue();
    assertThat(machine.spikes().get("out").size()).isPositive();
    assertThat(v(machine)).isEqualTo(v(reference));
  }

  private void order() {
    var noise = Population.of("noise", 40, NeuronModel.Poisson.withProbability(0.3));
    var out = Population.of("out", 40, lif(0.9, 20, Reset.BY_SUBTRACTION)).recording(Variable.V);
    var projections = new ArrayList<Projection>();
    for (int weight : new int[] {7, -5, 3, -1}) {
      projections.add(
          new Projection(
              "w" + weight, "noise", "out", ALL, Values.of(weight), Values.of(Math.abs(weight))));
    }
    Activity first = null;
    for (int perCore : new int[] {0, 3, 17}) {
      for (List<Projection> ordered : List.of(projections, projections.reversed())) {
        var network =
            new Network("n", List.of(noise.atMost(perCore), out.atMost(perCore)), ordered);
        Job job = Job.of(network, 100);
        for (Job placed : List.of(job, job.mapped(new LinearPlacer(), new ShortestPathRouter()))) {
          Activity activity = Tradewind.run(placed).samples().getFirst().activity();
          first = first == null ? activity : first;
          assertThat(activity.sameSpikes(first)).isTrue();
          assertThat(v(activity)).isEqualTo(v(first));
        }
        Activity reference =
            Reference.of(network, job.seed(), Arithmetic.SINGLE).run(Stimulus.NONE, job.steps());
        assertThat(v(reference)).isEqualTo(v(first));
      }
    }
  }

  private void weightScale() {
    assertThat(scale(15)).isEqualTo(1);
    assertThat(scale(-3)).isEqualTo(1);
    assertThat(scale(127)).isEqualTo(1);
    assertThat(scale(0.5)).isEqualTo(127 / 0.5);
    assertThat(scale(-254)).isEqualTo(0.5);
  }

  private static double scale(double weight) {
    Network network = driven(lif(0.5, 1e4, Reset.TO_V_RESET), weight, 0, false);
    Report report = Tradewind.run(Job.of(network, 2).stimulated(List.of(listed(0))));
    // whatever the scale, what is recorded is in the network's own units
    assertThat(v(report.samples().getFirst().activity())).containsExactly(0, weight);
    return report.mapped().quantisation().scale().get("out");
  }

  private void engine() {
    Job job = Job.of(noisy(), 100);
    Report events = Tradewind.run(job.movedBy(EngineChoice.EVENTS));
    Report ticks = Tradewind.run(job.movedBy(EngineChoice.TICKS));
    Report.Sample one = events.samples().getFirst();
    Report.Sample other = ticks.samples().getFirst();
    assertThat(other.activity().sameSpikes(one.activity())).isTrue();
    assertThat(v(other.activity())).isEqualTo(v(one.activity()));
    // its parts are what was counted, and the levels' times
    assertThat(ticks.energy()).isEqualTo(events.energy());
  }

  private void sameBytes() {
    Job job = Job.of(noisy(), 100);
    Activity once = Tradewind.run(job).samples().getFirst().activity();
    Activity again = Tradewind.run(job).samples().getFirst().activity();
    Activity other = Tradewind.run(job.seeded(2)).samples().getFirst().activity();
    assertThat(again.sameSpikes(once)).isTrue();
    assertThat(v(again)).isEqualTo(v(once));
    assertThat(other.sameSpikes(once)).isFalse();
    var reference = Reference.of(noisy(), 1, Arithmetic.DOUBLE);
    Activity plain = reference.run(Stimulus.NONE, 100);
    assertThat(v(reference.run(Stimulus.NONE, 100))).isEqualTo(v(plain));
    assertThat(plain.spikes().get("noise").same(once.spikes().get("noise"))).isTrue();
  }

  // ── tiny worlds ──

  /// Runs on the machine and in plain loops and checks both. Numbers here are such that float and
  /// double agree.
  private static void onBoth(
      Network network, Stimulus stimulus, int steps, Consumer<Activity> check) {
    Report.Sample sample =
        Tradewind.run(Job.of(network, steps).stimulated(List.of(stimulus)).besideReference())
            .samples()
            .getFirst();
    check.accept(sample.activity());
    check.accept(sample.reference());
  }

  private static NeuronModel lif(double alphaDecay, double threshold, Reset reset) {
    return lif(alphaDecay, threshold, reset, 0);
  }

  private static NeuronModel lif(double alphaDecay, double threshold, Reset reset, double offset) {
    return new NeuronModel.Lif(
        Values.of(alphaDecay),
        Values.of(offset),
        Values.of(threshold),
        Values.of(0),
        Values.of(0),
        reset);
  }

  /// `in`, one listed neuron, drives `out`, one neuron whose voltage is recorded.
  private static Network driven(NeuronModel model, double weight, int delay, boolean ahead) {
    return new Network(
        "n",
        List.of(
            Population.of("in", 1, new NeuronModel.SpikeList(ahead)),
            Population.of("out", 1, model).recording(Variable.V)),
        List.of(Projection.of("in", "out", new Connectivity.OneToOne(), weight, delay)));
  }

  /// Noise into inhibiting cells, with real weights and delays.
  private static Network noisy() {
    return new Network(
        "noisy",
        List.of(
            Population.of("noise", 50, NeuronModel.Poisson.withProbability(0.1)),
            Population.of("out", 300, lif(0.93, 1.7, Reset.BY_SUBTRACTION)).recording(Variable.V)),
        List.of(
            new Projection(
                "in",
                "noise",
                "out",
                new Connectivity.FixedProbability(0.3, true),
                new Values.Uniform(0, 0.7),
                new Values.Uniform(0, 5)),
            new Projection(
                "within",
                "out",
                "out",
                new Connectivity.FixedProbability(0.1, false),
                new Values.Uniform(-0.3, 0.05),
                Values.of(1))));
  }

  private static Stimulus listed(int... steps) {
    return new Stimulus(
        "listed", "", Map.of("in", SpikeTrain.sorted(steps, new int[steps.length])));
  }

  private static double[] v(Activity activity) {
    return trace(activity, Variable.V);
  }

  private static double[] trace(Activity activity, Variable variable) {
    double[] values = activity.traces().get("out").get(variable).values();
    return Arrays.copyOf(values, values.length);
  }
}
