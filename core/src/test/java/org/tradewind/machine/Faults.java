package org.tradewind.machine;

import java.util.SplittableRandom;

/// Machines with random faults, the same for the same seed.
public final class Faults {
  private Faults() {}

  /// Each link dead with this probability, in both directions.
  public static Machine links(Machine machine, double probability, long seed) {
    var draws = new SplittableRandom(seed);
    var faulty = machine.builder();
    for (int chip = 0; chip < machine.chipPositions(); chip++) {
      for (Link link : new Link[] {Link.E, Link.NE, Link.N}) {
        if (machine.neighbour(chip, link) >= 0 && draws.nextDouble() < probability) {
          faulty.withoutLink(chip, link);
        }
      }
    }
    return faulty.build();
  }

  /// Each direction of a link dead with this probability, its opposite by a draw of its own.
  public static Machine directions(Machine machine, double probability, long seed) {
    var draws = new SplittableRandom(seed);
    var faulty = machine.builder();
    for (int chip = 0; chip < machine.chipPositions(); chip++) {
      for (Link link : Link.values()) {
        if (machine.neighbour(chip, link) >= 0 && draws.nextDouble() < probability) {
          faulty.withoutDirection(chip, link);
        }
      }
    }
    return faulty.build();
  }

  /// Each chip dead with this probability.
  public static Machine chips(Machine machine, double probability, long seed) {
    var draws = new SplittableRandom(seed);
    var faulty = machine.builder();
    for (int chip = 0; chip < machine.chipPositions(); chip++) {
      if (machine.hasChip(chip) && draws.nextDouble() < probability) {
        faulty.withoutChip(chip);
      }
    }
    return faulty.build();
  }

  /// Each application PE dead with this probability.
  public static Machine pes(Machine machine, double probability, long seed) {
    var draws = new SplittableRandom(seed);
    var faulty = machine.builder();
    for (int chip = 0; chip < machine.chipPositions(); chip++) {
      for (int p = 0; p < CoreMap.PES; p++) {
        if (machine.hasPe(chip, p) && draws.nextDouble() < probability) {
          faulty.withoutPe(chip, p);
        }
      }
    }
    return faulty.build();
  }
}
