package org.tradewind.ticks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TeamworkTest {
  private long now;

  /// Steps that are gone through alone, of so many, where a step takes so long.
  private int alone(int threads, int steps, long together, long alone) {
    var teamwork = new Teamwork(threads, steps, () -> now);
    int sum = 0;
    int step = 0;
    while (step < steps) {
      Teamwork.Span span = teamwork.next(step);
      assertThat(span.from()).isEqualTo(step);
      assertThat(span.to()).isGreaterThan(step).isLessThanOrEqualTo(steps);
      int length = span.to() - span.from();
      now += length * (span.together() ? together : alone);
      sum += span.together() ? 0 : length;
      step = span.to();
    }
    return sum;
  }

  @Test
  void whatIsFasterIsDone() {
    assertThat(alone(2, 100_000, 2_000, 3_000)).isBetween(100, 4_000);
    assertThat(alone(2, 100_000, 15_000, 7_000)).isBetween(96_000, 99_900);
  }

  @Test
  void oneThreadTriesNothing() {
    assertThat(alone(1, 100_000, 15_000, 7_000)).isZero();
  }

  @Test
  void shortRunsAreDoneAsWell() {
    for (int steps : new int[] {0, 1, 99, 100, 101, 200, 201}) {
      assertThat(alone(4, steps, 1_000, 1_000)).isLessThanOrEqualTo(steps);
    }
  }
}
