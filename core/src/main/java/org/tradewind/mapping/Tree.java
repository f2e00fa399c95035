package org.tradewind.mapping;

import java.util.Arrays;
import org.tradewind.machine.LiveLinks;
import org.tradewind.machine.Machine;

/// One multicast tree while a router grows it, over scratch arrays that serve all trees in turn:
/// what belongs to the present tree carries its stamp, so starting anew costs nothing.
final class Tree {
  private static final int CORE_WORDS = 3;

  private final LiveLinks live;
  private final int[] stampOf;
  private final byte[] links;
  private final int[] targetStampOf;
  private final long[] cores;
  private final int[] chips;
  private final int[] targetChips;
  private final int[] stack;
  private int stamp;
  private int size;
  private int targets;

  Tree(Machine machine) {
    int positions = machine.chipPositions();
    live = LiveLinks.of(machine);
    stampOf = new int[positions];
    links = new byte[positions];
    targetStampOf = new int[positions];
    cores = new long[CORE_WORDS * positions];
    chips = new int[positions];
    targetChips = new int[positions];
    stack = new int[positions];
  }

  /// Starts the tree of a vertex: its chip, and the chips of its targets still to be joined.
  void start(MachineGraph graph, Placement placement, int vertex) {
    stamp++;
    size = 0;
    targets = 0;
    add(placement.chip(vertex));
    for (int target : graph.targets(vertex)) {
      int chip = placement.chip(target);
      int p = placement.p(target);
      if (targetStampOf[chip] != stamp) {
        targetStampOf[chip] = stamp;
        Arrays.fill(cores, CORE_WORDS * chip, CORE_WORDS * (chip + 1), 0);
        targetChips[targets++] = chip;
      }
      cores[CORE_WORDS * chip + (p >> 6)] |= 1L << p;
    }
  }

  LiveLinks live() {
    return live;
  }

  /// Chips that hold a target, in the order of their first target; the tree's own chip may be among
  /// them. [#targets] of them.
  int[] targetChips() {
    return targetChips;
  }

  int targets() {
    return targets;
  }

  boolean has(int chip) {
    return stampOf[chip] == stamp;
  }

  /// Chips of the tree, in the order of joining; [#size] of them.
  int[] chips() {
    return chips;
  }

  int size() {
    return size;
  }

  /// Adds the chip behind a link of a chip of the tree.
  void join(int from, int link) {
    links[from] |= (byte) (1 << link);
    add(live.next(from, link));
  }

  private void add(int chip) {
    stampOf[chip] = stamp;
    links[chip] = 0;
    chips[size++] = chip;
  }

  /// Writes the grown tree in preorder.
  void end(Routes.Builder into) {
    int depth = 0;
    stack[depth++] = chips[0];
    while (depth > 0) {
      int chip = stack[--depth];
      into.node(chip, links[chip]);
      if (targetStampOf[chip] == stamp) {
        for (int word = 0; word < CORE_WORDS; word++) {
          for (long bits = cores[CORE_WORDS * chip + word]; bits != 0; bits &= bits - 1) {
            into.core(64 * word + Long.numberOfTrailingZeros(bits));
          }
        }
      }
      for (int link = 5; link >= 0; link--) {
        if ((links[chip] >>> link & 1) != 0) {
          stack[depth++] = live.next(chip, link);
        }
      }
    }
    into.endVertex();
  }
}
