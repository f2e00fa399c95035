package org.tradewind.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {
  @ParameterizedTest
  @CsvSource({
    "1ms, 0.001",
    "0.1ms, 0.0001",
    "0.1 ms, 0.0001",
    "5.1ms, 0.0051",
    "100us, 0.0001",
    "100µs, 0.0001",
    "2 s, 2",
    "1e-3s, 0.001",
    "7ns, 7e-9",
    "'  3 ms ', 0.003",
    "-1ms, -0.001",
  })
  void aTimeIsTheDoubleNearestToWhatIsWritten(String text, double seconds) {
    assertThat(Quantity.seconds("--dt", text)).isEqualTo(seconds);
  }

  @ParameterizedTest
  @CsvSource({"10Hz, 10", "1.5 kHz, 1500", "2MHz, 2e6"})
  void aRateIsInHertz(String text, double hertz) {
    assertThat(Quantity.hertz("rate", text)).isEqualTo(hertz);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "ms",
        "1 Hz",
        "1 MS",
        "1..2ms",
        "1,5ms",
        "1e999s",
        "1e99999999999s",
        "NaN s",
        "0x1s",
        "1ms 2ms"
      })
  void whatIsNoTimeIsRefusedWithAnExample(String text) {
    assertThatThrownBy(() -> Quantity.seconds("--dt", text))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "--dt: '" + text + "' is not a time with its unit, such as 1ms, 0.1ms or 100us");
  }

  @ParameterizedTest
  @CsvSource({
    "0, J, 0 J",
    "1, J, 1.00 J",
    "0.00123, J, 1.23 mJ",
    "12.34e-6, s, 12.3 µs",
    "123.4e3, B, 123 kB",
    "0.9999, W, 1.00 W",
    "999.4, W, 999 W",
    "999.6, W, 1.00 kW",
    "-2.5e-9, J, -2.50 nJ",
    "3e-14, J, 0.03 pJ",
    "5e15, B, 5000 TB",
  })
  void siHasThreeDigitsAndAPrefix(double value, String unit, String text) {
    assertThat(Quantity.si(value, unit)).isEqualTo(text);
  }

  @Test
  void siPrintsWhatIsNoNumber() {
    assertThat(Quantity.si(Double.NaN, "J")).isEqualTo("NaN J");
    assertThat(Quantity.si(Double.POSITIVE_INFINITY, "J")).isEqualTo("Infinity J");
  }
}
