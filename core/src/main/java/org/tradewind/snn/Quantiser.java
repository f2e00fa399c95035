package org.tradewind.snn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.tradewind.network.Background;
import org.tradewind.network.Connectivity;
import org.tradewind.network.Network;
import org.tradewind.network.Network.Use;
import org.tradewind.network.NeuronModel;
import org.tradewind.network.Population;
import org.tradewind.network.Projection;
import org.tradewind.network.SynapseWord;
import org.tradewind.network.Synapses;
import org.tradewind.network.Values;
import org.tradewind.snn.Quantisation.ProjectionError;
import org.tradewind.unit.InputException;

/// Makes a [Quantisation], population by population, since a scale belongs to the population where
/// weights end (hardware.md 12.5: one w_scale a target).
final class Quantiser {
  /// A background's integer: hundreds of them still fit an accumulator.
  private static final int MOST_BACKGROUND = 1 << 20;

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

  /// The weights of a projection that is on its way.
  ///
  /// @param synapses none where the kernel is kept
  /// @param weights of each synapse, or of each element of the kernel
  private record Incoming(int index, Projection projection, Synapses synapses, float[] weights) {}

  Quantisation quantised() {
    var populations = new ArrayList<Population>();
    for (Population population : network.populations()) {
      populations.add(quantised(population));
    }
    return new Quantisation(
        new Network(network.name(), populations, List.of(projections)),
        scales,
        Stream.concat(Stream.of(errors), backgroundErrors.stream()).toList());
  }

