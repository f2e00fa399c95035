package org.tradewind.io.nir;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.tradewind.unit.InputException;

/// What is wrong with a graph that can be seen node by node and edge by edge. Whether neighbours
/// fit each other is [Shapes]' question.
final class NirCheck {
  /// How errors name a node: `cnn.nir: node '3' (Conv2d)`.
  static String at(String where, String node, String type) {
    return inside(where, node) + (type.isEmpty() ? "" : " (" + type + ")");
  }

  static String inside(String where, String node) {
    return where + ": node '" + node + "'";
  }

  /// @throws InputException with the first thing that is wrong
  static void check(String where, NirGraph graph) {
    if (graph.nodes().isEmpty()) {
      throw new InputException(where, "the graph has no nodes");
    }
    graph
        .nodes()
        .forEach((name, node) -> {
          if (name.isEmpty() || name.contains("/") || name.equals(".")) {
            throw new InputException(
                where, "the name of node '" + name + "' is impossible in HDF5; rename it");
          }
          if (node instanceof NirGraph inner) {
            check(inside(where, name), inner);
          } else {
            new NirCheck(at(where, name, node.type())).check(node);
          }
        });
    var seen = new HashSet<NirGraph.Edge>();
    for (NirGraph.Edge edge : graph.edges()) {
      for (String end : List.of(edge.from(), edge.to())) {
        if (!graph.nodes().containsKey(end)) {
          throw new InputException(
              where,
              "the edge "
                  + edge
                  + " ends nowhere: there is no node '"
                  + end
                  + "'"
                  + Nearest.hint(end, graph.nodes().keySet()));
        }
      }
      if (!seen.add(edge)) {
        throw new InputException(where, "the edge " + edge + " is listed twice; remove one");
      }
    }
  }

  private final String where;

  private NirCheck(String where) {
    this.where = where;
  }

  private InputException wrong(String sentence) {
    return new InputException(where, sentence);
  }

  private void check(NirNode node) {
    Map<String, Object> fields = Primitives.fields(node);
    fields.forEach((name, value) -> {
      if (value instanceof Tensor tensor) {
        requireFinite(name, tensor);
      }
    });
    switch (node) {
      case NirGraph _ -> throw new IllegalStateException("graphs are checked above");
      case NirNode.Input(List<Integer> shape) -> requireShape(shape);
      case NirNode.Output(List<Integer> shape) -> requireShape(shape);
      case NirNode.Affine(Tensor weight, Tensor bias) -> {
        requireMatrix(weight);
        int out = weight.size() / weight.shape().getLast();
        if (bias.size() != out && bias.size() != 1) {
          throw wrong(
              "'bias' has the shape "
                  + bias.shape()
                  + ", but the weight "
                  + weight.shape()
                  + " has "
                  + out
                  + " rows");
        }
      }
      case NirNode.Linear(Tensor weight) -> requireMatrix(weight);
      case NirNode.Scale _, NirNode.Threshold _ -> {}
      case NirNode.Conv1d c -> {
        requireKernel(c.weight(), 3, c.groups(), c.bias());
        requireAtLeast("stride", List.of(c.stride()), 1, 1);
        requireAtLeast("dilation", List.of(c.dilation()), 1, 1);
        requirePadding(c.padding(), 1, List.of(c.stride()));
      }
      case NirNode.Conv2d c -> {
        requireKernel(c.weight(), 4, c.groups(), c.bias());
        requireAtLeast("stride", c.stride(), 2, 1);
        requireAtLeast("dilation", c.dilation(), 2, 1);
        requirePadding(c.padding(), 2, c.stride());
      }
      case NirNode.SumPool2d(var kernelSize, var stride, var padding) ->
          requireWindow(kernelSize, stride, padding);
      case NirNode.AvgPool2d(var kernelSize, var stride, var padding) ->
          requireWindow(kernelSize, stride, padding);
      case NirNode.Flatten _ -> {}
      case NirNode.Delay(Tensor delay) -> {
        for (double value : delay.values()) {
          if (value < 0) {
            throw wrong("'delay' is " + value + "; no signal arrives before it is sent");
          }
        }
      }
      case NirNode.I _ -> requireNeuron(fields, List.of("r"));
      case NirNode.IF _ -> requireNeuron(fields, List.of("r"));
      case NirNode.LI _ -> requireNeuron(fields, List.of("tau", "r"));
      case NirNode.LIF _ -> requireNeuron(fields, List.of("tau", "r"));
      case NirNode.CubaLI _ -> requireNeuron(fields, List.of("tau_syn", "tau_mem", "r", "w_in"));
      case NirNode.CubaLIF _ -> requireNeuron(fields, List.of("tau_syn", "tau_mem", "r", "w_in"));
    }
  }

