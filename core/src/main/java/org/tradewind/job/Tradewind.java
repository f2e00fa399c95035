package org.tradewind.job;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.tradewind.cost.Counts;
import org.tradewind.cost.Energy;
import org.tradewind.cost.Explained;
import org.tradewind.cost.Usage;
import org.tradewind.machine.Machine;
import org.tradewind.machine.PerformanceLevel;
import org.tradewind.mapping.Images;
import org.tradewind.mapping.MachineGraph;
import org.tradewind.mapping.Mapping;
import org.tradewind.network.Activity;
import org.tradewind.network.Stimulus;
import org.tradewind.reference.Arithmetic;
import org.tradewind.reference.Reference;
import org.tradewind.run.DvfsPolicy;
import org.tradewind.run.Options;
import org.tradewind.run.Pace;
import org.tradewind.run.Results;
import org.tradewind.run.Stopwatch;
import org.tradewind.snn.Quantisation;
import org.tradewind.snn.Snn;
import org.tradewind.unit.Ticks;

/// The whole program, once. A reader can follow one spike from here to the report without going
/// back.
public final class Tradewind {
  private Tradewind() {}

  /// Maps a job and runs each of its samples.
  ///
  /// @throws org.tradewind.unit.InputException where the job asks for what cannot be
  /// @throws org.tradewind.machine.DoesNotFitException where the machine cannot hold it
  public static Report run(Job job) {
    return run(map(job, Progress.SILENT), Progress.SILENT);
  }

  /// Does it fit, and where does everything go?
  public static Mapped map(Job job, Progress progress) {
    long start = System.nanoTime();
    Machine machine = job.machine();
    Snn.requireRoom(job.network(), machine);
    progress.begin("quantise");
    Quantisation quantised = Quantisation.of(job.network(), job.scaling(), job.seed());
    progress.begin("rehearse");
    Activity rehearsal = Rehearsal.of(job, quantised);
    progress.begin("compile");
    MachineGraph graph =
        Snn.compile(
            quantised,
            job.stimuli(),
            rehearsal,
            job.timestepTicks(),
            job.dvfs().fastest(),
            machine,
            job.seed());
    Mapping mapping = Mapping.of(graph, machine, job.placer(), job.router(), progress::begin);
    progress.end();
    return new Mapped(job, quantised, mapping, secondsSince(start));
  }

  /// Runs each sample of a mapped job on a freshly loaded machine: several side by side on the
  /// job's threads, a single one on all of them. Then all of them once more under each policy that
  /// is to be compared.
  public static Report run(Mapped mapped, Progress progress) {
    return run(mapped, mapped.job().engine(), progress);
  }

  /// The same, loaded and run in a way of one's own.
  public static Report run(Mapped mapped, Drive drive, Progress progress) {
    Job job = mapped.job();
    long start = System.nanoTime();
    progress.begin("run");
    Optional<Reference> reference =
        job.reference()
            ? Optional.of(Reference.of(job.network(), job.seed(), Arithmetic.DOUBLE))
            : Optional.empty();
    List<Report.Sample> samples = samples(mapped, drive, reference, progress);
    progress.end();
    var report =
        new Report(mapped, samples, energy(mapped, samples), List.of(), secondsSince(start));
    if (job.besides().isEmpty()) {
      return report;
    }
    return new Report(
        mapped, samples, report.energy(), compare(report, progress), report.runSeconds());
  }

  /// The same mapping under other policies. One whose clock is slower than what was planned with
  /// also runs with as much longer a tick, as the chip's makers do it.
  private static List<PolicyRun> compare(Report first, Progress progress) {
    Job job = first.job();
    double planned = job.dvfs().fastest().clockMhz().value();
    var rows = new ArrayList<PolicyRun>();
    rows.add(PolicyRun.of(first, first));
    for (DvfsPolicy policy : job.besides()) {
      double slower = planned / policy.fastest().clockMhz().value();
      for (double stretch : slower > 1 ? new double[] {1, slower} : new double[] {1}) {
        progress.begin(policy + (stretch > 1 ? ", longer tick" : ""));
        Job other =
            job.governedBy(policy).everyTimestep(stretch * job.timestepSeconds()).tracingPower(0);
        var mapped = new Mapped(other, first.mapped().quantisation(), first.mapped().mapping(), 0);
        List<Report.Sample> samples = samples(mapped, job.engine(), Optional.empty(), progress);
        var report = new Report(mapped, samples, energy(mapped, samples), List.of(), 0);
        rows.add(PolicyRun.of(report, first));
        progress.end();
      }
    }
    return rows;
  }

  private static List<Report.Sample> samples(
      Mapped mapped, Drive drive, Optional<Reference> reference, Progress progress) {
    Job job = mapped.job();
    List<Report.Sample> samples = new ArrayList<>();
    try (var threads = Executors.newFixedThreadPool(job.threads())) {
      List<Future<Report.Sample>> running = new ArrayList<>();
      for (int i = 0; i < job.stimuli().size(); i++) {
        int number = i;
        running.add(threads.submit(() -> sample(mapped, drive, reference, number)));
      }
      try {
        for (Future<Report.Sample> sample : running) {
          samples.add(sample.get());
          progress.at(samples.size(), running.size());
        }
      } finally {
        running.forEach(sample -> sample.cancel(true));
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException ours ? ours : new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while samples were running", e);
    }
    return samples;
  }

  private static Explained energy(Mapped mapped, List<Report.Sample> samples) {
    var counts = new Counts();
    var usage = new EnumMap<PerformanceLevel, Usage>(PerformanceLevel.class);
    long ticks = 0;
    for (Report.Sample sample : samples) {
      counts.addAll(sample.results().network().counts());
      sample.results().usage().forEach(use -> usage.merge(use.level(), use, Usage::plus));
      ticks += sample.results().stepTicks();
    }
    return Energy.explain(
        chipsUsed(mapped.mapping()), Ticks.toSeconds(ticks), List.copyOf(usage.values()), counts);
  }

  private static Report.Sample sample(
      Mapped mapped, Drive drive, Optional<Reference> reference, int number) {
    Job job = mapped.job();
    Stimulus stimulus = job.stimuli().get(number);
    var watch = new Stopwatch(job.steps());
    Images images = Snn.load(mapped.mapping(), mapped.quantisation(), stimulus);
    int threads = job.stimuli().size() == 1 ? job.threads() : 1;
    Options options = job.options().withFaults(job.faults().inRound(number)).withThreads(threads);
    Results results = drive.drive(mapped.mapping(), images, options, job.steps(), watch);
    Pace pace = watch.stopped();
    Activity activity = Readout.activity(mapped, results);
    Activity beside =
        reference.map(oracle -> oracle.run(stimulus, job.steps())).orElse(Activity.NONE);
    return new Report.Sample(
        stimulus.name(),
        stimulus.label(),
        activity,
        results,
        pace,
        Energy.trace(chipsUsed(mapped.mapping()), results.power()),
        Readout.winner(job, activity),
        beside,
        reference.isPresent() ? Readout.winner(job, beside) : -1);
  }

  private static int chipsUsed(Mapping mapping) {
    return (int)
        IntStream.range(0, mapping.graph().size())
            .map(mapping.placement()::chip)
            .distinct()
            .count();
  }

  private static double secondsSince(long nanoTime) {
    return (System.nanoTime() - nanoTime) * 1e-9;
  }
}
