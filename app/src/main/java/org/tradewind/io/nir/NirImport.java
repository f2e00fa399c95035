package org.tradewind.io.nir;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.tradewind.network.Graded;
import org.tradewind.network.Network;
import org.tradewind.network.NeuronModel;
import org.tradewind.network.Population;
import org.tradewind.network.Projection;
import org.tradewind.network.SynapseWord;
import org.tradewind.network.Values;
import org.tradewind.network.Variable;
import org.tradewind.unit.InputException;

/// A NIR graph as a network: neurons become populations, the linear nodes between them become
/// projections and constant offsets. Weights stay the real numbers of the file; `snn` quantises
/// them later.
///
/// NIR is in continuous time and says nothing about how it is discretised; [Options] does.
public final class NirImport {
  /// How a differential equation becomes a step: with `x = dt / tau`, the decay is `1 - x` or
  /// `e^-x`, and what comes in is multiplied by one minus that.
  public enum Integrator {
    EULER,
    EXPONENTIAL
  }

  /// What a file leaves open.
  ///
  /// @param dtSeconds the timestep, in the file's own unit of time, which is taken for the second
  /// @param reset to the file's v_reset, or by subtraction of the threshold
  /// @param connDelay delay field of every projection: 0 arrives in the next step
  /// @param recordV whether the voltage of every neuron is recorded, not only of those that have
  ///   nothing else to show
  /// @param inputMost the greatest magnitude of an input that is numbers; empty where it is spikes
  public record Options(
      double dtSeconds,
      NeuronModel.Reset reset,
      Integrator integrator,
      int connDelay,
      boolean recordV,
      OptionalDouble inputMost) {
    /// Where the input is spikes.
    public Options(
        double dtSeconds,
        NeuronModel.Reset reset,
        Integrator integrator,
        int connDelay,
        boolean recordV) {
      this(dtSeconds, reset, integrator, connDelay, recordV, OptionalDouble.empty());
    }

    public Options {
      if (!(dtSeconds > 0) || !Double.isFinite(dtSeconds)) {
        throw new InputException("--dt", dtSeconds + " s is no timestep; it must be positive");
      }
      if (connDelay < 0) {
        throw new InputException("--conn-delay", connDelay + " is no delay field; 0 is the least");
      }
    }
  }

  /// @param input population that the Input feeds, named after it: its spikes *arrive* in the step
  ///   that they are listed at, so that row t of an input acts in step t
  /// @param output population that feeds the Output
  /// @param notes sentences about what was assumed or is unusual, for the user
  public record Imported(
      Network network, String input, String output, double dtSeconds, List<String> notes) {
    public Imported {
      notes = List.copyOf(notes);
    }
  }

  private static final int MAX_CHAINS = 10_000;
  private static final int MAX_LINEAR_NODES_IN_A_ROW = 1_000;

  private final String where;
  private final Options options;
  private final List<String> notes = new ArrayList<>();
  private final FlatGraph graph;
  private final Shapes shapes;
  private final Chain.Context context;
  private final List<Chain> chains = new ArrayList<>();

  private NirImport(String where, NirGraph nir, Options options) {
    this.where = where;
    this.options = options;
    this.graph = new FlatGraph(where, nir);
    this.shapes = new Shapes(where, graph, notes);
    this.context = new Chain.Context(graph, shapes, options.dtSeconds(), options.connDelay());
  }

  /// @param where what the graph came from, for errors; also the network's name
  /// @throws InputException naming node and remedy where the graph is wrong, or the chip cannot
  ///   carry it: only spikes travel there, no voltages
  public static Imported network(NirGraph graph, String where, Options options) {
    NirCheck.check(where, graph);
    return new NirImport(where, graph, options).build();
  }

  private Imported build() {
    notes.add(
        "the file carries no unit of time; its numbers are taken for seconds, so that a timestep is"
            + " "
            + BigDecimal.valueOf(options.dtSeconds()).stripTrailingZeros().toPlainString()
            + " of them");
    List<String> inputs = graph.named(FlatGraph.Role.SOURCE);
    List<String> outputs = graph.named(FlatGraph.Role.SINK);
    if (inputs.isEmpty()) {
      throw new InputException(where, "the graph has no Input; add one, so that spikes can enter");
    }
    if (outputs.isEmpty()) {
      throw new InputException(
          where, "the graph has no Output; add one behind the neurons that you want to see");
    }
    List<String> linear = graph.linearInOrder();
    for (String source : graph.nodes().keySet()) {
      if (graph.role(source) != FlatGraph.Role.LINEAR) {
        follow(source, source, new ArrayList<>());
      }
    }
    chains.forEach(this::requireSpikes);
    Map<String, double[]> constants = constants(linear);
    Set<String> seen = new HashSet<>();
    for (Chain chain : chains) {
      if (graph.role(chain.target()) == FlatGraph.Role.SINK) {
        seen.add(chain.source());
      }
    }
    var populations = new ArrayList<Population>();
    for (String name : graph.inOrderOfFlow()) {
      switch (graph.role(name)) {
        case SOURCE -> populations.add(source(name));
        case NEURON -> populations.add(neuron(name, constants, seen.contains(name)));
        case LINEAR, SINK -> {}
      }
    }
    return new Imported(
        new Network(where, populations, projections()),
        onlyOrFirst("Input", inputs),
        onlyOrFirst("population that feeds an Output", outputs()),
        options.dtSeconds(),
        notes);
  }

