package org.tradewind.pe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoundingTest {
  private static final long SEED = 11;

  @ParameterizedTest
  @CsvSource({
    // value, bits off, bits left, result
    " 5, 1, 32,  3", // 2.5: ties go up
    "-5, 1, 32, -2",
    " 4, 1, 32,  2",
    " 6, 2, 32,  2", // 1.5
    "-6, 2, 32, -1",
    " 7, 0, 32,  7",
    " 0x7FFFFFFFFFFFFFFF, 0, 64, 0x7FFFFFFFFFFFFFFF",
    " 0x7FFFFFFFFFFFFFFF, 1, 64, 0x4000000000000000",
    " 0x7FFFFFFF80000000, 32, 32, 0x7FFFFFFF", // 2147483647.5 saturates
    "-0x8000000000000000, 32, 32, -0x80000000",
    " 0x7FFF8, 4, 16, 0x7FFF",
    "-0x80008, 4, 16, -0x8000",
    "-0x80018, 4, 16, -0x8000",
  })
  void toTheNearestByHand(String value, int lsbs, int bits, String result) {
    assertThat(Rounding.nearest(number(value), lsbs, bits)).isEqualTo(number(result));
  }

  private static long number(String text) {
    return new BigInteger(text.replace("0x", ""), text.contains("0x") ? 16 : 10).longValue();
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 32, 16})
  void toTheNearestAsByDefinition(int bits) {
    var random = new Random(SEED);
    BigDecimal most = BigDecimal.TWO.pow(bits - 1).subtract(BigDecimal.ONE);
    BigDecimal least = BigDecimal.TWO.pow(bits - 1).negate();
    for (int i = 0; i < 10_000; i++) {
      long value = random.nextLong() >> random.nextInt(64);
      int lsbs = random.nextInt(33);
      BigDecimal exact = BigDecimal.valueOf(value).divide(BigDecimal.TWO.pow(lsbs));
      BigDecimal nearest = exact.add(BigDecimal.valueOf(0.5)).setScale(0, RoundingMode.FLOOR);
      assertThat(Rounding.nearest(value, lsbs, bits))
          .as("seed " + SEED + ": " + value + " / 2^" + lsbs)
          .isEqualTo(nearest.min(most).max(least).longValueExact());
    }
  }

  @ParameterizedTest
  @CsvSource({"1000, 4", "-1000, 4", "77, 7", "-1, 32", "123456789, 20", "16, 4", "3, 0"})
  void stochasticRoundingKeepsTheMean(long value, int lsbs) {
    var kiss = Kiss64.seeded(1, 2, 3, 4);
    double exact = Math.scalb((double) value, -lsbs);
    double fraction = exact - Math.floor(exact);
    int draws = 100_000;
    int strangers = 0;
    double sum = 0;
    for (int i = 0; i < draws; i++) {
      long rounded = Rounding.stochastic(value, lsbs, 32, kiss);
      strangers += rounded == Math.floor(exact) || rounded == Math.ceil(exact) ? 0 : 1;
      sum += rounded;
    }
    assertThat(strangers).isZero();
    double deviation = Math.sqrt(fraction * (1 - fraction) / draws);
    assertThat(sum / draws).isCloseTo(exact, within(5 * deviation + 1e-9));
  }

  @Test
  void stochasticRoundingSaturatesToo() {
    assertThat(Rounding.stochastic(0x7FFFF, 4, 16, () -> -1)).isEqualTo(Short.MAX_VALUE);
    assertThat(Rounding.stochastic(-0x80018, 4, 16, () -> 0)).isEqualTo(Short.MIN_VALUE);
    assertThat(Rounding.stochastic(Long.MAX_VALUE, 0, 64, () -> -1)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aBfloat16IsTheNearestOne() {
    var random = new Random(SEED);
    for (int i = 0; i < 20_000; i++) {
      float value = Float.intBitsToFloat(random.nextInt());
      float rounded = wide(Rounding.bfloat16(value));
      if (Float.isNaN(value)) {
        assertThat(rounded).isNaN();
      } else {
        int bits = Float.floatToRawIntBits(value) & 0xFFFF0000;
        double near = Float.intBitsToFloat(bits);
        double far = above(bits);
        double nearest = Math.abs(value - near) < Math.abs(far - value) ? near : far;
        assertThat(rounded).as("seed " + SEED + ": " + value).isEqualTo((float) nearest);
      }
    }
  }

  /// The next larger magnitude among bfloat16; 2^128 beyond the largest.
  private static double above(int bits) {
    return (bits & 0x7FFFFFFF) == 0x7F7F0000
        ? Math.copySign(0x1p128, Float.intBitsToFloat(bits))
        : Float.intBitsToFloat(bits + 0x10000);
  }

  @Test
  void bfloat16ByHand() {
    assertThat(wide(Rounding.bfloat16(1.00390625f))).isEqualTo(1.0078125f); // a tie
    assertThat(wide(Rounding.bfloat16(-1.00390625f))).isEqualTo(-1.0078125f);
    assertThat(wide(Rounding.bfloat16(1.0039f))).isEqualTo(1);
    assertThat(wide(Rounding.bfloat16(Float.MAX_VALUE))).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(wide(Rounding.bfloat16(Float.NEGATIVE_INFINITY))).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(wide(Rounding.bfloat16(Float.intBitsToFloat(0x7F800001)))).isNaN();
    assertThat(wide(Rounding.stochasticBfloat16(Float.POSITIVE_INFINITY, () -> -1)))
        .isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(wide(Rounding.stochasticBfloat16(Float.NaN, () -> -1))).isNaN();
  }

  @ParameterizedTest
  @ValueSource(floats = {1.001f, -1.001f, 3.14159265f, 1e-20f, -1e30f, 2})
  void stochasticBfloat16KeepsTheMean(float value) {
    var kiss = new Kiss64();
    int draws = 100_000;
    double sum = 0;
    for (int i = 0; i < draws; i++) {
      sum += wide(Rounding.stochasticBfloat16(value, kiss));
    }
    double unit = Math.abs(value) * 0x1p-7;
    assertThat(sum / draws).isCloseTo(value, within(5 * 0.5 * unit / Math.sqrt(draws)));
  }

  @Test
  void whatTheUnitCannotDoIsRefused() {
    assertThatThrownBy(() -> Rounding.nearest(1, 33, 32)).hasMessageContaining("not 33");
    assertThatThrownBy(() -> Rounding.nearest(1, 4, 8)).hasMessageContaining("not 8");
  }

  private static float wide(short bfloat16) {
    return Float.intBitsToFloat(bfloat16 << 16);
  }
}
