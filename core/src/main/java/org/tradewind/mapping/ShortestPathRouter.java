package org.tradewind.mapping;

import java.util.Arrays;
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
    int[] queue = new int[machine.chipPositions()];
    // the link by which a chip is reached from the root, or -1
    byte[] reachedBy = new byte[machine.chipPositions()];
    int[] path = new int[machine.chipPositions()];
    int root = -1;
    for (int v = 0; v < graph.size(); v++) {
      if (!graph.sends(v)) {
        routes.endVertex();
        continue;
      }
      if (placement.chip(v) != root) {
        root = placement.chip(v);
        search(tree.neighbours(), root, queue, reachedBy);
      }
      tree.start(graph, placement, v);
      for (int i = 0; i < tree.targets(); i++) {
        int length = 0;
        int chip = tree.targetChips()[i];
        while (!tree.has(chip)) {
          if (reachedBy[chip] < 0) {
            throw UnreachableException.between(graph, placement, machine, v, tree.targetChips()[i]);
          }
          path[length++] = chip;
          chip = tree.before(chip, (reachedBy[chip] + 3) % 6);
        }
        while (--length >= 0) {
          tree.join(chip, reachedBy[path[length]]);
          chip = path[length];
        }
      }
      tree.end(routes);
    }
    return routes.build();
  }

  private static void search(int[] neighbours, int root, int[] queue, byte[] reachedBy) {
    Arrays.fill(reachedBy, (byte) -1);
    int read = 0;
    int written = 0;
    queue[written++] = root;
    while (read < written) {
      int chip = queue[read++];
      for (int link = 0; link < 6; link++) {
        int next = neighbours[6 * chip + link];
        if (next >= 0 && next != root && reachedBy[next] < 0) {
          reachedBy[next] = (byte) link;
          queue[written++] = next;
        }
      }
    }
  }

  @Override
  public String toString() {
    return "shortest";
  }
}
