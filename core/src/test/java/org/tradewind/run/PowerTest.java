package org.tradewind.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tradewind.cost.Action;
import org.tradewind.cost.Energy;
import org.tradewind.cost.Explained;
import org.tradewind.cost.MacArrayWork;
import org.tradewind.cost.PowerTrace;
import org.tradewind.cost.Usage;
import org.tradewind.machine.Machine;
import org.tradewind.machine.PerformanceLevel;
import org.tradewind.machine.Spinnaker2;
import org.tradewind.pe.EventKernel;
import org.tradewind.pe.Interrupt;
import org.tradewind.pe.Kernel;
import org.tradewind.pe.Pe;
import org.tradewind.pe.Reception;
import org.tradewind.unit.Ticks;

/// Power over time is the energy of the run, spread out.
class PowerTest {
  private static final int CHIPS = 4;
  private static final int STEPS = 12;

  /// Work that comes in bursts, overruns, changes levels, moves DRAM, and computes on the array.
  private static TinyWorld restless() {
    var world = new TinyWorld(Machine.torus(2, 2));
    for (int chip = 0; chip < CHIPS; chip++) {
      int own = chip;
      world.on(chip, 3, pe -> bursts(pe, own));
      world.on(chip, 5, PowerTest::works);
      world.on(chip, 6, PowerTest::works);
      world.on(chip, 9, 4096, Reception.ALL_IN_ONE, Moves::new);
      for (int key = 0; key < CHIPS; key++) {
        world.entry(chip, key, 0, 5, 6);
      }
    }
    return world;
  }

  private static Kernel bursts(Pe pe, int key) {
    return step -> {
      for (int i = 0; i < (step % 4 == key ? 40 : 3); i++) {
        pe.send(key);
      }
      pe.did(Action.CYCLE, 1000 * key);
    };
  }

  private static Kernel works(Pe pe) {
    return step -> {
      while (pe.waiting() > 0) {
        pe.take();
        pe.did(Action.SYNAPTIC_EVENT, 617);
      }
      if (step % 3 == 0) {
        pe.launchMacArray(new MacArrayWork(40, 64, 0, 0, 1280, true, 640, 40 * 64 * 64 + 1));
      }
    };
  }

  private record Moves(Pe pe) implements EventKernel {
    @Override
    public void onStart() {
      pe.did(Action.CYCLE, 700);
      pe.startTimer(1, 333, true);
      pe.startTimer(2, 9_000, false);
      pe.enable(Interrupt.TIMER_1);
      pe.enable(Interrupt.TIMER_2);
    }

    @Override
    public void onInterrupt(Interrupt source) {
      if (source == Interrupt.TIMER_1) {
        pe.dma().writeDram(0, 4096, 1024);
      } else {
        pe.stopTimer(1);
      }
    }
  }

  private static Results run(long binTicks, int threads) {
    return restless()
        .run(
            STEPS,
            TinyWorld.options(64)
                .withDvfs(new DvfsPolicy.Threshold(9))
                .withPowerBins(binTicks)
                .withThreads(threads));
  }

  @ParameterizedTest
  @ValueSource(longs = {TinyWorld.STEP, TinyWorld.STEP / 10, 777_777, 100 * TinyWorld.STEP})
  void theIntegralOfEachPartIsItsEnergy(long binTicks) {
    Results results = run(binTicks, 1);
    Explained energy =
        Energy.explain(
            CHIPS,
            Ticks.toSeconds(results.stepTicks()),
            results.usage(),
            results.network().counts());
    PowerTrace trace = Energy.trace(CHIPS, results.power());

    assertThat(results.usage()).hasSize(2);
    assertThat(results.cores().stream().mapToInt(Results.Core::overruns).sum()).isPositive();
    assertThat(trace.parts()).hasSize(5);
    for (PowerTrace.Part part : trace.parts()) {
      double expected =
          energy.parts().stream()
              .filter(p -> p.name().equals(part.name()))
              .findFirst()
              .orElseThrow()
              .value();
      assertThat(trace.joules(part)).as(part.name()).isCloseTo(expected, within(1e-9 * expected));
    }
    assertThat(trace.joules()).isCloseTo(energy.value(), within(1e-9 * energy.value()));
  }

