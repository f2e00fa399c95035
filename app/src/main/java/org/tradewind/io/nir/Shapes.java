package org.tradewind.io.nir;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tradewind.io.nir.NirNode.Padding;
import org.tradewind.network.Connectivity;
import org.tradewind.unit.InputException;

/// The shapes that go into and come out of every node, inferred along the edges, and whether
/// neighbours agree.
///
/// Exporters differ in two harmless ways that are let through: leading extents of 1 (a batch of one
/// sample), and a tensor given to a node that wants the same numbers in one row; the order of the
/// numbers is row by row everywhere.
final class Shapes {
  /// A few numbers (file or graph made by hand) can claim any size; each element costs some
  /// doubles.
  private static final int MAX_SIZE = 1 << 24;

  private final String where;
  private final FlatGraph graph;
  private final List<String> notes;
  private final Map<String, List<Integer>> in = new HashMap<>();
  private final Map<String, List<Integer>> out = new HashMap<>();

  /// @param notes receives a sentence for every shape that was let through
  Shapes(String where, FlatGraph graph, List<String> notes) {
    this.where = where;
    this.graph = graph;
    this.notes = notes;
    infer();
    graph
        .nodes()
        .keySet()
        .forEach(from -> graph.next(from).forEach(to -> requireAgreement(from, to)));
  }

  List<Integer> in(String name) {
    return in.get(name);
  }

  List<Integer> out(String name) {
    return out.get(name);
  }

  int inSize(String name) {
    return Tensor.size(in.get(name));
  }

  int outSize(String name) {
    return Tensor.size(out.get(name));
  }

  private void infer() {
    for (String name : graph.nodes().keySet()) {
      switch (graph.node(name)) {
        case NirNode.Affine(Tensor weight, _) -> declareMatrix(name, weight);
        case NirNode.Linear(Tensor weight) -> declareMatrix(name, weight);
        case NirNode.Input(List<Integer> shape) -> declare(name, shape);
        case NirNode.Output(List<Integer> shape) -> declare(name, shape);
        case NirNode.Conv1d _,
            NirNode.Conv2d _,
            NirNode.SumPool2d _,
            NirNode.AvgPool2d _,
            NirNode.Flatten _ -> {}
        default -> {
          if (elementShape(graph.node(name)) instanceof List<Integer> shape
              && Tensor.size(shape) > 1) {
            declare(name, shape);
          }
        }
      }
    }
    do {
      while (propagate()) {
        // until nothing new is learnt
      }
    } while (assume());
    for (String name : graph.nodes().keySet()) {
      if (!out.containsKey(name)) {
        throw new InputException(
            graph.at(name),
            "its shape does not follow from anything; give it input_shape or input");
      }
      int size = Math.max(Tensor.size(in.get(name)), Tensor.size(out.get(name)));
      if (size > MAX_SIZE) {
        throw new InputException(
            graph.at(name),
            "its shape "
                + out.get(name)
                + " has "
                + size
                + " elements; a node may have "
                + MAX_SIZE
                + ", split it");
      }
    }
  }

  /// The shape of the parameters of a node that works element by element; where all of them are
  /// single numbers, that of the last.
  private static List<Integer> elementShape(NirNode node) {
    List<Integer> shape = List.of();
    for (Object value : Primitives.fields(node).values()) {
      if (value instanceof Tensor tensor && Tensor.size(shape) <= 1) {
        shape = tensor.shape();
      }
    }
    return shape;
  }

  private void declare(String name, List<Integer> shape) {
    in.put(name, shape);
    out.put(name, shape);
  }

  private void declareMatrix(String name, Tensor weight) {
    List<Integer> shape = weight.shape();
    var into = new ArrayList<>(shape.subList(0, shape.size() - 2));
    var from = new ArrayList<>(into);
    into.add(shape.getLast());
    from.add(shape.get(shape.size() - 2));
    in.put(name, into);
    out.put(name, from);
  }

  private boolean propagate() {
    boolean learnt = false;
    for (String name : graph.nodes().keySet()) {
      if (!in.containsKey(name)) {
        for (String from : graph.previous(name)) {
          if (out.containsKey(from) && !in.containsKey(name)) {
            in.put(name, taken(name, from, out.get(from)));
            learnt = true;
          }
        }
      }
      if (in.containsKey(name) && !out.containsKey(name)) {
        out.put(name, made(name, in.get(name)));
        learnt = true;
      }
    }
    return learnt;
  }

