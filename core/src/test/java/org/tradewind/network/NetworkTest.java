package org.tradewind.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tradewind.unit.InputException;

/// What a network refuses, and the sentence that a person then reads.
class NetworkTest {
  private static final Values ONE = Values.of(1);
  private static final Values ZERO = Values.of(0);

  @Test
  void namesAreUnique() {
    var a = Population.of("a", 1, new NeuronModel.Relay());
    assertThatThrownBy(() -> new Network("net", List.of(a, a), List.of()))
        .isInstanceOf(InputException.class)
        .hasMessage("net: two populations are called 'a'");
    var p = Projection.of("a", "a", new Connectivity.OneToOne(), 1, 0);
    assertThatThrownBy(() -> new Network("net", List.of(a), List.of(p, p)))
        .hasMessage("net: two projections are called 'a->a'; give them names");
    assertThatThrownBy(() -> new Network("net", List.of(), List.of()))
        .hasMessage("net: the network has no population");
  }

  @Test
  void projectionsEndSomewhere() {
    var a = Population.of("a", 1, new NeuronModel.Relay());
    var noise = Population.of("noise", 1, NeuronModel.Poisson.withProbability(0.1));
    assertThatThrownBy(() ->
            new Network(
                "net",
                List.of(a),
                List.of(Projection.of("a", "b", new Connectivity.OneToOne(), 1, 0))))
        .hasMessage("net: projection 'a->b': there is no population 'b'; there are [a]");
    assertThatThrownBy(() ->
            new Network(
                "net",
                List.of(a, noise),
                List.of(Projection.of("a", "noise", new Connectivity.OneToOne(), 1, 0))))
        .hasMessage("net: projection 'a->noise': 'noise' is a source and takes no synapses");
  }

  @Test
  void sizesAgree() {
    refuses(
        3,
        4,
        new Connectivity.OneToOne(),
        ONE,
        ZERO,
        "one-to-one needs two populations of one size; these have 3 and 4 neurons");
    var convolution =
        new Connectivity.Convolution(2, 34, 34, 1, 1, 16, 5, 5, 2, 2, 1, 1, 1, 1, 1, 1, 1);
    refuses(
        2000,
        4096,
        convolution,
        ONE,
        ZERO,
        "the convolution takes 2 x 34 x 34 neurons, but the pre population has 2000");
    refuses(
        2312,
        4000,
        convolution,
        ONE,
        ZERO,
        "the convolution of 2 x 34 x 34 gives 16 x 16 x 16 neurons, but the post population has"
            + " 4000");
    var pooling = new Connectivity.Pooling(2, 4, 4, 2, 2, 2, 2, 0, 0);
    refuses(
        32,
        9,
        pooling,
        ONE,
        ZERO,
        "the pooling of 2 x 4 x 4 gives 2 x 2 x 2 neurons, but the post population has 9");
  }

  @Test
  void listedNeuronsExist() {
    refuses(
        3,
        4,
        new Connectivity.Listed(new int[] {0, 3}, new int[] {0, 0}),
        ONE,
        ZERO,
        "synapse 1 names pre neuron 3; neurons are numbered 0 to 2");
    refuses(
        3,
        4,
        new Connectivity.Listed(new int[] {0, 2}, new int[] {0, -1}),
        ONE,
        ZERO,
        "synapse 1 names post neuron -1; neurons are numbered 0 to 3");
  }

  @Test
  void asManyNeuronsAreChosenAsThereAre() {
    refuses(
        3,
        4,
        new Connectivity.FixedNumberPre(5, true),
        ONE,
        ZERO,
        "each post neuron is to have 5 different pre neurons; there are 3; choose 0 to 3");
    refuses(
        3,
        4,
        new Connectivity.FixedNumberPost(-1, true),
        ONE,
        ZERO,
        "each pre neuron is to have -1 different post neurons; there are 4; choose 0 to 4");
    var a = Population.of("a", 3, new NeuronModel.Relay());
    var toItself =
        new Projection("a->a", "a", "a", new Connectivity.FixedNumberPre(3, false), ONE, ZERO);
    assertThatThrownBy(() -> new Network("net", List.of(a), List.of(toItself)))
        .hasMessage(
            "net: projection 'a->a': each post neuron is to have 3 different pre neurons; there are"
                + " 2 besides itself; choose 0 to 2");
  }

  @Test
  void listsFollowTheConnectivitysNumbers() {
    var two = Values.of(new double[] {1, 2});
    refuses(
        3,
        4,
        new Connectivity.AllToAll(true),
        two,
        ZERO,
        "2 weights are listed, but its connectivity numbers 12; list one for each number");
    refuses(
        3,
        3,
        new Connectivity.OneToOne(),
        ONE,
        Values.of(new double[] {1}),
        "1 delays are listed, but its connectivity numbers 3; list one for each number");
    refuses(
        3,
        4,
        new Connectivity.FixedNumberPost(2, true),
        two,
        ZERO,
        "2 weights are listed, but its connectivity numbers 6; list one for each number");
    refuses(
        16,
        9,
        new Connectivity.Convolution(1, 4, 4, 1, 1, 1, 2, 2, 1, 1, 0, 0, 0, 0, 1, 1, 1),
        two,
        ZERO,
        "2 weights are listed, but its connectivity numbers 4; list one for each number");
  }

