package org.tradewind.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IrregularityTest {
  @Test
  void irregularityOfAClockIsZeroAndOfTwoSpikesNothing() {
    var clock = new Irregularity(2);
    for (int step = 0; step < 50; step += 10) {
      clock.spike(0, step);
    }
    clock.spike(1, 3);
    clock.spike(1, 9);

    assertThat(clock.spikes()).isEqualTo(7);
    assertThat(clock.varying()).isEqualTo(1);
    assertThat(clock.sumOfCv()).isZero();
  }

  @Test
  void irregularityIsDeviationOverMean() {
    var uneven = new Irregularity(1);
    for (int step : new int[] {0, 1, 4}) { // intervals 1 and 3: mean 2, deviation 1
      uneven.spike(0, step);
    }

    assertThat(uneven.sumOfCv()).isEqualTo(0.5);
  }
}