  /// Whether a population runs as `lif_conv2d`: leaky integrate-and-fire neurons behind
  /// convolutions alone, delay field 0, stored as int8. Each comes from a population of its own,
  /// because a packet meets one kernel.
  static boolean convolves(Network network, Population population) {
    boolean word =
        population.word() == SynapseWord.AUTO || population.word() == SynapseWord.NO_DELAY;
    List<Projection> incoming = incoming(network, population);
    return word
        && population.model() instanceof NeuronModel.Lif
        && !incoming.isEmpty()
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

  private Population quantised(Population population) {
    boolean kernels = convolves(network, population);
    var incoming = new ArrayList<Incoming>();
    for (Projection p : incoming(network, population)) {
      incoming.add(expanded(p, kernels));
    }
    boolean relay = population.model() instanceof NeuronModel.Relay;
    SynapseWord word = word(population, kernels, relay, incoming);
    int range = SynapseFormat.of(word).maxWeight();
    double scale = relay ? 1 : scale(incoming, population.backgrounds(), range);
    for (Incoming in : incoming) {
      rounded(in, word, scale, range, relay, kernels);
    }
    scales.put(population.name(), scale);
    int index = network.index(population.name());
    // an Izhikevich neuron keeps its millivolts and divides its input instead
    double vScale = population.model() instanceof NeuronModel.Izhikevich ? 1 : scale;
    double[] unit = network.vUnits(index, seed);
    for (int i = 0; i < unit.length; i++) {
      unit[i] /= vScale;
    }
    return population
        .with(new Scaled(index, population.size(), scale).model(population.model()))
        .stored(word)
        .inUnits(explicit(unit))
        .under(rounded(population, word, scale, relay));
  }

  private Incoming expanded(Projection p, boolean kernels) {
    int index = network.index(p);
    if (kernels && p.connectivity() instanceof Connectivity.Convolution c) {
      double[] all = p.weights().resolve(c.weights(), seed, Network.owner(Use.WEIGHT, index, 0));
      var kernel = new float[all.length];
      for (int i = 0; i < kernel.length; i++) {
        kernel[i] = (float) all[i];
      }
      return new Incoming(
          index, p, new Synapses(new int[1], new int[0], new float[0], new byte[0]), kernel);
    }
    Synapses synapses = Synapses.of(network, p, seed);
    return new Incoming(index, p, synapses, synapses.weight());
  }

  private SynapseWord word(
      Population population, boolean kernels, boolean relay, List<Incoming> incoming) {
    int longest = 0;
    for (Incoming in : incoming) {
      longest = Math.max(longest, in.synapses.maxDelay());
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
    double factor = Double.isNaN(scaling.factor()) ? 1 : scaling.factor();
    boolean small = relay || whole(incoming, factor, SynapseFormat.DELAY.maxWeight());
    return small || longest > 0 ? SynapseWord.DELAY : SynapseWord.NO_DELAY;
  }

  /// Backgrounds have their integers in a word of their own: any scale serves that keeps them
  /// whole, and they choose one where no synapse does.
  private double scale(List<Incoming> incoming, List<Background> backgrounds, int range) {
    if (!Double.isNaN(scaling.factor())) {
      return scaling.factor();
    }
    boolean wholeNoise = backgrounds.stream().allMatch(b -> b.weight() == Math.rint(b.weight()));
    if (wholeNoise && whole(incoming, 1, range)) {
      return 1;
    }
    double largest = 0;
    for (Incoming in : incoming) {
      for (float w : in.weights) {
        largest = Math.max(largest, Math.abs(w));
      }
    }
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

  /// Whether factor * weight is an integer within range for every weight.
  private static boolean whole(List<Incoming> incoming, double factor, int range) {
    for (Incoming in : incoming) {
      for (float w : in.weights) {
        double scaled = w * factor;
        if (scaled != Math.rint(scaled) || Math.abs(scaled) > range) {
          return false;
        }
      }
    }
    return true;
  }

  /// A relay looks at the sign alone.
  private static int integer(float weight, double scale, int range, boolean relay) {
    return relay
        ? (int) Math.signum(weight)
        : (int) Math.clamp(Math.rint(weight * scale), -range, range);
  }

  private void rounded(
      Incoming in, SynapseWord word, double scale, int range, boolean relay, boolean kernels) {
    double squares = 0;
    double maxError = 0;
    double maxWeight = 0;
    long becameZero = 0;
    long saturated = 0;
    int zeros = 0;
    for (float w : in.weights) {
      int q = integer(w, scale, range, relay);
      double error = relay ? 0 : q / scale - w;
      squares += error * error;
      maxError = Math.max(maxError, Math.abs(error));
      maxWeight = Math.max(maxWeight, Math.abs(w));
      becameZero += q == 0 && w != 0 ? 1 : 0;
      saturated += !relay && Math.abs(Math.rint(w * scale)) > range ? 1 : 0;
      zeros += q == 0 ? 1 : 0;
    }
    int count = in.weights.length;
    errors[in.index] =
        new ProjectionError(
            in.projection.name(),
            word,
            count,
            scale,
            count == 0 ? 0 : Math.sqrt(squares / count),
            maxError,
            maxWeight,
            becameZero,
            saturated);
    projections[in.index] = integers(in, scale, range, relay, kernels, zeros);
  }

  /// The projection with its integers: a kernel stays a kernel, one weight for all stays that; all
  /// others are listed, without those that are zero.
  private Projection integers(
      Incoming in, double scale, int range, boolean relay, boolean kernels, int zeros) {
    Projection p = in.projection;
    float[] weights = in.weights;
    if (kernels) {
      var kernel = new double[weights.length];
      for (int i = 0; i < kernel.length; i++) {
        kernel[i] = integer(weights[i], scale, range, relay);
      }
      return with(p, p.connectivity(), new Values.Listed(kernel), Values.of(0));
    }
    if (p.weights() instanceof Values.Constant(double w) && zeros == 0) {
      int q = integer((float) w, scale, range, relay);
      return with(p, p.connectivity(), Values.of(q), p.delays());
    }
    Synapses synapses = in.synapses;
    int count = weights.length - zeros;
    var pre = new int[count];
    var post = new int[count];
    var listed = new double[count];
    boolean oneDelay = p.delays() instanceof Values.Constant;
    var delays = new double[oneDelay ? 0 : count];
    int at = 0;
    for (int i = 0; i + 1 < synapses.rowStart().length; i++) {
      for (int s = synapses.rowStart()[i]; s < synapses.rowStart()[i + 1]; s++) {
        int q = integer(weights[s], scale, range, relay);
        if (q != 0) {
          pre[at] = i;
          post[at] = synapses.post()[s];
          listed[at] = q;
          if (!oneDelay) {
            delays[at] = synapses.delay()[s];
          }
          at++;
        }
      }
    }
    return with(
        p,
        new Connectivity.Listed(pre, post),
        new Values.Listed(listed),
        oneDelay ? p.delays() : new Values.Listed(delays));
  }

  private static Projection with(
      Projection p, Connectivity connectivity, Values weights, Values delays) {
    return new Projection(p.name(), p.pre(), p.post(), connectivity, weights, delays);
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

    Scaled(int index, int size, double scale) {
      this.index = index;
      this.size = size;
      this.scale = scale;
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
