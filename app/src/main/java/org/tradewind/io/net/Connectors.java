package org.tradewind.io.net;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.tradewind.io.data.Csv;
import org.tradewind.io.yaml.Node;
import org.tradewind.network.Connectivity;
import org.tradewind.network.Population;
import org.tradewind.network.Projection;
import org.tradewind.network.Synapses;
import org.tradewind.network.Values;
import org.tradewind.unit.InputException;

/// Reads a projection: who connects to whom, how strongly and when.
final class Connectors {
  private static final List<String> NAMES =
      List.of(
          "one_to_one",
          "all_to_all",
          "fixed_probability",
          "fixed_number_pre",
          "fixed_number_post",
          "fixed_total_number",
          "fixed_number_near",
          "list",
          "convolution",
          "pooling");

  /// Listed synapses of one projection.
  private static final int MAX_LISTED = 1 << 26;

  /// Rows and columns: a square of this reach has fewer than 2^31 places.
  private static final int MAX_REACH = 20_000;

  /// @param weights null-free: empty where the connector lists none
  private record Connector(Connectivity connectivity, Values weights, Values delays) {
    static final Values NONE = new Values.Listed(new double[0]);

    static Connector of(Connectivity connectivity) {
      return new Connector(connectivity, NONE, NONE);
    }
  }

  private final Node.Mapping projection;
  private final Population pre;
  private final Population post;
  private final Numbers numbers;

  private Connectors(Node.Mapping projection, Population pre, Population post, Numbers numbers) {
    this.projection = projection;
    this.pre = pre;
    this.post = post;
    this.numbers = numbers;
  }

  static Projection read(
      Node.Mapping projection, Population pre, Population post, Numbers numbers) {
    return new Connectors(projection, pre, post, numbers).projection();
  }

  private Projection projection() {
    projection.allow("name", "pre", "post", "connector", "weight", "delay");
    Connector connector = connector(projection.require("connector"));
    String name = projection.get("name").map(Node::text).orElse(pre.name() + "->" + post.name());
    return new Projection(
        name,
        pre.name(),
        post.name(),
        connector.connectivity(),
        connector.weights() == Connector.NONE
            ? numbers.of(projection.require("weight"))
            : listed("weight", connector.weights()),
        connector.delays() == Connector.NONE ? delays() : listed("delay", connector.delays()));
  }

  private Values listed(String key, Values values) {
    projection
        .get(key)
        .ifPresent(node -> {
          throw node.error("the connector lists a " + key + " for each synapse; remove one");
        });
    return values;
  }

  private Values delays() {
    return projection
        .get("delay")
        .map(node ->
            node.isNumber() ? Values.of(node.whole(0, Synapses.MAX_DELAY)) : numbers.of(node))
        .orElse(Values.of(0));
  }

  /// A name, or a mapping of the name to its options.
  private Connector connector(Node node) {
    if (node instanceof Node.Scalar) {
      return switch (node.oneOf(NAMES)) {
        case "one_to_one" -> Connector.of(new Connectivity.OneToOne());
        case "all_to_all" -> Connector.of(new Connectivity.AllToAll(true));
        case String name -> throw node.error("needs options: {" + name + ": …}");
      };
    }
    var entry = node.mapping().single(NAMES.toString());
    node.mapping().allow(NAMES);
    Node options = entry.getValue();
    return switch (entry.getKey()) {
      case "one_to_one" -> {
        options.mapping().allow();
        yield Connector.of(new Connectivity.OneToOne());
      }
      case "all_to_all" -> {
        options.mapping().allow("allow_self");
        yield Connector.of(new Connectivity.AllToAll(allowSelf(options)));
      }
      case "fixed_probability" -> {
        options.mapping().allow("p", "allow_self");
        Node p = options.mapping().require("p");
        yield Connector.of(
            p.checked(() -> new Connectivity.FixedProbability(p.number(), allowSelf(options))));
      }
      case "fixed_number_pre" ->
          Connector.of(new Connectivity.FixedNumberPre(count(options), allowSelf(options)));
      case "fixed_number_post" ->
          Connector.of(new Connectivity.FixedNumberPost(count(options), allowSelf(options)));
      case "fixed_total_number" ->
          Connector.of(new Connectivity.FixedTotalNumber(count(options), allowSelf(options)));
      case "fixed_number_near" -> {
        options.mapping().allow("n", "width", "reach", "allow_self");
        yield Connector.of(
            new Connectivity.FixedNumberNear(
                options.mapping().require("n").whole(0, Population.MAX_SIZE),
                options.mapping().require("width").whole(1, Population.MAX_SIZE),
                options.mapping().require("reach").whole(0, MAX_REACH),
                allowSelf(options)));
      }
      case "list" -> list(options);
      case "convolution" -> Connector.of(convolution(options.mapping()));
      default -> Connector.of(pooling(options.mapping()));
    };
  }

