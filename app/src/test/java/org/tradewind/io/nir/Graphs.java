package org.tradewind.io.nir;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tradewind.io.nir.NirNode.Padding;

/// Small graphs that tests make by hand.
final class Graphs {
  private Graphs() {}

  /// Names and nodes in turn; edges as `from->to`.
  static NirGraph graph(Map<String, NirNode> nodes, String... edges) {
    return NirGraph.of(
        nodes,
        List.of(edges).stream()
            .map(e -> new NirGraph.Edge(e.split("->")[0], e.split("->")[1]))
            .toList());
  }

  /// Nodes one behind the other, named after their position, between `in` and `out`.
  static NirGraph line(List<Integer> inShape, List<Integer> outShape, NirNode... nodes) {
    var named = new LinkedHashMap<String, NirNode>();
    named.put("in", new NirNode.Input(inShape));
    for (int i = 0; i < nodes.length; i++) {
      named.put("" + i, nodes[i]);
    }
    named.put("out", new NirNode.Output(outShape));
    List<String> names = List.copyOf(named.keySet());
    return graph(
        named,
        IntStream.range(1, names.size())
            .mapToObj(i -> names.get(i - 1) + "->" + names.get(i))
            .toArray(String[]::new));
  }

  static Tensor all(double value, Integer... shape) {
    var values = new double[Tensor.size(List.of(shape))];
    java.util.Arrays.fill(values, value);
    return Tensor.float64(List.of(shape), values);
  }

  /// 0.25, 0.5, 0.75, …
  static Tensor quarters(Integer... shape) {
    var values = new double[Tensor.size(List.of(shape))];
    java.util.Arrays.setAll(values, i -> (i + 1) / 4.0);
    return Tensor.float32(List.of(shape), values);
  }

  static NirNode.LIF lif(Integer... shape) {
    return new NirNode.LIF(
        all(0.01, shape), all(1, shape), all(0, shape), all(1, shape), all(0, shape));
  }

  static NirNode.IF integrator(Integer... shape) {
    return new NirNode.IF(all(1, shape), all(1, shape), all(0, shape));
  }

  static NirNode.LI leaky(Integer... shape) {
    return new NirNode.LI(all(0.01, shape), all(1, shape), all(0, shape));
  }

  static NirNode.CubaLIF cubaLif(Integer... shape) {
    return new NirNode.CubaLIF(
        all(0.002, shape),
        all(0.01, shape),
        all(1, shape),
        all(0, shape),
        all(1, shape),
        all(0, shape),
        all(1, shape));
  }

  /// Three inputs, five recurrent CubaLIF neurons, two more behind them; biases everywhere.
  static NirGraph recurrent() {
    var nodes = new LinkedHashMap<String, NirNode>();
    nodes.put("input", new NirNode.Input(List.of(3)));
    nodes.put("fc1", new NirNode.Affine(quarters(5, 3), quarters(5)));
    nodes.put("lif1.lif", cubaLif(5));
    nodes.put("lif1.w_rec", new NirNode.Affine(quarters(5, 5), quarters(5)));
    nodes.put("fc2", new NirNode.Affine(quarters(2, 5), quarters(2)));
    nodes.put("lif2", cubaLif(2));
    nodes.put("output", new NirNode.Output(List.of(2)));
    return graph(
        nodes,
        "input->fc1",
        "fc1->lif1.lif",
        "lif1.lif->lif1.w_rec",
        "lif1.w_rec->lif1.lif",
        "lif1.lif->fc2",
        "fc2->lif2",
        "lif2->output");
  }

  static NirNode.Conv2d convolution(Tensor weight, int stride, int padding) {
    return new NirNode.Conv2d(
        Optional.empty(),
        weight,
        List.of(stride, stride),
        new Padding.Zeros(List.of(padding, padding)),
        List.of(1, 1),
        1,
        all(0, weight.shape().get(0)));
  }

  /// One of each primitive, by class.
  static Map<Class<?>, NirNode> everyPrimitive() {
    Tensor three = quarters(3);
    var all = new LinkedHashMap<Class<?>, NirNode>();
    for (NirNode node :
        List.of(
            new NirNode.Input(List.of(2, 5, 7)),
            new NirNode.Output(List.of(1, 1, 3)),
            new NirNode.Affine(quarters(3, 4), quarters(3)),
            new NirNode.Linear(quarters(2, 3, 4)),
            new NirNode.Scale(Tensor.scalar(2.5)),
            new NirNode.Conv1d(
                Optional.of(9), quarters(4, 1, 3), 1, new Padding.Same(), 2, 2, quarters(4)),
            new NirNode.Conv2d(
                Optional.of(List.of(5, 7)),
                quarters(3, 2, 3, 2),
                List.of(2, 1),
                new Padding.Valid(),
                List.of(1, 2),
                1,
                quarters(3)),
            new NirNode.SumPool2d(List.of(2, 3), List.of(2, 1), List.of(0, 1)),
            new NirNode.AvgPool2d(List.of(2, 2), List.of(2, 2), List.of(0, 0)),
            new NirNode.Flatten(Optional.of(List.of(2, 5, 7)), 0, -1),
            new NirNode.Delay(three),
            new NirNode.Threshold(three),
            new NirNode.I(three),
            new NirNode.IF(three, three, three),
            new NirNode.LI(three, three, three),
            new NirNode.LIF(three, three, three, three, three),
            new NirNode.CubaLI(three, three, three, three, Tensor.scalar(1)),
            new NirNode.CubaLIF(three, three, three, three, three, three, three),
            new NirGraph(
                "",
                Map.of("in", new NirNode.Input(List.of(1))),
                List.of(),
                Map.of("in", metadata("inside")),
                metadata("of the inner graph")))) {
      all.put(node.getClass(), node);
    }
    return all;
  }

  static Metadata.Group metadata(String text) {
    return new Metadata.Group(
        Map.of(
            "text",
            new Metadata.Text(text),
            "numbers",
            new Metadata.Numbers(new Tensor(List.of(2), new double[] {1, -7}, Tensor.Type.INT64)),
            "deeper",
            new Metadata.Group(
                Map.of("texts", new Metadata.Texts(List.of("a", "longer than the first"))))));
  }
}
