package org.tradewind.ticks;

import java.util.Arrays;
import java.util.Comparator;
import org.tradewind.cost.Action;
import org.tradewind.machine.PerformanceLevel;
import org.tradewind.machine.Spinnaker2;
import org.tradewind.unit.Ticks;

/// When those cores of a quad whose levels change, in the order of their vertices, begin and end
/// each step; as `run` has it: see RunningCore. They meet on the quad's semaphore alone, which lets
/// one at a time change its performance level; where no core overruns, this is exact.
final class Quad {
  private static final long LEVEL_CHANGE_TICKS =
      Ticks.ofSeconds(1e-9 * Spinnaker2.LEVEL_CHANGE.value());

  private static final Comparator<Core> BY_END = Comparator.comparingLong(core -> core.now);

  final Core[] cores;
  private final Core[] byEnd;

  /// From when on its semaphore is free.
  private long semaphoreFree;

  long levelChanges;

  Quad(Core[] cores) {
    this.cores = cores;
    this.byEnd = cores.clone();
  }

  /// The cores have worked: at the start interrupt, or through a step.
  ///
  /// @param tick when they were woken
  /// @param next when they are woken again; `Long.MAX_VALUE` if never
  /// @param timestep whether it was a step
  void elapse(long tick, long next, boolean timestep) {
    for (Core core : cores) {
      begin(core, tick, timestep);
    }
    System.arraycopy(cores, 0, byEnd, 0, cores.length);
    Arrays.sort(byEnd, BY_END);
    for (Core core : byEnd) {
      sleep(core, next);
    }
  }

  private void begin(Core core, long tick, boolean timestep) {
    boolean overran = core.now > tick || core.kept;
    long began = Math.max(tick, core.now);
    core.kept = false;
    core.began = began;
    core.now = began;
    change(core, core.policy.awake(core.packets));
    core.did(overran ? Action.TAIL_CHAIN : Action.INTERRUPT, 1);
    core.now += core.takeCycles() * core.period();
    core.meter.busy(began, core.now);
    core.tell();
    if (timestep) {
      core.maxStepTicks = Math.max(core.maxStepTicks, core.now - began);
      core.overruns += overran ? 1 : 0;
    }
  }

  /// A core goes to its sleeping level, unless the next step is due.
  private void sleep(Core core, long next) {
    PerformanceLevel asleep = core.policy.asleep(core.meter.level());
    if (asleep != core.meter.level()) {
      if (core.now >= next) {
        core.kept = true;
      } else {
        change(core, asleep);
      }
    }
  }

  private void change(Core core, PerformanceLevel level) {
    if (level != core.meter.level()) {
      core.now = Math.max(core.now, semaphoreFree) + LEVEL_CHANGE_TICKS;
      semaphoreFree = core.now;
      levelChanges++;
      core.meter.change(level, core.now);
    }
  }
}
