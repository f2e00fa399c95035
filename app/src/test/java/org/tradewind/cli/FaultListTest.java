package org.tradewind.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tradewind.machine.CoreMap;
import org.tradewind.machine.Machine;
import org.tradewind.run.Faults;
import org.tradewind.run.Faults.Distribution;
import org.tradewind.unit.InputException;

class FaultListTest {
  private static Faults parse(String text) {
    return FaultList.parse(text, Machine.board());
  }

  @Test
  void everyFaultHasItsUnit() {
    assertThat(
            parse(
                "loss=1e-6, corrupt=0.5,frames=1e-3,flips=2e-4Hz,drift=50ppm,start=100us,"
                    + "stop=1,0,6@3ms,stop=(0,1) 1.1.0@1s"))
        .isEqualTo(
            Faults.NONE
                .withLoss(1e-6)
                .withCorruption(0.5)
                .withLinkErrors(1e-3)
                .withBitFlips(2e-4)
                .withDrift(Distribution.UNIFORM, 50)
                .withStartSpread(100e-6)
                .withStop(CoreMap.PES + 5, 3e-3)
                .withStop(8 * CoreMap.PES + CoreMap.parse("test", "1.1.0"), 1));
    assertThat(parse("drift=normal:20ppm").drift())
        .isEqualTo(new Faults.Drift(Distribution.NORMAL, 20));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "losses=1 | 'losses' is no fault",
        "loss | '' is no probability",
        "loss=2 | loss of 2 is out of range",
        "flips=3 | '3' is not a rate with its unit",
        "drift=50 | '50' is no drift",
        "start=5 | '5' is not a time",
        "stop=0,0,5 | says no time",
        "stop=0,0@1ms | no core",
        "stop=40,0,5@1ms | --faults",
      })
  void aMistakeIsASentence(String text, String sentence) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(sentence);
  }
}
