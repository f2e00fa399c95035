package org.tradewind.snn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.tradewind.network.Background;
import org.tradewind.network.Connectivity;
import org.tradewind.network.Network;
import org.tradewind.network.Network.Use;
import org.tradewind.network.NeuronModel;
import org.tradewind.network.Population;
import org.tradewind.network.Projection;
import org.tradewind.network.Rows;
import org.tradewind.network.SynapseWord;
import org.tradewind.network.Values;
import org.tradewind.snn.Quantisation.ProjectionError;
import org.tradewind.unit.InputException;

/// Makes a [Quantisation], population by population, since a scale belongs to the population where
/// weights end (hardware.md 12.5: one w_scale a target).
final class Quantiser {
  /// A background's integer: hundreds of them still fit an accumulator.
  private static final int MOST_BACKGROUND = 1 << 20;

  /// Weights that are looked at in place of a hundred times as many or more.
  private static final int SAMPLE = 1 << 14;

  private final Network network;
  private final Quantisation.Scaling scaling;
  private final long seed;
  private final Projection[] projections;
  private final ProjectionError[] errors;
  private final List<ProjectionError> backgroundErrors = new ArrayList<>();
  private final Map<String, Double> scales = new HashMap<>();

  Quantiser(Network network, Quantisation.Scaling scaling, long seed) {
    this.network = network;
    this.scaling = scaling;
    this.seed = seed;
    this.projections = new Projection[network.projections().size()];
    this.errors = new ProjectionError[projections.length];
  }

  /// A projection that is on its way.
  ///
  /// @param rows none where the kernel is kept
  /// @param kernel each element; none where there are rows
  /// @param range what is known of its weights
  private record Incoming(
      int index, Projection projection, List<Rows> rows, float[] kernel, Range range) {
    /// The largest delay field, looked for where a word might not hold it.
    int longestDelay(int held) {
      return rows.stream()
          .mapToInt(r -> r.mostDelay() <= held ? r.mostDelay() : r.longestDelay())
          .max()
          .orElse(0);
    }

    /// The one weight that all synapses have; none where they differ, or where there are none.
    float[] common() {
      double common = rows.isEmpty() ? Double.NaN : rows.getFirst().commonWeight();
      return Double.isNaN(common) || rows.getFirst().count() == 0
          ? new float[0]
          : new float[] {(float) common};
    }

    /// Something made of each part of its weights, in their order.
    <T> List<T> weights(BiFunction<float[], Integer, T> work, BinaryOperator<T> join) {
      float[] common = common();
      if (rows.isEmpty() || common.length > 0) {
        float[] weights = rows.isEmpty() ? kernel : common;
        return List.of(work.apply(weights, weights.length));
      }
      return rows.getFirst()
          .blocks((reader, block) -> {
            T made = work.apply(reader.weight(), 0);
            for (int row = block.from(); row < block.to(); row++) {
              int count = reader.weights(row);
              made = join.apply(made, work.apply(reader.weight(), count));
            }
            return made;
          });
    }
  }

  /// What a scale and a word are chosen by.
  ///
  /// @param largest magnitude
  /// @param whole whether each is an integer
  /// @param wholeScaled whether each times the given factor is
  private record Range(double largest, boolean whole, boolean wholeScaled) {
    static final Range NONE = new Range(0, true, true);

    static Range of(float[] weights, int count, double factor) {
      double largest = 0;
      boolean whole = true;
      boolean wholeScaled = true;
      for (int i = 0; i < count; i++) {
        double w = weights[i];
        largest = Math.max(largest, Math.abs(w));
        whole &= w == Math.rint(w);
        wholeScaled &= w * factor == Math.rint(w * factor);
      }
      return new Range(largest, whole, wholeScaled);
    }

    Range and(Range other) {
      return new Range(
          Math.max(largest, other.largest), whole && other.whole, wholeScaled && other.wholeScaled);
    }
  }

  Quantisation quantised() {
    List<Stored> stored = network.populations().stream().map(this::stored).toList();
    int one = FixedPoint.one(network(network.populations()), seed);
    var populations = new ArrayList<Population>();
    for (Stored each : stored) {
      populations.add(quantised(each, one));
    }
    return new Quantisation(
        network(populations),
        scales,
        Stream.concat(Stream.of(errors), backgroundErrors.stream()).toList());
  }

