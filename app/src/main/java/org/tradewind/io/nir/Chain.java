package org.tradewind.io.nir;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.tradewind.network.Connectivity;
import org.tradewind.network.Projection;
import org.tradewind.network.Synapses;
import org.tradewind.network.Values;
import org.tradewind.unit.InputException;

/// One way from a population through linear nodes to another: it becomes a projection. What is
/// linear composes, so any chain is one matrix with delays; the chains that people build keep their
/// structure:
///
/// | nodes, besides Flatten, uniform Scale and uniform Delay | becomes |
/// |---|---|
/// | none | one to one |
/// | Linear, Affine | all to all |
/// | Conv1d, Conv2d; SumPool2d or AvgPool2d, then Conv2d | convolution |
/// | SumPool2d, AvgPool2d | pooling |
/// | anything else | the matrix itself |
///
/// Constants (biases) are not its business: they are summed into the neurons' offsets.
record Chain(String source, List<String> via, String target) {
  /// The conversion that all chains of a graph share.
  record Context(FlatGraph graph, Shapes shapes, double dtSeconds, int connDelay) {
    /// How errors name a node.
    String at(String name) {
      return graph.at(name);
    }

    /// One linear node, expanded.
    Wiring wiring(String name) {
      String where = at(name);
      List<Integer> in = shapes.in(name);
      int size = shapes.inSize(name);
      return switch (graph.node(name)) {
        case NirNode.Affine(Tensor weight, _) -> Wiring.dense(where, weight);
        case NirNode.Linear(Tensor weight) -> Wiring.dense(where, weight);
        case NirNode.Scale(Tensor scale) -> {
          var each = new double[size];
          Arrays.setAll(each, scale::at);
          yield Wiring.diagonal(where, each, new int[size]);
        }
        case NirNode.Delay(Tensor delay) -> {
          var each = new int[size];
          Arrays.setAll(each, i -> steps(where, delay.at(i)));
          yield Wiring.diagonal(where, ones(size), each);
        }
        case NirNode.Conv1d c ->
            Wiring.convolution(where, Shapes.geometry(c, in), c.weight().values());
        case NirNode.Conv2d c ->
            Wiring.convolution(where, Shapes.geometry(c, in, NO_POOL), c.weight().values());
        case NirNode.SumPool2d(var kernelSize, var stride, var padding) ->
            Wiring.pooling(where, Shapes.pooling(in, kernelSize, stride, padding), 1);
        case NirNode.AvgPool2d(var kernelSize, var stride, var padding) ->
            Wiring.pooling(
                where, Shapes.pooling(in, kernelSize, stride, padding), 1.0 / area(kernelSize));
        default -> Wiring.diagonal(where, ones(size), new int[size]);
      };
    }

    /// A delay of the file in whole timesteps.
    int steps(String where, double delay) {
      double steps = delay / dtSeconds;
      long whole = Math.round(steps);
      if (Math.abs(steps - whole) > 1e-6 * Math.max(1, steps) || whole > Synapses.MAX_DELAY) {
        throw new InputException(
            where,
            "'delay' is "
                + delay
                + ", which is "
                + steps
                + " timesteps of "
                + dtSeconds
                + "; up to "
                + Synapses.MAX_DELAY
                + " whole ones are possible, choose dt so");
      }
      return (int) whole;
    }
  }

  private static final List<Integer> NO_POOL = List.of(1, 1);

  Projection projection(String name, Context context) {
    double factor = 1;
    int delay = context.connDelay();
    var rest = new ArrayList<String>();
    for (String node : via) {
      switch (context.graph().node(node)) {
        case NirNode.Scale(Tensor scale) when scale.uniform() -> factor *= scale.values()[0];
        case NirNode.Delay(Tensor tau) when tau.uniform() ->
            delay += context.steps(context.at(node), tau.values()[0]);
        case NirNode.Flatten _, NirNode.Input _, NirNode.Output _ -> {}
        default -> rest.add(node);
      }
    }
    Structured structured = structured(rest, factor, context);
    if (structured != null) {
      return new Projection(
          name, source, target, structured.connectivity, structured.weights, Values.of(delay));
    }
    Wiring all = context.wiring(rest.get(0));
    for (String node : rest.subList(1, rest.size())) {
      all = all.then(context.at(node), context.wiring(node));
    }
    return projection(name, all, factor, delay);
  }

  private record Structured(Connectivity connectivity, Values weights) {}

