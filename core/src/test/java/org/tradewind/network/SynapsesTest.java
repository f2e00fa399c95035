package org.tradewind.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SynapsesTest {
  private static final long SEED = 42;

  /// One synapse, for comparison with what a test says there should be.
  private record Synapse(int pre, int post, double weight, int delay) {}

  @Test
  void oneToOneIsNumberedByNeuron() {
    var synapses = expand(3, 3, new Connectivity.OneToOne(), listed(5, 6, 7), listed(0, 1, 2));
    assertThat(synapses)
        .containsExactly(new Synapse(0, 0, 5, 0), new Synapse(1, 1, 6, 1), new Synapse(2, 2, 7, 2));
  }

  @Test
  void allToAllIsNumberedRowByRow() {
    var synapses =
        expand(2, 3, new Connectivity.AllToAll(true), listed(0, 1, 2, 3, 4, 5), Values.of(0));
    assertThat(synapses).extracting(Synapse::weight).containsExactly(0.0, 1.0, 2.0, 3.0, 4.0, 5.0);
  }

  @Test
  void pairsLeftOutKeepTheirNumber() {
    var synapses =
        recurrent(3, new Connectivity.AllToAll(false), listed(0, 1, 2, 3, 4, 5, 6, 7, 8));
    assertThat(synapses)
        .containsExactly(
            new Synapse(0, 1, 1, 0),
            new Synapse(0, 2, 2, 0),
            new Synapse(1, 0, 3, 0),
            new Synapse(1, 2, 5, 0),
            new Synapse(2, 0, 6, 0),
            new Synapse(2, 1, 7, 0));
  }

  @Test
  void selfMattersOnlyWithinOnePopulation() {
    assertThat(expand(4, 4, new Connectivity.AllToAll(false))).hasSize(16);
    assertThat(recurrent(4, new Connectivity.AllToAll(false), Values.of(1))).hasSize(12);
    assertThat(recurrent(4, new Connectivity.AllToAll(true), Values.of(1))).hasSize(16);
    assertThat(expand(4, 4, new Connectivity.FixedProbability(1, false))).hasSize(16);
    assertThat(recurrent(4, new Connectivity.FixedProbability(1, false), Values.of(1))).hasSize(12);
    assertThat(recurrent(4, new Connectivity.FixedNumberPre(3, false), Values.of(1)))
        .noneMatch(s -> s.pre() == s.post());
    assertThat(recurrent(4, new Connectivity.FixedNumberPost(3, false), Values.of(1)))
        .noneMatch(s -> s.pre() == s.post());
  }

  @Test
  void listedPairsMayComeInAnyOrderAndMoreThanOnce() {
    var pairs = new Connectivity.Listed(new int[] {2, 0, 0, 0, 2}, new int[] {1, 2, 0, 2, 0});
    var synapses = expand(4, 3, pairs, listed(0, 1, 2, 3, 4), listed(0, 1, 2, 3, 4));
    assertThat(synapses)
        .containsExactly(
            new Synapse(0, 0, 2, 2),
            new Synapse(0, 2, 1, 1),
            new Synapse(0, 2, 3, 3),
            new Synapse(2, 0, 4, 4),
            new Synapse(2, 1, 0, 0));
  }

  @Test
  void zeroWeightsAreKept() {
    assertThat(expand(2, 2, new Connectivity.OneToOne(), Values.of(0), Values.of(0))).hasSize(2);
  }

  @Test
  void fixedProbabilityIsACoinForEachPair() {
    int size = 400;
    double p = 0.07;
    var pairCount = new int[size];
    int total = 0;
    var synapses = expand(size, size, new Connectivity.FixedProbability(p, true));
    assertThat(synapses.stream().map(s -> s.pre() * size + s.post()).distinct())
        .as("no pair twice")
        .hasSize(synapses.size());
    for (Synapse synapse : synapses) {
      pairCount[synapse.post()]++;
      total++;
    }
    double deviation = Math.sqrt(p * (1 - p) * size * size);
    assertThat((double) total).isCloseTo(p * size * size, within(5 * deviation));
    // every post neuron is as likely as every other: chi-square with 400 degrees of freedom
    double chiSquare = 0;
    for (int count : pairCount) {
      chiSquare += (count - p * size) * (count - p * size) / (p * (1 - p) * size);
    }
    assertThat(chiSquare).isBetween(400 - 5 * Math.sqrt(800), 400 + 5 * Math.sqrt(800));
  }

  @Test
  void gapsBetweenSynapsesOfARowAreGeometric() {
    double p = 0.3;
    var gaps = new int[8];
    int pairs = 0;
    var synapses = expand(300, 1000, new Connectivity.FixedProbability(p, true));
    for (int i = 1; i < synapses.size(); i++) {
      if (synapses.get(i).pre() == synapses.get(i - 1).pre()) {
        gaps[Math.min(synapses.get(i).post() - synapses.get(i - 1).post() - 1, 7)]++;
        pairs++;
      }
    }
    for (int gap = 0; gap < 7; gap++) {
      double expected = pairs * p * Math.pow(1 - p, gap);
      assertThat((double) gaps[gap]).isCloseTo(expected, within(5 * Math.sqrt(expected)));
    }
  }

  @Test
  void probabilityZeroIsNoneAndOneIsAll() {
    assertThat(expand(30, 20, new Connectivity.FixedProbability(0, true))).isEmpty();
    assertThat(expand(30, 20, new Connectivity.FixedProbability(1, true))).hasSize(600);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 19, 20})
  void fixedNumberPreGivesEachPostNeuronSoManyDifferentOnes(int n) {
    var synapses = expand(20, 30, new Connectivity.FixedNumberPre(n, true));
    for (int post = 0; post < 30; post++) {
      int j = post;
      assertThat(synapses.stream().filter(s -> s.post() == j).map(Synapse::pre).distinct())
          .hasSize(n);
    }
    assertThat(synapses).hasSize(30 * n).isSortedAccordingTo(SynapsesTest::byRow);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 29, 30})
  void fixedNumberPostGivesEachPreNeuronSoManyDifferentOnes(int n) {
    var synapses = expand(20, 30, new Connectivity.FixedNumberPost(n, true));
    for (int pre = 0; pre < 20; pre++) {
      int i = pre;
      assertThat(synapses.stream().filter(s -> s.pre() == i).map(Synapse::post).distinct())
          .hasSize(n);
    }
    assertThat(synapses).hasSize(20 * n).isSortedAccordingTo(SynapsesTest::byRow);
  }

  @Test
  void fixedNumbersAreNumberedInAscendingOrder() {
    double[] weights = IntStream.range(0, 12).asDoubleStream().toArray();
    var byPost =
        expand(5, 4, new Connectivity.FixedNumberPre(3, true), Values.of(weights), Values.of(0));
    for (int post = 0; post < 4; post++) {
      int j = post;
      assertThat(byPost.stream().filter(s -> s.post() == j).map(Synapse::weight))
          .containsExactly(3.0 * j, 3.0 * j + 1, 3.0 * j + 2);
    }
    var byPre =
        expand(4, 5, new Connectivity.FixedNumberPost(3, true), Values.of(weights), Values.of(0));
    for (int pre = 0; pre < 4; pre++) {
      int i = pre;
      assertThat(byPre.stream().filter(s -> s.pre() == i).map(Synapse::weight))
          .containsExactly(3.0 * i, 3.0 * i + 1, 3.0 * i + 2);
    }
  }

  @Test
  void everySubsetIsEquallyLikely() {
    // 6 subsets of 2 of 4; 12,000 neurons choose
    var counts = new int[16];
    var synapses = expand(12_000, 4, new Connectivity.FixedNumberPost(2, true));
    for (int i = 0; i < synapses.size(); i += 2) {
      counts[1 << synapses.get(i).post() | 1 << synapses.get(i + 1).post()]++;
    }
    double chiSquare = 0;
    for (int subset = 0; subset < 16; subset++) {
      if (Integer.bitCount(subset) == 2) {
        chiSquare += Math.pow(counts[subset] - 2000, 2) / 2000;
      }
    }
    // 5 degrees of freedom: above 20.5 in one of a thousand seeds
    assertThat(chiSquare).isLessThan(20.5);
  }

  @RepeatedTest(40)
  void aConvolutionIsTorchsCrossCorrelationAfterSumPooling(RepetitionInfo repetition) {
    var random = new Random(repetition.getCurrentRepetition());
    var c = randomConvolution(random);
    double[] kernel = random.doubles(c.weights(), -1, 1).map(w -> (float) w).toArray();
    double[] input = random.ints(c.preSize(), 0, 4).asDoubleStream().toArray();

    var output = new double[c.postSize()];
    for (Synapse synapse : expand(c.preSize(), c.postSize(), c, Values.of(kernel), Values.of(0))) {
      output[synapse.post()] += synapse.weight() * input[synapse.pre()];
    }

    assertThat(output).as(c.toString()).containsExactly(dense(c, kernel, input), within(1e-9));
  }

  /// torch.nn.functional.conv2d(sum_pool2d(input), kernel), from its definition.
  private static double[] dense(Connectivity.Convolution c, double[] kernel, double[] input) {
    int height = c.inHeight() / c.poolY();
    int width = c.inWidth() / c.poolX();
    var pooled = new double[c.inChannels()][height][width];
    for (int channel = 0; channel < c.inChannels(); channel++) {
      for (int y = 0; y < height * c.poolY(); y++) {
        for (int x = 0; x < width * c.poolX(); x++) {
          pooled[channel][y / c.poolY()][x / c.poolX()] +=
              input[(channel * c.inHeight() + y) * c.inWidth() + x];
        }
      }
    }
    int inPerGroup = c.inChannels() / c.groups();
    int outPerGroup = c.outChannels() / c.groups();
    var output = new double[c.postSize()];
    int element = 0;
    for (int o = 0; o < c.outChannels(); o++) {
      for (int oy = 0; oy < c.outHeight(); oy++) {
        for (int ox = 0; ox < c.outWidth(); ox++) {
          double sum = 0;
          for (int i = 0; i < inPerGroup; i++) {
            for (int ky = 0; ky < c.kernelHeight(); ky++) {
              for (int kx = 0; kx < c.kernelWidth(); kx++) {
                int y = oy * c.strideY() - c.padTop() + ky * c.dilationY();
                int x = ox * c.strideX() - c.padLeft() + kx * c.dilationX();
                if (y >= 0 && y < height && x >= 0 && x < width) {
                  sum +=
                      pooled[o / outPerGroup * inPerGroup + i][y][x]
                          * kernel[
                              ((o * inPerGroup + i) * c.kernelHeight() + ky) * c.kernelWidth()
                                  + kx];
                }
              }
            }
          }
          output[element++] = sum;
        }
      }
    }
    return output;
  }

  private static Connectivity.Convolution randomConvolution(Random random) {
    while (true) {
      int groups = 1 + random.nextInt(3);
      try {
        return new Connectivity.Convolution(
            groups * (1 + random.nextInt(2)),
            4 + random.nextInt(9),
            4 + random.nextInt(9),
            1 + random.nextInt(3),
            1 + random.nextInt(3),
            groups * (1 + random.nextInt(3)),
            1 + random.nextInt(4),
            1 + random.nextInt(4),
            1 + random.nextInt(3),
            1 + random.nextInt(3),
            random.nextInt(3),
            random.nextInt(3),
            random.nextInt(3),
            random.nextInt(3),
            1 + random.nextInt(2),
            1 + random.nextInt(2),
            groups);
      } catch (IllegalArgumentException _) {
        // the kernel does not fit into the input: draw again
      }
    }
  }

  @RepeatedTest(20)
  void poolingSumsEveryWindowOnce(RepetitionInfo repetition) {
    var random = new Random(repetition.getCurrentRepetition());
    var p =
        new Connectivity.Pooling(
            1 + random.nextInt(3),
            5 + random.nextInt(8),
            5 + random.nextInt(8),
            1 + random.nextInt(4),
            1 + random.nextInt(4),
            1 + random.nextInt(3),
            1 + random.nextInt(3),
            random.nextInt(3),
            random.nextInt(3));
    double[] input = random.ints(p.preSize(), 0, 100).asDoubleStream().toArray();
    var output = new double[p.postSize()];
    var synapses = expand(p.preSize(), p.postSize(), p);
    for (Synapse synapse : synapses) {
      output[synapse.post()] += input[synapse.pre()];
    }

    var expected = new double[p.postSize()];
    int element = 0;
    for (int channel = 0; channel < p.channels(); channel++) {
      for (int oy = 0; oy < p.outHeight(); oy++) {
        for (int ox = 0; ox < p.outWidth(); ox++, element++) {
          for (int ky = 0; ky < p.kernelY(); ky++) {
            for (int kx = 0; kx < p.kernelX(); kx++) {
              int y = oy * p.strideY() - p.padY() + ky;
              int x = ox * p.strideX() - p.padX() + kx;
              if (y >= 0 && y < p.inHeight() && x >= 0 && x < p.inWidth()) {
                expected[element] += input[(channel * p.inHeight() + y) * p.inWidth() + x];
              }
            }
          }
        }
      }
    }
    assertThat(output).as(p.toString()).containsExactly(expected);
    assertThat(p.synapses()).isEqualTo(synapses.size());
  }

  @Test
  void theSameSeedGivesTheSameSynapsesAndAnotherDoesNot() {
    var rule = new Connectivity.FixedProbability(0.2, true);
    var network = network(50, 60, rule, new Values.Uniform(-1, 1), new Values.Uniform(0, 7));
    var once = Synapses.of(network, network.projections().getFirst(), 1);
    var again = Synapses.of(network, network.projections().getFirst(), 1);
    var other = Synapses.of(network, network.projections().getFirst(), 2);
    assertThat(again.post()).containsExactly(once.post());
    assertThat(again.weight()).containsExactly(once.weight());
    assertThat(again.delay()).containsExactly(once.delay());
    assertThat(Arrays.equals(other.post(), once.post())).isFalse();
  }

  @Test
  void twoProjectionsDrawDifferently() {
    var rule = new Connectivity.FixedProbability(0.2, true);
    var first = new Projection("first", "in", "out", rule, Values.of(1), Values.of(0));
    var second = new Projection("second", "in", "out", rule, Values.of(1), Values.of(0));
    var network = new Network("test", populations(50, 60), List.of(first, second));
    assertThat(
            Arrays.equals(
                Synapses.of(network, first, SEED).post(),
                Synapses.of(network, second, SEED).post()))
        .isFalse();
  }

  @Test
  void drawnDelaysAreRoundedAndNeverNegative() {
    var synapses =
        expand(
            100,
            100,
            new Connectivity.AllToAll(true),
            Values.of(1),
            new Values.Normal(1, 2, -10, 100));
    assertThat(synapses).extracting(Synapse::delay).contains(0, 1, 2, 3).allMatch(d -> d >= 0);
    // a normal's half below 0.5 becomes 0: P(x < 0.5) = 0.4013
    double zeros = synapses.stream().filter(s -> s.delay() == 0).count();
    assertThat(zeros / synapses.size()).isCloseTo(0.4013, within(0.025));
    assertThat(
            expand(10, 10, new Connectivity.OneToOne(), Values.of(1), new Values.Uniform(90, 91)))
        .allMatch(s -> s.delay() == Synapses.MAX_DELAY);
  }

  @Test
  void pairsBeyondThirtyTwoBitsOfNumberStillDrawTheirOwnWeights() {
    // 2^17 x 2^17 pairs: the number of a synapse in the second half needs more than 32 bits
    int size = 1 << 17;
    var synapses =
        expand(
            size,
            size,
            new Connectivity.FixedProbability(2.0 / size, true),
            new Values.Uniform(0, 1),
            Values.of(0));
    assertThat(synapses).hasSizeBetween(2 * size - 3000, 2 * size + 3000);
    double mean = synapses.stream().mapToDouble(Synapse::weight).average().orElseThrow();
    assertThat(mean).isCloseTo(0.5, within(0.005));
  }

  private static int byRow(Synapse a, Synapse b) {
    return a.pre() != b.pre() ? a.pre() - b.pre() : a.post() - b.post();
  }

  private static Values listed(double... values) {
    return Values.of(values);
  }

  private static List<Synapse> expand(int pre, int post, Connectivity connectivity) {
    return expand(pre, post, connectivity, Values.of(1), Values.of(0));
  }

  private static List<Synapse> expand(
      int pre, int post, Connectivity connectivity, Values weights, Values delays) {
    return expand(network(pre, post, connectivity, weights, delays));
  }

  private static List<Synapse> recurrent(int size, Connectivity connectivity, Values weights) {
    var projection = new Projection("out->out", "out", "out", connectivity, weights, Values.of(0));
    return expand(new Network("test", populations(1, size), List.of(projection)));
  }

  private static Network network(
      int pre, int post, Connectivity connectivity, Values weights, Values delays) {
    var projection = new Projection("in->out", "in", "out", connectivity, weights, delays);
    return new Network("test", populations(pre, post), List.of(projection));
  }

  private static List<Population> populations(int in, int out) {
    return List.of(
        Population.of("in", in, new NeuronModel.SpikeList(false)),
        Population.of("out", out, new NeuronModel.Relay()));
  }

  private static List<Synapse> expand(Network network) {
    var synapses = Synapses.of(network, network.projections().getFirst(), SEED);
    var list = new ArrayList<Synapse>();
    for (int pre = 0; pre + 1 < synapses.rowStart().length; pre++) {
      for (int k = synapses.rowStart()[pre]; k < synapses.rowStart()[pre + 1]; k++) {
        list.add(new Synapse(pre, synapses.post()[k], synapses.weight()[k], synapses.delay()[k]));
      }
    }
    assertThat(list).hasSize(synapses.count());
    return list;
  }
}
