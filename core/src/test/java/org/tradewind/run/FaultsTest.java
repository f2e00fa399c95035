package org.tradewind.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tradewind.machine.CoreMap;
import org.tradewind.machine.Link;
import org.tradewind.machine.Machine;
import org.tradewind.pe.EventKernel;
import org.tradewind.pe.Interrupt;
import org.tradewind.pe.Kernel;
import org.tradewind.pe.Payload;
import org.tradewind.pe.Pe;
import org.tradewind.pe.Reception;
import org.tradewind.run.Faults.Distribution;
import org.tradewind.unit.InputException;
import org.tradewind.unit.Ticks;

/// What goes wrong comes as often as it should, and is counted.
class FaultsTest {
  private static final long SEED = 1;
  private static final int PACKETS = 20_000;

  private static Options with(Faults faults) {
    return TinyWorld.options(1 << 16).withFaults(faults);
  }

  /// Does something at the start, then nothing.
  private static Function<Pe, Kernel> starts(Consumer<Pe> atStart) {
    return pe ->
        new EventKernel() {
          @Override
          public void onStart() {
            atStart.accept(pe);
          }

          @Override
          public void onInterrupt(Interrupt source) {
            throw new IllegalStateException("nothing is enabled");
          }
        };
  }

  /// Keys 0x5A5A, payload 0.
  private static Function<Pe, Kernel> sends(int packets) {
    return starts(pe -> {
      for (int i = 0; i < packets; i++) {
        pe.send(0x5A5A, Payload.of(0));
      }
    });
  }

  /// Of n that each happen with probability p, a number within five standard deviations; a wrong
  /// alarm once in two million.
  private static void assertBinomial(long happened, long n, double p) {
    double deviation = Math.sqrt(n * p * (1 - p));
    assertThat((double) happened).as("seed %s", SEED).isCloseTo(n * p, within(5 * deviation));
  }

  @Test
  void aPacketIsLostWithTheProbabilityGivenOnEachChipThatItCrosses() {
    double loss = 0.02;
    Machine machine = Machine.torus(4, 1);
    var world = new TinyWorld(machine).on(0, 0, sends(PACKETS)).on(2, 0, starts(_ -> {}));
    world.block(0, 0, 0, 1).block(1, 0, 0, 1).block(2, 0, 0, 0, 0);
    Results results = world.run(0, with(Faults.NONE.withLoss(loss)));
    long lost = results.network().faults().lost();
    assertBinomial(lost, PACKETS, 1 - Math.pow(1 - loss, 3));
    assertThat(results.network().delivered()).isEqualTo(PACKETS - lost);
    assertThat(results.network().unrouted()).isZero();
  }

  @Test
  void aPacketForOneCoreIsLostToo() {
    var world =
        TinyWorld.chip()
            .on(
                0,
                0,
                16,
                Reception.ALL_IN_ONE,
                starts(pe -> {
                  pe.sendTo(0, 4, Payload.NONE);
                  pe.write(0, 4, 0, Payload.of(77));
                }))
            .on(0, 4, 16, Reception.ALL_IN_ONE, starts(_ -> {}));
    Run run = world.loaded(with(Faults.NONE.withLoss(1)));
    Results results = run.until(0);
    assertThat(results.network().faults().lost()).isEqualTo(1);
    assertThat(results.network().delivered()).isZero();
    assertThat(run.sram(1).getInt(0)).as("remote writes come").isEqualTo(77);
  }

  @Test
  void aCorruptedPacketHasOneBitThatFlipped() {
    double corruption = 0.05;
    var changed = new int[64];
    Results results =
        TinyWorld.chip()
            .on(0, 0, sends(PACKETS))
            .on(
                0,
                4,
                pe ->
                    _ -> {
                      while (pe.waiting() > 0) {
                        int key = pe.take() ^ 0x5A5A;
                        int word = pe.payload().word(0);
                        assertThat(Integer.bitCount(key) + Integer.bitCount(word)).isLessThan(2);
                        for (int b = 0; b < 32; b++) {
                          changed[b] += key >>> b & 1;
                          changed[32 + b] += word >>> b & 1;
                        }
                      }
                    })
            .block(0, 0, 0, 0, 4)
            .run(1, with(Faults.NONE.withCorruption(corruption)));
    long corrupted = results.network().faults().corrupted();
    assertBinomial(corrupted, PACKETS, corruption);
    assertThat(IntStream.of(changed).sum()).isEqualTo((int) corrupted);
    for (int bit : changed) {
      assertBinomial(bit, corrupted, 1 / 64.0);
    }
  }

