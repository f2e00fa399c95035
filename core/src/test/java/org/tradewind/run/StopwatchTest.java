package org.tradewind.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class StopwatchTest {
  /// Goes through the steps and waits in one of them.
  private static Pace through(int steps, int slowStep) throws InterruptedException {
    var watch = new Stopwatch(steps);
    watch.begins();
    for (int step = 0; step < steps; step++) {
      watch.begins(step);
      if (step == slowStep) {
        Thread.sleep(50);
      }
    }
    return watch.stopped();
  }

  @Test
  void aSlowStepShowsInItsPartOfTheRun() throws InterruptedException {
    double[] seconds = through(200, 60).seconds(); // step 60 is in the part from mark 30 to 31

    assertThat(seconds).hasSize(Stopwatch.PARTS + 1).isSorted();
    assertThat(seconds[0]).isZero();
    assertThat(seconds[31] - seconds[30]).isGreaterThanOrEqualTo(0.05);
  }

  @Test
  void aRunOfFewStepsHasAllMarksToo() throws InterruptedException {
    double[] seconds = through(3, 1).seconds();

    assertThat(seconds).hasSize(Stopwatch.PARTS + 1).isSorted();
    assertThat(seconds[67] - seconds[33]).isGreaterThanOrEqualTo(0.05);
  }

  @Test
  void whoWaitsTakesNoProcessorTime() throws InterruptedException {
    Pace pace = through(200, 60);

    assertThat(pace.processorSeconds()).hasSameSizeAs(pace.seconds()).isSorted();
    assertThat(pace.processorSeconds()[100]).isLessThan(pace.seconds()[100]);
  }

  @Test
  void anEngineWithoutStepsHasABeginningAndAnEnd() throws InterruptedException {
    var watch = new Stopwatch(1_000);
    Thread.sleep(20);
    watch.begins();
    Thread.sleep(30);
    Pace pace = watch.stopped();

    assertThat(pace.loadSeconds()).isGreaterThanOrEqualTo(0.02);
    assertThat(pace.seconds()).hasSize(2);
    assertThat(pace.seconds()[1]).isGreaterThanOrEqualTo(0.03);
  }

  @Test
  void aRunThatIsBegunAnewForgetsItsFirstAttempt() throws InterruptedException {
    var watch = new Stopwatch(100);
    watch.begins();
    for (int step = 0; step < 50; step++) {
      watch.begins(step);
    }
    Thread.sleep(30);
    watch.begins();

    Pace pace = watch.stopped();
    assertThat(pace.seconds()).hasSize(2);
    assertThat(pace.loadSeconds()).isGreaterThanOrEqualTo(0.03);
  }

  @Test
  void nobodyLookedIsNoTime() {
    Pace pace = new Stopwatch(5).stopped();

    assertThat(pace.loadSeconds()).isNaN();
    assertThat(Arrays.toString(pace.seconds())).isEqualTo("[]");
  }
}