  /// Null where the nodes have no structure of their own together.
  private static Structured structured(List<String> nodes, double factor, Context context) {
    if (nodes.isEmpty()) {
      return new Structured(new Connectivity.OneToOne(), Values.of(factor));
    }
    NirNode last = context.graph().node(nodes.getLast());
    List<Integer> in = context.shapes().in(nodes.get(0));
    if (nodes.size() == 1) {
      return switch (last) {
        case NirNode.Affine(Tensor weight, _) when isMatrix(weight) -> dense(weight, factor);
        case NirNode.Linear(Tensor weight) when isMatrix(weight) -> dense(weight, factor);
        case NirNode.Conv1d c ->
            new Structured(Shapes.geometry(c, in), scaled(c.weight().values(), factor));
        case NirNode.Conv2d c ->
            new Structured(Shapes.geometry(c, in, NO_POOL), scaled(c.weight().values(), factor));
        case NirNode.SumPool2d(var kernelSize, var stride, var padding) ->
            new Structured(Shapes.pooling(in, kernelSize, stride, padding), Values.of(factor));
        case NirNode.AvgPool2d(var kernelSize, var stride, var padding) ->
            new Structured(
                Shapes.pooling(in, kernelSize, stride, padding),
                Values.of(factor / area(kernelSize)));
        default -> null;
      };
    }
    if (nodes.size() == 2 && last instanceof NirNode.Conv2d c) {
      return switch (context.graph().node(nodes.get(0))) {
        case NirNode.SumPool2d(var kernelSize, var stride, var padding)
            when kernelSize.equals(stride) && isNone(padding) ->
            new Structured(Shapes.geometry(c, in, kernelSize), scaled(c.weight().values(), factor));
        case NirNode.AvgPool2d(var kernelSize, var stride, var padding)
            when kernelSize.equals(stride) && isNone(padding) ->
            new Structured(
                Shapes.geometry(c, in, kernelSize),
                scaled(c.weight().values(), factor / area(kernelSize)));
        default -> null;
      };
    }
    return null;
  }

  private static boolean isMatrix(Tensor weight) {
    List<Integer> shape = weight.shape();
    return Tensor.size(shape.subList(0, shape.size() - 2)) == 1;
  }

  private static boolean isNone(List<Integer> padding) {
    return padding.stream().allMatch(p -> p == 0);
  }

  private static int area(List<Integer> kernel) {
    return kernel.get(0) * kernel.get(1);
  }

  private static double[] ones(int size) {
    var ones = new double[size];
    Arrays.fill(ones, 1);
    return ones;
  }

  /// The file lists a matrix by rows of the target; synapses are numbered by their source.
  private static Structured dense(Tensor weight, double factor) {
    int in = weight.shape().getLast();
    int out = weight.size() / in;
    var transposed = new double[weight.size()];
    for (int o = 0; o < out; o++) {
      for (int i = 0; i < in; i++) {
        transposed[i * out + o] = weight.values()[o * in + i];
      }
    }
    return new Structured(new Connectivity.AllToAll(true), scaled(transposed, factor));
  }

  private static Values scaled(double[] weights, double factor) {
    return Values.of(factor == 1 ? weights : Arrays.stream(weights).map(w -> w * factor).toArray());
  }

  /// Every pair where most have a weight and all have one delay; else those with a weight, listed.
  private Projection projection(String name, Wiring wiring, double factor, int delay) {
    int[] used = IntStream.range(0, wiring.count()).filter(e -> wiring.weight()[e] != 0).toArray();
    var pre = new int[used.length];
    var post = new int[used.length];
    var weights = new double[used.length];
    var delays = new double[used.length];
    int row = 0;
    for (int s = 0; s < used.length; s++) {
      int e = used[s];
      while (wiring.start()[row + 1] <= e) {
        row++;
      }
      pre[s] = row;
      post[s] = wiring.to()[e];
      weights[s] = wiring.weight()[e] * factor;
      delays[s] = delay + wiring.delay()[e];
    }
    boolean oneDelay = Arrays.stream(delays).distinct().count() <= 1;
    long pairs = (long) wiring.inSize() * wiring.outSize();
    if (oneDelay && 2L * used.length > pairs) {
      var all = new double[(int) pairs];
      for (int s = 0; s < used.length; s++) {
        all[pre[s] * wiring.outSize() + post[s]] += weights[s];
      }
      return new Projection(
          name,
          source,
          target,
          new Connectivity.AllToAll(true),
          Values.of(all),
          Values.of(delays[0]));
    }
    return new Projection(
        name,
        source,
        target,
        new Connectivity.Listed(pre, post),
        Values.of(weights),
        oneDelay ? Values.of(used.length == 0 ? delay : delays[0]) : Values.of(delays));
  }
}