  private void requireFinite(String field, Tensor tensor) {
    if (tensor.size() == 0) {
      throw wrong("'" + field + "' has no numbers");
    }
    for (int i = 0; i < tensor.size(); i++) {
      if (!Double.isFinite(tensor.values()[i])) {
        throw wrong(
            "'"
                + field
                + "' has "
                + tensor.values()[i]
                + " at position "
                + i
                + "; only finite numbers can be used");
      }
    }
  }

  private void requireShape(List<Integer> shape) {
    if (Tensor.size(shape) < 1) {
      throw wrong("'shape' is " + shape + "; extents are at least 1, their product below 2^31");
    }
  }

  private void requireMatrix(Tensor weight) {
    if (weight.shape().size() < 2) {
      throw wrong("'weight' has the shape " + weight.shape() + "; (out, in) is expected");
    }
  }

  private void requireKernel(Tensor weight, int rank, int groups, Tensor bias) {
    if (weight.shape().size() != rank) {
      throw wrong(
          "'weight' has the shape "
              + weight.shape()
              + "; "
              + (rank == 3 ? "(out, in, kernel)" : "(out, in, kernel rows, kernel columns)")
              + " is expected");
    }
    int out = weight.shape().get(0);
    if (groups < 1 || out % groups != 0) {
      throw wrong("'groups' is " + groups + "; it must divide the " + out + " output channels");
    }
    if (bias.size() != out && bias.size() != 1) {
      throw wrong(
          "'bias' has the shape " + bias.shape() + ", but there are " + out + " output channels");
    }
  }

  private void requireWindow(List<Integer> kernel, List<Integer> stride, List<Integer> padding) {
    requireAtLeast("kernel_size", kernel, 2, 1);
    requireAtLeast("stride", stride, 2, 1);
    requireAtLeast("padding", padding, 2, 0);
    for (int axis = 0; axis < 2; axis++) {
      if (padding.get(axis) >= kernel.get(axis)) {
        throw wrong("'padding' is " + padding + ", so windows of " + kernel + " see nothing else");
      }
    }
  }

  private void requirePadding(NirNode.Padding padding, int axes, List<Integer> stride) {
    switch (padding) {
      case NirNode.Padding.Zeros(List<Integer> zeros) -> requireAtLeast("padding", zeros, axes, 0);
      case NirNode.Padding.Valid _ -> {}
      case NirNode.Padding.Same _ -> {
        if (stride.stream().anyMatch(s -> s != 1)) {
          throw wrong(
              "'padding' is 'same' with a stride of " + stride + "; give the zeros as numbers");
        }
      }
    }
  }

  private void requireAtLeast(String field, Collection<Integer> values, int count, int least) {
    if (values.size() != count) {
      throw wrong("'" + field + "' is " + values + "; " + count + " whole numbers are expected");
    }
    for (int value : values) {
      if (value < least || value > Short.MAX_VALUE) {
        throw wrong(
            "'"
                + field
                + "' is "
                + values
                + "; "
                + least
                + " to "
                + Short.MAX_VALUE
                + " is expected");
      }
    }
  }

  /// All parameters have one shape, or are single numbers; those named are positive.
  private void requireNeuron(Map<String, Object> fields, List<String> positive) {
    String shaped = "";
    for (Map.Entry<String, Object> field : fields.entrySet()) {
      Tensor tensor = (Tensor) field.getValue();
      if (positive.contains(field.getKey())) {
        for (double value : tensor.values()) {
          if (!(value > 0)) {
            throw wrong("'" + field.getKey() + "' is " + value + "; it must be positive");
          }
        }
      }
      if (tensor.size() > 1) {
        if (!shaped.isEmpty() && !((Tensor) fields.get(shaped)).shape().equals(tensor.shape())) {
          throw wrong(
              "'"
                  + shaped
                  + "' has the shape "
                  + ((Tensor) fields.get(shaped)).shape()
                  + ", but '"
                  + field.getKey()
                  + "' has "
                  + tensor.shape()
                  + "; all parameters of a neuron have one shape");
        }
        shaped = field.getKey();
      }
    }
  }
}
