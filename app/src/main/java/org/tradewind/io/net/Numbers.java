package org.tradewind.io.net;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.tradewind.io.data.Npy;
import org.tradewind.io.yaml.Node;
import org.tradewind.network.Values;
import org.tradewind.unit.InputException;

/// Reads [Values]: a number; a list, nested as one likes (row by row); `{uniform: [low, high]}`;
/// `{normal: {mean, std, low, high}}`; or `{file: values.npy}` beside the document.
record Numbers(Path folder) {
  private static final List<String> KINDS = List.of("uniform", "normal", "file");

  Values of(Node node) {
    return switch (node) {
      case Node.Scalar scalar -> Values.of(scalar.number());
      case Node.Sequence sequence -> Values.of(flat(sequence));
      case Node.Mapping mapping -> drawn(mapping);
    };
  }

  /// As [#of], where a listed value must come once for each of `count` elements.
  Values of(Node node, int count, String ofWhat) {
    Values values = of(node);
    if (values.count() >= 0 && values.count() != count) {
      throw node.error(
          "lists " + values.count() + " values, but there are " + count + " " + ofWhat);
    }
    return values;
  }

  /// As [#of], where every value lies in [low, high].
  Values within(double low, double high, Node node, int count, String ofWhat) {
    Values values = of(node, count, ofWhat);
    double[] extremes =
        switch (values) {
          case Values.Constant(double value) -> new double[] {value};
          case Values.Listed(double[] all) -> all;
          case Values.Uniform(double from, double to) -> new double[] {from, to};
          case Values.Normal(double mean, double std, double from, double to) ->
              std == 0 ? new double[] {mean} : new double[] {from, to};
          case Values.Rounded _ -> throw new IllegalStateException("a file rounds nothing");
        };
    for (double value : extremes) {
      if (!(value >= low && value <= high)) {
        throw node.error(
            "may be "
                + value
                + ", but lies between "
                + low
                + " and "
                + high
                + (values instanceof Values.Normal
                    ? "; give the normal distribution 'low' and 'high'"
                    : ""));
      }
    }
    return values;
  }

  private Values drawn(Node.Mapping mapping) {
    var entry = mapping.single(KINDS.toString());
    Node value = entry.getValue();
    mapping.allow(KINDS);
    return switch (entry.getKey()) {
      case "uniform" -> {
        List<Node> bounds = value.sequence().items();
        if (bounds.size() != 2) {
          throw value.error("has " + bounds.size() + " values; it must be [low, high]");
        }
        yield value.checked(
            () -> new Values.Uniform(bounds.get(0).number(), bounds.get(1).number()));
      }
      case "normal" -> {
        Node.Mapping normal = value.mapping();
        normal.allow("mean", "std", "low", "high");
        double mean = normal.require("mean").number();
        double std = normal.require("std").number();
        double low = normal.get("low").map(Node::number).orElse(Double.NEGATIVE_INFINITY);
        double high = normal.get("high").map(Node::number).orElse(Double.POSITIVE_INFINITY);
        yield value.checked(() -> new Values.Normal(mean, std, low, high));
      }
      default -> file(value);
    };
  }

  private Values file(Node node) {
    Path path = path(node, ".npy");
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
      Npy array = Npy.open(path.toString(), in);
      double[] values = array.values();
      return node.checked(() -> Values.of(values));
    } catch (IOException e) {
      throw new InputException(path.toString(), "cannot be read: " + e.getMessage(), e);
    }
  }

  /// A file beside the document.
  Path path(Node node, String extension) {
    String name = node.text();
    Path path = node.checked(() -> folder.resolve(name));
    if (!name.endsWith(extension)) {
      throw node.error("is '" + Node.shortened(name) + "'; it must name a " + extension + " file");
    }
    if (!Files.isRegularFile(path)) {
      throw node.error("there is no file " + path);
    }
    return path;
  }

  private static double[] flat(Node.Sequence sequence) {
    var values = new double[leaves(sequence)];
    fill(sequence, values, 0);
    return values;
  }

  private static int leaves(Node node) {
    if (node instanceof Node.Sequence sequence) {
      int leaves = 0;
      for (Node item : sequence.items()) {
        leaves += leaves(item);
      }
      return leaves;
    }
    return 1;
  }

  private static int fill(Node node, double[] values, int at) {
    if (node instanceof Node.Sequence sequence) {
      for (Node item : sequence.items()) {
        at = fill(item, values, at);
      }
      return at;
    }
    values[at] = node.number();
    return at + 1;
  }
}
