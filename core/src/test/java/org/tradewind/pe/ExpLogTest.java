package org.tradewind.pe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tradewind.pe.Real.FLOAT32;
import static org.tradewind.pe.Real.S0_31;
import static org.tradewind.pe.Real.S16_15;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.tradewind.machine.Spinnaker2;

/// Errors are in units in the last place of the result, against `StrictMath`, which is exact to
/// within 2^-52 of the value.
class ExpLogTest {
  private static final int FULL = Spinnaker2.EXP_LOG_ITERATIONS.whole();
  private static final long SEED = 20261121;

  /// Every s16.15 argument that does not saturate. `ExpLogProof` in bench does the same for every
  /// number of iterations, and for ln.
  @ParameterizedTest
  @CsvSource({"S16_15, 0.724", "S0_31, 0.720", "FLOAT32, 0.502"})
  void expIsMonotonicAndExactToOneUnitForEveryS16_15(Real to, double bound) {
    double worst = 0;
    int falls = 0;
    double before = 0;
    for (int word = S16_15.word(-12); word <= S16_15.word(11.5); word++) {
      int result = ExpLog.exp(word, S16_15, to, FULL);
      double y = to.value(result);
      falls += y < before ? 1 : 0;
      before = y;
      if (!saturated(result, to)) {
        worst = Math.max(worst, ulps(y, StrictMath.exp(S16_15.value(word)), to));
      }
    }
    assertThat(falls).isZero();
    assertThat(worst).isBetween(0.5, bound);
  }

  /// The first and last 100,000 arguments, and as many between, each with its neighbour.
  @ParameterizedTest
  @CsvSource({"S16_15, 0.501", "S0_31, 0.502", "FLOAT32, 0.6"})
  void lnIsMonotonicAndExactToOneUnit(Real to, double bound) {
    var random = new Random(SEED);
    double worst = 0;
    int falls = 0;
    for (int i = 0; i < 300_000; i++) {
      int word =
          switch (i % 3) {
            case 0 -> 1 + i / 3;
            case 1 -> Integer.MAX_VALUE - 1 - i / 3;
            default -> (random.nextInt() >>> 1 + random.nextInt(30)) + 1;
          };
      int result = ExpLog.ln(word, S16_15, to, FULL);
      double y = to.value(result);
      falls += to.value(ExpLog.ln(word + 1, S16_15, to, FULL)) < y ? 1 : 0;
      if (!saturated(result, to)) {
        worst = Math.max(worst, ulps(y, StrictMath.log(S16_15.value(word)), to));
      }
    }
    assertThat(falls).as("seed " + SEED).isZero();
    assertThat(worst).as("seed " + SEED).isBetween(0.1, bound);
  }

  /// The table in the documentation of ExpLog; of ln the arguments up to 8.
  @ParameterizedTest
  @CsvSource({
    "1, 1550, 1.02e8, 544",
    "2, 660, 4.33e7, 104",
    "4, 57.4, 3.78e6, 2.83",
    "6, 4.11, 2.51e5, 0.541",
    "8, 0.731, 16300, 0.501",
    "10, 0.512, 1016, 0.501",
    "12, 0.501, 63.9, 0.501",
    "14, 0.501, 4.44, 0.501",
    "16, 0.501, 0.724, 0.501",
  })
  void iterationsGiveTheDocumentedPrecision(
      int iterations, double expBelowZero, double exp, double ln) {
    double worstBelowZero = 0;
    double worst = 0;
    double worstLn = 0;
    for (int word = S16_15.word(-12); word <= S16_15.word(11.09); word++) {
      double y = S16_15.value(ExpLog.exp(word, S16_15, S16_15, iterations));
      double error = ulps(y, StrictMath.exp(S16_15.value(word)), S16_15);
      worst = Math.max(worst, error);
      worstBelowZero = word < 0 ? worst : worstBelowZero;
    }
    for (int word = 1; word <= S16_15.word(8); word++) {
      double y = S16_15.value(ExpLog.ln(word, S16_15, S16_15, iterations));
      worstLn = Math.max(worstLn, ulps(y, StrictMath.log(S16_15.value(word)), S16_15));
    }
    assertThat(worstBelowZero).isBetween(0.98 * expBelowZero, expBelowZero);
    assertThat(worst).isBetween(0.98 * exp, exp);
    assertThat(worstLn).isBetween(0.9 * ln, ln);
  }

