package org.tradewind.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MachineMemoryTest {
  /// Machines kept at once, so that what the JVM does beside is small against them.
  private static final int KEPT = 20;

  @Test
  void theLargestMachineWithFaultsEverywhereIsUnderAMegabyte() {
    List<Machine> kept = new ArrayList<>(KEPT);
    Machine whole = Machine.triads(16, 15, Wrap.FULL);
    faulty(whole, 0);
    long before = usedBytes();
    for (int i = 0; i < KEPT; i++) {
      kept.add(faulty(whole, i));
    }
    double each = (usedBytes() - before) / (double) KEPT;
    System.out.printf("a 720-board machine with faults everywhere: %,.0f bytes%n", each);
    assertThat(each).isLessThan(1 << 20);
    assertThat(kept).hasSize(KEPT).allMatch(machine -> machine.boards() == 720);
  }

  /// A dead PE on every chip, a dead link on every second.
  private static Machine faulty(Machine whole, int seed) {
    var builder = whole.builder();
    for (int chip = 0; chip < whole.chipPositions(); chip++) {
      builder.withoutPe(chip, (chip + seed) % 148);
      if (chip % 2 == 0) {
        builder.withoutLink(chip, Link.of((chip + seed) % 6));
      }
    }
    return builder.build();
  }

  private static long usedBytes() {
    var runtime = Runtime.getRuntime();
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      System.gc();
      used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
    }
    return used;
  }
}
