package org.tradewind.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CrewTest {
  private static final int MEETINGS = 200;

  /// Two rows in turn, as a thread may be ahead by one meeting.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 32})
  void whatEachWroteBeforeAMeetingAllSeeAfterIt(int threads) {
    var written = new int[2][threads];
    var wrong = new int[threads];
    var crew = new Crew("test", threads);

    crew.run(thread -> {
      for (int meeting = 1; meeting <= MEETINGS; meeting++) {
        int[] row = written[meeting & 1];
        row[thread] = meeting;
        crew.meet();
        for (int other : row) {
          wrong[thread] += other == meeting ? 0 : 1;
        }
      }
    });

    assertThat(wrong).containsOnly(0);
    assertThat(Arrays.stream(written[MEETINGS & 1])).containsOnly(MEETINGS);
  }

  @Test
  void theFirstThreadIsTheCallers() {
    var who = new Thread[2];

    new Crew("test", 2).run(thread -> who[thread] = Thread.currentThread());

    assertThat(who[0]).isSameAs(Thread.currentThread());
    assertThat(who[1].getName()).isEqualTo("test 1");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void whereOneFailsAllStopAndItsFailureIsThrown(int failing) {
    var wentOn = new boolean[3];
    var crew = new Crew("test", 3);

    assertThatThrownBy(() ->
            crew.run(thread -> {
              crew.meet();
              if (thread == failing) {
                throw new ArithmeticException("thread " + thread);
              }
              wentOn[thread] = crew.meet();
            }))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("thread " + failing);
    assertThat(wentOn).containsOnly(false);
  }

  @Test
  void whoSleepsIsWokenByAFailure() {
    var crew = new Crew("test", 2);

    assertThatThrownBy(() ->
            crew.run(thread -> {
              if (thread == 0) {
                crew.meet();
              } else {
                sleep(200);
                throw new AssertionError("late");
              }
            }))
        .isInstanceOf(AssertionError.class)
        .hasMessage("late");
  }

  @Test
  void anInterruptIsKeptAndEndsNothing() {
    var crew = new Crew("test", 2);
    var met = new boolean[2];
    Thread caller = Thread.currentThread();

    crew.run(thread -> {
      if (thread == 1) {
        sleep(100);
        caller.interrupt();
        sleep(100);
      }
      met[thread] = crew.meet();
    });

    assertThat(Thread.interrupted()).isTrue();
    assertThat(met).containsOnly(true);
  }

  private static void sleep(int milliseconds) {
    try {
      TimeUnit.MILLISECONDS.sleep(milliseconds);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