  private static boolean allowSelf(Node options) {
    return options.mapping().get("allow_self").map(Node::flag).orElse(true);
  }

  private static int count(Node options) {
    options.mapping().allow("n", "allow_self");
    return options.mapping().require("n").whole(0, Integer.MAX_VALUE);
  }

  private Connector list(Node node) {
    if (node instanceof Node.Mapping mapping) {
      mapping.allow("file");
      return csv(mapping.require("file"));
    }
    List<Node> rows = node.sequence().items();
    int fields = rows.isEmpty() ? 2 : rows.getFirst().sequence().items().size();
    var columns = new double[4][rows.size()];
    for (int i = 0; i < rows.size(); i++) {
      List<Node> row = rows.get(i).sequence().items();
      if (row.size() < 2 || row.size() > 4 || row.size() != fields) {
        throw rows.get(i)
            .error(
                "has "
                    + row.size()
                    + " values; it must be [pre, post], [pre, post, weight] or [pre, post, weight,"
                    + " delay], all of one kind");
      }
      for (int field = 0; field < fields; field++) {
        Node value = row.get(field);
        columns[field][i] = field < 2 ? value.whole(0, Population.MAX_SIZE) : value.number();
      }
    }
    return listed(node, columns, rows.size(), fields > 2, fields > 3);
  }