  /// With the projections as they are rounded.
  private Network network(List<Population> populations) {
    return new Network(network.name(), populations, List.of(projections));
  }

  /// A population whose weights are rounded.
  ///
  /// @param scale of its weights
  private record Stored(
      Population population, SynapseWord word, double scale, List<Background> backgrounds) {}

  /// Whether a population runs as `lif_conv2d`: leaky integrate-and-fire neurons behind
  /// convolutions alone, of spikes, delay field 0, stored as int8. Each comes from a population of
  /// its own, because a packet meets one kernel.
  static boolean convolves(Network network, Population population) {
    boolean word =
        population.word() == SynapseWord.AUTO || population.word() == SynapseWord.NO_DELAY;
    List<Projection> incoming = incoming(network, population);
    return word
        && population.model() instanceof NeuronModel.Lif
        && !incoming.isEmpty()
        && !network.takesNumbers(population.name())
        && incoming.stream().map(Projection::pre).distinct().count() == incoming.size()
        && incoming.stream()
            .allMatch(p ->
                p.connectivity() instanceof Connectivity.Convolution
                    && p.delays() instanceof Values.Constant(double delay)
                    && Math.round(delay) <= 0);
  }

  static List<Projection> incoming(Network network, Population population) {
    return network.projections().stream().filter(p -> p.post().equals(population.name())).toList();
  }

  private Stored stored(Population population) {
    boolean kernels = convolves(network, population);
    var incoming = new ArrayList<Incoming>();
    for (Projection p : incoming(network, population)) {
      incoming.add(incoming(p, kernels));
    }
    boolean relay = population.model() instanceof NeuronModel.Relay;
    SynapseWord word = word(population, kernels, relay, incoming);
    int range = SynapseFormat.of(word).maxWeight();
    double scale = relay ? 1 : scale(incoming, population.backgrounds(), range);
    for (Incoming in : incoming) {
      rounded(in, word, scale, range, relay, kernels);
    }
    return new Stored(population, word, scale, rounded(population, word, scale, relay));
  }

  /// @param one what is 1 of the numbers in packets
  private Population quantised(Stored stored, int one) {
    Population population = stored.population;
    double scale = stored.scale * (network.takesNumbers(population.name()) ? one : 1);
    scales.put(population.name(), scale);
    int index = network.index(population.name());
    double[] unit = network.vUnits(index, seed);
    for (int i = 0; i < unit.length; i++) {
      unit[i] /= voltageScale(population.model(), scale, one);
    }
    return population
        .with(new Scaled(index, population.size(), scale, one).model(population.model()))
        .stored(stored.word)
        .inUnits(explicit(unit))
        .under(stored.backgrounds);
  }

  /// An Izhikevich neuron keeps its millivolts and divides its input instead; what a rectified unit
  /// has is what it sends.
  private static double voltageScale(NeuronModel model, double scale, int one) {
    return switch (model) {
      case NeuronModel.Izhikevich _ -> 1;
      case NeuronModel.Rectified _ -> one;
      case NeuronModel.Lif _,
          NeuronModel.CurrExpLif _,
          NeuronModel.AdaptiveLif _,
          NeuronModel.Poisson _,
          NeuronModel.SpikeList _,
          NeuronModel.ValueList _,
          NeuronModel.Relay _ ->
          scale;
    };
  }

  private Incoming incoming(Projection p, boolean kernels) {
    int index = network.index(p);
    if (kernels && p.connectivity() instanceof Connectivity.Convolution c) {
      double[] all = p.weights().resolve(c.weights(), seed, Network.owner(Use.WEIGHT, index, 0));
      var kernel = new float[all.length];
      for (int i = 0; i < kernel.length; i++) {
        kernel[i] = (float) all[i];
      }
      return ranged(new Incoming(index, p, List.of(), kernel, Range.NONE));
    }
    return ranged(
        new Incoming(index, p, List.of(Rows.of(network, p, seed)), new float[0], Range.NONE));
  }

  /// The same with what its weights tell.
  private Incoming ranged(Incoming in) {
    double factor = factor();
    if (!in.rows.isEmpty() && in.rows.getFirst().drawsWeights()) {
      return new Incoming(in.index, in.projection, in.rows, in.kernel, drawn(in.rows.getFirst()));
    }
    Range range =
        in.weights((weights, count) -> Range.of(weights, count, factor), Range::and).stream()
            .reduce(Range.NONE, Range::and);
    return new Incoming(in.index, in.projection, in.rows, in.kernel, range);
  }

