package org.tradewind.io.net;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.tradewind.io.data.ListBuffer;
import org.tradewind.io.data.Samples;
import org.tradewind.io.data.SpikeBuffer;
import org.tradewind.io.data.ValueBuffer;
import org.tradewind.io.yaml.Node;
import org.tradewind.io.yaml.YamlReader;
import org.tradewind.job.Decision;
import org.tradewind.network.Background;
import org.tradewind.network.Connectivity;
import org.tradewind.network.Network;
import org.tradewind.network.NeuronModel;
import org.tradewind.network.Population;
import org.tradewind.network.Projection;
import org.tradewind.network.SpikeTrain;
import org.tradewind.network.Stimulus;
import org.tradewind.network.SynapseWord;
import org.tradewind.network.ValueTrain;
import org.tradewind.network.Values;
import org.tradewind.network.Variable;
import org.tradewind.unit.InputException;
import org.tradewind.unit.Quantity;

/// Reads a network file: docs/net-yaml.md.
public final class NetFile {
  public static final String EXTENSION = ".net.yaml";

  private static final double SHORTEST_TIMESTEP_SECONDS = 1e-6;
  private static final double LONGEST_TIMESTEP_SECONDS = 10;

  /// What a file says.
  ///
  /// @param stimulus what its `spike_list` and `value_list` populations send
  /// @param timestepSeconds model time of a step
  /// @param steps to run; 0 where the file does not say
  /// @param output the population whose spikes classify; empty where the file does not say
  /// @param decision how they do
  /// @param seed of the run, where the file says one
  public record Content(
      Network network,
      Stimulus stimulus,
      double timestepSeconds,
      int steps,
      String output,
      Decision decision,
      OptionalLong seed) {}

  private final Numbers numbers;
  private final double timestepSeconds;
  private final Map<String, Population> populations = new LinkedHashMap<>();
  private final Map<String, SpikeTrain> trains = new LinkedHashMap<>();
  private final Map<String, ValueTrain> values = new LinkedHashMap<>();

  /// Populations whose program takes convolutions only.
  private final Set<String> convolutional = new TreeSet<>();

  private NetFile(Numbers numbers, double timestepSeconds) {
    this.numbers = numbers;
    this.timestepSeconds = timestepSeconds;
  }

  /// @throws InputException one sentence that says where in the file, what, and what to do
  public static Content read(Path path) {
    Node.Mapping document = YamlReader.read(path);
    document.allow(
        "name", "timestep", "steps", "seed", "output", "decision", "populations", "projections");
    Path folder = path.toAbsolutePath().getParent();
    return new NetFile(new Numbers(folder), timestep(document)).content(document, path);
  }

  private static double timestep(Node.Mapping document) {
    Node node = document.get("timestep").orElse(null);
    if (node == null) {
      return 1e-3;
    }
    double seconds = node.checked(() -> Quantity.seconds("timestep", node.text()));
    if (!(seconds >= SHORTEST_TIMESTEP_SECONDS && seconds <= LONGEST_TIMESTEP_SECONDS)) {
      throw node.error("is " + seconds + " s; it must be from 1us to 10s");
    }
    return seconds;
  }

  private Content content(Node.Mapping document, Path path) {
    String file = path.getFileName().toString();
    String name =
        document
            .get("name")
            .map(Node::text)
            .orElse(
                file.endsWith(EXTENSION)
                    ? file.substring(0, file.length() - EXTENSION.length())
                    : file);
    for (var entry : document.require("populations").mapping().entries().entrySet()) {
      Population population = population(entry.getKey(), entry.getValue().mapping());
      populations.put(population.name(), population);
    }
    List<Population> all = List.copyOf(populations.values());
    List<Projection> projections = new ArrayList<>();
    List<Node> nodes =
        document.get("projections").map(node -> node.sequence().items()).orElse(List.of());
    for (Node node : nodes) {
      Projection projection = projection(node.mapping());
      // checked by itself first, because only here is its place in the document known
      Set<String> ends = new TreeSet<>(List.of(projection.pre(), projection.post()));
      List<Population> both = ends.stream().map(populations::get).toList();
      node.checked(() -> new Network(name, both, List.of(projection)));
      projections.add(projection);
    }
    String output = document.get("output").map(this::known).orElse("");
    return new Content(
        document.checked(() -> new Network(name, all, projections)),
        new Stimulus(name, "", trains, values),
        timestepSeconds,
        document.get("steps").map(node -> node.whole(1, SpikeBuffer.MAX_STEPS)).orElse(0),
        output,
        document.get("decision").map(NetFile::decision).orElse(Decision.MOST_SPIKES),
        document.get("seed").map(NetFile::seed).orElse(OptionalLong.empty()));
  }