  @Test
  void linkErrorsAreCountedAndLoseNothing() {
    Machine machine = Machine.torus(3, 1);
    var world = new TinyWorld(machine).on(0, 0, sends(1000)).on(1, 0, starts(_ -> {}));
    world.block(0, 0, 0, 1).block(1, 0, 0, 0, 0);
    Results results = world.run(0, with(Faults.NONE.withLinkErrors(0.1)));
    assertThat(results.network().delivered()).isEqualTo(1000);
    // sent until it is right: geometric, with variance p / (1 - p)^2
    assertThat((double) results.network().faults().resent())
        .as("seed %s", SEED)
        .isCloseTo(1000 / 9.0, within(5 * Math.sqrt(1000 * 0.1 / 0.81)));
  }

  @Test
  void bitsOfMemoryFlipAtTheRateGiven() {
    int bytes = 4000;
    int steps = 500;
    double bitFlipHz = 0.05; // 8 x 4000 bits, 0.5 s and the start's 1 ms: 801.6 flips
    double expected = bitFlipHz * 8 * bytes * (steps + 1) * 1e-3;
    var starts = new int[1];
    var world =
        TinyWorld.chip()
            .on(
                0,
                0,
                bytes,
                Reception.ALL_IN_ONE,
                pe -> {
                  starts[0]++;
                  return _ -> {};
                });
    Run run = world.loaded(with(Faults.NONE.withBitFlips(bitFlipHz)));
    Results.Core core = run.until(steps).cores().getFirst();
    long flips = core.faults().flippedBits();
    assertThat((double) flips)
        .as("seed %s", SEED)
        .isCloseTo(expected, within(5 * Math.sqrt(expected)));
    assertThat(starts[0]).isEqualTo((int) flips + 1);
    int set = 0;
    for (int i = 0; i < bytes; i++) {
      set += Integer.bitCount(run.sram(0).getByte(i) & 0xFF);
    }
    // a bit that flips twice is 0 again
    double odd = (1 - Math.exp(-2 * expected / (8 * bytes))) / 2;
    assertBinomial(set, 8 * bytes, odd);
    assertThat(set % 2).isEqualTo((int) (flips % 2));
  }

  @Test
  void aKernelThatWritesBackGoesOnAfterAFlip() {
    // 32 of 32,000 bits are the count itself; with this seed none of them flips
    var world =
        TinyWorld.chip()
            .on(
                0,
                0,
                4000,
                Reception.ALL_IN_ONE,
                pe -> {
                  var count = new int[] {pe.sram().getInt(0)};
                  return new Kernel() {
                    @Override
                    public void onTimer(int step) {
                      pe.spiked(step, ++count[0]);
                    }

                    @Override
                    public void writeBack() {
                      pe.sram().putInt(0, count[0]);
                    }
                  };
                });
    Results.Core core = world.run(100, with(Faults.NONE.withBitFlips(0.01))).cores().getFirst();
    assertThat(core.faults().flippedBits()).isGreaterThan(10);
    assertThat(core.recording().spikeAtoms()).isEqualTo(IntStream.rangeClosed(1, 100).toArray());
  }

  @Test
  void aCoreStopsAndItsFifoGoesOn() {
    var steps = new ArrayList<Integer>();
    var world =
        TinyWorld.chip()
            .on(0, 4, pe -> step -> pe.send(step))
            .on(
                0,
                0,
                pe ->
                    step -> {
                      steps.add(step);
                      while (pe.waiting() > 0) {
                        pe.take();
                      }
                    })
            .block(0, 0, 0, 0, 0);
    Results results = world.run(10, with(Faults.NONE.withStop(0, 3.5e-3)));
    Results.Core stopped = results.cores().get(1);
    assertThat(steps).containsExactly(0, 1, 2);
    assertThat(stopped.faults().stoppedTick()).isEqualTo(3_500 * Ticks.PER_MICROSECOND);
    assertThat(stopped.faults().crashed()).isFalse();
    assertThat(stopped.received()).isEqualTo(10);
    assertThat(stopped.late()).isEqualTo(8); // those of steps 2 to 9
    assertThat(stopped.overruns()).isZero();
    assertThat(results.cores().get(0).faults()).isEqualTo(Results.CoreFaults.NONE);
  }