  private Connector csv(Node node) {
    Path path = numbers.path(node, ".csv");
    var columns = new double[4][1024];
    var count = new int[1];
    boolean[] present;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
      present =
          Csv.read(
              path.toString(),
              in,
              List.of("pre", "post"),
              List.of("weight", "delay"),
              row -> {
                int i = count[0]++;
                if (i == MAX_LISTED) {
                  throw new IllegalArgumentException("more than " + MAX_LISTED + " synapses");
                }
                for (int field = 0; field < columns.length; field++) {
                  if (i == columns[field].length) {
                    columns[field] = Arrays.copyOf(columns[field], 2 * i);
                  }
                  columns[field][i] = row[field];
                }
                requireNeuron("pre", row[0]);
                requireNeuron("post", row[1]);
              });
    } catch (IOException e) {
      throw new InputException(path.toString(), "cannot be read: " + e.getMessage(), e);
    }
    return listed(node, columns, count[0], present[2], present[3]);
  }

  private static void requireNeuron(String column, double value) {
    long neuron = Csv.whole(column, value);
    if (neuron < 0 || neuron > Population.MAX_SIZE) {
      throw new IllegalArgumentException("the " + column + " neuron " + neuron + " is none");
    }
  }

  private static Connector listed(
      Node node, double[][] columns, int count, boolean weights, boolean delays) {
    return node.checked(() ->
        new Connector(
            new Connectivity.Listed(ints(columns[0], count), ints(columns[1], count)),
            weights ? Values.of(Arrays.copyOf(columns[2], count)) : Connector.NONE,
            delays ? Values.of(Arrays.copyOf(columns[3], count)) : Connector.NONE));
  }

  private static int[] ints(double[] values, int count) {
    var ints = new int[count];
    for (int i = 0; i < count; i++) {
      ints[i] = (int) values[i];
    }
    return ints;
  }

  private Connectivity convolution(Node.Mapping options) {
    options.allow(
        "in_shape", "out_channels", "kernel", "stride", "padding", "dilation", "groups", "pool");
    int[] in = inShape(options);
    int outChannels =
        options
            .get("out_channels")
            .map(n -> n.whole(1, Population.MAX_SIZE))
            .orElseGet(() -> {
              if (post.shape().size() != 3) {
                throw options.error(
                    "needs 'out_channels', since population '"
                        + post.name()
                        + "' has the shape "
                        + post.shape()
                        + " and not [channels, rows, columns]");
              }
              return post.shape().getFirst();
            });
    int[] kernel = pair(options.require("kernel"), 1);
    int[] stride = pair(options, "stride", 1, 1);
    int[] dilation = pair(options, "dilation", 1, 1);
    int[] pool = pair(options, "pool", 1, 1);
    int[] padding = padding(options);
    int groups = options.get("groups").map(n -> n.whole(1, Population.MAX_SIZE)).orElse(1);
    Connectivity.Convolution convolution =
        options.checked(() ->
            new Connectivity.Convolution(
                in[0],
                in[1],
                in[2],
                pool[0],
                pool[1],
                outChannels,
                kernel[0],
                kernel[1],
                stride[0],
                stride[1],
                padding[0],
                padding[1],
                padding[2],
                padding[3],
                dilation[0],
                dilation[1],
                groups));
    requireShape(options, outChannels, convolution.outHeight(), convolution.outWidth());
    return convolution;
  }

  private Connectivity pooling(Node.Mapping options) {
    options.allow("in_shape", "kernel", "stride", "padding");
    int[] in = inShape(options);
    int[] kernel = pair(options.require("kernel"), 1);
    int[] stride = options.get("stride").map(n -> pair(n, 1)).orElse(kernel);
    int[] padding = pair(options, "padding", 0, 0);
    Connectivity.Pooling pooling =
        options.checked(() ->
            new Connectivity.Pooling(
                in[0],
                in[1],
                in[2],
                kernel[0],
                kernel[1],
                stride[0],
                stride[1],
                padding[0],
                padding[1]));
    requireShape(options, in[0], pooling.outHeight(), pooling.outWidth());
    return pooling;
  }

  /// Sizes are the network's to check; that rows and columns are not mixed up is checked here.
  private void requireShape(Node options, int channels, int rows, int columns) {
    List<Integer> out = List.of(channels, rows, columns);
    if (post.shape().size() > 1 && !post.shape().equals(out)) {
      throw options.error(
          "gives the shape "
              + out
              + ", but population '"
              + post.name()
              + "' has the shape "
              + post.shape());
    }
  }

  private int[] inShape(Node.Mapping options) {
    List<Integer> shape =
        options
            .get("in_shape")
            .map(n ->
                n.sequence().items().stream()
                    .map(extent -> extent.whole(1, Population.MAX_SIZE))
                    .toList())
            .orElse(pre.shape());
    if (shape.size() != 3) {
      throw options
          .get("in_shape")
          .orElse(options)
          .error("takes the shape " + shape + "; it must be [channels, rows, columns]");
    }
    return shape.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int[] padding(Node.Mapping options) {
    Node node = options.get("padding").orElse(null);
    if (node instanceof Node.Sequence sequence && sequence.items().size() == 4) {
      return sequence.items().stream().mapToInt(n -> n.whole(0, Population.MAX_SIZE)).toArray();
    }
    int[] both = pair(options, "padding", 0, 0);
    return new int[] {both[0], both[1], both[0], both[1]};
  }

  private static int[] pair(Node.Mapping options, String key, int otherwise, int min) {
    return options.get(key).map(n -> pair(n, min)).orElse(new int[] {otherwise, otherwise});
  }

  /// `n`, or `[rows, columns]`.
  private static int[] pair(Node node, int min) {
    if (node.isNumber()) {
      int n = node.whole(min, Population.MAX_SIZE);
      return new int[] {n, n};
    }
    List<Node> items = node.sequence().items();
    if (items.size() != 2) {
      throw node.error("has " + items.size() + " values; it must be a number or [rows, columns]");
    }
    return items.stream().mapToInt(n -> n.whole(min, Population.MAX_SIZE)).toArray();
  }
}
