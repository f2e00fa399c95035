package org.tradewind.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tradewind.unit.InputException;

class RowsTest {
  private static final long SEED = 11;
  private static final int SIZE = 500;

  private static Network network(Connectivity rule, Values weights, Values delays) {
    return new Network(
        "n",
        List.of(
            Population.of("in", SIZE, new NeuronModel.Relay()),
            Population.of("out", SIZE, new NeuronModel.Relay())),
        List.of(new Projection("p", "in", "out", rule, weights, delays)));
  }

  private static Rows rows(Connectivity rule, Values weights, Values delays) {
    Network network = network(rule, weights, delays);
    return Rows.of(network, network.projections().getFirst(), SEED);
  }

  static List<Connectivity> rules() {
    var pairs = IntStream.range(0, 3_000).map(i -> i * 7_919 % SIZE).toArray();
    return List.of(
        new Connectivity.OneToOne(),
        new Connectivity.AllToAll(true),
        new Connectivity.FixedProbability(0.1, true),
        new Connectivity.FixedNumberPre(13, true),
        new Connectivity.FixedNumberPost(13, true),
        new Connectivity.FixedTotalNumber(5_000, true),
        new Connectivity.FixedNumberNear(13, 25, 3, false),
        new Connectivity.Listed(pairs, pairs.clone()),
        new Connectivity.Convolution(5, 10, 10, 1, 1, 5, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1),
        new Connectivity.Pooling(5, 10, 10, 1, 1, 1, 1, 0, 0));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void aRowIsTheSameWheneverItIsMade(Connectivity rule) {
    Rows rows = rows(rule, new Values.Normal(5, 2, 0, 9), new Values.Uniform(0, 20));
    Network network = network(rule, new Values.Normal(5, 2, 0, 9), new Values.Uniform(0, 20));
    Synapses all = Synapses.of(network, network.projections().getFirst(), SEED);
    Rows.Reader reader = rows.reader();
    for (int i : new int[] {SIZE - 1, 3, 3, 0, 250, 3}) {
      int count = reader.all(i);
      int from = all.rowStart()[i];
      int to = all.rowStart()[i + 1];
      assertThat(count).isEqualTo(to - from).isEqualTo(rows.reader().count(i));
      if (!(rule instanceof Connectivity.FixedTotalNumber)) {
        assertThat(Arrays.copyOf(reader.post(), count)).isSorted();
      }
      // what is written down is ascending, synapses of one pair in the order of their row
      int[] order =
          IntStream.range(0, count)
              .boxed()
              .sorted(Comparator.comparingInt(k -> reader.post()[k]))
              .mapToInt(Integer::intValue)
              .toArray();
      for (int k = 0; k < count; k++) {
        assertThat(all.post()[from + k]).isEqualTo(reader.post()[order[k]]);
        assertThat(all.weight()[from + k]).isEqualTo(reader.weight()[order[k]]);
        assertThat(all.delay()[from + k]).isEqualTo(reader.delay()[order[k]]);
      }
    }
    assertThat(rows.count()).isEqualTo(all.count());
    assertThat(rows.longestDelay()).isEqualTo(all.maxDelay());
  }

  @Test
  void aFixedTotalNumberIsSpreadEvenly() {
    int n = 100_000;
    Rows rows = rows(new Connectivity.FixedTotalNumber(n, true), Values.of(1), Values.of(0));
    var in = new int[SIZE];
    var out = new int[SIZE];
    Rows.Reader reader = rows.reader();
    for (int i = 0; i < SIZE; i++) {
      int count = reader.targets(i);
      out[i] = count;
      for (int k = 0; k < count; k++) {
        in[reader.post()[k]]++;
      }
    }
    assertThat(Arrays.stream(out).sum()).isEqualTo(n);
    // chi-square, 499 degrees of freedom: five standard deviations
    for (int[] counts : new int[][] {in, out}) {
      double expected = (double) n / SIZE;
      double chiSquare =
          Arrays.stream(counts).mapToDouble(c -> (c - expected) * (c - expected) / expected).sum();
      assertThat(chiSquare).isCloseTo(499, within(5 * Math.sqrt(2 * 499.0)));
    }
  }

  @Test
  void nearNeuronsAreOnTheSheetRoundOnesPlaceAllAsOften() {
    // 20 rows of 25, joined at their edges
    var near = new Connectivity.FixedNumberNear(12, 25, 3, false);
    var network =
        new Network(
            "n",
            List.of(Population.of("p", SIZE, new NeuronModel.Relay())),
            List.of(Projection.of("p", "p", near, 1, 0)));
    Rows.Reader reader = Rows.of(network, network.projections().getFirst(), SEED).reader();
    var chosen = new int[49];
    for (int i = 0; i < SIZE; i++) {
      int count = reader.targets(i);
      assertThat(count).isEqualTo(12);
      assertThat(Arrays.stream(reader.post(), 0, count).distinct().count()).isEqualTo(12);
      for (int k = 0; k < count; k++) {
        int dy = Math.floorMod(reader.post()[k] / 25 - i / 25 + 10, 20) - 10;
        int dx = Math.floorMod(reader.post()[k] % 25 - i % 25 + 12, 25) - 12;
        assertThat(Math.max(Math.abs(dx), Math.abs(dy))).isBetween(1, 3);
        chosen[(dy + 3) * 7 + dx + 3]++;
      }
    }
    // 12 of 48 places: 125 times each, give or take five standard deviations
    for (int place = 0; place < 49; place++) {
      assertThat(chosen[place]).as("place %d", place).isBetween(place == 24 ? 0 : 77, 173);
    }
    assertThat(chosen[24]).isZero();
  }

  @Test
  void aFixedTotalNumberWithoutSelfHasNone() {
    var network =
        new Network(
            "n",
            List.of(Population.of("p", 4, new NeuronModel.Relay())),
            List.of(Projection.of("p", "p", new Connectivity.FixedTotalNumber(600, false), 1, 0)));
    Synapses all = Synapses.of(network, network.projections().getFirst(), SEED);
    var pairs = new int[16];
    for (int i = 0; i < 4; i++) {
      for (int s = all.rowStart()[i]; s < all.rowStart()[i + 1]; s++) {
        pairs[4 * i + all.post()[s]]++;
      }
    }
    for (int i = 0; i < 16; i++) {
      if (i % 5 == 0) {
        assertThat(pairs[i]).isZero();
      } else {
        assertThat(pairs[i]).isBetween(20, 85);
      }
    }
  }

  @Test
  void whatHasNoOrderTakesNoList() {
    assertThatThrownBy(() ->
            network(
                new Connectivity.FixedTotalNumber(2, true),
                Values.of(new double[] {1, 2}),
                Values.of(0)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("2 weights are listed, but its synapses have no order");
  }

  @Test
  void drawnWeightsAndDelaysHaveTheirDistribution() {
    Rows rows =
        rows(
            new Connectivity.AllToAll(true),
            new Values.Normal(87.8, 8.78, 0, Double.POSITIVE_INFINITY),
            new Values.Normal(14, 7.5, -0.5, Double.POSITIVE_INFINITY));
    Rows.Reader reader = rows.reader();
    double sum = 0;
    double squares = 0;
    var delays = new int[64];
    int n = SIZE * SIZE;
    for (int i = 0; i < SIZE; i++) {
      reader.all(i);
      for (int k = 0; k < SIZE; k++) {
        sum += reader.weight()[k];
        squares += reader.weight()[k] * (double) reader.weight()[k];
        delays[reader.delay()[k]]++;
      }
    }
    double mean = sum / n;
    assertThat(mean).isCloseTo(87.8, within(5 * 8.78 / Math.sqrt(n)));
    assertThat(Math.sqrt(squares / n - mean * mean)).isCloseTo(8.78, within(0.06));
    // the share below half a step is cut off; 14 is the most likely one
    double all = 1 - phi(-0.5);
    for (int d = 0; d < 40; d++) {
      double expected = n * (phi(d + 0.5) - phi(d - 0.5)) / all;
      assertThat((double) delays[d]).isCloseTo(expected, within(5 * Math.sqrt(expected) + 1));
    }
  }

  /// Of delays with mean 14 and deviation 7.5, by the trapezoidal rule.
  private static double phi(double x) {
    double sum = 0;
    double h = 0.001;
    for (double t = -60; t < x - h / 2; t += h) {
      sum += h * Math.exp(-0.5 * Math.pow((t + h / 2 - 14) / 7.5, 2));
    }
    return sum / (7.5 * Math.sqrt(2 * Math.PI));
  }

  @Test
  void roundedWeightsAreThoseOfTheNetworkRounded() {
    for (Values drawn :
        List.of(new Values.Normal(0.3, 0.2, -1, 2), new Values.Uniform(-1, 1), Values.of(0.3))) {
      for (double range : new double[] {15, 127, 32_767}) {
        double scale = range / 2;
        Rows real = rows(new Connectivity.FixedProbability(0.2, true), drawn, Values.of(0));
        Rows whole =
            rows(
                new Connectivity.FixedProbability(0.2, true),
                new Values.Rounded(drawn, scale, -range, range),
                Values.of(0));
        Rows.Reader given = real.reader();
        Rows.Reader rounded = whole.reader();
        for (int i = 0; i < 50; i++) {
          int count = given.weights(i);
          rounded.weights(i);
          for (int k = 0; k < count; k++) {
            assertThat((double) rounded.weight()[k])
                .isEqualTo(Math.rint(given.weight()[k] * scale))
                .isBetween(whole.leastWeight(), whole.mostWeight());
          }
        }
      }
    }
  }
}