  /// Each iteration makes the error of exp 4 times as small until rounding is seen: 2^-2n-1 is the
  /// largest that e^r - (1 + r) can be.
  @Test
  void anIterationOfExpBringsTwoBits() {
    for (int n = 1; n <= FULL; n++) {
      double worst = 0;
      for (int word = S0_31.word(-0.7); word < 0; word += 10_007) {
        double x = S0_31.value(word);
        double y = S0_31.value(ExpLog.exp(word, S0_31, S0_31, n));
        worst = Math.max(worst, Math.abs(y - StrictMath.exp(x)));
      }
      double halfUnit = 0x1p-32;
      assertThat(worst)
          .isBetween(0x1p-5 * Math.scalb(1, -2 * n), Math.scalb(1.0, -2 * n - 1) + halfUnit);
    }
  }

  @Test
  void anIterationOfLnBringsThreeBits() {
    for (int n = 1; n <= FULL; n++) {
      double worst = 0;
      for (int word = S0_31.word(0.4); word > 0; word += 10_007) {
        double v = S0_31.value(word);
        double y = S0_31.value(ExpLog.ln(word, S0_31, S0_31, n));
        worst = Math.max(worst, Math.abs(y - StrictMath.log(v)));
      }
      assertThat(worst).isLessThan(Math.scalb(1.0, -3 * n - 1) + 0x1p-32 + 0x1p-50);
    }
  }

  /// Also with few iterations, so that a program that saves some keeps its order.
  @ParameterizedTest
  @EnumSource(Real.class)
  void theyAreMonotonicWhateverTheIterations(Real to) {
    int falls = 0;
    for (int n = 1; n <= FULL; n++) {
      for (double about : new double[] {-10, -0.35, 0, 0.3, Math.log(2), 5.1, 11}) {
        for (int step = -500; step < 500; step++) {
          int word = S16_15.word(about) + step;
          double exp = to.value(ExpLog.exp(word, S16_15, to, n));
          falls += to.value(ExpLog.exp(word + 1, S16_15, to, n)) < exp ? 1 : 0;
          double ln = to.value(ExpLog.ln(word, S16_15, to, n));
          falls += to.value(ExpLog.ln(word + 1, S16_15, to, n)) < ln ? 1 : 0;
        }
      }
    }
    assertThat(falls).isZero();
  }

  @Test
  void floatsAreExactToOneUnitFromTheirLeastToTheirLargest() {
    var random = new Random(SEED);
    double worst = 0;
    for (int i = 0; i < 200_000; i++) {
      float v = Float.intBitsToFloat(random.nextInt(0x7F800000));
      float x = (random.nextFloat() - 0.54f) * 190;
      worst = Math.max(worst, ulps(ofLn(v), StrictMath.log(v), FLOAT32));
      worst = Math.max(worst, ulps(ofExp(x), StrictMath.exp(x), FLOAT32));
    }
    assertThat(worst).as("seed " + SEED).isBetween(0.5, 0.7);
  }

  @Test
  void lnOfFloatsNextToOneKeepsItsBits() {
    double worst = 0;
    for (float v = 0.999f; v < 1.001f; v = Math.nextUp(v)) {
      worst = Math.max(worst, ulps(ofLn(v), StrictMath.log(v), FLOAT32));
    }
    assertThat(worst).isBetween(0.5, 0.7);
    assertThat(ofLn(1)).isZero();
  }

  @Test
  void whatIsExactIsExact() {
    assertThat(ExpLog.exp(0, S16_15, S16_15, 1)).isEqualTo(1 << 15);
    assertThat(ExpLog.exp(0, S0_31, FLOAT32, 1)).isEqualTo(Float.floatToIntBits(1));
    assertThat(ExpLog.ln(1 << 15, S16_15, S0_31, 1)).isZero();
    assertThat(ExpLog.exp(Float.floatToIntBits(-1e-30f), FLOAT32, FLOAT32, FULL))
        .isEqualTo(Float.floatToIntBits(1));
  }

