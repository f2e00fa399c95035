package org.tradewind.snn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tradewind.network.Activity;
import org.tradewind.network.Background;
import org.tradewind.network.Connectivity;
import org.tradewind.network.Graded;
import org.tradewind.network.Network;
import org.tradewind.network.NeuronModel;
import org.tradewind.network.Population;
import org.tradewind.network.Projection;
import org.tradewind.network.SpikeTrain;
import org.tradewind.network.Stimulus;
import org.tradewind.network.SynapseWord;
import org.tradewind.network.Trace;
import org.tradewind.network.ValueTrain;
import org.tradewind.network.Values;
import org.tradewind.network.Variable;
import org.tradewind.reference.Arithmetic;
import org.tradewind.reference.Reference;
import org.tradewind.unit.InputException;

/// Packets that carry numbers: the machine does what the reference does, and both what plain loops
/// do.
class GradedTest {
  private static final int STEPS = 40;
  private static final long SEED = 20261122;

  record Case(String name, NeuronModel model, SynapseWord word, int delay, int cores) {
    @Override
    public String toString() {
      return name + " " + word + " delay " + delay + " on " + cores;
    }
  }

  static Stream<Case> cases() {
    var models = new TreeMap<String, NeuronModel>();
    models.put("rectified", NeuronModel.Rectified.of(new Values.Uniform(-0.1, 0.1), 3));
    models.put("lif", NeuronModel.Lif.of(0.9, 1.7));
    models.put(
        "lif_adaptive_threshold",
        new NeuronModel.AdaptiveLif(
            Values.of(0.9),
            Values.of(0.1),
            Values.of(1.5),
            Values.of(0.8),
            new Values.Uniform(0, 0.7),
            Values.of(0),
            Values.of(0),
            NeuronModel.Reset.BY_SUBTRACTION));
    models.put(
        "izhikevich",
        new NeuronModel.Izhikevich(
            Values.of(0.02),
            Values.of(0.2),
            Values.of(-60),
            Values.of(8),
            Values.of(4),
            Values.of(-65),
            1));
    return models.entrySet().stream()
        .flatMap(model ->
            Stream.of(SynapseWord.values())
                .flatMap(word ->
                    IntStream.of(word == SynapseWord.NO_DELAY ? 0 : 5)
                        .boxed()
                        .flatMap(delay ->
                            IntStream.of(1, 3)
                                .mapToObj(cores ->
                                    new Case(
                                        model.getKey(), model.getValue(), word, delay, cores)))));
  }

  private static ValueTrain values(Random random, int neurons, double most) {
    double[] frames = new double[STEPS * neurons];
    Arrays.setAll(
        frames, _ -> random.nextInt(3) == 0 ? 0 : most * (2.4 * random.nextDouble() - 1.2));
    return ValueTrain.frames(frames, neurons);
  }

  /// Numbers from a list and from units, and spikes from a list and from each other, meet in one
  /// sum.
  @ParameterizedTest
  @MethodSource("cases")
  void theMachineAddsNumbersAndSpikesAsTheReferenceDoes(Case c) {
    var random = new Random(SEED);
    double strength = c.model instanceof NeuronModel.Izhikevich ? 10 : 1;
    var delays = new Values.Uniform(0, c.delay);
    var all = new Connectivity.AllToAll(true);
    var neurons =
        Population.of("neurons", 10, c.model)
            .recording(c.model.variables().toArray(Variable[]::new))
            .stored(c.word)
            .atMost((10 + c.cores - 1) / c.cores);
    var network =
        new Network(
            "graded",
            List.of(
                Population.of(
                        "values",
                        6,
                        new NeuronModel.ValueList(random.nextBoolean(), Graded.upTo(1.5)))
                    .atMost(4),
                Population.of("spikes", 4, new NeuronModel.SpikeList(false)),
                Population.of("units", 5, NeuronModel.Rectified.of(Values.of(0.01), 2)).atMost(3),
                neurons,
                Population.of("after", 3, NeuronModel.Lif.of(0.9, 1)).recording(Variable.V)),
            List.of(
                new Projection(
                    "in",
                    "values",
                    "neurons",
                    all,
                    new Values.Uniform(-strength, strength),
                    delays),
                new Projection(
                    "to units", "values", "units", all, new Values.Uniform(-1, 1), Values.of(0)),
                new Projection(
                    "from units",
                    "units",
                    "neurons",
                    new Connectivity.FixedProbability(0.5, true),
                    new Values.Normal(0, 0.5 * strength, -strength, strength),
                    delays),
                new Projection(
                    "spiking", "spikes", "neurons", all, Values.of(0.3 * strength), delays),
                new Projection(
                    "recurrent",
                    "neurons",
                    "neurons",
                    new Connectivity.FixedProbability(0.3, true),
                    new Values.Normal(0, 0.2 * strength, -strength, strength),
                    delays),
                Projection.of("neurons", "after", all, 0.2, 0)));
    int[] beats = IntStream.range(0, STEPS).filter(step -> step % 3 == 0).toArray();
    int[] who = random.ints(beats.length, 0, 4).toArray();
    var stimulus =
        new Stimulus(
            "drawn",
            "",
            Map.of("spikes", new SpikeTrain(beats, who)),
            Map.of("values", values(random, 6, 1.5)));
    var twin = new ChipTwin(network, List.of(Stimulus.NONE, stimulus));

    Activity both = twin.equalsReference(stimulus, STEPS);

    assertThat(both.spikes().get("neurons").size()).as("neurons send").isGreaterThan(15);
    assertThat(both.spikes().get("units").size()).as("units send").isGreaterThan(15);
    assertThat(twin.cores("neurons")).isEqualTo(c.cores);
  }

