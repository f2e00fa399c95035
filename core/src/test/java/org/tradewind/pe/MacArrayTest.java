package org.tradewind.pe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tradewind.pe.MacFormat.S16;
import static org.tradewind.pe.MacFormat.S32;
import static org.tradewind.pe.MacFormat.S8;
import static org.tradewind.pe.MacFormat.U16;
import static org.tradewind.pe.MacFormat.U32;
import static org.tradewind.pe.MacFormat.U8;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MacArrayTest {
  private static final MacFormat[] OPERANDS = {U8, S8, U16, S16};
  private static final MacOutput PLAIN = MacOutput.accumulators();
  private static final MacArray WRAPPING = MacArray.CHIP;
  private static final MacArray SATURATING = new MacArray(24, true, true);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aProductIsTheSumOfProductsWrappedAtItsAccumulator(long seed) {
    var random = new Random(seed);
    for (int trial = 0; trial < 100; trial++) {
      var shape =
          new Matmul(
              1 + random.nextInt(9),
              1 + random.nextInt(600),
              1 + random.nextInt(9),
              OPERANDS[random.nextInt(4)],
              OPERANDS[random.nextInt(4)],
              output(random));
      int[] a = values(random, shape.a(), shape.m() * shape.k());
      int[] b = values(random, shape.b(), shape.k() * shape.n());
      int[] result = WRAPPING.multiply(shape, a, b);
      for (int row = 0; row < shape.m(); row++) {
        for (int column = 0; column < shape.n(); column++) {
          BigInteger sum = BigInteger.ZERO;
          for (int k = 0; k < shape.k(); k++) {
            sum = sum.add(product(a[row * shape.k() + k], b[k * shape.n() + column]));
          }
          assertThat(result[row * shape.n() + column])
              .as("seed " + seed + ", " + shape)
              .isEqualTo(expected(sum, shape.a(), shape.b(), shape.output()));
        }
      }
    }
  }

  /// Against the sum over a padded copy of the input, without a case for the edge.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aConvolutionIsItsDefinition(long seed) {
    var random = new Random(seed);
    for (int trial = 0; trial < 40; trial++) {
      Convolution shape = convolution(random);
      int[] input =
          values(random, shape.input(), shape.inChannels() * shape.inHeight() * shape.inWidth());
      int kernel = shape.inChannels() * shape.kernelHeight() * shape.kernelWidth();
      int[] weights = values(random, shape.weight(), shape.outChannels() * kernel);
      int[] result = WRAPPING.convolve(shape, input, weights);

      int[][][] padded = padded(shape, input);
      int at = 0;
      for (int o = 0; o < shape.outChannels(); o++) {
        for (int y = 0; y < shape.outHeight(); y++) {
          for (int x = 0; x < shape.outWidth(); x++) {
            BigInteger sum = BigInteger.ZERO;
            for (int i = 0; i < kernel; i++) {
              int c = i / (shape.kernelHeight() * shape.kernelWidth());
              int ky = i / shape.kernelWidth() % shape.kernelHeight();
              int kx = i % shape.kernelWidth();
              int pixel = padded[c][y * shape.strideY() + ky][x * shape.strideX() + kx];
              sum = sum.add(product(pixel, weights[o * kernel + i]));
            }
            assertThat(result[at++])
                .as("seed " + seed + ", " + shape)
                .isEqualTo(expected(sum, shape.input(), shape.weight(), shape.output()));
          }
        }
      }
      assertThat(at).isEqualTo(result.length);
    }
  }

  /// 1 x 1 over a map is a product of weights and pixels.
  @Test
  void aConvolutionOfOnePixelIsAMatrixProduct() {
    var random = new Random(5);
    var convolution = new Convolution(7, 4, 5, 6, 1, 1, 1, 1, 0, 0, U8, S8, PLAIN);
    var product = new Matmul(6, 7, 20, S8, U8, PLAIN);
    int[] pixels = values(random, U8, 7 * 20);
    int[] weights = values(random, S8, 6 * 7);
    assertThat(WRAPPING.convolve(convolution, pixels, weights))
        .isEqualTo(WRAPPING.multiply(product, weights, pixels));
  }

  /// 2^23 - 1 = 8388607 is the largest signed number of 24 bits, 2^24 - 1 = 16777215 the largest
  /// unsigned one. 127 x 127 x 520 = 8387080 is the last sum of its kind below.
  @ParameterizedTest
  @CsvSource({
    // format, value of a, of b, how often, wrapping, saturating
    "S8,  127,  127, 520,   8387080,   8387080",
    "S8,  127,  127, 521,  -8374007,   8388607",
    "S8, -128,  127, 516,  -8388096,  -8388096",
    "S8, -128,  127, 517,   8372864,  -8388608",
    "U8,  255,  255, 258,  16776450,  16776450",
    "U8,  255,  255, 259,     64259,  16777215",
  })
  void anAccumulatorOverflowsAtItsLimit(
      MacFormat format, int a, int b, int times, int wrapped, int saturated) {
    var shape = new Matmul(1, times, 1, format, format, PLAIN);
    int[] as = filled(a, times);
    int[] bs = filled(b, times);
    assertThat(WRAPPING.multiply(shape, as, bs)).containsExactly(wrapped);
    assertThat(SATURATING.multiply(shape, as, bs)).containsExactly(saturated);
  }

  /// A sum that goes over the limit and comes back is right if it wraps and not if it saturates.
  @Test
  void saturationForgetsWhatWrappingRemembers() {
    int times = 600;
    var shape = new Matmul(1, 2 * times, 1, S8, S8, PLAIN);
    int[] a = filled(127, 2 * times);
    int[] b = filled(127, 2 * times);
    Arrays.fill(b, times, 2 * times, -127);
    assertThat(WRAPPING.multiply(shape, a, b)).containsExactly(0);
    assertThat(SATURATING.multiply(shape, a, b)).containsExactly(8388607 - times * 127 * 127);
  }

  /// 32767 x 127 x 100 = 416140900 needs 29 bits: two joined accumulators hold it, one does not.
  @Test
  void fusedCellsJoinTheirAccumulatorsOrDoNot() {
    var shape = new Matmul(1, 100, 1, S16, S8, PLAIN);
    int[] a = filled(32767, 100);
    int[] b = filled(127, 100);
    assertThat(WRAPPING.multiply(shape, a, b)).containsExactly(416140900);
    assertThat(new MacArray(24, true, false).multiply(shape, a, b)).containsExactly(8388607);
    assertThat(new MacArray(24, false, false).multiply(shape, a, b))
        .containsExactly((int) ((416140900 + (1L << 23)) % (1 << 24) - (1 << 23)));
  }

  @ParameterizedTest
  @CsvSource({
    // one product of 8-bit numbers, then: format, shift, relu, saturating, what comes out
    "  100,  100, S32,  0, false, false,  10000",
    "  100,  100, S8,   0, false, false,     16", // 10000 = 0x2710
    "  100,  100, S8,   0, false, true,     127",
    "  100,  100, S8,   7, false, true,      78", // 78.125
    " -100,  100, S8,   7, false, true,     -79", // rounded down
    " -100,  100, S8,   0, false, true,    -128",
    " -100,  100, S8,   0, false, false,    -16",
    " -100,  100, S32,  0, true,  false,      0",
    " -100,  100, U8,   0, false, true,       0",
    "  100,  100, U8,   5, true,  true,     255",
    " -100,  100, U16,  0, false, false,  55536",
    " -100,  100, S16,  0, false, false, -10000",
    " -128, -128, U8,   6, false, false,      0", // 256
    " -128, -128, S16, 31, false, true,       0",
    " -128,  127, S16, 31, false, true,      -1",
  })
  void anAccumulatorIsRectifiedShiftedAndNarrowed(
      int a, int b, MacFormat format, int shift, boolean relu, boolean saturating, int expected) {
    var shape = new Matmul(1, 1, 1, S8, S8, new MacOutput(format, shift, relu, saturating));
    assertThat(WRAPPING.multiply(shape, new int[] {a}, new int[] {b})).containsExactly(expected);
  }

  @Test
  void whatTheArrayCannotDoIsRefused() {
    assertThatThrownBy(() -> new Matmul(1, 0, 1, S8, S8, PLAIN)).hasMessageContaining("1 x 0 x 1");
    assertThatThrownBy(() -> new Matmul(1, 1, 1, S32, S8, PLAIN)).hasMessageContaining("S32");
    assertThatThrownBy(() -> new Convolution(1, 2, 2, 1, 3, 3, 1, 1, 0, 0, S8, S8, PLAIN))
        .hasMessageContaining("does not fit");
    assertThatThrownBy(() -> new MacOutput(S8, 32, false, false)).hasMessageContaining("32");
    var shape = new Matmul(1, 2, 1, S8, U8, PLAIN);
    assertThatThrownBy(() -> WRAPPING.multiply(shape, new int[] {1, 128}, new int[2]))
        .hasMessageContaining("a holds 128");
    assertThatThrownBy(() -> WRAPPING.multiply(shape, new int[2], new int[] {-1, 0}))
        .hasMessageContaining("b holds -1");
    assertThatThrownBy(() -> WRAPPING.multiply(shape, new int[3], new int[2]))
        .hasMessageContaining("a has 3 values, not 2");
  }

  @Test
  void anUnsignedResultOf32BitsIsItsBits() {
    var shape = new Matmul(1, 1, 1, U16, U16, new MacOutput(U32, 0, false, true));
    int[] result = WRAPPING.multiply(shape, new int[] {65535}, new int[] {65535});
    assertThat(Integer.toUnsignedLong(result[0])).isEqualTo(65535L * 65535);
  }

  // ── the definition, in numbers without a width ──

  private static int expected(BigInteger sum, MacFormat a, MacFormat b, MacOutput output) {
    int bits = 24 * (a.bits() / 8) * (b.bits() / 8);
    BigInteger held = held(sum, bits, a.signed() || b.signed());
    if (output.relu()) {
      held = held.max(BigInteger.ZERO);
    }
    BigInteger shifted = held.divide(BigInteger.ONE.shiftLeft(output.shift()));
    if (held.signum() < 0 && held.getLowestSetBit() < output.shift()) {
      shifted = shifted.subtract(BigInteger.ONE);
    }
    MacFormat format = output.format();
    BigInteger result =
        output.saturating()
            ? shifted.max(BigInteger.valueOf(format.least())).min(BigInteger.valueOf(format.most()))
            : held(shifted, format.bits(), format.signed());
    return result.intValue();
  }

  private static BigInteger held(BigInteger value, int bits, boolean signed) {
    BigInteger all = BigInteger.ONE.shiftLeft(bits);
    BigInteger low = value.mod(all);
    return signed && low.testBit(bits - 1) ? low.subtract(all) : low;
  }

  private static BigInteger product(int a, int b) {
    return BigInteger.valueOf(a).multiply(BigInteger.valueOf(b));
  }

  private static int[][][] padded(Convolution shape, int[] input) {
    int height = shape.inHeight() + 2 * shape.padY();
    int width = shape.inWidth() + 2 * shape.padX();
    var padded = new int[shape.inChannels()][height][width];
    for (int i = 0; i < input.length; i++) {
      int c = i / (shape.inHeight() * shape.inWidth());
      int y = i / shape.inWidth() % shape.inHeight();
      padded[c][y + shape.padY()][i % shape.inWidth() + shape.padX()] = input[i];
    }
    return padded;
  }

  private static Convolution convolution(Random random) {
    int kernelHeight = 1 + random.nextInt(4);
    int kernelWidth = 1 + random.nextInt(4);
    return new Convolution(
        1 + random.nextInt(12),
        kernelHeight + random.nextInt(6),
        kernelWidth + random.nextInt(6),
        1 + random.nextInt(5),
        kernelHeight,
        kernelWidth,
        1 + random.nextInt(3),
        1 + random.nextInt(3),
        random.nextInt(4),
        random.nextInt(4),
        OPERANDS[random.nextInt(4)],
        OPERANDS[random.nextInt(4)],
        output(random));
  }

  private static MacOutput output(Random random) {
    MacFormat[] formats = MacFormat.values();
    return new MacOutput(
        formats[random.nextInt(formats.length)],
        random.nextInt(32),
        random.nextBoolean(),
        random.nextBoolean());
  }

  /// Mostly the extremes, so that accumulators overflow.
  private static int[] values(Random random, MacFormat format, int length) {
    int least = (int) format.least();
    int most = (int) format.most();
    var values = new int[length];
    for (int i = 0; i < length; i++) {
      values[i] =
          random.nextInt(3) > 0 ? most - random.nextInt(5) : random.nextInt(least, most + 1);
    }
    return values;
  }

  private static int[] filled(int value, int length) {
    var values = new int[length];
    Arrays.fill(values, value);
    return values;
  }
}