  /// Where nothing follows from the neighbours, one node's own word is taken.
  private boolean assume() {
    for (String name : graph.nodes().keySet()) {
      if (!in.containsKey(name)) {
        switch (graph.node(name)) {
          case NirNode.Conv1d c when c.inputShape().isPresent() ->
              in.put(name, List.of(c.weight().shape().get(1) * c.groups(), c.inputShape().get()));
          case NirNode.Conv2d c when c.inputShape().isPresent() ->
              in.put(
                  name,
                  List.of(
                      c.weight().shape().get(1) * c.groups(),
                      c.inputShape().get().get(0),
                      c.inputShape().get().get(1)));
          case NirNode.Conv1d _,
              NirNode.Conv2d _,
              NirNode.SumPool2d _,
              NirNode.AvgPool2d _,
              NirNode.Flatten _ -> {
            continue;
          }
          default -> {
            List<Integer> shape = elementShape(graph.node(name));
            in.put(name, shape.isEmpty() ? List.of(1) : shape);
          }
        }
        return true;
      }
    }
    return false;
  }

  /// How a node whose own shape is open sees what it gets.
  private List<Integer> taken(String name, String from, List<Integer> shape) {
    return switch (graph.node(name)) {
      case NirNode.Conv1d c -> {
        int channels = c.weight().shape().get(1) * c.groups();
        List<Integer> seen = ranked(shape, 2, channels);
        requireConvolvable(name, from, shape, seen, channels, c.inputShape().map(List::of));
        yield seen;
      }
      case NirNode.Conv2d c -> {
        int channels = c.weight().shape().get(1) * c.groups();
        List<Integer> seen = ranked(shape, 3, channels);
        requireConvolvable(name, from, shape, seen, channels, c.inputShape());
        yield seen;
      }
      case NirNode.SumPool2d _, NirNode.AvgPool2d _ -> {
        List<Integer> seen = ranked(shape, 3, 1);
        if (seen.size() != 3) {
          throw new InputException(
              graph.at(name), "takes (channels, rows, columns), but '" + from + "' sends " + shape);
        }
        yield seen;
      }
      default -> shape;
    };
  }

  /// Without leading ones that are too many, or with the single channel that is missing.
  private static List<Integer> ranked(List<Integer> shape, int rank, int channels) {
    var seen = new ArrayList<>(shape);
    while (seen.size() > rank && seen.get(0) == 1) {
      seen.remove(0);
    }
    if (seen.size() == rank - 1 && channels == 1) {
      seen.add(0, 1);
    }
    return seen;
  }

  private void requireConvolvable(
      String name,
      String from,
      List<Integer> sent,
      List<Integer> seen,
      int channels,
      Optional<List<Integer>> said) {
    String wants =
        "(" + channels + (graph.node(name) instanceof NirNode.Conv1d ? ", N)" : ", H, W)");
    if (seen.size() != (graph.node(name) instanceof NirNode.Conv1d ? 2 : 3)
        || seen.get(0) != channels) {
      throw new InputException(
          graph.at(name), "its weight takes " + wants + ", but '" + from + "' sends " + sent);
    }
    if (said.isPresent() && !said.get().equals(seen.subList(1, seen.size()))) {
      throw new InputException(
          graph.at(name), "'input_shape' is " + said.get() + ", but '" + from + "' sends " + sent);
    }
  }

  private List<Integer> made(String name, List<Integer> from) {
    try {
      return switch (graph.node(name)) {
        case NirNode.Conv1d c -> {
          var geometry = geometry(c, from);
          yield List.of(geometry.outChannels(), geometry.outWidth());
        }
        case NirNode.Conv2d c -> {
          var geometry = geometry(c, from, List.of(1, 1));
          yield List.of(geometry.outChannels(), geometry.outHeight(), geometry.outWidth());
        }
        case NirNode.SumPool2d(var kernelSize, var stride, var padding) ->
            pooled(from, kernelSize, stride, padding);
        case NirNode.AvgPool2d(var kernelSize, var stride, var padding) ->
            pooled(from, kernelSize, stride, padding);
        case NirNode.Flatten f -> flattened(from, f.startDim(), f.endDim());
        default -> from;
      };
    } catch (IllegalArgumentException e) {
      // a window larger than what it slides over, or more than an int can count
      throw new InputException(graph.at(name), "cannot work on " + from + ": " + e.getMessage(), e);
    }
  }

  private static List<Integer> pooled(
      List<Integer> from, List<Integer> kernel, List<Integer> stride, List<Integer> padding) {
    var geometry = pooling(from, kernel, stride, padding);
    return List.of(from.get(0), geometry.outHeight(), geometry.outWidth());
  }

  static Connectivity.Pooling pooling(
      List<Integer> from, List<Integer> kernel, List<Integer> stride, List<Integer> padding) {
    return new Connectivity.Pooling(
        from.get(0),
        from.get(1),
        from.get(2),
        kernel.get(0),
        kernel.get(1),
        stride.get(0),
        stride.get(1),
        padding.get(0),
        padding.get(1));
  }