  /// The second oracle. In real numbers the reference is the plain loop; in whole ones it is off by
  /// what rounding does: weights of 15 bits, values in units of 1/one.
  @Test
  void layersOfUnitsAreThePlainLoopsOfAPerceptron() {
    var random = new Random(SEED);
    int[] sizes = {7, 9, 5, 3};
    double most = 4;
    double[][] weights = new double[3][];
    double[][] bias = new double[3][];
    var populations = new ArrayList<Population>();
    var projections = new ArrayList<Projection>();
    populations.add(
        Population.of("layer0", sizes[0], new NeuronModel.ValueList(false, Graded.upTo(1))));
    for (int l = 0; l < 3; l++) {
      weights[l] = random.doubles((long) sizes[l] * sizes[l + 1], -1, 1).toArray();
      bias[l] = random.doubles(sizes[l + 1], -0.3, 0.3).toArray();
      String post = "layer" + (l + 1);
      populations.add(
          Population.of(post, sizes[l + 1], NeuronModel.Rectified.of(Values.of(bias[l]), most))
              .stored(SynapseWord.WIDE)
              .recording(Variable.V));
      projections.add(
          new Projection(
              post,
              "layer" + l,
              post,
              new Connectivity.AllToAll(true),
              Values.of(weights[l]),
              Values.of(0)));
    }
    var network = new Network("perceptron", populations, projections);
    double[] input = random.doubles(sizes[0], 0, 1).toArray();
    double[] y = input;
    for (int l = 0; l < 3; l++) {
      double[] next = bias[l].clone();
      for (int i = 0; i < y.length; i++) {
        double x = l == 0 ? y[i] : Math.clamp(y[i], 0, most);
        for (int j = 0; j < next.length; j++) {
          next[j] += x * weights[l][i * next.length + j];
        }
      }
      y = next;
    }
    var stimulus =
        new Stimulus("", "", Map.of(), Map.of("layer0", ValueTrain.frames(input, sizes[0])));

    Trace real =
        Reference.of(network, 1, Arithmetic.DOUBLE)
            .run(stimulus, 4)
            .traces()
            .get("layer3")
            .get(Variable.V);
    var twin = new ChipTwin(network, List.of(stimulus));
    Activity both = twin.equalsReference(stimulus, 4);
    Trace chip = both.traces().get("layer3").get(Variable.V);

    for (int k = 0; k < sizes[3]; k++) {
      assertThat(real.at(3, k)).isEqualTo(y[k], within(1e-6));
      assertThat(chip.at(3, k)).isEqualTo(y[k], within(0.01));
    }
    // what is sent in the last step comes too late
    long products = 0;
    for (int l = 0; l < 3; l++) {
      SpikeTrain sent = both.spikes().get("layer" + l).between(0, 3);
      products += (long) sent.size() * sizes[l + 1];
    }
    assertThat(twin.run(stimulus, 4).counts().synapticEvents()).isEqualTo(products);
  }

