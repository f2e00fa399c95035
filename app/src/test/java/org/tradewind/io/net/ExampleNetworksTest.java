package org.tradewind.io.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tradewind.job.Job;
import org.tradewind.job.Progress;
import org.tradewind.job.Report;
import org.tradewind.job.Tradewind;
import org.tradewind.machine.DoesNotFitException;
import org.tradewind.mapping.MachineGraph;
import org.tradewind.mapping.MachineVertex;
import org.tradewind.network.Activity;
import org.tradewind.network.SpikeTrain;
import org.tradewind.network.Stimulus;
import org.tradewind.reference.Arithmetic;
import org.tradewind.reference.Reference;

/// That the shipped networks do what their comments say: on the reference, and the same on a chip.
class ExampleNetworksTest {
  private static final Path EXAMPLES = Path.of("..", "examples");

  @Test
  void aSpikeGoesThroughTheTwoNeurons() {
    Activity activity = run("two-neurons", 20);
    assertThat(activity.spikes().get("first").steps()).containsExactly(2, 6, 7, 13);
    assertThat(activity.spikes().get("second").steps()).containsExactly(6, 10, 11, 17);
  }

  @Test
  void theVolleyTravelsRoundTheSynfireRing() {
    int steps = 200;
    Activity activity = run("synfire", steps);
    for (int group = 0; group < 10; group++) {
      List<Integer> volleys = new ArrayList<>();
      for (int start = 9 * (group + 1); start < steps; start += 90) {
        volleys.add(start);
      }
      for (String kind : List.of("exc", "inh")) {
        SpikeTrain train = activity.spikes().get(kind + group);
        int size = kind.equals("exc") ? 100 : 25;
        int[] expected =
            volleys.stream()
                .flatMap(v -> Collections.nCopies(size, v).stream())
                .mapToInt(Integer::intValue)
                .toArray();
        assertThat(train.steps()).as(kind + group).isEqualTo(expected);
        assertThat(train.countsPerNeuron(size)).containsOnly(volleys.size());
      }
    }
  }

  /// A network that was written is read as the same: every example, and one of numbers.
  @Test
  void whatIsWrittenIsReadAsTheSameNetwork(@TempDir Path directory) throws IOException {
    var files = new ArrayList<Path>();
    try (var all = Files.list(EXAMPLES)) {
      all.filter(file -> file.toString().endsWith(NetFile.EXTENSION)).forEach(files::add);
    }
    Path numbers = directory.resolve("numbers.net.yaml");
    Files.writeString(
        numbers,
        """
        steps: 3
        timestep: 250us
        seed: 9
        output: out
        decision: mean_voltage
        populations:
          in: {model: value_list, size: 3, params: {most: 2, values: [[0, 2, -0.25], [1, 0, 1.5]]}}
          hidden: {model: rectified, shape: [1, 2], params: {most: 10, bias: [0.5, -1]}}
          out: {model: rectified, size: 2, word: wide, params: {most: 10}, record: [v]}
        projections:
          - {pre: in, post: hidden, connector: all_to_all, weight: {uniform: [0, 2]}}
          - {name: n, pre: hidden, post: out, connector: one_to_one, weight: 2, delay: 1}
        """);
    files.add(numbers);
    for (Path file : files) {
      NetFile.Content content = NetFile.read(file);
      Path copy = directory.resolve("copy.net.yaml");
      NetWriter.write(content, "a copy", copy);
      NetFile.Content again = NetFile.read(copy);

      assertThat(NetWriter.text(again)).as(file.toString()).isEqualTo(NetWriter.text(content));
      assertThat(activity(again).sameSpikes(activity(content))).as(file.toString()).isTrue();
    }
  }

  private static Activity activity(NetFile.Content content) {
    return Reference.of(content.network(), 1, Arithmetic.DOUBLE).run(content.stimulus(), 40);
  }

  @Test
  void withoutAVolleyTheSynfireRingIsSilent() {
    NetFile.Content content = read("synfire");
    Activity activity =
        Reference.of(content.network(), 1, Arithmetic.DOUBLE).run(Stimulus.NONE, 50);
    assertThat(activity.totalSpikes()).isZero();
  }

