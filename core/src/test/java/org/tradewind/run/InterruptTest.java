package org.tradewind.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.tradewind.cost.Action;
import org.tradewind.cost.MacArrayCost;
import org.tradewind.cost.MacArrayWork;
import org.tradewind.machine.PerformanceLevel;
import org.tradewind.pe.EventKernel;
import org.tradewind.pe.Interrupt;
import org.tradewind.pe.Kernel;
import org.tradewind.pe.Payload;
import org.tradewind.pe.Pe;
import org.tradewind.pe.Reception;
import org.tradewind.pe.Reception.Fifo;
import org.tradewind.pe.Reception.WhenFull;
import org.tradewind.unit.Ticks;

/// What wakes a core, when, and at what cost.
class InterruptTest {
  /// A cycle of 300 MHz.
  private static final long CYCLE = 20;

  private static final long ENTRY = 12 * CYCLE;
  private static final long TAIL_CHAINED = 6 * CYCLE;
  private static final long US = Ticks.PER_MICROSECOND;

  /// Something that came, and when its handler began.
  private record Heard(Interrupt source, long tick) {}

  private final List<Heard> heard = new ArrayList<>();

  /// Enables some interrupts, does something at the start, and notes what it hears.
  private Function<Pe, Kernel> listener(Consumer<Pe> atStart, Interrupt... enabled) {
    return listener(atStart, _ -> {}, enabled);
  }

  private Function<Pe, Kernel> listener(
      Consumer<Pe> atStart, Consumer<Pe> atInterrupt, Interrupt... enabled) {
    return pe -> {
      for (Interrupt source : enabled) {
        pe.enable(source);
      }
      return new EventKernel() {
        @Override
        public void onStart() {
          atStart.accept(pe);
        }

        @Override
        public void onInterrupt(Interrupt source) {
          heard.add(new Heard(source, pe.now()));
          atInterrupt.accept(pe);
        }
      };
    };
  }

  /// Sends packets with keys 0, 1, 2, … at the start.
  private static Function<Pe, Kernel> sends(int packets) {
    return pe ->
        new EventKernel() {
          @Override
          public void onStart() {
            for (int i = 0; i < packets; i++) {
              pe.send(i, Payload.of(100 + i));
            }
          }

          @Override
          public void onInterrupt(Interrupt source) {
            throw new IllegalStateException("nothing is enabled");
          }
        };
  }

  private static void takeAll(Pe pe) {
    while (pe.waiting() > 0) {
      pe.take();
    }
  }

  @Test
  void aCoreThatEnabledNothingSleepsOn() {
    Results results =
        TinyWorld.chip().on(0, 0, sends(3)).on(0, 4, listener(_ -> {})).block(0, 0, 0, 0, 4).run(0);
    assertThat(heard).isEmpty();
    assertThat(results.cores().get(1).received()).isEqualTo(3);
    assertThat(results.cores().get(1).late()).isEqualTo(3);
    assertThat(results.cores().get(1).busyTicks()).isEqualTo(ENTRY); // the start interrupt
  }

  @Test
  void aPacketWakesACoreAndBringsItsPayload() {
    var payloads = new ArrayList<Integer>();
    TinyWorld.chip()
        .on(0, 0, sends(3))
        .on(
            0,
            4,
            listener(
                _ -> {},
                pe -> {
                  pe.take();
                  payloads.add(pe.payload().word(0));
                },
                Interrupt.OTHERWISE_WAITING))
        .block(0, 0, 0, 0, 4)
        .run(0);
    // it takes one each time, and is called again as long as one waits
    assertThat(payloads).containsExactly(100, 101, 102);
    long first = ENTRY + 9 * 100 + 60; // (7,6) to the router and on to (7,5), and the router
    assertThat(heard)
        .containsExactly(
            new Heard(Interrupt.OTHERWISE_WAITING, first + ENTRY),
            new Heard(Interrupt.OTHERWISE_WAITING, first + ENTRY + TAIL_CHAINED),
            new Heard(Interrupt.OTHERWISE_WAITING, first + ENTRY + 2 * TAIL_CHAINED));
  }