  @Test
  void delaysAreWholeStepsThatAWordHolds() {
    for (double delay : new double[] {-1, 0.5, 64}) {
      refuses(
          3,
          3,
          new Connectivity.OneToOne(),
          ONE,
          Values.of(delay),
          "a delay field is " + delay + "; it is a whole number of steps, 0 (the next step) to 63");
      refuses(
          3,
          3,
          new Connectivity.OneToOne(),
          ONE,
          Values.of(new double[] {0, delay, 1}),
          "a delay field is " + delay + "; it is a whole number of steps, 0 (the next step) to 63");
    }
  }

  @Test
  void weightsAreFloats() {
    refuses(
        3,
        3,
        new Connectivity.OneToOne(),
        Values.of(1e39),
        ZERO,
        "a weight is 1.0E39; at most 3.4028235E38 can be held");
  }

  @Test
  void moreSynapsesThanAnArrayHoldsAreRefusedBeforeTheyAreMade() {
    refuses(
        100_000,
        100_000,
        new Connectivity.AllToAll(true),
        ONE,
        ZERO,
        "it has about 10000000000 synapses; one projection holds at most 2147483639; split the"
            + " populations");
    refuses(
        100_000,
        100_000,
        new Connectivity.FixedProbability(0.5, true),
        ONE,
        ZERO,
        "it has about 5000000000 synapses; one projection holds at most 2147483639; split the"
            + " populations");
    refuses(
        100_000,
        100_000,
        new Connectivity.FixedNumberPre(50_000, true),
        ONE,
        ZERO,
        "it has about 5000000000 synapses; one projection holds at most 2147483639; split the"
            + " populations");
    refuses(
        1 << 30,
        1 << 30,
        new Connectivity.FixedProbability(1e-12, true),
        ONE,
        ZERO,
        "there are 1073741824 x 1073741824 pairs of neurons; at most 2^48 can be drawn from; split"
            + " the populations");
  }

  @Test
  void shapesThatNoWindowFitsAreRefusedWhereTheyAreMade() {
    assertThatThrownBy(
            () -> new Connectivity.Convolution(1, 4, 4, 1, 1, 1, 5, 2, 1, 1, 0, 0, 0, 0, 1, 1, 1))
        .hasMessage("a window of 5 rows does not fit into an input of 4, padded by 0 and 0");
    assertThatThrownBy(
            () -> new Connectivity.Convolution(1, 4, 4, 1, 1, 1, 2, 2, 1, 0, 0, 0, 0, 0, 1, 1, 1))
        .hasMessageContaining("convolution: a size, stride, dilation or number of groups is 0");
    assertThatThrownBy(
            () -> new Connectivity.Convolution(3, 4, 4, 1, 1, 4, 2, 2, 1, 1, 0, 0, 0, 0, 1, 1, 2))
        .hasMessage("convolution: 2 groups do not divide 3 input and 4 output channels");
    assertThatThrownBy(() ->
            new Connectivity.Convolution(
                1 << 15, 1 << 15, 1 << 15, 1, 1, 1, 2, 2, 1, 1, 0, 0, 0, 0, 1, 1, 1))
        .hasMessage("convolution's input has more than 1073741824 elements");
    assertThatThrownBy(() -> new Connectivity.Pooling(1, 4, 4, 2, 6, 1, 1, 0, 0))
        .hasMessage("a window of 6 columns does not fit into an input of 4, padded by 0 and 0");
    assertThatThrownBy(() -> new Connectivity.FixedProbability(1.1, true))
        .hasMessage("a probability is 1.1; it lies in [0, 1]");
    assertThatThrownBy(() -> new Connectivity.Listed(new int[1], new int[2]))
        .hasMessage("1 pre neurons are listed, but 2 post neurons");
  }

  @Test
  void aPopulationThatIsNotThereIsNamed() {
    var a = Population.of("a", 1, new NeuronModel.Relay());
    var network = new Network("net", List.of(a), List.of());
    assertThat(network.index("a")).isZero();
    assertThatThrownBy(() -> network.population("b"))
        .hasMessage("net: there is no population 'b'; there are [a]");
  }

  private static void refuses(
      int pre,
      int post,
      Connectivity connectivity,
      Values weights,
      Values delays,
      String sentence) {
    var populations =
        List.of(
            Population.of("in", pre, new NeuronModel.SpikeList(false)),
            Population.of("out", post, new NeuronModel.Relay()));
    var projection = new Projection("p", "in", "out", connectivity, weights, delays);
    assertThatThrownBy(() -> new Network("net", populations, List.of(projection)))
        .isInstanceOf(InputException.class)
        .hasMessage("net: projection 'p': " + sentence);
  }
}
