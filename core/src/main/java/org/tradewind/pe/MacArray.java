package org.tradewind.pe;

import org.tradewind.machine.Spinnaker2;

/// The MAC array's arithmetic, bit for bit: 16 x 4 cells that multiply 8-bit operands and add to an
/// accumulator of 24 bits (CHIP). Which output lies in which cell changes no bit of it, so this is
/// plain loops over outputs; tiles and their time are in [Matmul#work] and [Convolution#work].
///
/// Not published, and therefore named here and to be switched: what an accumulator does when it is
/// full, and how wide that of fused cells is. A test chip had 29 bits; the product has 24.
///
/// @param accumulatorBits of one cell
/// @param saturating whether an accumulator that is full stays at its limit, tested after every
///   addition, products in the order of k (of channel, line, column); otherwise it wraps
/// @param joining whether cells that fuse for 16-bit operands add in their accumulators together,
///   twice or four times as wide; otherwise fused cells have one
public record MacArray(int accumulatorBits, boolean saturating, boolean joining) {
  /// The product chip as we assume it: it wraps, as an adder does that nobody added to, and fused
  /// cells join, because a single product of 16-bit operands would not fit otherwise.
  public static final MacArray CHIP =
      new MacArray(Spinnaker2.MAC_ACCUMULATOR_BITS.whole(), false, true);

  public MacArray {
    if (accumulatorBits < 1 || accumulatorBits >= Long.SIZE) {
      throw new IllegalArgumentException("an accumulator of " + accumulatorBits + " bits");
    }
  }

  /// The m x n results of a matrix product.
  ///
  /// @param a m x k values
  /// @param b k x n values
  public int[] multiply(Matmul shape, int[] a, int[] b) {
    int m = shape.m();
    int k = shape.k();
    int n = shape.n();
    check("a", shape.a(), a, m * k);
    check("b", shape.b(), b, k * n);
    int gone = spareBits(shape.a(), shape.b());
    boolean signed = shape.a().signed() || shape.b().signed();
    MacOutput output = shape.output();
    var result = new int[m * n];
    for (int row = 0; row < m; row++) {
      for (int column = 0; column < n; column++) {
        long sum = 0;
        for (int i = 0; i < k; i++) {
          sum = added(sum, (long) a[row * k + i] * b[i * n + column], gone, signed);
        }
        result[row * n + column] = output.of(sum);
      }
    }
    return result;
  }

  /// The outChannels x outHeight x outWidth results of a convolution.
  ///
  /// @param input inChannels x inHeight x inWidth values
  /// @param weights outChannels x inChannels x kernelHeight x kernelWidth values
  public int[] convolve(Convolution shape, int[] input, int[] weights) {
    int channels = shape.inChannels();
    int height = shape.inHeight();
    int width = shape.inWidth();
    int kernelHeight = shape.kernelHeight();
    int kernelWidth = shape.kernelWidth();
    int kernel = channels * kernelHeight * kernelWidth;
    check("input", shape.input(), input, channels * height * width);
    check("weights", shape.weight(), weights, shape.outChannels() * kernel);
    int gone = spareBits(shape.input(), shape.weight());
    boolean signed = shape.input().signed() || shape.weight().signed();
    MacOutput output = shape.output();
    var result = new int[shape.outChannels() * shape.outHeight() * shape.outWidth()];
    int at = 0;
    for (int o = 0; o < shape.outChannels(); o++) {
      for (int oy = 0; oy < shape.outHeight(); oy++) {
        for (int ox = 0; ox < shape.outWidth(); ox++) {
          int top = oy * shape.strideY() - shape.padY();
          int left = ox * shape.strideX() - shape.padX();
          int w = o * kernel;
          long sum = 0;
          for (int c = 0; c < channels; c++) {
            for (int y = top; y < top + kernelHeight; y++) {
              for (int x = left; x < left + kernelWidth; x++, w++) {
                if (y >= 0 && y < height && x >= 0 && x < width) {
                  long product = (long) input[(c * height + y) * width + x] * weights[w];
                  sum = added(sum, product, gone, signed);
                }
              }
            }
          }
          result[at++] = output.of(sum);
        }
      }
    }
    return result;
  }

  /// Bits of a `long` that the accumulator does not have.
  private int spareBits(MacFormat a, MacFormat b) {
    int cells = joining ? a.bytes() * b.bytes() : 1;
    return Math.max(1, Long.SIZE - accumulatorBits * cells);
  }

  private long added(long sum, long product, int gone, boolean signed) {
    long exact = sum + product;
    long wrapped = signed ? exact << gone >> gone : exact << gone >>> gone;
    if (!saturating || wrapped == exact) {
      return wrapped;
    }
    long most = -1L >>> (signed ? gone + 1 : gone);
    return exact > 0 ? most : ~most;
  }

  private static void check(String name, MacFormat format, int[] values, int length) {
    if (values.length != length) {
      throw new IllegalArgumentException(name + " has " + values.length + " values, not " + length);
    }
    for (int value : values) {
      if (value < format.least() || value > format.most()) {
        throw new IllegalArgumentException(name + " holds " + value + ", which is not " + format);
      }
    }
  }
}
