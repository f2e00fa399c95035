package org.tradewind.job;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.tradewind.machine.Machine;
import org.tradewind.machine.Spinnaker2;
import org.tradewind.mapping.LocalPlacer;
import org.tradewind.mapping.NerRouter;
import org.tradewind.mapping.Placer;
import org.tradewind.mapping.Router;
import org.tradewind.network.Network;
import org.tradewind.network.Population;
import org.tradewind.network.Stimulus;
import org.tradewind.run.DvfsPolicy;
import org.tradewind.run.Faults;
import org.tradewind.run.Options;
import org.tradewind.run.RouterRules;
import org.tradewind.snn.Quantisation;
import org.tradewind.unit.InputException;
import org.tradewind.unit.Ticks;

/// Everything a run depends on: the same job gives the same bytes. Start from [#of] and change what
/// differs.
///
/// @param stimuli one run each; labelled ones are classified
/// @param steps timesteps of each run, at least 1
/// @param timestepSeconds the period of the cores' timers (the *system tick*): how long a step may
///   take on the machine
/// @param dvfs what chooses every core's performance level; how long a step may take is planned
///   with its fastest
/// @param besides policies under which the same mapping runs too, to compare them with `dvfs`
/// @param powerBinSeconds the time over which power is averaged in [Report.Sample#power]; 0: power
///   over time is not recorded
/// @param scaling how weights become integers
/// @param seed of every random draw
/// @param fifoPackets capacity of each core's event FIFO
/// @param routerRules what routers do where nothing is published
/// @param faults what goes wrong; each sample is a round of its own
/// @param output the population that classifies a labelled sample; empty: none
/// @param decision how they do
/// @param reference whether the float reference runs beside, for comparison
/// @param rehearsed whether rates of populations are measured in plain loops before mapping plans
///   the cores' time with them; else 10 Hz is assumed of those without a given rate
/// @param engine what moves the machine
/// @param threads host threads that run samples side by side; never changes a result
public record Job(
    Network network,
    List<Stimulus> stimuli,
    int steps,
    double timestepSeconds,
    Machine machine,
    DvfsPolicy dvfs,
    List<DvfsPolicy> besides,
    double powerBinSeconds,
    Quantisation.Scaling scaling,
    Placer placer,
    Router router,
    long seed,
    int fifoPackets,
    RouterRules routerRules,
    Faults faults,
    String output,
    Decision decision,
    boolean reference,
    boolean rehearsed,
    EngineChoice engine,
    int threads) {
  private static final int MOST_BINS = 1_000_000;
  private static final double LONGEST_TICK_MICROSECONDS = 0xFFFF_FFFFL;

  public Job {
    stimuli = List.copyOf(stimuli);
    besides = List.copyOf(besides);
    if (stimuli.isEmpty()) {
      throw new InputException("stimuli", "there is no sample to run; give at least one");
    }
    if (steps < 1) {
      throw new InputException("steps", steps + " timesteps cannot be run; at least 1 can");
    }
    double microseconds = timestepSeconds * 1e6;
    if (microseconds > LONGEST_TICK_MICROSECONDS) {
      throw new InputException(
          "system tick",
          timestepSeconds
              + " s is too long; a core's timer counts microseconds in 32 bits, at most 4294 s");
    }
    if (!(microseconds >= 1)
        || Math.abs(microseconds - Math.rint(microseconds)) > 1e-6 * microseconds) {
      throw new InputException(
          "system tick",
          timestepSeconds
              + " s is no whole number of microseconds; a core's timer counts a 1 MHz clock");
    }
    if (powerBinSeconds != 0
        && !(powerBinSeconds >= 1e-6 && steps * timestepSeconds <= MOST_BINS * powerBinSeconds)) {
      throw new InputException(
          "power",
          "%s s is no time to average over; it lies between 1 us and what cuts the run into %,d parts"
              .formatted(powerBinSeconds, MOST_BINS));
    }
    if (!output.isEmpty()) {
      Population deciding = network.population(output);
      decision
          .needs()
          .filter(variable -> !deciding.record().contains(variable))
          .ifPresent(variable -> {
            throw new InputException(
                "decision",
                "%s needs '%s' of the neurons of '%s', which is not recorded; record it"
                    .formatted(
                        decision.name().toLowerCase(Locale.ROOT),
                        variable.name().toLowerCase(Locale.ROOT),
                        output));
          });
    }
    if (fifoPackets < 1) {
      throw new InputException(
          "event FIFO", "it cannot hold " + fifoPackets + " packets; give room for at least 1");
    }
    if (threads < 1) {
      throw new InputException("threads", threads + " threads cannot run anything; use at least 1");
    }
  }

  /// A job with the usual choices: one chip, 1 ms system tick, high performance level, one silent
  /// sample.
  public static Job of(Network network, int steps) {
    return new Job(
        network,
        List.of(Stimulus.NONE),
        steps,
        1e-3,
        Machine.chip(),
        DvfsPolicy.high(),
        List.of(),
        0,
        Quantisation.Scaling.AUTO,
        new LocalPlacer(),
        new NerRouter(),
        1,
        Spinnaker2.EVENT_FIFO_PACKETS.whole(),
        RouterRules.PLAIN,
        Faults.NONE,
        "",
        Decision.MOST_SPIKES,
        false,
        true,
        EngineChoice.AUTO,
        1);
  }

  public Job on(Machine other) {
    return with(draft -> draft.machine = other);
  }

  /// @param samples one run each
  public Job stimulated(List<Stimulus> samples) {
    return with(draft -> draft.stimuli = samples);
  }

  /// @param seconds the system tick, a whole number of microseconds
  public Job everyTimestep(double seconds) {
    return with(draft -> draft.timestepSeconds = seconds);
  }

  public Job governedBy(DvfsPolicy policy) {
    return with(draft -> draft.dvfs = policy);
  }

  /// @param policies under which the same spikes run too, to compare the energy
  public Job besides(List<DvfsPolicy> policies) {
    return with(draft -> draft.besides = policies);
  }

  /// @param binSeconds the time over which power is averaged, at least 1 us
  public Job tracingPower(double binSeconds) {
    return with(draft -> draft.powerBinSeconds = binSeconds);
  }

  public Job scaled(Quantisation.Scaling other) {
    return with(draft -> draft.scaling = other);
  }

  public Job mapped(Placer otherPlacer, Router otherRouter) {
    return with(draft -> {
      draft.placer = otherPlacer;
      draft.router = otherRouter;
    });
  }

  public Job seeded(long other) {
    return with(draft -> draft.seed = other);
  }

  /// @param population that classifies labelled samples
  public Job classifiedBy(String population) {
    return with(draft -> draft.output = population);
  }

  /// @param how the output decides for a class
  public Job decidedBy(Decision how) {
    return with(draft -> draft.decision = how);
  }

  public Job besideReference() {
    return with(draft -> draft.reference = true);
  }

  /// With rates assumed where the network gives none, instead of measured in a rehearsal.
  public Job unrehearsed() {
    return with(draft -> draft.rehearsed = false);
  }

  public Job movedBy(EngineChoice other) {
    return with(draft -> draft.engine = other);
  }

  public Job onThreads(int count) {
    return with(draft -> draft.threads = count);
  }

  /// @param packets capacity of each event FIFO
  public Job withFifo(int packets) {
    return with(draft -> draft.fifoPackets = packets);
  }

  public Job routedBy(RouterRules rules) {
    return with(draft -> draft.routerRules = rules);
  }

  public Job withFaults(Faults other) {
    return with(draft -> draft.faults = other);
  }

  private Job with(Consumer<Draft> change) {
    var draft = new Draft(this);
    change.accept(draft);
    return draft.job();
  }

  /// A job whose parts can still change.
  private static final class Draft {
    private final Network network;
    private final int steps;
    private List<Stimulus> stimuli;
    private double timestepSeconds;
    private Machine machine;
    private DvfsPolicy dvfs;
    private List<DvfsPolicy> besides;
    private double powerBinSeconds;
    private Quantisation.Scaling scaling;
    private Placer placer;
    private Router router;
    private long seed;
    private int fifoPackets;
    private RouterRules routerRules;
    private Faults faults;
    private String output;
    private Decision decision;
    private boolean reference;
    private boolean rehearsed;
    private EngineChoice engine;
    private int threads;

    private Draft(Job job) {
      network = job.network;
      stimuli = job.stimuli;
      steps = job.steps;
      timestepSeconds = job.timestepSeconds;
      machine = job.machine;
      dvfs = job.dvfs;
      besides = job.besides;
      powerBinSeconds = job.powerBinSeconds;
      scaling = job.scaling;
      placer = job.placer;
      router = job.router;
      seed = job.seed;
      fifoPackets = job.fifoPackets;
      routerRules = job.routerRules;
      faults = job.faults;
      output = job.output;
      decision = job.decision;
      reference = job.reference;
      rehearsed = job.rehearsed;
      engine = job.engine;
      threads = job.threads;
    }

    private Job job() {
      return new Job(
          network,
          stimuli,
          steps,
          timestepSeconds,
          machine,
          dvfs,
          besides,
          powerBinSeconds,
          scaling,
          placer,
          router,
          seed,
          fifoPackets,
          routerRules,
          faults,
          output,
          decision,
          reference,
          rehearsed,
          engine,
          threads);
    }
  }

  public long timestepTicks() {
    return Math.round(timestepSeconds * 1e6) * Ticks.PER_MICROSECOND;
  }

  /// How the machine is run, for `run`.
  public Options options() {
    return new Options(timestepTicks(), dvfs, seed, fifoPackets)
        .withRouter(routerRules)
        .withFaults(faults)
        .withPowerBins(Ticks.ofSeconds(powerBinSeconds));
  }
}
