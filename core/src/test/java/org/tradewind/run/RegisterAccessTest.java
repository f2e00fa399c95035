package org.tradewind.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tradewind.pe.Registers.OfPe.DROPPED;
import static org.tradewind.pe.Registers.OfPe.LEVEL;
import static org.tradewind.pe.Registers.OfPe.WAITING;
import static org.tradewind.pe.Registers.OfRouter.PACKETS;
import static org.tradewind.pe.Registers.OfRouter.UNROUTED;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tradewind.cost.Action;
import org.tradewind.cost.Usage;
import org.tradewind.machine.CoreMap;
import org.tradewind.machine.PerformanceLevel;
import org.tradewind.pe.EventKernel;
import org.tradewind.pe.Interrupt;
import org.tradewind.pe.Kernel;
import org.tradewind.pe.Pe;
import org.tradewind.pe.Reception;

/// What crosses the configuration NoC. Times are closed forms, in ticks of 1/6 ns.
class RegisterAccessTest {
  private static final long ENTRY = 240;

  /// Five cycles of 100 MHz.
  private static final long HOP = 300;

  /// What of three flits comes behind the first.
  private static final long TAIL = 2 * 60;

  private final List<Long> answered = new ArrayList<>();

  /// A PE that does something after 1 us and notes when its answers come.
  private Function<Pe, Kernel> asks(Consumer<Pe> question) {
    return pe -> {
      pe.enable(Interrupt.TIMER_1);
      pe.enable(Interrupt.READ_DONE);
      return new EventKernel() {
        @Override
        public void onStart() {
          pe.startTimer(1, 1, false);
        }

        @Override
        public void onInterrupt(Interrupt source) {
          if (source == Interrupt.TIMER_1) {
            asked = pe.now();
            question.accept(pe);
          } else {
            answered.add(pe.now() - ENTRY - asked);
          }
        }
      };
    };
  }

  private long asked;

  /// A PE that does something at the start and else sleeps.
  private static Function<Pe, Kernel> starts(Consumer<Pe> atStart) {
    return pe ->
        new EventKernel() {
          @Override
          public void onStart() {
            atStart.accept(pe);
          }

          @Override
          public void onInterrupt(Interrupt source) {
            throw new IllegalStateException();
          }
        };
  }

  private static TinyWorld with(TinyWorld world, int p, Function<Pe, Kernel> kernel) {
    return world.on(0, p, 32_768, Reception.ALL_IN_ONE, kernel);
  }

  private static long hops(int p, int q) {
    return Math.abs(CoreMap.qx(p) - CoreMap.qx(q)) + Math.abs(CoreMap.qy(p) - CoreMap.qy(q));
  }

  @Test
  void aRegisterIsThereAndBackAfterItsHopsAndFlits() {
    for (int q : new int[] {1, 4, 60, 149}) {
      answered.clear();
      var world = with(TinyWorld.chip(), 0, asks(pe -> pe.registers().read(LEVEL, q, 8)));
      Run run = with(world, q, starts(_ -> {})).loaded(TinyWorld.options(16));
      Results results = run.until(0);
      assertThat(answered).containsExactly(2 * (hops(0, q) * HOP + TAIL));
      assertThat(run.sram(0).getInt(8)).isEqualTo(PerformanceLevel.HIGH.ordinal());
      var counts = results.network().counts();
      assertThat(counts.of(Action.CONFIGURATION_HOP)).isEqualTo(2 * 3 * hops(0, q));
      assertThat(counts.of(Action.NOC_HOP)).isZero();
    }
  }

  @Test
  void farthestQuadsAreAnswered1140NanosecondsLater() {
    int near = IntStream.range(0, 152).filter(p -> CoreMap.name(p).startsWith("1.1.")).sum() / 4;
    int far = IntStream.range(0, 152).filter(p -> CoreMap.name(p).startsWith("7.6.")).sum() / 4;
    var world = with(TinyWorld.chip(), near, asks(pe -> pe.registers().read(LEVEL, far, 8)));
    with(world, far, starts(_ -> {})).run(0);
    assertThat(answered).containsExactly(6 * 1140L);
  }

  @Test
  void registersAreReachedWhileTransfersBlockTheDataNoc() {
    int bytes = 16_384;
    int q = 60;
    Function<Pe, Kernel> reads =
        asks(pe -> {
          pe.registers().read(WAITING, q, 8);
          pe.read(0, q, 0, 32, 12);
        });
    var world = with(TinyWorld.chip(), 0, reads);
    with(world, 1, starts(pe -> pe.dma().write(0, q, 0, bytes)));
    with(world, q, starts(_ -> {}));
    with(world, 2, starts(pe -> pe.dma().write(0, q, 0, bytes)));
    world.run(0);
    long alone = 2 * (hops(0, q) * HOP + TAIL);
    assertThat(answered).contains(alone);
    assertThat(answered.stream().filter(t -> t != alone))
        .as("the data NoC's answer waits behind bursts")
        .allMatch(t -> t > 2 * hops(0, q) * 100 + 16 * 20);
  }