  /// Real numbers that are drawn are not all whole, but for none at all.
  private static Range drawn(Rows rows) {
    return rows
        .blocks((reader, block) -> {
          Range range = Range.NONE;
          for (int row = block.from(); row < block.to(); row++) {
            for (double extreme : reader.extremes(row)) {
              range = range.and(new Range(Math.abs(extreme), false, false));
            }
          }
          return range;
        })
        .stream()
        .reduce(Range.NONE, Range::and);
  }

  /// The scale that was given; 1 where none was.
  private double factor() {
    return Double.isNaN(scaling.factor()) ? 1 : scaling.factor();
  }

  private SynapseWord word(
      Population population, boolean kernels, boolean relay, List<Incoming> incoming) {
    boolean given = population.word() != SynapseWord.AUTO;
    int held = given ? SynapseFormat.of(population.word()).maxDelay() : 0;
    int longest = 0;
    for (Incoming in : incoming) {
      longest = Math.max(longest, in.longestDelay(held));
    }
    if (population.word() != SynapseWord.AUTO) {
      int most = SynapseFormat.of(population.word()).maxDelay();
      if (longest > most) {
        throw new InputException(
            "population '" + population.name() + "'",
            "a synapse that ends here has the delay field %d, and its word %s holds 0 to %d; "
                    .formatted(longest, population.word().name().toLowerCase(Locale.ROOT), most)
                + (longest > SynapseFormat.DELAY.maxDelay()
                    ? "use `word: wide`"
                    : "use `word: delay`")
                + " or shorter delays");
      }
      return population.word();
    }
    if (kernels) {
      return SynapseWord.NO_DELAY;
    }
    if (longest > SynapseFormat.DELAY.maxDelay()) {
      return SynapseWord.WIDE;
    }
    Range all = incoming.stream().map(Incoming::range).reduce(Range.NONE, Range::and);
    boolean small =
        relay || all.wholeScaled && all.largest * factor() <= SynapseFormat.DELAY.maxWeight();
    return small || longest > 0 ? SynapseWord.DELAY : SynapseWord.NO_DELAY;
  }

  /// Backgrounds have their integers in a word of their own: any scale serves that keeps them
  /// whole, and they choose one where no synapse does.
  private double scale(List<Incoming> incoming, List<Background> backgrounds, int range) {
    if (!Double.isNaN(scaling.factor())) {
      return scaling.factor();
    }
    Range all = incoming.stream().map(Incoming::range).reduce(Range.NONE, Range::and);
    boolean wholeNoise = backgrounds.stream().allMatch(b -> b.weight() == Math.rint(b.weight()));
    if (wholeNoise && all.whole && all.largest <= range) {
      return 1;
    }
    double largest = all.largest;
    for (Background background : largest == 0 ? backgrounds : List.<Background>of()) {
      largest = Math.max(largest, Math.abs(background.weight()));
    }
    return largest == 0 ? 1 : range / largest;
  }

  /// Each with its integer (a relay ignores inhibition); what rounding did to it is listed under
  /// the population's name.
  private List<Background> rounded(
      Population population, SynapseWord word, double scale, boolean relay) {
    var integers = new ArrayList<Background>();
    for (Background background : population.backgrounds()) {
      double weight = background.weight();
      double integer =
          relay
              ? Math.max(0, Math.signum(weight))
              : Math.clamp(Math.rint(weight * scale), -MOST_BACKGROUND, MOST_BACKGROUND);
      double error = relay ? 0 : Math.abs(integer / scale - weight);
      backgroundErrors.add(
          new ProjectionError(
              "background of " + population.name(),
              word,
              1,
              scale,
              error,
              error,
              Math.abs(weight),
              integer == 0 && weight != 0 ? 1 : 0,
              Math.abs(integer) == MOST_BACKGROUND ? 1 : 0));
      integers.add(new Background(background.meanPerStep(), integer));
    }
    return integers;
  }