  /// A convolution along one axis is one along columns, of a single row.
  static Connectivity.Convolution geometry(NirNode.Conv1d c, List<Integer> in) {
    int kernel = c.weight().shape().get(2);
    int[] pad = pads(c.padding(), 0, kernel, c.dilation());
    return new Connectivity.Convolution(
        in.get(0),
        1,
        in.get(1),
        1,
        1,
        c.weight().shape().get(0),
        1,
        kernel,
        1,
        c.stride(),
        0,
        pad[0],
        0,
        pad[1],
        1,
        c.dilation(),
        c.groups());
  }

  /// @param in of the pooling before it, if there is one
  /// @param pool window and stride along rows and columns; (1, 1): none
  static Connectivity.Convolution geometry(NirNode.Conv2d c, List<Integer> in, List<Integer> pool) {
    List<Integer> weight = c.weight().shape();
    int[] rows = pads(c.padding(), 0, weight.get(2), c.dilation().get(0));
    int[] columns = pads(c.padding(), 1, weight.get(3), c.dilation().get(1));
    return new Connectivity.Convolution(
        in.get(0),
        in.get(1),
        in.get(2),
        pool.get(0),
        pool.get(1),
        weight.get(0),
        weight.get(2),
        weight.get(3),
        c.stride().get(0),
        c.stride().get(1),
        rows[0],
        columns[0],
        rows[1],
        columns[1],
        c.dilation().get(0),
        c.dilation().get(1),
        c.groups());
  }

  /// Zeros before and behind along an axis; of an odd number for 'same' the greater half is behind,
  /// as in torch.
  private static int[] pads(Padding padding, int axis, int kernel, int dilation) {
    return switch (padding) {
      case Padding.Valid _ -> new int[] {0, 0};
      case Padding.Zeros(List<Integer> zeros) -> new int[] {zeros.get(axis), zeros.get(axis)};
      case Padding.Same _ -> {
        int all = dilation * (kernel - 1);
        yield new int[] {all / 2, all - all / 2};
      }
    };
  }

  private static List<Integer> flattened(List<Integer> shape, int startDim, int endDim) {
    int rank = shape.size();
    int start = Math.clamp(startDim < 0 ? startDim + rank : startDim, 0, rank - 1);
    int end = Math.clamp(endDim < 0 ? endDim + rank : endDim, start, rank - 1);
    var flat = new ArrayList<>(shape.subList(0, start));
    flat.add(Tensor.size(shape.subList(start, end + 1)));
    flat.addAll(shape.subList(end + 1, rank));
    return flat;
  }

  private void requireAgreement(String from, String to) {
    List<Integer> sent = squeezed(out.get(from));
    List<Integer> wanted = squeezed(in.get(to));
    if (sent.equals(wanted)) {
      return;
    }
    boolean sameNumbers = Tensor.size(sent) == Tensor.size(wanted);
    if (sameNumbers && (sent.size() == 1 || wanted.size() == 1)) {
      if (!(graph.node(to) instanceof NirNode.Output)) {
        notes.add(
            "'"
                + to
                + "' takes "
                + wanted
                + " of '"
                + from
                + "', which sends "
                + sent
                + ", row by row");
      }
      return;
    }
    throw new InputException(
        where,
        "'"
            + from
            + "' ("
            + graph.node(from).type()
            + ") sends "
            + out.get(from)
            + ", but '"
            + to
            + "' ("
            + graph.node(to).type()
            + ") takes "
            + in.get(to)
            + transposed(from)
            + transposed(to)
            + "; make them agree");
  }

  private static List<Integer> squeezed(List<Integer> shape) {
    int ones = 0;
    while (ones < shape.size() - 1 && shape.get(ones) == 1) {
      ones++;
    }
    return shape.subList(ones, shape.size());
  }

  /// A remark where a weight would fit its neighbours if its axes were exchanged.
  private String transposed(String name) {
    Tensor weight =
        switch (graph.node(name)) {
          case NirNode.Affine(Tensor w, _) -> w;
          case NirNode.Linear(Tensor w) -> w;
          default -> null;
        };
    if (weight == null || weight.shape().size() != 2) {
      return "";
    }
    int rows = weight.shape().get(0);
    int columns = weight.shape().get(1);
    boolean fits =
        graph.previous(name).stream().allMatch(n -> outSize(n) == rows)
            && graph.next(name).stream().allMatch(n -> inSize(n) == columns);
    return fits
        ? "; the weight "
            + weight.shape()
            + " of '"
            + name
            + "' looks transposed, (out, in) is meant"
        : "";
  }
}
