package org.tradewind.io.nir;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A graph of NIR: named nodes, and edges that carry a node's output unchanged to another's input.
/// A graph is a node too, so graphs nest. Nothing is checked here: [NirFile] and [NirImport] do,
/// who know where it came from.
///
/// @param version of the `nir` package that wrote the file; empty where it does not say, and for
///   nested graphs
/// @param nodes by name, in the order of the file, which is mostly that of the alphabet
/// @param nodeMetadata of the nodes that have any and are not graphs themselves
/// @param metadata of the graph itself
public record NirGraph(
    String version,
    Map<String, NirNode> nodes,
    List<Edge> edges,
    Map<String, Metadata.Group> nodeMetadata,
    Metadata.Group metadata)
    implements NirNode {
  public record Edge(String from, String to) {
    @Override
    public String toString() {
      return "'" + from + "' -> '" + to + "'";
    }
  }

  public NirGraph {
    nodes = Collections.unmodifiableMap(new LinkedHashMap<>(nodes));
    edges = List.copyOf(edges);
    nodeMetadata = Collections.unmodifiableMap(new LinkedHashMap<>(nodeMetadata));
  }

  public static NirGraph of(Map<String, NirNode> nodes, List<Edge> edges) {
    return new NirGraph("", nodes, edges, Map.of(), Metadata.Group.EMPTY);
  }
}