  @Test
  void theRouterCountsWhatPassesAndWhatHasNoRoute() {
    Consumer<Pe> sends =
        pe -> {
          for (int i = 0; i < 5; i++) {
            pe.send(i < 3 ? 1 : 2);
          }
        };
    Function<Pe, Kernel> reads =
        asks(pe -> {
          pe.registers().read(PACKETS, 8);
          pe.registers().read(UNROUTED, 12);
          pe.registers().read(WAITING, 64, 16);
          pe.registers().read(DROPPED, 64, 20);
        });
    var world = with(TinyWorld.chip(), 0, reads).entry(0, 1, 0, 64);
    with(world, 60, starts(sends));
    with(world, 64, starts(_ -> {}));
    Run run = world.loaded(TinyWorld.options(2));
    run.until(0);
    assertThat(IntStream.of(8, 12, 16, 20).map(run.sram(0)::getInt)).containsExactly(5, 2, 2, 1);
    long way = 2 * ((Math.abs(CoreMap.qx(0) - 4) + CoreMap.qy(0) - 4) * HOP + TAIL);
    assertThat(answered.getFirst()).isEqualTo(way);
  }

  /// A core that works 1,000 cycles of CYCLE each time that its timer comes, 10 us apart; when it
  /// has ended.
  private static Function<Pe, Kernel> works(List<Long> ends) {
    return pe -> {
      pe.enable(Interrupt.TIMER_1);
      return new EventKernel() {
        @Override
        public void onStart() {
          pe.startTimer(1, 2, false);
        }

        @Override
        public void onInterrupt(Interrupt source) {
          pe.did(Action.CYCLE, 1_000);
          ends.add(pe.now());
          if (ends.size() < 3) {
            pe.startTimer(1, 10, false);
          }
        }
      };
    };
  }

  @Test
  void aSleepingCoreWorksAtTheLevelThatAnotherSet() {
    var ends = new ArrayList<Long>();
    var world =
        with(
            TinyWorld.chip(),
            0,
            asks(pe -> {
              pe.registers().setLevel(60, PerformanceLevel.LOW);
              pe.registers().read(LEVEL, 60, 8);
            }));
    Run run = with(world, 60, works(ends)).loaded(TinyWorld.options(16));
    Results results = run.until(0);
    assertThat(ends.getFirst()).as("2 us, at 150 MHz").isEqualTo(12_000 + ENTRY + 1_012 * 40);
    assertThat(run.sram(0).getInt(8)).as("read behind it").isZero();
    assertThat(results.network().counts().of(Action.LEVEL_CHANGE)).isEqualTo(1);
  }

  @Test
  void oneThatIsAwakeChangesWhenItsHandlerEnds() {
    var ends = new ArrayList<Long>();
    Function<Pe, Kernel> slows =
        pe ->
            starts(
                    _ -> {
                      pe.did(Action.CYCLE, 900); // until the other works
                      pe.registers().setLevel(60, PerformanceLevel.LOW);
                    })
                .apply(pe);
    with(with(TinyWorld.chip(), 0, slows), 60, works(ends)).run(0);
    assertThat(ends.getFirst()).as("at 300 MHz to its end").isEqualTo(12_000 + ENTRY + 1_012 * 20);
    assertThat(ends.get(1)).as("then at 150").isEqualTo(ends.get(0) + 60_000 + 1_012 * 40);
  }

  @Test
  void aQuadsPesChangeOneAfterTheOther() {
    var world =
        with(
            TinyWorld.chip(),
            0,
            asks(pe -> {
              for (int p = 60; p < 64; p++) {
                pe.registers().setLevel(p, PerformanceLevel.LOW);
              }
            }));
    for (int p = 60; p < 64; p++) {
      with(world, p, starts(_ -> {}));
    }
    Results results = world.run(0);
    long[] atHigh =
        results.cores().stream()
            .skip(1)
            .flatMap(core -> core.usage().stream())
            .filter(use -> use.level() == PerformanceLevel.HIGH)
            .mapToLong(Usage::peTicks)
            .toArray();
    long first = asked + hops(0, 60) * HOP + TAIL;
    assertThat(atHigh).containsExactly(first + 600, first + 1_200, first + 1_800, first + 2_400);
    assertThat(results.network().counts().of(Action.LEVEL_CHANGE)).isEqualTo(4);
  }

  @Test
  void memoryIsNotSharedByCoresOfDifferentLevels() {
    var world =
        with(TinyWorld.chip(), 0, starts(pe -> pe.registers().setLevel(1, PerformanceLevel.LOW)));
    with(world, 1, starts(_ -> {}));
    with(world, 2, asks(pe -> pe.shared(1).getInt(0)));
    assertThatThrownBy(() -> world.run(0)).hasMessageContaining("synchronous mode");
  }

  @Test
  void aPeThatRunsNothingOrIsNotThereIsNamed() {
    assertThatThrownBy(
            () -> with(TinyWorld.chip(), 0, starts(pe -> pe.registers().read(LEVEL, 60, 0))).run(0))
        .hasMessageContaining("runs nothing");
    assertThatThrownBy(() ->
            with(TinyWorld.chip(), 0, starts(pe -> pe.registers().read(LEVEL, 152, 0))).run(0))
        .hasMessageContaining("no such PE");
  }
}
