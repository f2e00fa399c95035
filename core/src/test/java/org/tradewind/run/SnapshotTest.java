package org.tradewind.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tradewind.cost.Action;
import org.tradewind.cost.Counts;
import org.tradewind.cost.MacArrayWork;
import org.tradewind.machine.Machine;
import org.tradewind.machine.PerformanceLevel;
import org.tradewind.mapping.Mapping;
import org.tradewind.pe.EventKernel;
import org.tradewind.pe.Interrupt;
import org.tradewind.pe.Kernel;
import org.tradewind.pe.Payload;
import org.tradewind.pe.Pe;
import org.tradewind.pe.Reception;
import org.tradewind.pe.Reception.Fifo;
import org.tradewind.pe.Reception.WhenFull;
import org.tradewind.pe.Registers;
import org.tradewind.unit.InputException;

/// A saved machine goes on as if nothing had been.
class SnapshotTest {
  private static final int BYTES = 4096;

  /// Everything that a machine can have under way: packets with payloads on several chips, timers,
  /// transfers, remote reads, registers, an array that computes, a FIFO that stalls, levels that
  /// change.
  static Mapping busyWorld() {
    var world = new TinyWorld(Machine.torus(3, 2));
    int all = world(world, 0);
    for (int key = 0; key < all; key++) {
      for (int chip = 0; chip < 6; chip++) {
        world.entry(chip, key, chip % 3 == 2 ? 0 : 1, 60); // and on to the east
      }
    }
    return world.mapping();
  }

  private static int world(TinyWorld world, int key) {
    for (int chip = 0; chip < 6; chip++) {
      int own = key++;
      world.on(chip, 0, BYTES, Reception.ALL_IN_ONE, pe -> new Restless(pe, own));
      world.on(
          chip, 60, BYTES, Reception.of(Fifo.any(2, WhenFull.STALL, 2)), SnapshotTest::listens);
    }
    return key;
  }

  /// Its only state is a count, in its memory.
  private record Restless(Pe pe, int key) implements EventKernel {
    Restless {
      pe.enable(Interrupt.TIMER_1);
      pe.enable(Interrupt.DMA_DONE);
      pe.enable(Interrupt.READ_DONE);
      pe.enable(Interrupt.MAC_ARRAY_DONE);
    }

    @Override
    public void onStart() {
      pe.startTimer(1, 3 + key, true);
      pe.startTimer(2, 1_000, false);
    }

    @Override
    public void onInterrupt(Interrupt source) {
      int count = pe.sram().getInt(0) + 1;
      pe.sram().putInt(0, count);
      pe.trace(source.ordinal(), count, 0, pe.now());
      if (source == Interrupt.TIMER_1 && count < 60) {
        pe.send(key, Payload.of(count, key));
        pe.did(Action.CYCLE, 100 * (count % 7));
        pe.sendTo((key + 1) % 6, 60, Payload.of((long) count));
        if (count % 5 == 0) {
          pe.dma().writeDram(0, 1024L * count, 1024);
          pe.dma().readDram(1024L * (count - 5), 2048, 512);
          pe.read((key + 2) % 6, 60, 64, 128, 128);
          pe.registers().read(Registers.OfRouter.PACKETS, 256);
          pe.registers().setLevel(60, PerformanceLevel.HIGH);
          pe.launchMacArray(new MacArrayWork(20, 60, 0, 0, 300, true, 1_000, 70_000));
        }
      }
      if (count >= 60) {
        pe.stopTimer(1);
      }
    }
  }

  private static Kernel listens(Pe pe) {
    return step -> {
      while (pe.waiting() > 0) {
        int key = pe.take();
        pe.spiked(step, key);
        pe.sram().putInt(64 + 4 * (step % 8), pe.payload().hashCode());
        pe.did(Action.CYCLE, 900);
      }
    };
  }

  static Options options() {
    return new Options(
        300_000,
        new DvfsPolicy.Threshold(2),
        1,
        8,
        new RouterRules(true, 2_000),
        Faults.NONE.withLinkErrors(0.01),
        90_000,
        1);
  }