  /// Every way from a source or neuron through linear nodes to where a signal ends.
  private void follow(String source, String at, List<String> via) {
    for (String to : graph.next(at)) {
      if (graph.role(to) == FlatGraph.Role.LINEAR) {
        if (via.size() == MAX_LINEAR_NODES_IN_A_ROW) {
          throw new InputException(
              graph.at(to),
              "more than " + via.size() + " linear nodes follow each other; merge them");
        }
        via.add(to);
        follow(source, to, via);
        via.removeLast();
      } else {
        if (chains.size() == MAX_CHAINS) {
          throw new InputException(
              graph.at(source),
              "there are more than " + MAX_CHAINS + " ways through linear nodes; merge some");
        }
        chains.add(new Chain(source, List.copyOf(via), to));
      }
    }
  }

  /// Refuses the ways on which something else than spikes would have to travel.
  private void requireSpikes(Chain chain) {
    boolean toOutput = graph.role(chain.target()) == FlatGraph.Role.SINK;
    boolean voltage =
        switch (graph.node(chain.source())) {
          case NirNode.I _, NirNode.LI _, NirNode.CubaLI _ -> true;
          default -> false;
        };
    if (voltage && !toOutput) {
      throw new InputException(
          graph.at(chain.source()),
          "its voltage is the signal that goes to '"
              + (chain.via().isEmpty() ? chain.target() : chain.via().get(0))
              + "', but only spikes travel on the chip; make it a spiking neuron (IF, LIF, CubaLIF)"
              + " or connect it to the Output alone");
    }
    if (toOutput && graph.role(chain.source()) == FlatGraph.Role.SOURCE) {
      throw new InputException(
          graph.at(chain.target()),
          "Input '"
              + chain.source()
              + "' reaches it without a neuron between, so there is nothing to run; remove that way"
              + " or put a neuron into it");
    }
    if (toOutput) {
      for (String name : chain.via()) {
        switch (graph.node(name)) {
          case NirNode.Flatten _, NirNode.Input _, NirNode.Output _ -> {}
          default ->
              throw new InputException(
                  graph.at(name),
                  "nothing on the chip can hold what it sends to Output '"
                      + chain.target()
                      + "'; put a neuron behind it (LI records its voltage)");
        }
      }
    }
  }

  /// What each linear node sends while no spike travels: the biases before it, carried through.
  /// Nodes that send nothing but zeros are left out.
  private Map<String, double[]> constants(List<String> linear) {
    var constants = new HashMap<String, double[]>();
    for (String name : linear) {
      if (graph.previous(name).isEmpty()) {
        throw new InputException(
            graph.at(name), "nothing leads to it; connect it to an Input or remove it");
      }
      if (graph.next(name).isEmpty()) {
        notes.add("'" + name + "' leads nowhere and is left out");
      }
      double[] in = arriving(name, constants);
      double[] sent = in == null ? null : context.wiring(name).of(in);
      Tensor bias =
          switch (graph.node(name)) {
            case NirNode.Affine(_, Tensor b) -> b;
            case NirNode.Conv1d c -> c.bias();
            case NirNode.Conv2d c -> c.bias();
            default -> null;
          };
      if (bias != null && !(bias.uniform() && bias.values()[0] == 0)) {
        sent = sent == null ? new double[shapes.outSize(name)] : sent;
        int each = sent.length / bias.size();
        for (int i = 0; i < sent.length; i++) {
          sent[i] += bias.at(i / each);
        }
      }
      if (sent != null) {
        constants.put(name, sent);
      }
    }
    return constants;
  }

  /// Sum of the constants of all linear nodes that lead to a node; null where there are none.
  private double[] arriving(String name, Map<String, double[]> constants) {
    double[] sum = null;
    for (String from : graph.previous(name)) {
      if (constants.get(from) instanceof double[] constant) {
        sum = sum == null ? new double[constant.length] : sum;
        for (int i = 0; i < sum.length; i++) {
          sum[i] += constant[i];
        }
      }
    }
    return sum;
  }