  /// What rounding does to some weights.
  private record Rounding(
      long weights,
      double squares,
      double maxError,
      double maxWeight,
      long becameZero,
      long saturated) {
    static final Rounding NONE = new Rounding(0, 0, 0, 0, 0, 0);

    /// A relay looks at the sign alone.
    static Rounding of(float[] weights, int count, double scale, int range, boolean relay) {
      double squares = 0;
      double maxError = 0;
      double maxWeight = 0;
      long becameZero = 0;
      long saturated = 0;
      for (int i = 0; i < count; i++) {
        double w = weights[i];
        double nearest = Math.rint(w * scale);
        double error = relay ? 0 : Math.clamp(nearest, -range, range) / scale - w;
        squares += error * error;
        maxError = Math.max(maxError, Math.abs(error));
        maxWeight = Math.max(maxWeight, Math.abs(w));
        becameZero += !relay && nearest == 0 && w != 0 ? 1 : 0;
        saturated += !relay && Math.abs(nearest) > range ? 1 : 0;
      }
      return new Rounding(count, squares, maxError, maxWeight, becameZero, saturated);
    }

    /// So many such weights.
    Rounding times(long n) {
      return new Rounding(
          weights * n, squares * n, maxError, maxWeight, becameZero * n, saturated * n);
    }

    Rounding and(Rounding o) {
      return new Rounding(
          weights + o.weights,
          squares + o.squares,
          Math.max(maxError, o.maxError),
          Math.max(maxWeight, o.maxWeight),
          becameZero + o.becameZero,
          saturated + o.saturated);
    }
  }

  /// What rounding does to very many weights that are drawn, of which none becomes zero or is
  /// clipped: as to some that are drawn evenly.
  private static Optional<Rounding> expected(Incoming in, double scale, int range, boolean relay) {
    if (in.rows.isEmpty() || !in.rows.getFirst().drawsWeights()) {
      return Optional.empty();
    }
    Rows rows = in.rows.getFirst();
    long count = rows.count();
    boolean vanishes = rows.leastWeight() * scale <= 0.5 && rows.mostWeight() * scale >= -0.5;
    boolean clipped = in.range.largest * scale > range + 0.5;
    if (count < 100L * SAMPLE || relay || vanishes || clipped) {
      return Optional.empty();
    }
    var sample = new float[SAMPLE];
    for (int i = 0; i < SAMPLE; i++) {
      sample[i] = (float) rows.drawn((int) ((2L * i + 1 << 31) / SAMPLE));
    }
    Rounding even = Rounding.of(sample, SAMPLE, scale, range, false);
    return Optional.of(
        new Rounding(count, even.squares / SAMPLE * count, even.maxError, in.range.largest, 0, 0));
  }

  private void rounded(
      Incoming in, SynapseWord word, double scale, int range, boolean relay, boolean kernels) {
    Rounding all =
        expected(in, scale, range, relay)
            .orElseGet(() ->
                in
                    .weights(
                        (weights, count) -> Rounding.of(weights, count, scale, range, relay),
                        Rounding::and)
                    .stream()
                    .reduce(Rounding.NONE, Rounding::and));
    if (in.common().length > 0) {
      all = all.times(in.rows.getFirst().count());
    }
    errors[in.index] =
        new ProjectionError(
            in.projection.name(),
            word,
            all.weights,
            scale,
            all.weights == 0 ? 0 : Math.sqrt(all.squares / all.weights),
            all.maxError,
            all.maxWeight,
            all.becameZero,
            all.saturated);
    projections[in.index] = integers(in, scale, range, relay, kernels);
  }

  /// The projection with its integers: the same rule, whose weights are rounded wherever they are
  /// made. A kernel is listed. Synapses whose weight is zero then are still in the rule; they are
  /// left out where words are stored. A relay ignores inhibition and looks at the sign alone.
  private static Projection integers(
      Incoming in, double scale, int range, boolean relay, boolean kernels) {
    Projection p = in.projection;
    if (kernels) {
      var kernel = new double[in.kernel.length];
      for (int i = 0; i < kernel.length; i++) {
        kernel[i] = Math.clamp(Math.rint(in.kernel[i] * scale), -range, range);
      }
      return with(p, new Values.Listed(kernel), Values.of(0));
    }
    var rounded =
        relay
            ? new Values.Rounded(p.weights(), Float.MAX_VALUE, 0, 1)
            : new Values.Rounded(p.weights(), scale, -range, range);
    boolean constant = p.weights() instanceof Values.Constant;
    return with(p, constant ? Values.of(rounded.at(0, 0, 0)) : rounded, p.delays());
  }

