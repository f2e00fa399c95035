package org.tradewind.snn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tradewind.network.Connectivity;
import org.tradewind.network.Network;
import org.tradewind.network.NeuronModel;
import org.tradewind.network.Population;
import org.tradewind.network.Projection;
import org.tradewind.network.Rows;
import org.tradewind.network.Synapses;
import org.tradewind.network.Values;
import org.tradewind.pe.KeyLookup;
import org.tradewind.pe.Layout;
import org.tradewind.pe.Sram;

/// What is assembled, read back, is the synapses that went in.
class RowsAssemblyTest {
  private static final int PRE = 300;
  private static final int POST = 200;
  private static final int FIRST_VERTEX = 5;

  record Case(Connectivity rule, Values weights, SynapseFormat format, int pre, int post) {}

  static Stream<Case> cases() {
    var cases = new ArrayList<Case>();
    var rules =
        List.of(
            new Connectivity.AllToAll(true),
            new Connectivity.FixedProbability(0.01, true),
            new Connectivity.FixedProbability(0.3, true),
            new Connectivity.FixedNumberPre(7, true),
            new Connectivity.FixedNumberPost(3, true),
            new Connectivity.FixedTotalNumber(900, true));
    for (Connectivity rule : rules) {
      for (SynapseFormat format : List.of(SynapseFormat.DELAY, SynapseFormat.WIDE)) {
        for (Values weights : List.of(Values.of(3), new Values.Uniform(-2.4, 2.4))) {
          cases.add(new Case(rule, new Values.Rounded(weights, 1, -3, 3), format, 7, 3));
          cases.add(new Case(rule, new Values.Rounded(weights, 1, -3, 3), format, 40, 25));
        }
      }
    }
    return cases.stream();
  }

  private static Network network(Case c) {
    return new Network(
        "n",
        List.of(
            Population.of("in", PRE, new NeuronModel.Relay()),
            Population.of("out", POST, new NeuronModel.Relay())),
        List.of(
            new Projection("a", "in", "out", c.rule, c.weights, new Values.Uniform(0, 7)),
            new Projection(
                "b",
                "in",
                "out",
                new Connectivity.FixedProbability(0.02, true),
                Values.of(-1),
                Values.of(2))));
  }

  private static int bits(int[] preCut) {
    return RowsAssembly.atomBits(preCut);
  }

  private static KeyLookup keys(int[] preCut) {
    int bits = bits(preCut);
    return new KeyLookup() {
      @Override
      public int key(int vertex) {
        return 0x7000_0000 + (vertex - FIRST_VERTEX << bits);
      }

      @Override
      public int mask(int vertex) {
        return -1 << bits;
      }
    };
  }

  private static SynapticRows[] assembled(Case c, int[] preCut, int[] cut, boolean merged) {
    Network network = network(c);
    List<Rows> sender = network.projections().stream().map(p -> Rows.of(network, p, 3)).toList();
    var assembly = new RowsAssembly(c.format, cut);
    assembly.add(FIRST_VERTEX, preCut, sender, merged, (there, here) -> {});
    return assembly.assembled(0, 8);
  }

  private static Sram written(SynapticRows rows, Layout layout, int[] preCut) {
    var sram = new Sram(layout.bytes());
    rows.write(keys(preCut), layout, sram);
    return sram;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whatIsReadBackIsWhatTheRulesSay(Case c) {
    int[] preCut = Slicing.even(PRE, c.pre);
    int[] cut = Slicing.even(POST, c.post);
    for (boolean merged : new boolean[] {false, true}) {
      var read = new ArrayList<String>();
      SynapticRows[] slices = assembled(c, preCut, cut, merged);
      for (int s = 0; s < slices.length; s++) {
        Layout layout = slices[s].regions(new Layout());
        Sram sram = written(slices[s], layout, preCut);
        int neurons = cut[s + 1] - cut[s];
        CoreImage.Rows rows = slices[s].read(layout, sram, neurons, false);
        if (merged && rows.keys().length > 0) {
          assertThat(rows.keys()).hasSize(1);
        }
        for (int u = 0; u < c.pre; u++) {
          for (int i = preCut[u]; i < preCut[u + 1]; i++) {
            int packet = 0x7000_0000 + (u << bits(preCut)) + i - preCut[u];
            int e = Arrays.binarySearch(rows.keys(), packet);
            e = e < 0 ? -e - 2 : e;
            int row = e < 0 ? 0 : rows.firstRow()[e] + packet - rows.keys()[e];
            if (e >= 0 && row < rows.firstRow()[e + 1]) {
              int found = rows.find(row);
              assertThat(rows.rank(row + 1) - rows.rank(row)).isEqualTo(found < 0 ? 0 : 1);
              for (int k = found < 0 ? 0 : rows.start()[found];
                  found >= 0 && k < rows.start()[found + 1];
                  k++) {
                int place = rows.synapses()[k] & 0xFFFF;
                int post = cut[s] + place % neurons;
                read.add(i + " " + post + " " + (rows.synapses()[k] >> 16) + " " + place / neurons);
              }
            }
          }
        }
      }
      Collections.sort(read);
      assertThat(read.equals(expected(c))).as("as listed by Synapses").isTrue();
    }
  }

  /// Those whose weight is zero have no word.
  private static List<String> expected(Case c) {
    Network network = network(c);
    var expected = new ArrayList<String>();
    for (Projection p : network.projections()) {
      Synapses all = Synapses.of(network, p, 3);
      for (int i = 0; i < PRE; i++) {
        for (int s = all.rowStart()[i]; s < all.rowStart()[i + 1]; s++) {
          if (all.weight()[s] != 0) {
            expected.add(
                i + " " + all.post()[s] + " " + (int) all.weight()[s] + " " + all.delay()[s]);
          }
        }
      }
    }
    Collections.sort(expected);
    return expected;
  }

  @Test
  void rowsThatWereHandedOutAreMadeAgainTheSame() {
    var c = new Case(new Connectivity.AllToAll(true), Values.of(3), SynapseFormat.WIDE, 7, 3);
    int[] preCut = Slicing.even(PRE, c.pre);
    SynapticRows[] slices = assembled(c, preCut, Slicing.even(POST, c.post), false);
    assertThat(slices[0].writesAlone()).as("their counts are much smaller").isFalse();
    for (SynapticRows rows : slices) {
      Layout layout = rows.regions(new Layout());
      assertThat(written(rows, layout, preCut)).isEqualTo(written(rows, layout, preCut));
    }
  }

  @Test
  void anyNumberOfThreadsMakesTheSameBytes() throws Exception {
    var c =
        new Case(
            new Connectivity.FixedTotalNumber(20_000, true),
            new Values.Rounded(new Values.Normal(10, 8, -100, 100), 1, -30, 30),
            SynapseFormat.WIDE,
            60,
            9);
    int[] preCut = Slicing.even(PRE, c.pre);
    int[] cut = Slicing.even(POST, c.post);
    for (boolean merged : new boolean[] {false, true}) {
      var images = new ArrayList<List<Sram>>();
      for (int threads : new int[] {1, 2, 4}) {
        try (var pool = new ForkJoinPool(threads)) {
          images.add(
              pool.submit(() ->
                      Arrays.stream(assembled(c, preCut, cut, merged))
                          .map(rows -> written(rows, rows.regions(new Layout()), preCut))
                          .toList())
                  .get());
        }
      }
      assertThat(images.get(1)).isEqualTo(images.get(0));
      assertThat(images.get(2)).isEqualTo(images.get(0));
    }
  }
}
