package org.tradewind.io.nir;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tradewind.unit.InputException;

/// A graph without graphs in it: the nodes of sub-graphs carry their names joined by '.', and the
/// Inputs and Outputs of sub-graphs hand on what they get.
final class FlatGraph {
  /// What a node is to a machine on which only spikes travel.
  enum Role {
    /// Where spikes come from outside.
    SOURCE,
    /// Has a state or a threshold: becomes a population.
    NEURON,
    /// A linear map without memory but delay: becomes part of a projection.
    LINEAR,
    /// Says what is recorded.
    SINK
  }

  private final String where;
  private final Map<String, NirNode> nodes = new LinkedHashMap<>();
  private final Map<String, Role> roles = new HashMap<>();
  private final Map<String, List<String>> next = new HashMap<>();
  private final Map<String, List<String>> previous = new HashMap<>();

  FlatGraph(String where, NirGraph graph) {
    this.where = where;
    addNodes("", graph);
    addEdges("", graph);
  }

  private void addNodes(String prefix, NirGraph graph) {
    graph
        .nodes()
        .forEach((name, node) -> {
          String full = prefix + name;
          if (node instanceof NirGraph inner) {
            addNodes(full + ".", inner);
          } else if (nodes.put(full, node) != null) {
            throw new InputException(
                where, "two nodes are called '" + full + "' once sub-graphs are opened; rename");
          } else {
            roles.put(full, role(node, prefix.isEmpty()));
            next.put(full, new ArrayList<>());
            previous.put(full, new ArrayList<>());
          }
        });
  }

  private static Role role(NirNode node, boolean outermost) {
    return switch (node) {
      case NirGraph _ -> throw new IllegalStateException("graphs have been opened");
      case NirNode.Input _ -> outermost ? Role.SOURCE : Role.LINEAR;
      case NirNode.Output _ -> outermost ? Role.SINK : Role.LINEAR;
      case NirNode.Affine _,
          NirNode.Linear _,
          NirNode.Scale _,
          NirNode.Conv1d _,
          NirNode.Conv2d _,
          NirNode.SumPool2d _,
          NirNode.AvgPool2d _,
          NirNode.Flatten _,
          NirNode.Delay _ ->
          Role.LINEAR;
      case NirNode.Threshold _,
          NirNode.I _,
          NirNode.IF _,
          NirNode.LI _,
          NirNode.LIF _,
          NirNode.CubaLI _,
          NirNode.CubaLIF _ ->
          Role.NEURON;
    };
  }

  private void addEdges(String prefix, NirGraph graph) {
    for (NirGraph.Edge edge : graph.edges()) {
      String from = end(prefix, edge.from(), graph, NirNode.Output.class);
      String to = end(prefix, edge.to(), graph, NirNode.Input.class);
      if (roles.get(to) == Role.SOURCE) {
        throw new InputException(where, "the edge " + edge + " ends in an Input; turn it round");
      }
      if (roles.get(from) == Role.SINK) {
        throw new InputException(where, "the edge " + edge + " begins in an Output; turn it round");
      }
      next.get(from).add(to);
      previous.get(to).add(from);
    }
    graph
        .nodes()
        .forEach((name, node) -> {
          if (node instanceof NirGraph inner) {
            addEdges(prefix + name + ".", inner);
          }
        });
  }

  /// The node at the end of an edge: in a sub-graph, its only Input or Output.
  private String end(String prefix, String name, NirGraph graph, Class<? extends NirNode> gate) {
    if (!(graph.nodes().get(name) instanceof NirGraph inner)) {
      return prefix + name;
    }
    List<String> gates =
        inner.nodes().entrySet().stream()
            .filter(e -> gate.isInstance(e.getValue()))
            .map(Map.Entry::getKey)
            .toList();
    if (gates.size() != 1) {
      throw new InputException(
          NirCheck.at(where, prefix + name, "NIRGraph"),
          "an edge ends at it, so it needs exactly one "
              + gate.getSimpleName()
              + ", but it has "
              + gates.size());
    }
    return prefix + name + "." + gates.get(0);
  }

  /// By name, in the order of the file.
  Map<String, NirNode> nodes() {
    return nodes;
  }

  NirNode node(String name) {
    return nodes.get(name);
  }

  Role role(String name) {
    return roles.get(name);
  }

  List<String> next(String name) {
    return next.get(name);
  }

  List<String> previous(String name) {
    return previous.get(name);
  }

  List<String> named(Role role) {
    return nodes.keySet().stream().filter(n -> roles.get(n) == role).toList();
  }

  /// How errors name a node.
  String at(String name) {
    return NirCheck.at(where, name, nodes.get(name).type());
  }

  /// Sources first, then along the edges; what no source reaches comes last.
  List<String> inOrderOfFlow() {
    var order = new ArrayList<String>();
    var waiting = new ArrayDeque<>(named(Role.SOURCE));
    var left = new LinkedHashMap<>(nodes);
    while (!left.isEmpty()) {
      String name = waiting.isEmpty() ? left.keySet().iterator().next() : waiting.remove();
      if (left.remove(name) != null) {
        order.add(name);
        waiting.addAll(next.get(name));
      }
    }
    return order;
  }

  /// The linear nodes, each behind all linear nodes that feed it.
  ///
  /// @throws InputException where they feed each other in a circle: without a neuron in it nothing
  ///   says when a signal comes round
  List<String> linearInOrder() {
    var waitsFor = new HashMap<String, Integer>();
    var ready = new ArrayDeque<String>();
    for (String name : named(Role.LINEAR)) {
      int count = (int) previous.get(name).stream().filter(this::isLinear).count();
      waitsFor.put(name, count);
      if (count == 0) {
        ready.add(name);
      }
    }
    var order = new ArrayList<String>();
    while (!ready.isEmpty()) {
      String name = ready.remove();
      order.add(name);
      waitsFor.remove(name);
      for (String to : next.get(name)) {
        if (isLinear(to) && waitsFor.merge(to, -1, Integer::sum) == 0) {
          ready.add(to);
        }
      }
    }
    if (!waitsFor.isEmpty()) {
      throw new InputException(
          where,
          "the nodes "
              + circle(waitsFor)
              + " feed each other without a neuron between; put one into the loop");
    }
    return order;
  }

  private boolean isLinear(String name) {
    return roles.get(name) == Role.LINEAR;
  }

  /// Every node left has a predecessor that is left, so walking back ends in a circle.
  private List<String> circle(Map<String, Integer> left) {
    var walk = new ArrayList<String>();
    String name = left.keySet().stream().sorted().findFirst().orElseThrow();
    while (!walk.contains(name)) {
      walk.add(0, name);
      name = previous.get(name).stream().filter(left::containsKey).findFirst().orElseThrow();
    }
    return walk.subList(0, walk.indexOf(name) + 1);
  }
}
