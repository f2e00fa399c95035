package org.tradewind.io.net;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.tradewind.io.yaml.Node;
import org.tradewind.network.Graded;
import org.tradewind.network.NeuronModel;
import org.tradewind.network.NeuronModel.Reset;
import org.tradewind.network.SynapseWord;
import org.tradewind.network.Values;
import org.tradewind.unit.Quantity;

/// Reads `params` as the neuron model of one of the chip's programs, or of ours.
final class Models {
  /// The chip's programs, and ours, which send numbers: `rectified` and `value_list`.
  static final List<String> NAMES =
      List.of(
          "lif",
          "lif_no_delay",
          "lif_conv2d",
          "charge_and_spike",
          "lif_curr_exp",
          "lif_curr_exp_no_delay",
          "lif_adaptive_threshold",
          "izhikevich",
          "poisson",
          "spike_list",
          "rectified",
          "value_list",
          "relay");

  /// A decay factor takes all, some or nothing away in a step.
  private static final double KEEPS_ALL = 1;

  private final String program;
  private final Node.Mapping params;
  private final int size;
  private final Numbers numbers;
  private final double timestepSeconds;
  private final List<String> known = new ArrayList<>();

  private Models(
      String program, Node.Mapping params, int size, Numbers numbers, double timestepSeconds) {
    this.program = program;
    this.params = params;
    this.size = size;
    this.numbers = numbers;
    this.timestepSeconds = timestepSeconds;
  }

  /// How a program stores its synapses where nobody says otherwise (hardware.md 12.3: the programs
  /// without delays, `lif_conv2d` and `charge_and_spike` have 8-bit weights).
  static SynapseWord word(String program) {
    return switch (program) {
      case "lif_no_delay", "lif_curr_exp_no_delay", "lif_conv2d", "charge_and_spike" ->
          SynapseWord.NO_DELAY;
      default -> SynapseWord.AUTO;
    };
  }

  /// @param program one of [#NAMES]
  /// @param size of the population: lists must be as long
  static NeuronModel read(
      String program, Node.Mapping params, int size, Numbers numbers, double timestepSeconds) {
    var reader = new Models(program, params, size, numbers, timestepSeconds);
    NeuronModel model = params.checked(reader::model);
    params.allow(reader.known);
    return model;
  }

  private NeuronModel model() {
    return switch (program) {
      case "lif", "lif_no_delay", "lif_conv2d" -> lif(decay("alpha_decay", 0.9, "beta"));
      case "charge_and_spike" -> lif(Values.of(KEEPS_ALL));
      case "lif_curr_exp", "lif_curr_exp_no_delay" ->
          new NeuronModel.CurrExpLif(
              decay("alpha_decay", 0.9, "beta"),
              decay("exc_decay", 0.5),
              decay("inh_decay", 0.5),
              any("i_offset", 0),
              threshold(),
              any("v_reset", 0),
              any("v_init", 0),
              refractorySteps(),
              reset());
      case "lif_adaptive_threshold" ->
          new NeuronModel.AdaptiveLif(
              decay("alpha_decay", 0.9),
              any("i_offset", 0),
              threshold(),
              decay("threshold_decay", 0.995),
              any("beta", 1.8),
              any("v_reset", 0),
              any("v_init", 0),
              reset());
      case "izhikevich" ->
          new NeuronModel.Izhikevich(
              any("recovery_decay", 0.02, "a"),
              any("recovery_sensitivity", 0.2, "b"),
              any("v_reset", -65, "c"),
              any("reset_recovery_increment", 8, "d"),
              any("i_offset", 0),
              any("v_init", -65),
              1);
      case "poisson" -> poisson();
      case "spike_list" -> {
        known.addAll(List.of("spikes", "ahead"));
        yield new NeuronModel.SpikeList(params.get("ahead").map(Node::flag).orElse(false));
      }
      case "rectified" -> NeuronModel.Rectified.of(any("bias", 0), most());
      case "value_list" -> {
        known.addAll(List.of("values", "ahead"));
        yield new NeuronModel.ValueList(
            params.get("ahead").map(Node::flag).orElse(false), Graded.upTo(most()));
      }
      case "relay" -> new NeuronModel.Relay();
      default -> throw new IllegalStateException("no program " + program);
    };
  }

