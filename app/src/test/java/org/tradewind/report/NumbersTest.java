package org.tradewind.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NumbersTest {
  @Test
  void sharesKeepTwoDigitsOrSo() {
    assertThat(
            List.of(0.0, 1e-6, 0.0037, 0.037, 0.37, 0.985, 1.0, 1.86).stream()
                .map(Numbers::percent))
        .containsExactly("0 %", "<0.01 %", "0.37 %", "3.7 %", "37 %", "98.5 %", "100 %", "186 %");
  }

  @Test
  void countsAgreeWithTheirNoun() {
    assertThat(Numbers.count(1, "chip")).isEqualTo("1 chip");
    assertThat(Numbers.count(7104, "PE")).isEqualTo("7,104 PEs");
  }

  @Test
  void whatDoesNotExistIsADash() {
    assertThat(Numbers.si(Double.NaN, "J")).isEqualTo("–");
    assertThat(Numbers.plain(Double.NaN)).isEqualTo("–");
    assertThat(Numbers.si(0, "J")).isEqualTo("0 J");
    assertThat(Numbers.si(1e-3, "s")).isEqualTo("1 ms");
  }

  @Test
  void ticksAreMultiplesOfOneTwoOrFive() {
    assertThat(Axis.ticks(0, 1.02, 5).stream().map(Axis::label)).containsExactly("0", "0.5", "1");
    assertThat(Axis.wholeTicks(0, 3, 8)).containsExactly(0.0, 1.0, 2.0, 3.0);
    assertThat(Axis.ticks(-65, -50, 4)).containsExactly(-65.0, -60.0, -55.0, -50.0);
    assertThat(Axis.ticks(5, 5, 4)).containsExactly(5.0);
    assertThat(List.of(0.6, 1200.0, 100.0, 2.5).stream().map(Axis::label))
        .containsExactly("0.6", "1,200", "100", "2.5");
  }
}