  private static Network sum(SynapseWord word, double most, int senders) {
    return new Network(
        "sum",
        List.of(
            Population.of("values", senders, new NeuronModel.ValueList(false, Graded.upTo(most))),
            Population.of("unit", 1, NeuronModel.Rectified.of(Values.of(0), 3))
                .stored(word)
                .recording(Variable.V)),
        List.of(
            new Projection(
                "in",
                "values",
                "unit",
                new Connectivity.AllToAll(true),
                Values.of(0.7),
                Values.of(0))));
  }

  /// All at once, each at its most: as much as 31 bits can hold or less, and more than half of it.
  @Test
  void noSumCanOverflowAndNoBitIsLeft() {
    for (SynapseWord word : List.of(SynapseWord.NO_DELAY, SynapseWord.WIDE)) {
      Network network = sum(word, 3, 700);
      Quantisation quantised = Quantisation.of(network, Quantisation.Scaling.AUTO, 1);
      int one = quantised.network().spikeNumber("unit");
      double most = 700 * 3.0 * one * (word == SynapseWord.WIDE ? 32767 : 127);

      assertThat(most).isLessThan(0x1p31).isGreaterThan(0x1p29);
      double[] all = new double[700];
      Arrays.fill(all, 5);
      var stimulus = new Stimulus("", "", Map.of(), Map.of("values", ValueTrain.frames(all, 700)));
      Activity both = new ChipTwin(network, List.of(stimulus)).equalsReference(stimulus, 2);
      assertThat(both.traces().get("unit").get(Variable.V).at(1, 0))
          .isEqualTo(700 * 3 * 0.7, within(1.0));
    }
  }

  @Test
  void numbersTakeSixteenBitsAtMost() {
    Quantisation quantised =
        Quantisation.of(sum(SynapseWord.NO_DELAY, 3, 2), Quantisation.Scaling.AUTO, 1);
    var list = (NeuronModel.ValueList) quantised.network().population("values").model();
    var unit = (NeuronModel.Rectified) quantised.network().population("unit").model();

    assertThat(list.graded()).isEqualTo(new Graded(3, 8192));
    assertThat(list.graded().limit()).isEqualTo(3 * 8192);
    assertThat(list.graded().sent(1e9)).isEqualTo(3 * 8192);
    assertThat(list.graded().sent(-2.5)).isEqualTo(-2);
    assertThat(unit.graded().limit()).isEqualTo(3 * 8192);
  }

  @Test
  void whatCannotBeAddedIsRefused() {
    Network network = sum(SynapseWord.WIDE, 30_000, 700);
    assertThatThrownBy(() -> Quantisation.of(network, Quantisation.Scaling.AUTO, 1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("population 'unit'")
        .hasMessageContaining("no_delay");
  }

  @Test
  void whoSumsExcitationApartOrHasABackgroundTakesNoNumbers() {
    var relay = Population.of("post", 3, new NeuronModel.Relay());
    var noisy =
        Population.of("post", 3, NeuronModel.Lif.of(0.9, 1)).under(List.of(new Background(1, 1)));
    assertThatThrownBy(() -> behind(relay)).hasMessageContaining("takes spikes only");
    assertThatThrownBy(() -> behind(noisy)).hasMessageContaining("background");
  }

  private static Network behind(Population post) {
    var pre = Population.of("pre", 3, new NeuronModel.ValueList(false, Graded.upTo(1)));
    return new Network(
        "n",
        List.of(pre, post),
        List.of(Projection.of("pre", "post", new Connectivity.OneToOne(), 1, 0)));
  }

  @Test
  void stimuliListSpikesForSpikeListsAndValuesForValueLists() {
    Network network = behind(Population.of("post", 3, NeuronModel.Lif.of(0.9, 1)));
    var spikes = new Stimulus("s", "", Map.of("pre", SpikeTrain.EMPTY));
    var values = ValueTrain.frames(new double[] {1, 2, 3, 4}, 4);
    assertThatThrownBy(() -> spikes.check(network)).hasMessageContaining("no spike list");
    assertThatThrownBy(() -> new Stimulus("s", "", Map.of(), Map.of("post", values)).check(network))
        .hasMessageContaining("no value list");
    assertThatThrownBy(() -> new Stimulus("s", "", Map.of(), Map.of("pre", values)).check(network))
        .hasMessageContaining("neuron 3 of 'pre'");
    assertThatThrownBy(
            () -> ValueTrain.sorted(new int[] {1, 1}, new int[] {0, 0}, new double[] {1, 2}))
        .hasMessageContaining("two values");
  }
}