  private NeuronModel lif(Values alphaDecay) {
    return new NeuronModel.Lif(
        alphaDecay, any("i_offset", 0), threshold(), any("v_reset", 0), any("v_init", 0), reset());
  }

  private double most() {
    known.add("most");
    Node node = params.require("most");
    double most = node.number();
    return node.checked(() -> Graded.upTo(most)).most();
  }

  private Values threshold() {
    return any("threshold", 1, "v_thresh", "v_threshold");
  }

  private Values decay(String key, double otherwise, String... aliases) {
    return parameter(0, KEEPS_ALL, key, otherwise, aliases);
  }

  private Values any(String key, double otherwise, String... aliases) {
    return parameter(-Float.MAX_VALUE, Float.MAX_VALUE, key, otherwise, aliases);
  }

  private Values refractorySteps() {
    Values steps = parameter(0, 1 << 20, "t_refrac", 0, "t_refract");
    boolean whole =
        switch (steps) {
          case Values.Constant(double value) -> value == Math.rint(value);
          case Values.Listed(double[] all) -> Arrays.stream(all).allMatch(v -> v == Math.rint(v));
          case Values.Uniform _, Values.Normal _, Values.Rounded _ -> false;
        };
    if (!whole) {
      throw params
          .get("t_refrac")
          .or(() -> params.get("t_refract"))
          .orElse(params)
          .error("must be whole numbers of steps, one or a list");
    }
    return steps;
  }

  private Values parameter(
      double low, double high, String key, double otherwise, String... aliases) {
    known.add(key);
    Node found = params.get(key).orElse(null);
    for (String alias : aliases) {
      known.add(alias);
      Node other = params.get(alias).orElse(null);
      if (other != null && found != null) {
        throw other.error("is another name of '" + key + "', which is given too; remove one");
      }
      found = other == null ? found : other;
    }
    if (found == null) {
      return Values.of(otherwise);
    }
    return found instanceof Node.Scalar || high < Float.MAX_VALUE
        ? numbers.within(low, high, found, size, "neurons")
        : numbers.of(found, size, "neurons");
  }

  private NeuronModel.Reset reset() {
    known.add("reset");
    return params
        .get("reset")
        .map(node -> {
          String name = node.oneOf(Arrays.stream(Reset.values()).map(Models::name).toList());
          return Arrays.stream(Reset.values()).filter(r -> name(r).equals(name)).findFirst();
        })
        .flatMap(found -> found)
        .orElse(Reset.BY_SUBTRACTION);
  }

  /// As a file says it.
  static String name(Reset reset) {
    return "reset_" + reset.name().toLowerCase(Locale.ROOT);
  }

  private NeuronModel poisson() {
    known.addAll(List.of("p", "rate", "from_step", "until_step"));
    if (params.get("p").isPresent() == params.get("rate").isPresent()) {
      throw params.error("takes either 'p', a probability per step, or 'rate', such as 10Hz");
    }
    Values p =
        params
            .get("p")
            .map(node -> numbers.within(0, 1, node, size, "neurons"))
            .orElseGet(() -> rates(params.require("rate")));
    int from = params.get("from_step").map(n -> n.whole(0, Integer.MAX_VALUE)).orElse(0);
    int until =
        params
            .get("until_step")
            .map(n -> n.whole(from, Integer.MAX_VALUE))
            .orElse(Integer.MAX_VALUE);
    return new NeuronModel.Poisson(p, from, until);
  }

  private Values rates(Node node) {
    if (!(node instanceof Node.Sequence sequence)) {
      return Values.of(probability(node));
    }
    if (sequence.items().size() != size) {
      throw node.error(
          "lists " + sequence.items().size() + " rates, but there are " + size + " neurons");
    }
    return Values.of(sequence.items().stream().mapToDouble(this::probability).toArray());
  }

  /// A Bernoulli draw a step stands for a Poisson process of the same mean.
  private double probability(Node node) {
    double hertz = node.checked(() -> Quantity.hertz("rate", node.text()));
    double p = hertz * timestepSeconds;
    if (!(p >= 0 && p <= 1)) {
      throw node.error(
          "is "
              + p
              + " spikes a step of "
              + timestepSeconds
              + " s; between 0 and 1 can be drawn; choose a shorter timestep");
    }
    return p;
  }
}
