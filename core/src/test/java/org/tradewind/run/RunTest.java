package org.tradewind.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.tradewind.cost.Action;
import org.tradewind.mapping.Mapping;
import org.tradewind.pe.Kernel;
import org.tradewind.pe.Pe;

class RunTest {
  private static final long STEP = TinyWorld.STEP;

  /// 12 cycles of 300 MHz: 40 ns.
  private static final long INTERRUPT = 240;

  /// Does nothing.
  private static Kernel idle(Pe pe) {
    return step -> {};
  }

  /// Sends one packet in one step.
  private static Function<Pe, Kernel> sendsOnce(int key, int atStep) {
    return pe ->
        step -> {
          if (step == atStep) {
            pe.send(key);
          }
        };
  }

  /// Takes what waits and notes each key as a spike of that "neuron".
  private static Kernel listens(Pe pe) {
    return step -> {
      for (int n = pe.waiting(); n > 0; n--) {
        pe.spiked(step, pe.take());
      }
    };
  }

  @Test
  void timerTickNComesAtNPlusOneTimesteps() {
    var times = new ArrayList<Long>();
    Results results =
        TinyWorld.chip()
            .on(
                0,
                0,
                pe ->
                    new Kernel() {
                      @Override
                      public void onStart() {
                        times.add(pe.now());
                      }

                      @Override
                      public void onTimer(int step) {
                        times.add(pe.now());
                      }
                    })
            .run(3);
    assertThat(times)
        .containsExactly(INTERRUPT, STEP + INTERRUPT, 2 * STEP + INTERRUPT, 3 * STEP + INTERRUPT);
    assertThat(results.ticks()).isEqualTo(4 * STEP);
    assertThat(results.cores().get(0).counts().of(Action.INTERRUPT)).isEqualTo(4);
    assertThat(results.cores().get(0).busyTicks()).isEqualTo(4 * INTERRUPT);
  }

  @Test
  void whatIsSentInAStepIsThereInTheNext() {
    Results results =
        TinyWorld.chip()
            .on(0, 0, sendsOnce(7, 1))
            .on(0, 60, RunTest::listens)
            .entry(0, 7, 0, 60)
            .run(4);
    Results.Recording recording = results.cores().get(1).recording();
    assertThat(recording.spikeSteps()).containsExactly(2);
    assertThat(recording.spikeAtoms()).containsExactly(7);
    assertThat(results.cores().get(1).outOfStep()).isZero();
  }

  @Test
  void pingAndPongAlternate() {
    Function<Pe, Kernel> ping =
        pe ->
            step -> {
              if (step == 0) {
                pe.send(1);
              }
              for (int n = pe.waiting(); n > 0; n--) {
                pe.spiked(step, pe.take());
                pe.send(1);
              }
            };
    Function<Pe, Kernel> pong =
        pe ->
            step -> {
              for (int n = pe.waiting(); n > 0; n--) {
                pe.spiked(step, pe.take());
                pe.send(2);
              }
            };
    Results results =
        TinyWorld.chip()
            .on(0, 10, ping)
            .on(0, 140, pong)
            .entry(0, 1, 0, 140)
            .entry(0, 2, 0, 10)
            .run(6);
    assertThat(results.cores().get(0).recording().spikeSteps()).containsExactly(2, 4);
    assertThat(results.cores().get(1).recording().spikeSteps()).containsExactly(1, 3, 5);
    assertThat(results.network().sent()).isEqualTo(6);
    assertThat(results.network().delivered()).isEqualTo(6);
  }

  @Test
  void aKeyThatMatchesNothingIsDroppedAndCounted() {
    Results results = TinyWorld.chip().on(0, 0, sendsOnce(7, 0)).entry(0, 8, 0, 0).run(1);
    assertThat(results.network().unrouted()).isEqualTo(1);
    assertThat(results.network().delivered()).isZero();
    assertThat(results.network().minLatencyTicks()).isZero();
  }

  @Test
  void aMachineRunsOnce() {
    Mapping mapping = TinyWorld.chip().on(0, 0, RunTest::idle).mapping();
    Run run = Run.load(mapping, mapping.images(), TinyWorld.options(16));
    run.until(1);
    assertThatThrownBy(() -> run.until(1)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void theOrderOfKeysInARecordingIsTheOrderOfLanding() {
    Results results =
        TinyWorld.chip()
            .on(0, 0, sendsOnce(1, 0)) // (7,6): five hops away from the router
            .on(0, 72, sendsOnce(2, 0)) // (3,4): beside it
            .on(0, 20, RunTest::listens)
            .entry(0, 1, 0, 20)
            .entry(0, 2, 0, 20)
            .run(2);
    assertThat(List.of(2, 1))
        .isEqualTo(
            java.util.Arrays.stream(results.cores().get(2).recording().spikeAtoms())
                .boxed()
                .toList());
  }
}
