package org.tradewind.mapping;

import java.util.Arrays;
import org.tradewind.machine.Link;
import org.tradewind.machine.Machine;
import org.tradewind.machine.Way;

/// Neighbour exploring routing (Navaridas, Luján, Plana, Temple and Furber, "SpiNNaker: enhanced
/// multicast routing", Parallel Computing 45, 2015): targets join the tree from the nearest to the
/// farthest, each from the chip of the tree that is nearest to it, the longest dimension first.
/// Trees share links, so they need fewer hops and table entries than shortest paths, at the price
/// of some longer paths.
///
/// Two departures. The nearest chip of the tree is searched for exactly, in growing hexagons round
/// the target or among the tree's chips, whichever is less work: a limit saves nothing where trees
/// are this small. And where something dead is in the way, the join is searched for by A* over live
/// links, from the target back to that chip or to another of the tree that it meets before; so a
/// tree never has to be cut up and repaired afterwards.
///
/// Where several ways are equally long, the source's number chooses, so that traffic spreads over
/// the links and yet is the same each time.
public final class NerRouter implements Router {
  public NerRouter() {}

  @Override
  public Routes route(MachineGraph graph, Placement placement, Machine machine) {
    var routes = new Routes.Builder(graph.size());
    var growth = new Growth(machine);
    var trees = new SharedTrees();
    for (int v = 0; v < graph.size(); v++) {
      int alike = trees.of(graph, placement, v);
      if (alike < v) {
        routes.sameAs(alike);
      } else if (graph.sends(v)) {
        growth.grow(graph, placement, v);
        growth.tree.end(routes);
      } else {
        routes.endVertex();
      }
    }
    return routes.build();
  }

  @Override
  public String toString() {
    return "ner";
  }

  /// Grows one tree after the other over the same scratch arrays.
  private static final class Growth {
    private final Machine machine;
    private final Tree tree;
    private final long[] byDistance;

    /// Links E, NE and N that lead from a chip to another, negative against their sense; at most
    /// two are not 0.
    private final int[] steps = new int[3];

    // A*: for each chip what the present search knows of it, where its stamp is the search's
    private final int[] searchedBy;
    private final int[] cost;
    private final byte[] linkTowardsTarget;
    private final boolean[] closed;
    private final int[] nextInBucket;
    private int[] bucket = new int[64];
    private final int[] entryChip;
    private int search;

    Growth(Machine machine) {
      int positions = machine.chipPositions();
      this.machine = machine;
      this.tree = new Tree(machine);
      this.byDistance = new long[positions];
      this.searchedBy = new int[positions];
      this.cost = new int[positions];
      this.linkTowardsTarget = new byte[positions];
      this.closed = new boolean[positions];
      // a chip enters once for each of its links, the target once more
      this.nextInBucket = new int[6 * positions + 1];
      this.entryChip = new int[6 * positions + 1];
    }

    void grow(MachineGraph graph, Placement placement, int v) {
      int root = placement.chip(v);
      tree.start(graph, placement, v);
      int count = tree.targets();
      for (int i = 0; i < count; i++) {
        int chip = tree.targetChips()[i];
        byDistance[i] = (long) machine.distance(root, chip) << 32 | chip;
      }
      Arrays.sort(byDistance, 0, count);
      for (int i = 0; i < count; i++) {
        int target = (int) byDistance[i];
        if (!tree.has(target)) {
          int from = nearest(target);
          if (!straight(from, target, v) && !around(from, target)) {
            throw UnreachableException.between(graph, placement, machine, v, target);
          }
        }
      }
    }