  @Test
  void aMachineSavedAtAnyTickGoesOnByteForByte() {
    Results expected = assertSavedAnywhere(busyWorld(), options(), 25);
    assertThat(expected.cores().stream().mapToLong(Results.Core::stalled).sum()).isPositive();
    assertThat(expected.network().counts().of(Action.DRAM_BYTE)).isPositive();
  }

  @Test
  void soDoesOneWithFaults() {
    Faults faults =
        Faults.NONE
            .withLoss(0.05)
            .withCorruption(0.05)
            .withBitFlips(0.5)
            .withDrift(Faults.Distribution.NORMAL, 500)
            .withStartSpread(20e-6)
            .withStop(60, 100e-6);
    Results expected = assertSavedAnywhere(busyWorld(), options().withFaults(faults), 10);
    assertThat(expected.network().faults().lost()).isPositive();
    assertThat(expected.network().faults().corrupted()).isPositive();
    assertThat(expected.cores()).anyMatch(core -> core.faults().flippedBits() > 0);
    assertThat(expected.cores().get(1).faults().stopped()).isTrue();
  }

  private static Results assertSavedAnywhere(Mapping mapping, Options options, int times) {
    int steps = 6;
    Run whole = Run.load(mapping, mapping.images(), options);
    Results expected = whole.until(steps);
    var random = new SplittableRandom(11);
    for (int i = 0; i < times; i++) {
      long at = random.nextLong(expected.ticks());
      Run first = Run.load(mapping, mapping.images(), options);
      first.start(steps);
      first.advance(at);
      byte[] saved = saved(first);
      first.advance(Long.MAX_VALUE);
      assertSame(first.results(), expected, at);

      int threads = 1 + i % 3;
      Run second =
          Run.restore(
              mapping,
              mapping.images(),
              options.withThreads(threads),
              new ByteArrayInputStream(saved),
              "saved");
      assertThat(saved(second)).as("saved again, tick %s", at).isEqualTo(saved);
      second.advance(Long.MAX_VALUE);
      assertSame(second.results(), expected, at);
      for (int v = 0; v < mapping.graph().size(); v++) {
        assertThat(second.sram(v)).as("tick %s", at).isEqualTo(whole.sram(v));
      }
    }
    return expected;
  }

  private static byte[] saved(Run run) {
    var bytes = new ByteArrayOutputStream();
    run.save(bytes);
    return bytes.toByteArray();
  }

  private static void assertSame(Results results, Results expected, long tick) {
    assertThat(results)
        .as("tick %s", tick)
        .usingRecursiveComparison()
        .ignoringFields("options")
        .withEqualsForType(
            (a, b) ->
                Arrays.stream(Action.values()).allMatch(action -> a.of(action) == b.of(action)),
            Counts.class)
        .isEqualTo(expected);
  }

  @Test
  void whatIsNoSavedMachineOrThatOfAnotherJobIsRefused() {
    Mapping mapping = busyWorld();
    Run run = Run.load(mapping, mapping.images(), options());
    run.start(2);
    run.advance(400_000);
    byte[] saved = saved(run);
    Options other = options().withFaults(Faults.NONE.withLinkErrors(0.5));
    assertThatThrownBy(() -> restore(mapping, other, saved))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("another mapping");
    for (int length : List.of(0, 7, 30, saved.length / 2, saved.length - 1)) {
      assertThatThrownBy(() -> restore(mapping, options(), Arrays.copyOf(saved, length)))
          .as("%s of %s bytes", length, saved.length)
          .isInstanceOf(InputException.class);
    }
    byte[] noise = new byte[1000];
    new SplittableRandom(2).nextBytes(noise);
    assertThatThrownBy(() -> restore(mapping, options(), noise))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no saved machine");
  }

  private static Run restore(Mapping mapping, Options options, byte[] saved) {
    return Run.restore(
        mapping, mapping.images(), options, new ByteArrayInputStream(saved), "file.tws");
  }
}
