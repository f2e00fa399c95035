package org.tradewind.mapping;

import org.tradewind.machine.LiveLinks;
import org.tradewind.machine.Machine;

/// The plain router: breadth first from the source over live links, then back from each target
/// along the shortest path found. Every path is as short as any, links are shared only by chance,
/// and each new source chip costs a look at the whole machine.
public final class ShortestPathRouter implements Router {
  public ShortestPathRouter() {}

  @Override
  public Routes route(MachineGraph graph, Placement placement, Machine machine) {
    var routes = new Routes.Builder(graph.size());
    var tree = new Tree(machine);
    var trees = new SharedTrees();
    int[] path = new int[machine.chipPositions()];
    int root = -1;
    LiveLinks.Ways ways = null;
    for (int v = 0; v < graph.size(); v++) {
      int alike = trees.of(graph, placement, v);
      if (alike < v) {
        routes.sameAs(alike);
        continue;
      }
      if (!graph.sends(v)) {
        routes.endVertex();
        continue;
      }
      if (placement.chip(v) != root) {
        root = placement.chip(v);
        ways = tree.live().from(root);
      }
      tree.start(graph, placement, v);
      for (int i = 0; i < tree.targets(); i++) {
        int length = 0;
        int chip = tree.targetChips()[i];
        while (!tree.has(chip)) {
          if (ways.link(chip) < 0) {
            throw UnreachableException.between(graph, placement, machine, v, tree.targetChips()[i]);
          }
          path[length++] = chip;
          chip = tree.live().before(chip, (ways.link(chip) + 3) % 6);
        }
        while (--length >= 0) {
          tree.join(chip, ways.link(path[length]));
          chip = path[length];
        }
      }
      tree.end(routes);
    }
    return routes.build();
  }

  @Override
  public String toString() {
    return "shortest";
  }
}