    /// The chip of the tree with the fewest hops to the target.
    private int nearest(int target) {
      int x = machine.x(target);
      int y = machine.y(target);
      int looked = 0;
      for (int radius = 1; looked + 6 * radius < tree.size(); radius++) {
        looked += 6 * radius;
        // round the hexagon, from its southern corner, each side `radius` links long
        int atX = x;
        int atY = y - radius;
        for (int side = 0; side < 6; side++) {
          Link along = Link.of((side + 1) % 6);
          for (int i = 0; i < radius; i++) {
            int chip = machine.at(atX, atY);
            if (chip >= 0 && tree.has(chip)) {
              return chip;
            }
            atX += along.dx();
            atY += along.dy();
          }
        }
      }
      int[] chips = tree.chips();
      int nearest = chips[0];
      int fewest = Integer.MAX_VALUE;
      for (int i = 0; i < tree.size(); i++) {
        int hops = machine.distance(chips[i], target);
        if (hops < fewest) {
          fewest = hops;
          nearest = chips[i];
        }
      }
      return nearest;
    }

    /// Joins the target by the longest dimension first, unless something dead is in the way.
    private boolean straight(int from, int target, int source) {
      // of equally short ways round a torus the source chooses
      Way.shortest(machine, from, target, source >>> 1, steps);
      int longest = 0;
      for (int d = 1; d < 3; d++) {
        int more = Math.abs(steps[d]) - Math.abs(steps[longest]);
        if (more > 0 || more == 0 && (source & 1) != 0) {
          longest = d;
        }
      }
      if (!walk(from, longest, false)) {
        return false;
      }
      walk(from, longest, true);
      return true;
    }

    private boolean walk(int from, int first, boolean join) {
      int chip = from;
      for (int i = 0; i < 3; i++) {
        int d = (first + i) % 3;
        int link = steps[d] > 0 ? d : d + 3;
        for (int step = Math.abs(steps[d]); step > 0; step--) {
          int next = tree.live().next(chip, link);
          if (next < 0) {
            return false;
          }
          if (join) {
            tree.join(chip, link);
          }
          chip = next;
        }
      }
      return true;
    }

    /// Joins the target by A*, from the target back until a chip of the tree is met; false where
    /// there is no way.
    ///
    /// The estimate, hops to `aim` where nothing is dead, changes by one link at most one, so a
    /// chip's cost is final when it leaves the queue. A bucket holds equal estimates, latest first:
    /// of equally good chips the one farther on is tried before the others.
    private boolean around(int aim, int target) {
      search++;
      Arrays.fill(bucket, -1);
      int lowest = machine.distance(target, aim);
      searchedBy[target] = search;
      cost[target] = 0;
      closed[target] = false;
      int entries = push(0, target, lowest);
      for (int estimate = lowest; estimate < bucket.length; estimate++) {
        while (estimate < bucket.length && bucket[estimate] >= 0) {
          int chip = entryChip[bucket[estimate]];
          bucket[estimate] = nextInBucket[bucket[estimate]];
          if (closed[chip]) {
            continue;
          }
          closed[chip] = true;
          if (tree.has(chip)) {
            while (chip != target) {
              int link = linkTowardsTarget[chip];
              tree.join(chip, link);
              chip = tree.live().next(chip, link);
            }
            return true;
          }
          for (int link = 0; link < 6; link++) {
            // searched backwards: what counts is the direction that leads to the target
            int before = tree.live().before(chip, link);
            if (before < 0) {
              continue;
            }
            boolean known = searchedBy[before] == search;
            if (!known || !closed[before] && cost[before] > cost[chip] + 1) {
              searchedBy[before] = search;
              closed[before] = false;
              cost[before] = cost[chip] + 1;
              linkTowardsTarget[before] = (byte) ((link + 3) % 6);
              entries = push(entries, before, cost[before] + machine.distance(before, aim));
            }
          }
        }
      }
      return false;
    }

    private int push(int entry, int chip, int estimate) {
      if (estimate >= bucket.length) {
        int size = bucket.length;
        bucket = Arrays.copyOf(bucket, Math.max(2 * size, estimate + 1));
        Arrays.fill(bucket, size, bucket.length, -1);
      }
      entryChip[entry] = chip;
      nextInBucket[entry] = bucket[estimate];
      bucket[estimate] = entry;
      return entry + 1;
    }
  }
}