  @Test
  void fixedPointSaturates() {
    assertThat(ExpLog.exp(S16_15.word(11.0903), S16_15, S16_15, FULL))
        .isLessThan(Integer.MAX_VALUE);
    assertThat(ExpLog.exp(S16_15.word(11.0904), S16_15, S16_15, FULL)).isEqualTo(Integer.MAX_VALUE);
    assertThat(ExpLog.exp(Integer.MAX_VALUE, S16_15, S16_15, FULL)).isEqualTo(Integer.MAX_VALUE);
    assertThat(ExpLog.exp(Integer.MIN_VALUE, S16_15, S16_15, FULL)).isZero();
    assertThat(ExpLog.exp(0, S16_15, S0_31, FULL)).isEqualTo(Integer.MAX_VALUE);
    assertThat(ExpLog.exp(S16_15.word(89), S16_15, S0_31, FULL)).isEqualTo(Integer.MAX_VALUE);
    assertThat(ExpLog.ln(S16_15.word(3), S16_15, S0_31, FULL)).isEqualTo(Integer.MAX_VALUE);
    assertThat(ExpLog.ln(1, S16_15, S0_31, FULL)).isEqualTo(Integer.MIN_VALUE);
    assertThat(ExpLog.ln(0, S16_15, S16_15, FULL)).isEqualTo(Integer.MIN_VALUE);
    assertThat(ExpLog.ln(-1, S16_15, S16_15, FULL)).isEqualTo(Integer.MIN_VALUE);
  }

  @Test
  void floatsHaveTheirInfinitiesAndNaN() {
    float infinity = Float.POSITIVE_INFINITY;
    assertThat(ofExp(infinity)).isEqualTo(infinity);
    assertThat(ofExp(89)).isEqualTo(infinity);
    assertThat(ofExp(-infinity)).isZero();
    assertThat(ofExp(Float.NaN)).isNaN();
    assertThat(ofLn(infinity)).isEqualTo(infinity);
    assertThat(ofLn(0)).isEqualTo(-infinity);
    assertThat(ofLn(-1)).isNaN();
    assertThat(ofLn(Float.NaN)).isNaN();
    assertThat(ExpLog.exp(Float.floatToIntBits(Float.NaN), FLOAT32, S16_15, FULL)).isZero();
    assertThat(ExpLog.ln(Float.floatToIntBits(Float.NaN), FLOAT32, S16_15, FULL)).isZero();
  }

  @Test
  void thereAreOneToSixteenIterations() {
    assertThatThrownBy(() -> ExpLog.exp(0, S16_15, S16_15, 0)).hasMessageContaining("1 ... 16");
    assertThatThrownBy(() -> ExpLog.ln(1, S16_15, S16_15, FULL + 1)).hasMessageContaining("not 17");
  }

  /// ln(1 + t) = 2 artanh(t / (2 + t)), summed in whole numbers of 2^-120: what the table should
  /// hold shows in ln of 1 / (1 + 2^-i) with no more iterations than i.
  @Test
  void theTableOfConstantsIsExact() {
    BigInteger ln2 = lnOnePlus(0);
    assertThat(ofLn(2)).isEqualTo((float) Math.scalb(ln2.doubleValue(), -120));
    for (int i = 1; i <= FULL; i++) {
      double expected = Math.scalb(lnOnePlus(i).doubleValue(), -120);
      float v = (float) (1 + Math.scalb(1.0, -i));
      assertThat(ulps(ofLn(v), expected, FLOAT32)).as("ln(1 + 2^-" + i + ")").isLessThan(0.51);
    }
  }

  private static BigInteger lnOnePlus(int i) {
    BigInteger denominator = BigInteger.TWO.pow(i + 1).add(BigInteger.ONE);
    BigInteger power = BigInteger.TWO.pow(121).divide(denominator);
    BigInteger sum = BigInteger.ZERO;
    for (int k = 1; power.signum() > 0; k += 2) {
      sum = sum.add(power.divide(BigInteger.valueOf(k)));
      power = power.divide(denominator).divide(denominator);
    }
    return sum;
  }

  private static float ofExp(float x) {
    return Float.intBitsToFloat(ExpLog.exp(Float.floatToIntBits(x), FLOAT32, FLOAT32, FULL));
  }

  private static float ofLn(float v) {
    return Float.intBitsToFloat(ExpLog.ln(Float.floatToIntBits(v), FLOAT32, FLOAT32, FULL));
  }

  private static boolean saturated(int word, Real format) {
    return format.fixed() && (word == Integer.MAX_VALUE || word == Integer.MIN_VALUE);
  }

  private static double ulps(double value, double exact, Real format) {
    double unit =
        format.fixed() ? Math.scalb(1.0, -format.fractionBits()) : Math.ulp((float) value);
    return Math.abs(value - exact) / unit;
  }
}
