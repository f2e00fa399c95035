package org.tradewind.bench;

import java.nio.file.Path;
import java.util.List;
import org.tradewind.io.net.NetFile;
import org.tradewind.job.Job;
import org.tradewind.job.Mapped;
import org.tradewind.job.Progress;
import org.tradewind.job.Tradewind;
import org.tradewind.machine.PerformanceLevel;
import org.tradewind.mapping.MachineVertex;
import org.tradewind.run.Results;
import org.tradewind.unit.Ticks;

/// The busiest core's busiest step as a share of the timestep: predicted when the example networks
/// are mapped, and measured.
public final class Foretold {
  private Foretold() {}

  /// @param args none
  public static void main(String[] args) {
    var table =
        new Table("%s | %.1f %% | %.1f %% | %.2f", "network", "predicted", "measured", "ratio");
    for (String name : List.of("synfire", "irregular", "bursting", "recurrent", "two-neurons")) {
      NetFile.Content file = NetFile.read(Path.of("examples", name + ".net.yaml"));
      Job job =
          Job.of(file.network(), file.steps())
              .stimulated(List.of(file.stimulus()))
              .everyTimestep(file.timestepSeconds());
      Mapped mapped = Tradewind.map(job, Progress.SILENT);
      double cycles =
          mapped.mapping().graph().vertices().stream()
              .mapToDouble(MachineVertex::predictedPeakCycles)
              .max()
              .orElseThrow();
      Results results = Tradewind.run(mapped, Progress.SILENT).samples().getFirst().results();
      long ticks =
          results.cores().stream().mapToLong(Results.Core::maxStepTicks).max().orElseThrow();
      double stepTicks = file.timestepSeconds() * Ticks.PER_SECOND;
      double predicted =
          cycles * Ticks.perCycle(PerformanceLevel.HIGH.clockMhz().whole()) / stepTicks;
      double measured = ticks / stepTicks;
      table.row(name, 100 * predicted, 100 * measured, predicted / measured);
    }
  }
}
