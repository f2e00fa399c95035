package org.tradewind.pe;

import org.tradewind.cost.MacArrayWork;
import org.tradewind.machine.Spinnaker2;

/// One 2-D convolution on the MAC array (a correlation, as in all of machine learning):
///
///     out[o][y][x] = sum over c, i, j of weight[o][c][i][j] * in[c][y*strideY - padY + i]
///                                                              [x*strideX - padX + j]
///
/// with 0 outside of the input. Arrays are flat, the last index fastest.
///
/// The columns of the array are 16 outputs beside each other in x, its rows 4 output channels. A
/// shift register holds the stretch of input under those 16 outputs and moves on by one value a
/// step, so that it is loaded once for every channel and line of the kernel (CHIP: input reuse by a
/// shift register; which index lies along which side of the array is ours).
public record Convolution(
    int inChannels,
    int inHeight,
    int inWidth,
    int outChannels,
    int kernelHeight,
    int kernelWidth,
    int strideY,
    int strideX,
    int padY,
    int padX,
    MacFormat input,
    MacFormat weight,
    MacOutput output) {
  public Convolution {
    if (inChannels < 1
        || outChannels < 1
        || kernelHeight < 1
        || kernelWidth < 1
        || strideY < 1
        || strideX < 1
        || padY < 0
        || padX < 0
        || inHeight + 2 * padY < kernelHeight
        || inWidth + 2 * padX < kernelWidth) {
      throw new IllegalArgumentException("this convolution has no output: its kernel does not fit");
    }
    if (!input.operand() || !weight.operand()) {
      throw new IllegalArgumentException(
          "the MAC array multiplies 8 or 16 bits, not " + input + ", " + weight);
    }
  }

  public int outHeight() {
    return (inHeight + 2 * padY - kernelHeight) / strideY + 1;
  }

  public int outWidth() {
    return (inWidth + 2 * padX - kernelWidth) / strideX + 1;
  }

  /// What the array has to do. Padding is multiplied like everything else.
  public MacArrayWork work() {
    int rows = Spinnaker2.MAC_ROWS.whole() / weight.bytes();
    int columns = Spinnaker2.MAC_COLUMNS.whole() / input.bytes();
    long lines = (long) inChannels * kernelHeight;
    long steps = lines * kernelWidth;
    long outputs = (long) outChannels * outHeight() * outWidth();
    return new MacArrayWork(
        (long) Math.ceilDiv(outChannels, rows) * outHeight() * Math.ceilDiv(outWidth(), columns),
        steps,
        lines,
        (long) ((columns - 1) * strideX + kernelWidth) * input.bytes(),
        steps * Spinnaker2.MAC_ROWS.whole(),
        false,
        outputs * output.format().bytes(),
        outputs * steps * input.bytes() * weight.bytes());
  }
}