  @Test
  void itIsTheSameWithAnyNumberOfThreads() {
    assertThat(run(250_000, 3).power())
        .usingRecursiveComparison()
        .isEqualTo(run(250_000, 1).power());
  }

  @Test
  void nobodyWhoDoesNotAskPaysForIt() {
    assertThat(run(0, 1).power().bins()).isZero();
    assertThat(Energy.trace(CHIPS, run(0, 1).power()).isEmpty()).isTrue();
  }

  @Test
  void aCoreThatIsBusyForHalfOfABinTakesHalfOfItsPower() {
    Results results =
        TinyWorld.chip()
            .on(0, 0, pe -> step -> pe.did(Action.CYCLE, step == 1 ? 150_000 - 12 : 0))
            .run(3, TinyWorld.options(64).withPowerBins(TinyWorld.STEP));
    PowerTrace trace = Energy.trace(1, results.power());

    double base = Spinnaker2.CHIP_BASE_POWER.value() + Spinnaker2.SLEEP_POWER_HIGH.value();
    double cycle = PerformanceLevel.HIGH.cyclePicojoules().value();
    double entry = 12 * cycle * 1e-9 * 1e3; // mJ in 1 ms
    assertThat(trace.bins()).isEqualTo(3);
    assertThat(trace.milliwatts(0)).isCloseTo(base + 2 * entry, within(1e-9)); // and the start's
    assertThat(trace.milliwatts(1)).isCloseTo(base + cycle * 1e-9 * 150_000 * 1e3, within(1e-9));
    assertThat(trace.milliwatts(2)).isCloseTo(base + entry, within(1e-9));
  }

  /// A run without timesteps has no first one that belongs to loading: bins begin at time 0.
  @Test
  void whatWorksWithoutTimestepsDoesSoWhenItDoes() {
    Results results =
        TinyWorld.chip()
            .on(
                0,
                0,
                pe -> {
                  pe.enable(Interrupt.TIMER_1);
                  return new EventKernel() {
                    @Override
                    public void onStart() {
                      pe.startTimer(1, 2_000, false);
                    }

                    @Override
                    public void onInterrupt(Interrupt source) {
                      pe.did(Action.CYCLE, 150_000);
                    }
                  };
                })
            .run(0, TinyWorld.options(64).withPowerBins(TinyWorld.STEP));
    PowerTrace trace = Energy.trace(1, results.power());

    double base = Spinnaker2.CHIP_BASE_POWER.value() + Spinnaker2.SLEEP_POWER_HIGH.value();
    assertThat(trace.bins()).isEqualTo(3);
    assertThat(trace.milliwatts(1)).isCloseTo(base, within(1e-9));
    assertThat(trace.milliwatts(2)).isGreaterThan(base + 1);
  }

  @Test
  void everyTickOfAPeIsInOneState() {
    Results results = run(0, 1);
    for (Results.Core core : results.cores()) {
      assertThat(core.usage().stream().mapToLong(Usage::peTicks).sum())
          .isEqualTo(results.stepTicks());
    }
    Results.Core core = results.cores().get(1);
    assertThat(core.usage()).allSatisfy(use -> assertThat(use.awakeTicks()).isPositive());
    // it is awake while it waits for a change of level, and does nothing
    long awake = core.usage().stream().mapToLong(Usage::awakeTicks).sum();
    assertThat(core.busyTicks() - awake).isPositive().isLessThan(2L * STEPS * 600);
  }

  @Test
  void changesOfLevelAreCountedAndTakeNoEnergyYet() {
    Results results = run(0, 1);
    assertThat(results.network().counts().of(Action.LEVEL_CHANGE)).isPositive();
    Explained energy = Energy.explain(CHIPS, 1, results.usage(), results.network().counts());
    assertThat(energy.parts())
        .filteredOn(part -> part.name().equals("changes of level"))
        .singleElement()
        .satisfies(part -> assertThat(part.value()).isZero());
  }
}
