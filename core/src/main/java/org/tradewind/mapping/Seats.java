package org.tradewind.mapping;

import java.util.Arrays;
import org.tradewind.machine.CoreMap;
import org.tradewind.machine.DoesNotFitException;
import org.tradewind.machine.Machine;
import org.tradewind.machine.Spinnaker2;

/// The PEs that vertices can be given, and the question whether they are enough: every placer
/// starts here, so that all of them refuse the same graphs with the same sentence.
final class Seats {
  private Seats() {}

  /// The live application PEs, ascending: chips by number, PEs by number on each.
  ///
  /// @throws DoesNotFitException if they are fewer than the vertices, or if a vertex needs more
  ///   memory than a PE has
  static int[] of(MachineGraph graph, Machine machine) {
    int dataBytes = Spinnaker2.DATA_BYTES.whole();
    for (MachineVertex vertex : graph.vertices()) {
      int bytes = vertex.program().layout().bytes();
      if (bytes > dataBytes) {
        throw new DoesNotFitException(
            vertex.name(),
            bytes,
            dataBytes,
            "needs "
                + bytes
                + " bytes of SRAM, a PE has "
                + dataBytes
                + " for data; split smaller");
      }
    }
    var pes = new int[machine.applicationPes()];
    int count = 0;
    for (int chip = 0; chip < machine.chipPositions(); chip++) {
      for (int p = 0; machine.hasChip(chip) && p < CoreMap.PES; p++) {
        if (machine.hasPe(chip, p)) {
          pes[count++] = chip * CoreMap.PES + p;
        }
      }
    }
    if (count < graph.size()) {
      throw new DoesNotFitException(
          "network",
          graph.size(),
          count,
          "needs "
              + graph.size()
              + " PEs, machine "
              + machine
              + " has "
              + count
              + " on "
              + machine.liveChips()
              + " live chips; use a larger machine, or a smaller network");
    }
    return Arrays.copyOf(pes, count);
  }
}
