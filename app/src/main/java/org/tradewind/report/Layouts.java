package org.tradewind.report;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.tradewind.job.Job;
import org.tradewind.job.Mapped;
import org.tradewind.machine.Spinnaker2;
import org.tradewind.mapping.MachineGraph;
import org.tradewind.mapping.MachineVertex;
import org.tradewind.mapping.Placement;

/// The figures of a mapped job, before it runs: what it takes of the machine.
final class Layouts {
  /// Data memory of a PE.
  static final int SRAM_LIMIT_BYTES = Spinnaker2.DATA_BYTES.whole();

  final Mapped mapped;

  /// By vertex.
  final int[] sramBytes;

  /// Chips that hold a vertex, ascending.
  final int[] chips;

  Layouts(Mapped mapped) {
    this.mapped = mapped;
    MachineGraph graph = mapped.mapping().graph();
    Placement placement = mapped.mapping().placement();
    sramBytes = graph.vertices().stream().mapToInt(v -> v.program().layout().bytes()).toArray();
    chips = IntStream.range(0, graph.size()).map(placement::chip).distinct().sorted().toArray();
  }

  int pes() {
    return sramBytes.length;
  }

  int minSramBytes() {
    return Arrays.stream(sramBytes).min().orElse(0);
  }

  double meanSramBytes() {
    return Arrays.stream(sramBytes).average().orElse(0);
  }

  int maxSramBytes() {
    return Arrays.stream(sramBytes).max().orElse(0);
  }

  double cyclesPerStep() {
    Job job = mapped.job();
    return job.dvfs().fastest().clockMhz().value() * 1e6 * job.timestepSeconds();
  }

  /// The share of its busiest timestep that mapping expects the core to be awake; above 1 it is
  /// expected to overrun.
  double predictedUtilisation(int vertex) {
    return mapped.mapping().graph().vertex(vertex).predictedPeakCycles() / cyclesPerStep();
  }

  double maxPredictedUtilisation() {
    return IntStream.range(0, pes()).mapToDouble(this::predictedUtilisation).max().orElse(0);
  }

  /// The share of the time that mapping expects cores to be awake, on average over steps and cores.
  double meanPredictedUtilisation() {
    return mapped.mapping().graph().vertices().stream()
            .mapToDouble(MachineVertex::predictedCycles)
            .average()
            .orElse(0)
        / cyclesPerStep();
  }

  /// Cores whose busiest step is expected to be longer than the timestep.
  int predictedToOverrun() {
    return (int) IntStream.range(0, pes()).filter(v -> predictedUtilisation(v) > 1).count();
  }

  long tableEntries() {
    long entries = 0;
    for (int chip = 0; chip < mapped.mapping().machine().chipPositions(); chip++) {
      entries += mapped.mapping().tables().chip(chip).size();
    }
    return entries;
  }

  /// The table with most entries.
  int largestTable() {
    return IntStream.range(0, mapped.mapping().machine().chipPositions())
        .map(chip -> mapped.mapping().tables().chip(chip).size())
        .max()
        .orElse(0);
  }

  String verdict() {
    return "fits on "
        + Numbers.count(chips.length, "chip")
        + ", "
        + Numbers.count(pes())
        + " of "
        + Numbers.count(mapped.mapping().machine().applicationPes())
        + " PEs";
  }
}