  @Test
  void theIrregularNetworkFiresAsBrunelsTheorySays() {
    int from = 200;
    int steps = 2_200;
    Activity activity = run("irregular", steps);
    MeanField theory = MeanField.of(100, 1, 25, 8, 100, 0.03, 40, 20, Math.exp(-1 / 20.0), 2);
    for (String population : List.of("exc", "inh")) {
      int size = population.equals("exc") ? 1000 : 250;
      SpikeTrain train = activity.spikes().get(population);
      double spikes = Arrays.stream(train.steps()).filter(s -> s >= from).count();
      double ratePerStep = spikes / size / (steps - from);
      assertThat(ratePerStep * 1000)
          .as("Hz of " + population + ", theory " + theory)
          .isCloseTo(theory.ratePerStep * 1000, within(0.10 * theory.ratePerStep * 1000));
      assertThat(meanCv(train, size, from))
          .as("CV of " + population + ", theory " + theory)
          .isCloseTo(theory.cv, within(0.10 * theory.cv));
    }
    assertThat(theory.ratePerStep * 1000).isCloseTo(18.9, within(0.05));
    assertThat(theory.cv).isCloseTo(1.02, within(0.01));
  }

  @Test
  void theBurstingNetworkBursts() {
    int steps = 3_000;
    int size = 200;
    SpikeTrain train = run("bursting", steps).spikes().get("exc");
    int[] bins = new int[steps / 10];
    for (int step : train.steps()) {
      bins[step / 10]++;
    }
    int bursts = 0;
    int longest = 0;
    int length = 0;
    int inside = 0;
    for (int bin : bins) {
      boolean in = bin > 0.3 * size;
      bursts += in && length == 0 ? 1 : 0;
      length = in ? length + 1 : 0;
      longest = Math.max(longest, length);
      inside += in ? bin : 0;
    }
    assertThat(bursts).as("bursts in 3 s").isBetween(4, 12);
    assertThat(longest * 10).as("ms of the longest burst").isLessThanOrEqualTo(80);
    assertThat((double) inside / train.size()).as("part of spikes in bursts").isGreaterThan(0.9);
    assertThat(burstingIndex(bins)).isGreaterThan(0.8);
  }

  @ParameterizedTest
  @CsvSource({
    "two-neurons, 20, 3",
    "synfire, 200, 30",
    "bursting, 1000, 10",
    "irregular, 300, 20",
    "recurrent, 30, 110"
  })
  void theMachineFiresTheReferencesSpikes(String name, int steps, int mostCores) {
    NetFile.Content content = read(name);
    long seed = content.seed().orElse(1);
    Report report =
        Tradewind.run(
            Job.of(content.network(), steps)
                .stimulated(List.of(content.stimulus()))
                .everyTimestep(content.timestepSeconds())
                .seeded(seed));
    Report.Sample sample = report.samples().getFirst();
    Activity reference =
        Reference.of(report.mapped().quantisation().network(), seed, Arithmetic.SINGLE)
            .run(content.stimulus(), steps);
    assertThat(reference.totalSpikes()).isPositive();
    assertThat(sample.activity().sameSpikes(reference)).isTrue();
    assertThat(sample.results().cores()).hasSizeLessThanOrEqualTo(mostCores);
    assertThat(sample.results().cores())
        .allSatisfy(core -> {
          assertThat(core.overruns()).isZero();
          assertThat(core.dropped()).isZero();
        });
  }

  @Test
  void aDenseNetworkOf3500NeuronsDoesNotFitAChip(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("dense.net.yaml");
    String yaml = Files.readString(EXAMPLES.resolve("recurrent.net.yaml"));
    Files.writeString(file, yaml.replace("size: 2000", "size: 3500"));
    Job job = Job.of(NetFile.read(file).network(), 10);
    assertThatThrownBy(() -> Tradewind.map(job, Progress.SILENT))
        .isInstanceOf(DoesNotFitException.class)
        .hasMessageContainingAll("'recurrent'", "cores", "too few", "--machine board");
  }

  @Test
  void theNetworkForGesturesFillsMostOfAChip() {
    NetFile.Content content = read("gesture");
    Job job = Job.of(content.network(), 1).unrehearsed();

    MachineGraph graph = Tradewind.map(job, Progress.SILENT).mapping().graph();

    assertThat(graph.size()).isBetween(130, 148);
    assertThat(graph.vertices().stream().map(MachineVertex::programName).distinct())
        .containsExactlyInAnyOrder("spike_list", "lif_conv2d", "lif_no_delay");
  }

  /// Wagenaar, Madhavan, Pine and Potter 2005, J. Neurosci. 25:680: the part of all spikes that the
  /// fullest 15 % of the bins hold, scaled so that 0 is a tonic rate and 1 all in bursts.
  private static double burstingIndex(int[] bins) {
    int[] sorted = bins.clone();
    Arrays.sort(sorted);
    double all = Arrays.stream(sorted).sum();
    double top = Arrays.stream(sorted, (int) (0.85 * sorted.length), sorted.length).sum();
    return (top / all - 0.15) / 0.85;
  }

  private static Activity run(String name, int steps) {
    NetFile.Content content = read(name);
    return Reference.of(content.network(), content.seed().orElse(1), Arithmetic.DOUBLE)
        .run(content.stimulus(), steps);
  }