  @Test
  void aProgramThatFailsOnACorruptedPacketStopsItsCore() {
    Function<Pe, Kernel> strict =
        pe ->
            _ -> {
              while (pe.waiting() > 0) {
                if (pe.take() != 0x5A5A) {
                  throw new IllegalStateException("a strange key");
                }
              }
            };
    var world = TinyWorld.chip().on(0, 0, sends(1000)).on(0, 4, strict).block(0, 0, 0, 0, 4);
    Results results = world.run(3, with(Faults.NONE.withCorruption(0.5)));
    assertThat(results.cores().get(1).faults().crashed()).isTrue();
    assertThat(results.cores().get(1).faults().stopped()).isTrue();

    var ours = TinyWorld.chip().on(0, 0, sends(1)).on(0, 4, strict).block(0, 0, 0, 0, 4);
    assertThat(ours.run(1).cores().get(1).faults()).isEqualTo(Results.CoreFaults.NONE);
    var broken = TinyWorld.chip().on(0, 0, pe -> _ -> pe.stray(3));
    assertThatThrownBy(() -> broken.run(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("0x00000003");
  }

  // ── clocks ──

  /// When each core's timer came, chip by chip.
  private static List<List<Long>> timers(Machine machine, int steps, Faults faults) {
    var ticks = new ArrayList<List<Long>>();
    var world = new TinyWorld(machine);
    for (int chip = 0; chip < machine.chipPositions(); chip++) {
      var own = new ArrayList<Long>();
      ticks.add(own);
      world.on(chip, 0, pe -> _ -> own.add(pe.now() - 240));
    }
    world.run(steps, with(faults));
    return ticks;
  }

  @Test
  void clocksDriftByAConstantRateAndChipsStartApart() {
    double ppm = 50;
    double spread = 100e-6;
    int steps = 200;
    Faults faults = Faults.NONE.withDrift(Distribution.UNIFORM, ppm).withStartSpread(spread);
    var rates = new ArrayList<Double>();
    for (List<Long> ticks : timers(Machine.torus(6, 6), steps, faults)) {
      double first = ticks.getFirst();
      double period = (ticks.getLast() - first) / (steps - 1);
      for (int n = 0; n < steps; n++) {
        assertThat((double) ticks.get(n)).isCloseTo(first + n * period, within(2.0));
      }
      double rate = period / TinyWorld.STEP - 1;
      assertThat(Math.abs(rate)).isLessThanOrEqualTo(ppm * 1e-6 * 1.0001);
      rates.add(rate);
      assertThat(first - period).isBetween(-1.0, Ticks.PER_SECOND * spread);
    }
    // 36 uniform ones: their mean has a standard deviation of 50 / sqrt(3) / 6 ppm
    double mean = rates.stream().mapToDouble(r -> r).average().orElseThrow();
    assertThat(mean).as("seed %s", SEED).isCloseTo(0, within(5 * ppm * 1e-6 / Math.sqrt(3) / 6));
    assertThat(rates.stream().distinct().count()).isEqualTo(36);
  }

  @Test
  void normalDriftHasItsDeviation() {
    Faults faults = Faults.NONE.withDrift(Distribution.NORMAL, 100);
    double[] rates =
        timers(Machine.torus(12, 12), 100, faults).stream()
            .mapToDouble(t -> ((t.getLast() - t.getFirst()) / 99.0 / TinyWorld.STEP - 1) * 1e6)
            .toArray();
    double variance = Arrays.stream(rates).map(r -> r * r).average().orElseThrow();
    // of 144 squares of a normal number: deviation sqrt(2 / 144)
    assertThat(variance / 1e4).as("seed %s", SEED).isCloseTo(1, within(5 * Math.sqrt(2 / 144.0)));
  }

  @Test
  void aPeriodicTimerDriftsAsTheTimestepDoes() {
    Faults faults = Faults.NONE.withDrift(Distribution.UNIFORM, 50);
    var last = new long[2];
    TinyWorld.chip()
        .on(
            0,
            0,
            pe -> {
              pe.enable(Interrupt.TIMER_1);
              return new EventKernel() {
                private int ticks;

                @Override
                public void onStart() {
                  pe.startTimer(1, 1, true);
                }

                @Override
                public void onInterrupt(Interrupt source) {
                  last[0] = pe.now() - 240 - 240; // both handlers' entries
                  if (++ticks == 20_000) {
                    pe.stopTimer(1);
                  }
                }
              };
            })
        .on(0, 4, pe -> _ -> last[1] = pe.now() - 240)
        .run(19, with(faults));
    // 20,000 us on both clocks: 20 timesteps of 1 ms
    assertThat(last[1]).isNotEqualTo(20 * TinyWorld.STEP - TinyWorld.STEP);
    double stretch = (double) last[1] / (19 * TinyWorld.STEP);
    assertThat((double) last[0]).isCloseTo(20 * TinyWorld.STEP * stretch, within(30.0));
  }

  /// Each core sends in each step to the core of the next chip; what comes is noted.
  private static TinyWorld ring(Machine machine) {
    var world = new TinyWorld(machine);
    int chips = machine.chipPositions();
    for (int chip = 0; chip < chips; chip++) {
      int own = chip;
      world.on(
          chip,
          0,
          256,
          Reception.ALL_IN_ONE,
          pe ->
              step -> {
                for (int waiting = pe.waiting(); waiting > 0; waiting--) {
                  pe.spiked(step, pe.take());
                }
                pe.send(own, Payload.of(step));
              });
      int next = machine.neighbour(chip, Link.E);
      world.entry(chip, own, 1 << Link.E.ordinal()).entry(next, own, 0, 0);
    }
    return world;
  }

  @Test
  void packetsFallOutOfStepWhereClocksDrift() {
    Machine machine = Machine.torus(4, 1);
    Results right = ring(machine).run(300);
    Results drifting =
        ring(machine)
            .run(
                300,
                TinyWorld.options(16).withFaults(Faults.NONE.withDrift(Distribution.UNIFORM, 100)));
    assertThat(right.cores()).allMatch(core -> core.outOfStep() == 0);
    assertThat(drifting.cores().stream().mapToLong(Results.Core::outOfStep).sum()).isPositive();
    assertThat(steps(drifting)).isNotEqualTo(steps(right));
    // no drift, no spread: as without
    Faults still = Faults.NONE.withDrift(Distribution.NORMAL, 0).withStartSpread(0);
    assertSame(ring(machine).run(300, TinyWorld.options(16).withFaults(still)), right);
  }

  private static List<List<Integer>> steps(Results results) {
    return results.cores().stream()
        .map(core -> IntStream.of(core.recording().spikeSteps()).boxed().toList())
        .toList();
  }

  @Test
  void threadsDoNotMatterAndRoundsDo() {
    Faults all =
        Faults.NONE
            .withLoss(0.01)
            .withCorruption(0.01)
            .withLinkErrors(0.02)
            .withBitFlips(0.5)
            .withDrift(Distribution.UNIFORM, 200)
            .withStartSpread(1e-3)
            .withStop(5 * CoreMap.PES, 30e-3);
    Machine machine = Machine.torus(4, 4);
    Results one = ring(machine).run(100, with(all));
    assertThat(one.network().faults().lost()).isPositive();
    assertThat(one.network().faults().corrupted()).isPositive();
    assertThat(one.network().faults().resent()).isPositive();
    for (int threads : new int[] {2, 4}) {
      assertSame(ring(machine).run(100, with(all).withThreads(threads)), one);
    }
    Results other = ring(machine).run(100, with(all.inRound(1)));
    assertThat(steps(other)).isNotEqualTo(steps(one));
  }

  private static void assertSame(Results results, Results expected) {
    assertThat(results.ticks()).isEqualTo(expected.ticks());
    assertThat(results.network())
        .usingRecursiveComparison()
        .ignoringFields("counts")
        .isEqualTo(expected.network());
    assertThat(results.cores())
        .usingRecursiveComparison()
        .ignoringFields("usage")
        .isEqualTo(expected.cores());
  }

  // ── mistakes ──

  @Test
  void whatCannotBeIsSaid() {
    assertThatThrownBy(() -> Faults.NONE.withLoss(1.5))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("loss of 1.5 is out of range; give 0 to 1 as a probability");
    assertThatThrownBy(() -> Faults.NONE.withDrift(Distribution.UNIFORM, -1))
        .isInstanceOf(InputException.class);
    assertThatThrownBy(() -> Faults.NONE.withBitFlips(Double.NaN))
        .isInstanceOf(InputException.class);
    assertThatThrownBy(() -> ring(Machine.torus(2, 1)).run(0, with(Faults.NONE.withBitFlips(0.1))))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("run at least 1");
    assertThatThrownBy(() -> ring(Machine.torus(2, 1)).run(1, with(Faults.NONE.withStop(7, 0))))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("PE (0,0) 7.5.3, where nothing runs");
  }

  /// In classes that nobody has used before: drift first, then the faults that hold it.
  @Test
  void noFaultsAreNoFaultsWhicheverClassIsUsedFirst() throws Exception {
    URL classes = Path.of("target", "classes").toUri().toURL();
    try (var loader =
        new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader())) {
      Class.forName("org.tradewind.run.Faults$Drift", true, loader);
      Object none =
          Class.forName("org.tradewind.run.Faults", true, loader).getField("NONE").get(null);
      assertThat(none.getClass().getMethod("drift").invoke(none)).isNotNull();
    }
  }
}