  @Test
  void aFillLevelWakesWhenSoManyWait() {
    TinyWorld.chip()
        .on(0, 0, sends(7))
        .on(
            0,
            4,
            0,
            Reception.of(Fifo.any(16, WhenFull.DROP, 5)),
            listener(_ -> {}, InterruptTest::takeAll, Interrupt.OTHERWISE_LEVEL))
        .block(0, 0, 0, 0, 4)
        .run(0);
    assertThat(heard).hasSize(1); // at the fifth; the last two do not reach the level
  }

  @Test
  void aFullFifoDropsOverwritesOrStalls() {
    record Case(WhenFull whenFull, List<Integer> taken, int dropped, int stalled) {}
    for (Case c :
        List.of(
            new Case(WhenFull.DROP, List.of(0, 1, 2, 3), 3, 0),
            new Case(WhenFull.OVERWRITE, List.of(3, 4, 5, 6), 3, 0),
            new Case(WhenFull.STALL, List.of(0, 1, 2, 3, 4, 5, 6), 0, 3))) {
      heard.clear();
      var taken = new ArrayList<Integer>();
      Results results =
          TinyWorld.chip()
              .on(0, 0, sends(7))
              .on(
                  0,
                  4,
                  0,
                  Reception.of(Fifo.any(4, c.whenFull, 1)),
                  listener(
                      pe -> pe.startTimer(1, 100, false),
                      pe -> {
                        while (pe.waiting() > 0) {
                          taken.add(pe.take());
                        }
                      },
                      Interrupt.TIMER_1))
              .block(0, 0, 0, 0, 4)
              .run(0);
      assertThat(taken).as(c.whenFull.name()).isEqualTo(c.taken);
      assertThat(results.cores().get(1).dropped()).isEqualTo(c.dropped);
      assertThat(results.cores().get(1).stalled()).isEqualTo(c.stalled);
      assertThat(results.cores().get(1).late()).isZero();
    }
  }

  @Test
  void aFullFifoTellsTheCore() {
    TinyWorld.chip()
        .on(0, 0, sends(5))
        .on(
            0,
            4,
            0,
            Reception.of(Fifo.any(4, WhenFull.DROP, 1)),
            listener(_ -> {}, Interrupt.OTHERWISE_FULL))
        .block(0, 0, 0, 0, 4)
        .run(0);
    assertThat(heard).extracting(Heard::source).containsExactly(Interrupt.OTHERWISE_FULL);
  }

  @Test
  void filtersSortPacketsByKey() {
    var reception =
        new Reception(
            List.of(
                new Fifo(2, ~1, 8, WhenFull.DROP, 1), // keys 2 and 3
                new Fifo(0, 1, 8, WhenFull.DROP, 1), // the other even ones
                Fifo.any(8, WhenFull.DROP, 1)));
    var sizes = new ArrayList<Integer>();
    TinyWorld.chip()
        .on(0, 0, sends(7))
        .on(
            0,
            4,
            0,
            reception,
            listener(
                pe -> pe.startTimer(2, 50, false),
                pe -> {
                  for (int fifo = 0; fifo < 3; fifo++) {
                    sizes.add(pe.waiting(fifo));
                  }
                },
                Interrupt.TIMER_2))
        .block(0, 0, 0, 0, 4)
        .run(0);
    assertThat(sizes).containsExactly(2, 3, 2); // 2 3 | 0 4 6 | 1 5
  }

  @Test
  void aPeriodicTimerTicksUntilItIsStopped() {
    TinyWorld.chip()
        .on(
            0,
            0,
            listener(
                pe -> pe.startTimer(1, 7, true),
                pe -> {
                  if (heard.size() == 3) {
                    pe.stopTimer(1);
                  }
                },
                Interrupt.TIMER_1))
        .run(0);
    assertThat(heard)
        .extracting(Heard::tick)
        .containsExactly(ENTRY + 7 * US + ENTRY, ENTRY + 14 * US + ENTRY, ENTRY + 21 * US + ENTRY);
  }

  @Test
  void twoTimersAtOnceAreHandledInOrderTheSecondTailChained() {
    TinyWorld.chip()
        .on(
            0,
            0,
            listener(
                pe -> {
                  pe.startTimer(2, 5, false);
                  pe.startTimer(1, 5, false);
                },
                pe -> pe.did(Action.CYCLE, 1000),
                Interrupt.TIMER_1,
                Interrupt.TIMER_2))
        .run(0);
    long at = ENTRY + 5 * US;
    // timer 2 was started first, so it wakes the core; timer 1 waits for its handler to end
    assertThat(heard)
        .containsExactly(
            new Heard(Interrupt.TIMER_2, at + ENTRY),
            new Heard(Interrupt.TIMER_1, at + ENTRY + 1000 * CYCLE + TAIL_CHAINED));
  }