  private static Decision decision(Node node) {
    List<String> words =
        Arrays.stream(Decision.values()).map(d -> d.name().toLowerCase(Locale.ROOT)).toList();
    return Decision.values()[words.indexOf(node.oneOf(words))];
  }

  private static OptionalLong seed(Node node) {
    try {
      return OptionalLong.of(Long.parseLong(node.text()));
    } catch (NumberFormatException e) {
      throw node.error("is " + node.kind() + "; it must be a whole number of 64 bits");
    }
  }

  /// The name of a population.
  private String known(Node node) {
    return node.oneOf(List.copyOf(populations.keySet()));
  }

  private Population population(String name, Node.Mapping node) {
    node.allow(
        "model",
        "size",
        "shape",
        "params",
        "word",
        "max_per_core",
        "expected_rate",
        "record",
        "background",
        "v_unit");
    String program = node.require("model").oneOf(Models.NAMES);
    List<Integer> shape = shape(node);
    // the shape alone, so that lists can be compared with a size that exists
    int size = node.checked(() -> Population.of(name, shape, new NeuronModel.Relay())).size();
    NeuronModel model = Models.read(program, node.child("params"), size, numbers, timestepSeconds);
    List<String> recordable = new ArrayList<>(List.of("spikes"));
    model.variables().forEach(variable -> recordable.add(name(variable)));
    Set<String> record = new TreeSet<>();
    node.get("record")
        .ifPresentOrElse(
            list -> list.sequence().items().forEach(item -> record.add(item.oneOf(recordable))),
            () -> record.add("spikes"));
    Population population =
        node.checked(() ->
            new Population(
                name,
                shape,
                model,
                word(node, program),
                node.get("max_per_core").map(n -> n.whole(1, Population.MAX_SIZE)).orElse(0),
                expectedRate(node),
                record.contains("spikes"),
                Set.copyOf(
                    model.variables().stream()
                        .filter(variable -> record.contains(name(variable)))
                        .toList()),
                node.get("v_unit").map(n -> numbers.of(n, size, "neurons")).orElse(Values.of(1)),
                backgrounds(node)));
    if (model instanceof NeuronModel.SpikeList) {
      node.child("params").get("spikes").ifPresent(n -> trains.put(name, spikes(n, population)));
    }
    if (model instanceof NeuronModel.ValueList) {
      node.child("params").get("values").ifPresent(n -> values.put(name, values(n, population)));
    }
    if (program.equals("lif_conv2d")) {
      convolutional.add(name);
    }
    return population;
  }

  private static String name(Variable variable) {
    return variable.name().toLowerCase(Locale.ROOT);
  }

  private static List<Integer> shape(Node.Mapping node) {
    if (node.get("size").isPresent() == node.get("shape").isPresent()) {
      throw node.error("takes either 'size', a number, or 'shape', such as [2, 34, 34]");
    }
    return node.get("size")
        .map(n -> List.of(n.whole(1, Population.MAX_SIZE)))
        .orElseGet(() ->
            node.require("shape").sequence().items().stream()
                .map(extent -> extent.whole(1, Population.MAX_SIZE))
                .toList());
  }

  private static SynapseWord word(Node.Mapping node, String program) {
    SynapseWord own = Models.word(program);
    Node given = node.get("word").orElse(null);
    if (given == null) {
      return own;
    }
    SynapseWord word =
        switch (given.oneOf(List.of("auto", "delay", "no_delay", "wide"))) {
          case "delay" -> SynapseWord.DELAY;
          case "no_delay" -> SynapseWord.NO_DELAY;
          case "wide" -> SynapseWord.WIDE;
          default -> own;
        };
    if (own != SynapseWord.AUTO && word != own) {
      throw given.error(
          "is '" + given.text() + "', but the program " + program + " stores synapses as no_delay");
    }
    return word;
  }

