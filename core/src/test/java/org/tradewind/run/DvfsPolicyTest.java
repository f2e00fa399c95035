package org.tradewind.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tradewind.cost.Action;
import org.tradewind.machine.PerformanceLevel;
import org.tradewind.pe.Reception;

class DvfsPolicyTest {
  /// DPM: `pl_threshold = 30` for `lif_conv2d`, `200` for the LIF layer.
  @ParameterizedTest
  @CsvSource({
    "lif_conv2d,   29,  LOW",
    "lif_conv2d,   30,  HIGH",
    "lif_no_delay, 199, LOW",
    "lif_no_delay, 200, HIGH",
    "spike_list,   0,   LOW",
  })
  void thePublishedThresholdsAreThoseOfPrograms(
      String program, int waiting, PerformanceLevel level) {
    assertThat(DvfsPolicy.auto().on(program).awake(waiting)).isEqualTo(level);
  }

  @Test
  void aPolicyOfOneLevelIsPlannedWithIt() {
    assertThat(DvfsPolicy.low().fastest()).isEqualTo(PerformanceLevel.LOW);
    assertThat(DvfsPolicy.auto().fastest()).isEqualTo(PerformanceLevel.HIGH);
    assertThat(new DvfsPolicy.Threshold(3).fastest()).isEqualTo(PerformanceLevel.HIGH);
  }

  @Test
  void namesAreThoseOfTheCommandLine() {
    assertThat(DvfsPolicy.low()).hasToString("low");
    assertThat(DvfsPolicy.high()).hasToString("high");
    assertThat(DvfsPolicy.auto()).hasToString("auto");
    assertThat(new DvfsPolicy.Threshold(30)).hasToString("auto:30");
  }

  @Test
  void aCoreThatDoesNotSleepLowIsHighUntilItsNextTimestepBegins() {
    var before = new AtomicReference<PerformanceLevel>();
    var policy = new DvfsPolicy.Threshold(1, PerformanceLevel.HIGH);
    Results results =
        TinyWorld.chip()
            .on(
                0,
                0,
                pe ->
                    step -> {
                      if (step == 0) {
                        pe.send(7);
                      }
                    })
            .on(
                0,
                4,
                pe ->
                    step -> {
                      before.set(pe.level());
                      while (pe.waiting() > 0) {
                        pe.take();
                      }
                      pe.did(Action.CYCLE, 1);
                    })
            .entry(0, 7, 0, 4)
            .run(3, TinyWorld.options(64).withDvfs(policy));

    assertThat(before).hasValue(PerformanceLevel.LOW);
    // from 100 ns after the beginning of step 1 to 100 ns after that of step 2
    assertThat(results.cores().get(1).usage())
        .extracting(use -> use.level(), use -> use.peTicks())
        .contains(org.assertj.core.groups.Tuple.tuple(PerformanceLevel.HIGH, TinyWorld.STEP));
  }

  @Test
  void packetsInAllThreeFifosChooseTheLevel() {
    var levels = new ArrayList<PerformanceLevel>();
    var fifo = Reception.Fifo.any(16, Reception.WhenFull.DROP, 1);
    var one = new Reception.Fifo(1, -1, 16, Reception.WhenFull.DROP, 1);
    var two = new Reception.Fifo(2, -1, 16, Reception.WhenFull.DROP, 1);
    TinyWorld.chip()
        .on(
            0,
            0,
            pe ->
                step -> {
                  for (int key = step; step > 0 && key <= 3; key++) {
                    pe.send(key);
                  }
                })
        .on(
            0,
            4,
            0,
            new Reception(List.of(one, two, fifo)),
            pe ->
                _ -> {
                  levels.add(pe.level());
                  for (int f = 0; f < 3; f++) {
                    while (pe.waiting(f) > 0) {
                      pe.take(f);
                    }
                  }
                })
        .block(0, 0, 0, 0, 4)
        .run(4, TinyWorld.options(64).withDvfs(new DvfsPolicy.Threshold(3)));

    // in step 1 one of each is sent, in step 2 two packets
    assertThat(levels)
        .containsExactly(
            PerformanceLevel.LOW,
            PerformanceLevel.LOW,
            PerformanceLevel.HIGH,
            PerformanceLevel.LOW);
  }
}