  private static NetFile.Content read(String name) {
    return NetFile.read(EXAMPLES.resolve(name + NetFile.EXTENSION));
  }

  /// Over neurons with at least 5 intervals.
  private static double meanCv(SpikeTrain train, int size, int from) {
    var sums = new double[size];
    var squares = new double[size];
    var counts = new int[size];
    var last = new int[size];
    for (int i = 0; i < train.size(); i++) {
      int neuron = train.neurons()[i];
      int step = train.steps()[i];
      if (step >= from) {
        if (last[neuron] >= from) {
          double interval = step - last[neuron];
          sums[neuron] += interval;
          squares[neuron] += interval * interval;
          counts[neuron]++;
        }
        last[neuron] = step;
      }
    }
    double total = 0;
    int neurons = 0;
    for (int n = 0; n < size; n++) {
      if (counts[n] >= 5) {
        double mean = sums[n] / counts[n];
        total += Math.sqrt(squares[n] / counts[n] - mean * mean) / mean;
        neurons++;
      }
    }
    return total / neurons;
  }

  /// Brunel 2000, section 3 (rate, eq. 21) and appendix A (CV), solved for the rate that reproduces
  /// itself: input is a Gaussian of mean mu and variance sigma^2 / 2 on the free membrane. In
  /// steps, the threshold is tested only once a step; a diffusion then crosses as a continuous one
  /// would a threshold that is 0.5826 (= -zeta(1/2) / sqrt(2 pi)) standard deviations of a step
  /// higher (Broadie, Glasserman and Kou 1997, Math. Finance 7:325).
  private record MeanField(double ratePerStep, double cv) {
    static MeanField of(
        int excInputs,
        double excWeight,
        int inhInputs,
        double inhWeight,
        int externalInputs,
        double externalP,
        double threshold,
        double reset,
        double alpha,
        int refractorySteps) {
      double low = 0;
      double high = 0.3;
      MeanField answer = new MeanField(0, 0);
      for (int i = 0; i < 40; i++) {
        double rate = (low + high) / 2;
        double mean =
            externalInputs * externalP * excWeight
                + rate * (excInputs * excWeight - inhInputs * inhWeight);
        double variance =
            externalInputs * externalP * (1 - externalP) * excWeight * excWeight
                + rate * (excInputs * excWeight * excWeight + inhInputs * inhWeight * inhWeight);
        double mu = mean / (1 - alpha);
        double sigma = Math.sqrt(2 * variance / (1 - alpha * alpha));
        answer =
            passage(
                (reset - mu) / sigma,
                (threshold + 0.5826 * Math.sqrt(variance) - mu) / sigma,
                -1 / Math.log(alpha),
                refractorySteps);
        if (answer.ratePerStep > rate) {
          low = rate;
        } else {
          high = rate;
        }
      }
      return answer;
    }

    /// 1/rate = t_ref + tau sqrt(pi) int_from^to e^{x^2} (1 + erf x) dx; CV^2 = 2 pi rate^2 tau^2
    /// int_from^to e^{x^2} int_-inf^x e^{y^2} (1 + erf y)^2 dy dx.
    private static MeanField passage(double from, double to, double tau, int refractorySteps) {
      double start = Math.min(from, 0) - 6;
      int points = 4_000;
      double dx = (to - start) / points;
      double time = 0;
      double inner = 0;
      double outer = 0;
      for (int i = 0; i < points; i++) {
        double x = start + (i + 0.5) * dx;
        // e^{x^2} (1 + erf x), which stays small where e^{x^2} does not
        double scaled = scaledErfc(-x);
        inner += scaled * scaled * Math.exp(-x * x) * dx;
        if (x >= from) {
          time += scaled * dx;
          outer += Math.exp(x * x) * inner * dx;
        }
      }
      double rate = 1 / (refractorySteps + tau * Math.sqrt(Math.PI) * time);
      return new MeanField(rate, Math.sqrt(2 * Math.PI * outer) * rate * tau);
    }

    /// e^{x^2} erfc(x): Numerical Recipes' Chebyshev fit, fractional error below 1.2e-7.
    private static double scaledErfc(double x) {
      double t = 1 / (1 + 0.5 * Math.abs(x));
      double[] c = {
        -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806,
        0.27886807, -1.13520398, 1.48851587, -0.82215223, 0.17087277
      };
      double series = 0;
      for (int i = c.length - 1; i >= 0; i--) {
        series = c[i] + t * series;
      }
      double right = t * Math.exp(series);
      return x >= 0 ? right : 2 * Math.exp(x * x) - right;
    }
  }
}
