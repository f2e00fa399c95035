package org.tradewind.onchip;

import java.util.function.LongSupplier;
import org.tradewind.machine.DoesNotFitException;
import org.tradewind.machine.Machine;
import org.tradewind.machine.PerformanceLevel;
import org.tradewind.machine.Spinnaker2;
import org.tradewind.mapping.Images;
import org.tradewind.mapping.MachineGraph;
import org.tradewind.mapping.MachineVertex;
import org.tradewind.mapping.Mapping;
import org.tradewind.pe.Program;
import org.tradewind.run.DvfsPolicy;
import org.tradewind.run.Options;
import org.tradewind.run.Results;
import org.tradewind.run.Run;
import org.tradewind.unit.Ticks;

/// Epochs of one training on one chip: graphs of the same shape, of which the first is placed and
/// routed for all. Where a core was late, the others went on without it and learned something else:
/// that is no result but a [DoesNotFitException].
final class ChipRuns {
  private final Machine machine;
  private final DvfsPolicy dvfs;
  private final long timestepTicks;
  private Mapping mapping;

  ChipRuns(Machine machine, DvfsPolicy dvfs, long timestepTicks) {
    this.machine = machine;
    this.dvfs = dvfs;
    this.timestepTicks = timestepTicks;
    if (machine.liveChips() != 1) {
      throw new IllegalArgumentException(
          "learning on cores takes one chip, not "
              + machine.liveChips()
              + ": DMA, by which weights and gradients go, does not leave it");
    }
  }

  DvfsPolicy dvfs() {
    return dvfs;
  }

  long timestepTicks() {
    return timestepTicks;
  }

  Options options(long seed) {
    return new Options(timestepTicks, dvfs, seed, Spinnaker2.EVENT_FIFO_PACKETS.whole());
  }

  /// Of the last epoch.
  Mapping mapping() {
    return mapping;
  }

  /// Where the cores are, and their samples in its DRAM.
  int chip() {
    return mapping.placement().chip(0);
  }

  /// A chip with all programs loaded.
  Run load(MachineGraph graph, long seed) {
    mapping =
        mapping == null
            ? Mapping.of(graph, machine)
            : new Mapping(
                machine,
                graph,
                mapping.placement(),
                mapping.keys(),
                mapping.routes(),
                mapping.tables(),
                Images.of(graph, mapping.keys()));
    return Run.load(mapping, options(seed));
  }

  /// @param enoughTicks a timestep in which everything is done in time
  OnChip run(Run run, int steps, LongSupplier enoughTicks) {
    Results results = results(run, steps, enoughTicks);
    for (int v = 0; v < mapping.graph().size(); v++) {
      Results.Core core = results.cores().get(v);
      if (core.overruns() > 0 || core.outOfStep() > 0 || core.dropped() > 0) {
        throw new DoesNotFitException(
            mapping.graph().vertex(v).name(),
            core.maxStepTicks(),
            timestepTicks,
            ("worked for %s in a timestep of %s (%d overruns, %d packets out of step, %d lost);"
                    + " give a longer timestep")
                .formatted(
                    microseconds(core.maxStepTicks()),
                    microseconds(timestepTicks),
                    core.overruns(),
                    core.outOfStep(),
                    core.dropped()));
      }
    }
    return new OnChip(results, mapping);
  }

  /// Programs that are late may stumble over what they did not expect.
  private Results results(Run run, int steps, LongSupplier enoughTicks) {
    try {
      return run.until(steps);
    } catch (IllegalStateException | IllegalArgumentException e) {
      long enough = enoughTicks.getAsLong();
      if (timestepTicks >= enough) {
        throw e;
      }
      throw new DoesNotFitException(
          "timestep",
          enough,
          timestepTicks,
          "%s is too short for the cores, which came out of step; %s is enough"
              .formatted(microseconds(timestepTicks), microseconds(enough)));
    }
  }

  private static String microseconds(long ticks) {
    return "%.1f us".formatted(Ticks.toNanoseconds(ticks) / 1e3);
  }

  // ── what graphs are checked by ──

  /// @param what that takes so many cores
  /// @param instead what to do where they are too many
  static void checkCores(String what, int cores, String instead) {
    int has = Spinnaker2.APPLICATION_PES.whole();
    if (cores > has) {
      throw new DoesNotFitException(
          what, cores, has, "take " + cores + " cores of a chip that has " + has + "; " + instead);
    }
  }

  static MachineVertex fitting(
      String name, int atoms, Program program, String holds, String instead) {
    checkFits(name, program, holds, instead);
    return MachineVertex.of(name, atoms, program);
  }

  /// @param holds what takes the memory
  /// @param instead what to do where it is too much
  static void checkFits(String name, Program program, String holds, String instead) {
    int needs = program.layout().bytes();
    int has = Spinnaker2.DATA_BYTES.whole();
    if (needs > has) {
      throw new DoesNotFitException(
          name,
          needs,
          has,
          "%s take %d bytes of SRAM, a core has %d; %s".formatted(holds, needs, has, instead));
    }
  }

  // ── time ──

  /// The slowest clock that a core may have.
  static int clockMhz(DvfsPolicy dvfs) {
    return (dvfs.fixed() ? dvfs.fastest() : PerformanceLevel.LOW).clockMhz().whole();
  }

  /// What a core can do in a timestep.
  static long cycles(long timestepTicks, DvfsPolicy dvfs) {
    return timestepTicks * clockMhz(dvfs) / Ticks.PER_MICROSECOND;
  }

  /// A timestep in which a core can do so many cycles, in whole microseconds, with one to spare.
  static long timestepTicks(long cycles, DvfsPolicy dvfs) {
    return (1 + Math.ceilDiv(cycles, clockMhz(dvfs))) * Ticks.PER_MICROSECOND;
  }
}
