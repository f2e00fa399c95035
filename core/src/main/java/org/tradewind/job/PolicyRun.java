package org.tradewind.job;

import java.util.List;
import java.util.stream.IntStream;
import org.tradewind.cost.Action;
import org.tradewind.cost.Explained;
import org.tradewind.run.DvfsPolicy;
import org.tradewind.run.Results;
import org.tradewind.unit.Ticks;

/// The same mapping and the same stimuli under one policy: a row of a comparison. Sums and means
/// are over all samples.
///
/// @param timestepSeconds the system tick; longer where the policy ran once more with as much
///   longer a tick as its clock is slower
/// @param energy joules
/// @param seconds machine time
/// @param meanUtilisation share of the time that a core was awake
/// @param maxUtilisation share of the timestep that the busiest core was awake in its longest step
/// @param overruns timer ticks that found a core still busy
/// @param levelChanges of all cores
/// @param sameSpikes whether every recorded spike is that of the first policy
/// @param accuracy share of labelled samples that are right; NaN where none is labelled
public record PolicyRun(
    DvfsPolicy policy,
    double timestepSeconds,
    Explained energy,
    double seconds,
    double meanUtilisation,
    double maxUtilisation,
    long overruns,
    long levelChanges,
    boolean sameSpikes,
    double accuracy) {
  /// @param first of all reports that are compared
  static PolicyRun of(Report report, Report first) {
    List<Results> results = report.samples().stream().map(Report.Sample::results).toList();
    return new PolicyRun(
        report.job().dvfs(),
        report.job().timestepSeconds(),
        report.energy(),
        Ticks.toSeconds(results.stream().mapToLong(Results::stepTicks).sum()),
        results.stream().mapToDouble(PolicyRun::meanUtilisation).average().orElseThrow(),
        results.stream().mapToDouble(PolicyRun::maxUtilisation).max().orElseThrow(),
        results.stream().flatMap(r -> r.cores().stream()).mapToLong(Results.Core::overruns).sum(),
        results.stream().mapToLong(r -> r.network().counts().of(Action.LEVEL_CHANGE)).sum(),
        IntStream.range(0, results.size())
            .allMatch(i ->
                report.samples().get(i).activity().sameSpikes(first.samples().get(i).activity())),
        report.accuracy());
  }

  private static double meanUtilisation(Results results) {
    return IntStream.range(0, results.cores().size())
        .mapToDouble(results::meanUtilisation)
        .average()
        .orElse(0);
  }

  private static double maxUtilisation(Results results) {
    return IntStream.range(0, results.cores().size())
        .mapToDouble(results::maxUtilisation)
        .max()
        .orElse(0);
  }

  /// Mean power of the machine.
  public double watts() {
    return energy.value() / seconds;
  }
}
