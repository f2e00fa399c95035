package org.tradewind.mapping;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.tradewind.machine.Link;
import org.tradewind.machine.LiveLinks;
import org.tradewind.machine.Machine;

/// Dead links or chips leave no way from a source to one of its targets. Ends in exit code 3.
public final class UnreachableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// How much of what is dead around a lost chip a sentence names.
  private static final int NAMED = 6;

  public UnreachableException(String sentence) {
    super(sentence);
  }

  /// Says what stands between a vertex and the target on a chip that no way leads to: the dead
  /// links and chips around the smaller of the two parts that the machine falls into.
  static UnreachableException between(
      MachineGraph graph, Placement placement, Machine machine, int source, int targetChip) {
    int target = -1;
    for (int t : graph.targets(source)) {
      if (placement.chip(t) == targetChip) {
        target = t;
        break;
      }
    }
    var live = LiveLinks.of(machine);
    BitSet here = reached(live.from(placement.chip(source)), machine.chipPositions());
    BitSet there = reached(live.to(targetChip), machine.chipPositions());
    List<String> dead =
        deadAround(machine, here.cardinality() < there.cardinality() ? here : there);
    String named = String.join(", ", dead.subList(0, Math.min(NAMED, dead.size())));
    return new UnreachableException(
        graph.vertex(source).name()
            + " on chip "
            + place(machine, placement.chip(source))
            + " cannot reach "
            + graph.vertex(target).name()
            + " on chip "
            + place(machine, targetChip)
            + ": dead are "
            + named
            + (dead.size() > NAMED ? " and " + (dead.size() - NAMED) + " more" : "")
            + "; take the cut-off chips out of the machine too, or use another machine");
  }

  private static BitSet reached(LiveLinks.Ways ways, int chips) {
    var reached = new BitSet(chips);
    for (int chip = 0; chip < chips; chip++) {
      reached.set(chip, ways.hops(chip) >= 0);
    }
    return reached;
  }

  private static List<String> deadAround(Machine machine, BitSet part) {
    var dead = new ArrayList<String>();
    for (int chip = part.nextSetBit(0); chip >= 0; chip = part.nextSetBit(chip + 1)) {
      for (Link link : Link.values()) {
        int other = machine.at(machine.x(chip) + link.dx(), machine.y(chip) + link.dy());
        if (other < 0 || part.get(other)) {
          continue;
        }
        String what;
        if (!machine.hasChip(other)) {
          what = "chip " + place(machine, other);
        } else if (machine.isDead(chip, link)) {
          what = "link " + link + " of chip " + place(machine, chip);
        } else {
          what = "link " + link.opposite() + " of chip " + place(machine, other);
        }
        if (!dead.contains(what)) {
          dead.add(what);
        }
      }
    }
    return dead;
  }

  private static String place(Machine machine, int chip) {
    return "(" + machine.x(chip) + "," + machine.y(chip) + ")";
  }
}
