package org.tradewind.snn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tradewind.network.SynapseWord;

class SynapseFormatTest {
  @ParameterizedTest
  @EnumSource(names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
  void whatIsEncodedIsDecoded(SynapseWord word) {
    SynapseFormat format = SynapseFormat.of(word);
    for (int index : new int[] {0, 1, format.maxNeurons() / 3, format.maxNeurons() - 1}) {
      for (int delay = 0; delay <= format.maxDelay(); delay++) {
        for (int weight = -format.maxWeight(); weight <= format.maxWeight(); weight++) {
          if (weight != 0) {
            int encoded = format.encode(index, delay, weight);
            assertThat(format.wordBits() == 32 || encoded >>> 16 == 0).isTrue();
            if (format.index(encoded) != index
                || format.delay(encoded) != delay
                || format.weight(encoded) != weight) {
              throw new AssertionError(word + ": " + index + " " + delay + " " + weight);
            }
          }
        }
      }
    }
  }

  @Test
  void rangesAreThoseOfTheChip() {
    assertThat(SynapseFormat.DELAY.maxWeight()).isEqualTo(15);
    assertThat(SynapseFormat.DELAY.maxDelay()).isEqualTo(7);
    assertThat(SynapseFormat.NO_DELAY.maxWeight()).isEqualTo(127);
    assertThat(SynapseFormat.NO_DELAY.maxDelay()).isZero();
    assertThat(SynapseFormat.WIDE.maxWeight()).isEqualTo(32767);
    assertThat(SynapseFormat.WIDE.maxDelay()).isEqualTo(63);
    assertThat(SynapseFormat.WIDE.maxNeurons()).isEqualTo(1024);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> SynapseFormat.DELAY.encode(256, 0, 1))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> SynapseFormat.DELAY.encode(0, 8, 1))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> SynapseFormat.DELAY.encode(0, 0, -16))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> new SynapseFormat(8, 3, 5, 16))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
