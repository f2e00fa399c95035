package org.tradewind.job;

import java.util.List;
import org.tradewind.machine.Machine;
import org.tradewind.machine.PerformanceLevel;
import org.tradewind.machine.Spinnaker2;
import org.tradewind.mapping.LocalPlacer;
import org.tradewind.mapping.NerRouter;
import org.tradewind.mapping.Placer;
import org.tradewind.mapping.Router;
import org.tradewind.network.Network;
import org.tradewind.network.Stimulus;
import org.tradewind.run.Options;
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
/// @param level the performance level of all cores
/// @param scaling how weights become integers
/// @param seed of every random draw
/// @param fifoPackets capacity of each core's event FIFO
/// @param output the population whose spike counts classify a labelled sample; empty: none
/// @param reference whether the float reference runs beside, for comparison
/// @param threads host threads that run samples side by side; never changes a result
public record Job(
    Network network,
    List<Stimulus> stimuli,
    int steps,
    double timestepSeconds,
    Machine machine,
    PerformanceLevel level,
    Quantisation.Scaling scaling,
    Placer placer,
    Router router,
    long seed,
    int fifoPackets,
    String output,
    boolean reference,
    int threads) {
  public Job {
    stimuli = List.copyOf(stimuli);
    if (stimuli.isEmpty()) {
      throw new InputException("stimuli", "there is no sample to run; give at least one");
    }
    if (steps < 1) {
      throw new InputException("steps", steps + " timesteps cannot be run; at least 1 can");
    }
    double microseconds = timestepSeconds * 1e6;
    if (!(microseconds >= 1)
        || Math.abs(microseconds - Math.rint(microseconds)) > 1e-6 * microseconds) {
      throw new InputException(
          "system tick",
          timestepSeconds
              + " s is no whole number of microseconds; a core's timer counts a 1 MHz clock");
    }
    if (!output.isEmpty()) {
      network.population(output);
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
        PerformanceLevel.HIGH,
        Quantisation.Scaling.AUTO,
        new LocalPlacer(),
        new NerRouter(),
        1,
        Spinnaker2.EVENT_FIFO_PACKETS.whole(),
        "",
        false,
        1);
  }

  public Job on(Machine other) {
    return new Job(
        network,
        stimuli,
        steps,
        timestepSeconds,
        other,
        level,
        scaling,
        placer,
        router,
        seed,
        fifoPackets,
        output,
        reference,
        threads);
  }

  /// @param samples one run each
  public Job stimulated(List<Stimulus> samples) {
    return new Job(
        network,
        samples,
        steps,
        timestepSeconds,
        machine,
        level,
        scaling,
        placer,
        router,
        seed,
        fifoPackets,
        output,
        reference,
        threads);
  }

  /// @param seconds the system tick, a whole number of microseconds
  public Job everyTimestep(double seconds) {
    return new Job(
        network,
        stimuli,
        steps,
        seconds,
        machine,
        level,
        scaling,
        placer,
        router,
        seed,
        fifoPackets,
        output,
        reference,
        threads);
  }

  public Job at(PerformanceLevel other) {
    return new Job(
        network,
        stimuli,
        steps,
        timestepSeconds,
        machine,
        other,
        scaling,
        placer,
        router,
        seed,
        fifoPackets,
        output,
        reference,
        threads);
  }

  public Job scaled(Quantisation.Scaling other) {
    return new Job(
        network,
        stimuli,
        steps,
        timestepSeconds,
        machine,
        level,
        other,
        placer,
        router,
        seed,
        fifoPackets,
        output,
        reference,
        threads);
  }

  public Job mapped(Placer otherPlacer, Router otherRouter) {
    return new Job(
        network,
        stimuli,
        steps,
        timestepSeconds,
        machine,
        level,
        scaling,
        otherPlacer,
        otherRouter,
        seed,
        fifoPackets,
        output,
        reference,
        threads);
  }

  public Job seeded(long other) {
    return new Job(
        network,
        stimuli,
        steps,
        timestepSeconds,
        machine,
        level,
        scaling,
        placer,
        router,
        other,
        fifoPackets,
        output,
        reference,
        threads);
  }

  /// @param population whose spike counts classify labelled samples
  public Job classifiedBy(String population) {
    return new Job(
        network,
        stimuli,
        steps,
        timestepSeconds,
        machine,
        level,
        scaling,
        placer,
        router,
        seed,
        fifoPackets,
        population,
        reference,
        threads);
  }

  public Job besideReference() {
    return new Job(
        network,
        stimuli,
        steps,
        timestepSeconds,
        machine,
        level,
        scaling,
        placer,
        router,
        seed,
        fifoPackets,
        output,
        true,
        threads);
  }

  public Job onThreads(int count) {
    return new Job(
        network,
        stimuli,
        steps,
        timestepSeconds,
        machine,
        level,
        scaling,
        placer,
        router,
        seed,
        fifoPackets,
        output,
        reference,
        count);
  }

  /// @param packets capacity of each event FIFO
  public Job withFifo(int packets) {
    return new Job(
        network,
        stimuli,
        steps,
        timestepSeconds,
        machine,
        level,
        scaling,
        placer,
        router,
        seed,
        packets,
        output,
        reference,
        threads);
  }

  public long timestepTicks() {
    return Math.round(timestepSeconds * 1e6) * Ticks.PER_MICROSECOND;
  }

  /// How the machine is run, for `run`.
  Options options() {
    return new Options(timestepTicks(), level, seed, fifoPackets);
  }
}