  @Test
  void oneCoreWakesAnotherOrAll() {
    TinyWorld.chip()
        .on(0, 0, listener(pe -> pe.interrupt(4)))
        .on(0, 4, listener(_ -> {}, Pe::interruptAll, Interrupt.MESSAGE))
        .on(0, 8, listener(_ -> {}, Interrupt.GLOBAL, Interrupt.MESSAGE))
        .run(0);
    assertThat(heard)
        .extracting(Heard::source)
        .containsExactly(Interrupt.MESSAGE, Interrupt.GLOBAL);
  }

  @Test
  void theMacArrayWorksWhileTheCoreSleeps() {
    var work = new MacArrayWork(8, 64, 0, 0, 64 * 20, true, 512, 8 * 64 * 64);
    long cycles = MacArrayCost.CHIP.cycles(work);
    Results results =
        TinyWorld.chip()
            .on(0, 0, listener(pe -> pe.launchMacArray(work), Interrupt.MAC_ARRAY_DONE))
            .run(0);
    assertThat(heard)
        .containsExactly(new Heard(Interrupt.MAC_ARRAY_DONE, ENTRY + cycles * CYCLE + ENTRY));
    assertThat(results.cores().get(0).counts().of(Action.MULTIPLY_ACCUMULATE))
        .isEqualTo(work.macs());
    assertThat(results.cores().get(0).busyTicks()).isEqualTo(2 * ENTRY);
  }

  @Test
  void aKernelWithoutTimestepsHasNone() {
    EventKernel kernel = _ -> {};
    assertThatThrownBy(() -> kernel.onTimer(3))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("3");
    Results results = TinyWorld.chip().on(0, 0, _ -> kernel).run(5);
    assertThat(results.cores().get(0).overruns()).isZero();
    assertThat(results.cores().get(0).counts().of(Action.INTERRUPT)).isEqualTo(1);
  }

  @Test
  void aBusyStepRunsAtTheHighLevelAndOthersAtTheLow() {
    var levels = new ArrayList<PerformanceLevel>();
    Options options = TinyWorld.options(64).withDvfs(new DvfsPolicy.Threshold(10));
    Results results =
        TinyWorld.chip()
            .on(
                0,
                0,
                pe ->
                    step -> {
                      for (int i = 0; i < (step == 1 ? 10 : 9); i++) {
                        pe.send(i);
                      }
                    })
            .on(
                0,
                4,
                pe ->
                    _ -> {
                      levels.add(pe.level());
                      takeAll(pe);
                      pe.did(Action.CYCLE, 30_000);
                    })
            .block(0, 0, 0, 0, 4)
            .run(4, options);
    assertThat(levels)
        .containsExactly(
            PerformanceLevel.LOW,
            PerformanceLevel.LOW,
            PerformanceLevel.HIGH,
            PerformanceLevel.LOW);
    // the high step: the change, the entry, 30,000 cycles; then the level is low again
    long high = 600 + ENTRY + 30_000 * CYCLE;
    assertThat(results.cores().get(1).usage())
        .extracting(use -> use.level(), use -> use.peTicks())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                PerformanceLevel.LOW, 4 * TinyWorld.STEP - (high - 600) - 600),
            org.assertj.core.groups.Tuple.tuple(PerformanceLevel.HIGH, high));
  }

  @Test
  void aQuadChangesOneLevelAtATime() {
    var starts = new ArrayList<Long>();
    Options options = TinyWorld.options(64).withDvfs(new DvfsPolicy.Threshold(1));
    var world = TinyWorld.chip().on(0, 0, pe -> step -> pe.send(step));
    for (int p = 4; p < 8; p++) {
      world.on(
          0,
          p,
          pe ->
              step -> {
                takeAll(pe);
                if (step == 1) {
                  starts.add(pe.now() - 2 * TinyWorld.STEP - ENTRY);
                }
              });
    }
    world.block(0, 0, 0, 0, 4, 5, 6, 7).run(2, options);
    assertThat(starts).containsExactly(600L, 1200L, 1800L, 2400L);
  }
}