  private static OptionalDouble expectedRate(Node.Mapping node) {
    return node.get("expected_rate")
        .map(n -> {
          double hertz = n.checked(() -> Quantity.hertz("rate", n.text()));
          if (hertz < 0) {
            throw n.error("is " + hertz + " Hz; it cannot be negative");
          }
          return OptionalDouble.of(hertz);
        })
        .orElse(OptionalDouble.empty());
  }

  /// One, or a list.
  private List<Background> backgrounds(Node.Mapping node) {
    Node given = node.get("background").orElse(null);
    return switch (given) {
      case null -> List.of();
      case Node.Sequence all -> all.items().stream().map(b -> background(b.mapping())).toList();
      case Node one -> List.of(background(one.mapping()));
    };
  }

  private Background background(Node.Mapping node) {
    node.allow("rate", "weight");
    Node rate = node.require("rate");
    double hertz = rate.checked(() -> Quantity.hertz("rate", rate.text()));
    double weight = node.require("weight").number();
    return node.checked(() -> new Background(hertz * timestepSeconds, weight));
  }

  /// `{neuron: [steps]}`, `[[step, neuron], …]`, or `{file: spikes.csv}`.
  private SpikeTrain spikes(Node node, Population population) {
    var buffer = new SpikeBuffer(population);
    switch (node) {
      case Node.Mapping mapping when mapping.entries().containsKey("file") -> {
        mapping.allow("file");
        file(mapping.require("file"), buffer);
      }
      case Node.Mapping mapping ->
          mapping
              .entries()
              .forEach((key, steps) -> {
                int neuron = neuron(key, steps);
                steps.sequence().items().forEach(step -> add(step, step, neuron, buffer));
              });
      case Node.Sequence sequence ->
          sequence
              .items()
              .forEach(spike -> {
                List<Node> pair = spike.sequence().items();
                if (pair.size() != 2) {
                  throw spike.error("has " + pair.size() + " values; it must be [step, neuron]");
                }
                int neuron = pair.get(1).whole(0, Population.MAX_SIZE);
                add(spike, pair.get(0), neuron, buffer);
              });
      case Node.Scalar scalar ->
          throw scalar.error(
              "is "
                  + scalar.kind()
                  + "; it must be {neuron: [steps]}, [[step, neuron]] or {file: spikes.csv}");
    }
    return buffer.train();
  }

  /// `[[step, neuron, value], …]`, or `{file: values.csv}`.
  private ValueTrain values(Node node, Population population) {
    var buffer = new ValueBuffer(population);
    if (node instanceof Node.Mapping mapping) {
      mapping.allow("file");
      file(mapping.require("file"), buffer);
    } else {
      for (Node value : node.sequence().items()) {
        List<Node> triple = value.sequence().items();
        if (triple.size() != 3) {
          throw value.error("has " + triple.size() + " values; it must be [step, neuron, value]");
        }
        int step = triple.get(0).whole(0, SpikeBuffer.MAX_STEPS - 1);
        int neuron = triple.get(1).whole(0, Population.MAX_SIZE);
        double number = triple.get(2).number();
        value.checked(() -> {
          buffer.addNumber(step, neuron, number);
          return buffer;
        });
      }
    }
    return node.checked(buffer::train);
  }

  private static int neuron(String key, Node place) {
    try {
      return Integer.parseInt(key);
    } catch (NumberFormatException _) {
      throw place.error("the key '" + Node.shortened(key) + "' is not the number of a neuron");
    }
  }

  private static void add(Node place, Node step, int neuron, SpikeBuffer buffer) {
    long at = step.whole(Integer.MIN_VALUE, Integer.MAX_VALUE);
    place.checked(() -> {
      buffer.add(at, neuron, 1);
      return buffer;
    });
  }

  private void file(Node node, ListBuffer buffer) {
    Path path = numbers.path(node, ".csv");
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
      Samples.readCsv(path.toString(), in, buffer);
    } catch (IOException e) {
      throw new InputException(path.toString(), "cannot be read: " + e.getMessage(), e);
    }
  }

  private Projection projection(Node.Mapping node) {
    Population pre = populations.get(known(node.require("pre")));
    Population post = populations.get(known(node.require("post")));
    Projection projection = Connectors.read(node, pre, post, numbers);
    if (convolutional.contains(post.name())
        && !(projection.connectivity() instanceof Connectivity.Convolution)) {
      throw node.require("connector")
          .error(
              "population '"
                  + post.name()
                  + "' runs lif_conv2d, which takes convolutions only; use lif_no_delay");
    }
    return projection;
  }
}