  private Population source(String name) {
    if (graph.next(name).isEmpty()) {
      throw new InputException(graph.at(name), "it leads nowhere; connect it to a node");
    }
    return new Population(
        name,
        axes(shapes.out(name)),
        options.inputMost().isPresent()
            ? new NeuronModel.ValueList(true, Graded.upTo(options.inputMost().getAsDouble()))
            : new NeuronModel.SpikeList(true),
        SynapseWord.AUTO,
        0,
        OptionalDouble.empty(),
        false,
        Set.of(),
        Values.of(1),
        List.of());
  }

  /// At most (channels, rows, columns), without the batch that some exporters leave in front.
  private static List<Integer> axes(List<Integer> shape) {
    var axes = new ArrayList<>(shape.isEmpty() ? List.of(1) : shape);
    while (axes.size() > 3 && axes.get(0) == 1) {
      axes.remove(0);
    }
    return axes;
  }

  private Population neuron(String name, Map<String, double[]> constants, boolean seen) {
    int size = shapes.outSize(name);
    double[] constant = arriving(name, constants);
    Neurons neurons =
        Neurons.of(
            graph.at(name),
            graph.node(name),
            size,
            constant == null ? new double[size] : constant,
            options);
    remark(name, neurons, constant != null);
    return new Population(
        name,
        axes(shapes.out(name)),
        neurons.model(),
        SynapseWord.AUTO,
        0,
        OptionalDouble.empty(),
        seen && neurons.spikes(),
        options.recordV() || !neurons.spikes() ? Set.of(Variable.V) : Set.of(),
        neurons.unit(),
        List.of());
  }

  private void remark(String name, Neurons neurons, boolean biased) {
    Map<String, Object> fields = Primitives.fields(graph.node(name));
    if (graph.previous(name).isEmpty()) {
      notes.add("nothing leads to '" + name + "'; only its leak drives it");
    }
    if (!neurons.spikes()) {
      notes.add(
          "'"
              + name
              + "' ("
              + graph.node(name).type()
              + ") has no threshold; it gets one of "
              + Neurons.NEVER
              + ", which is never reached, and its voltage is recorded");
    }
    if (options.reset() == NeuronModel.Reset.BY_SUBTRACTION
        && fields.get("v_reset") instanceof Tensor vReset
        && !(vReset.uniform() && vReset.values()[0] == 0)) {
      notes.add("the v_reset of '" + name + "' is ignored, because the reset is by subtraction");
    }
    if (biased && fields.containsKey("tau_syn")) {
      notes.add(
          "the bias that reaches '"
              + name
              + "' acts from the first step as the current that it would settle at");
    }
    fields.forEach((field, value) -> {
      if (field.startsWith("tau") && Neurons.least((Tensor) value) < options.dtSeconds()) {
        notes.add(
            "'"
                + field
                + "' of '"
                + name
                + "' is "
                + Neurons.least((Tensor) value)
                + ", less than the timestep; is the file in another unit of time?");
      }
    });
  }

  private List<Projection> projections() {
    var named = new LinkedHashMap<String, Projection>();
    for (Chain chain : chains) {
      if (graph.role(chain.target()) == FlatGraph.Role.NEURON) {
        String name = chain.source() + "->" + chain.target();
        if (named.containsKey(name)) {
          name += " via " + String.join(",", chain.via());
        }
        named.put(name, projection(name, chain));
      }
    }
    return List.copyOf(named.values());
  }

  private Projection projection(String name, Chain chain) {
    try {
      return chain.projection(name, context);
    } catch (IllegalArgumentException e) {
      // weights that are finite one by one, and infinite multiplied
      throw new InputException(
          where, "the way " + name + " cannot become synapses: " + e.getMessage(), e);
    }
  }

  /// Populations that feed an Output, in the order of the Outputs.
  private List<String> outputs() {
    var names = new ArrayList<String>();
    for (String output : graph.named(FlatGraph.Role.SINK)) {
      List<String> feeding =
          chains.stream()
              .filter(c -> c.target().equals(output))
              .map(Chain::source)
              .distinct()
              .toList();
      if (feeding.isEmpty()) {
        throw new InputException(graph.at(output), "nothing leads to it; connect it to a neuron");
      }
      names.addAll(feeding);
    }
    return names.stream().distinct().toList();
  }

  private String onlyOrFirst(String what, List<String> names) {
    if (names.size() > 1) {
      notes.add(
          "there is more than one "
              + what
              + ", "
              + names
              + "; '"
              + names.get(0)
              + "' is the main one");
    }
    return names.get(0);
  }
}
