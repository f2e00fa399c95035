package org.tradewind.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TicksTest {
  @ParameterizedTest
  @CsvSource({"400, 15", "300, 20", "150, 40", "125, 48", "100, 60", "1, 6000"})
  void everyClockOfTheMachineHasAWholePeriod(int megahertz, int ticks) {
    assertThat(Ticks.perCycle(megahertz)).isEqualTo(ticks);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 7, 333, 12_000})
  void anotherClockIsRefused(int megahertz) {
    assertThatThrownBy(() -> Ticks.perCycle(megahertz))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(megahertz + " MHz");
  }

  @Test
  void aTickIsASixthOfANanosecond() {
    assertThat(Ticks.toNanoseconds(6)).isEqualTo(1);
    assertThat(Ticks.PER_SECOND).isEqualTo(6_000_000_000L);
    assertThat(Ticks.ofSeconds(1e-3)).isEqualTo(Ticks.PER_MILLISECOND);
    assertThat(Ticks.toSeconds(Ticks.PER_MICROSECOND)).isEqualTo(1e-6);
  }

  @Test
  void secondsGoToTicksAndBack() {
    for (double seconds : new double[] {0, 1e-9, 1e-4, 0.0025, 1, 86_400}) {
      assertThat(Ticks.toSeconds(Ticks.ofSeconds(seconds))).isEqualTo(seconds);
    }
  }
}