  private static Projection with(Projection p, Values weights, Values delays) {
    return new Projection(p.name(), p.pre(), p.post(), p.connectivity(), weights, delays);
  }

  /// One value where all are the same, else the list.
  private static Values explicit(double[] all) {
    for (double value : all) {
      if (value != all[0]) {
        return new Values.Listed(all);
      }
    }
    return Values.of(all[0]);
  }

  /// A population's model in machine units: parameters drawn, scaled where they are voltages, and
  /// float32.
  private final class Scaled {
    private final int index;
    private final int size;
    private final double scale;

    /// What is 1 of the numbers in packets.
    private final int one;

    Scaled(int index, int size, double scale, int one) {
      this.index = index;
      this.size = size;
      this.scale = scale;
      this.one = one;
    }

    /// The number behind each value is its position in the record, under which it is drawn.
    NeuronModel model(NeuronModel model) {
      return switch (model) {
        case NeuronModel.Lif m ->
            new NeuronModel.Lif(
                number(0, m.alphaDecay()),
                voltage(1, m.iOffset()),
                voltage(2, m.threshold()),
                voltage(3, m.vReset()),
                initial(m.vInit(), scale),
                m.reset());
        case NeuronModel.CurrExpLif m ->
            new NeuronModel.CurrExpLif(
                number(0, m.alphaDecay()),
                number(1, m.excDecay()),
                number(2, m.inhDecay()),
                voltage(3, m.iOffset()),
                voltage(4, m.threshold()),
                voltage(5, m.vReset()),
                initial(m.vInit(), scale),
                steps(7, m.tRefracSteps()),
                m.reset());
        case NeuronModel.AdaptiveLif m ->
            new NeuronModel.AdaptiveLif(
                number(0, m.alphaDecay()),
                voltage(1, m.iOffset()),
                voltage(2, m.threshold()),
                number(3, m.thresholdDecay()),
                voltage(4, m.beta()),
                voltage(5, m.vReset()),
                initial(m.vInit(), scale),
                m.reset());
        case NeuronModel.Izhikevich m ->
            new NeuronModel.Izhikevich(
                number(0, m.recoveryDecay()),
                number(1, m.recoverySensitivity()),
                number(2, m.vReset()),
                number(3, m.resetRecoveryIncrement()),
                number(4, m.iOffset()),
                initial(m.vInit(), 1),
                single(m.inputScale() / scale));
        case NeuronModel.Poisson m ->
            new NeuronModel.Poisson(number(0, m.p()), m.fromStep(), m.untilStep());
        case NeuronModel.SpikeList m -> m;
        case NeuronModel.Rectified m ->
            new NeuronModel.Rectified(
                scaled(m.bias(), Network.owner(Use.PARAMETER, index, 0), one),
                single(m.inputScale() * one / scale),
                m.graded().whole(one));
        case NeuronModel.ValueList m -> new NeuronModel.ValueList(m.ahead(), m.graded().whole(one));
        case NeuronModel.Relay m -> m;
      };
    }

    private Values number(int component, Values values) {
      return scaled(values, Network.owner(Use.PARAMETER, index, component), 1);
    }

    private Values voltage(int component, Values values) {
      return scaled(values, Network.owner(Use.PARAMETER, index, component), scale);
    }

    private Values initial(Values values, double factor) {
      return scaled(values, Network.owner(Use.INITIAL, index, 0), factor);
    }

    private Values steps(int component, Values values) {
      double[] all = values.resolve(size, seed, Network.owner(Use.PARAMETER, index, component));
      for (int i = 0; i < size; i++) {
        all[i] = Math.round(all[i]);
      }
      return explicit(all);
    }

    private Values scaled(Values values, long owner, double factor) {
      double[] all = values.resolve(size, seed, owner);
      for (int i = 0; i < size; i++) {
        all[i] = single(all[i] * factor);
      }
      return explicit(all);
    }

    /// To float32; what is beyond it, such as the threshold of a neuron that never spikes, becomes
    /// its largest number.
    private static double single(double value) {
      return (float) Math.clamp(value, -Float.MAX_VALUE, Float.MAX_VALUE);
    }
  }
}
