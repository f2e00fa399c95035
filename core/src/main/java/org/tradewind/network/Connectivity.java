package org.tradewind.network;

/// Which neuron of the pre population connects to which of the post population. Closed;
/// [Synapses#of] expands them all. The synapses of a projection are numbered in the order given
/// with each kind; listed weights and delays follow it.
public sealed interface Connectivity {
  /// pre i to post i; numbered by i. Both populations have the same size.
  record OneToOne() implements Connectivity {}

  /// Every pair; numbered row by row, pre * postSize + post (pairs left out keep their number).
  ///
  /// @param self whether a neuron connects to itself where pre and post are the same population
  record AllToAll(boolean self) implements Connectivity {}

  /// Each pair with probability p, independently; numbered pre * postSize + post.
  record FixedProbability(double p, boolean self) implements Connectivity {
    public FixedProbability {
      if (!(p >= 0 && p <= 1)) {
        throw new IllegalArgumentException("a probability is " + p + "; it lies in [0, 1]");
      }
    }
  }

  /// Each post neuron has exactly n different pre neurons; numbered post * n + i, where i counts
  /// them in ascending order.
  record FixedNumberPre(int n, boolean self) implements Connectivity {}

  /// Each pre neuron has exactly n different post neurons; numbered pre * n + i, where i counts
  /// them in ascending order.
  record FixedNumberPost(int n, boolean self) implements Connectivity {}

  /// n synapses between pre and post neurons that are drawn for each, uniformly and independently:
  /// a pair may have several. Rows are made without writing the others down; numbered by nobody: a
  /// constant or drawn weight serves.
  record FixedTotalNumber(int n, boolean self) implements Connectivity {}

  /// Each pre neuron has exactly n different post neurons near its own place: both populations are
  /// sheets, numbered row by row, and joined at their edges. Numbered pre * n + i, where i counts
  /// them in ascending order.
  ///
  /// @param width neurons in a row of the sheet
  /// @param reach rows and columns from its own place at most
  record FixedNumberNear(int n, int width, int reach, boolean self) implements Connectivity {
    /// Places within reach.
    int places() {
      return (2 * reach + 1) * (2 * reach + 1);
    }
  }

  /// Pairs as listed; numbered as listed. Several synapses between a pair are allowed. Identity
  /// equality.
  record Listed(int[] pre, int[] post) implements Connectivity {
    public Listed {
      if (pre.length != post.length) {
        throw new IllegalArgumentException(
            pre.length + " pre neurons are listed, but " + post.length + " post neurons");
      }
    }
  }

  /// 2-D cross-correlation, as torch's and NIR's Conv2d, over an input that is first sum-pooled
  /// (pool 1 x 1: not at all). Populations are numbered channel, row, column. Weights are numbered
  /// as the kernel is: ((out * inPerGroup + in) * kernelHeight + y) * kernelWidth + x; all synapses
  /// that share a kernel element share its weight.
  ///
  /// @param inHeight rows before pooling
  /// @param poolY pooling window and stride; windows that do not fit are dropped
  record Convolution(
      int inChannels,
      int inHeight,
      int inWidth,
      int poolY,
      int poolX,
      int outChannels,
      int kernelHeight,
      int kernelWidth,
      int strideY,
      int strideX,
      int padTop,
      int padLeft,
      int padBottom,
      int padRight,
      int dilationY,
      int dilationX,
      int groups)
      implements Connectivity {
    public Convolution {
      requirePositive(
          "convolution",
          inChannels,
          inHeight,
          inWidth,
          poolY,
          poolX,
          outChannels,
          kernelHeight,
          kernelWidth,
          strideY,
          strideX,
          dilationY,
          dilationX,
          groups);
      if (inChannels % groups != 0 || outChannels % groups != 0) {
        throw new IllegalArgumentException(
            "convolution: %d groups do not divide %d input and %d output channels"
                .formatted(groups, inChannels, outChannels));
      }
      int height =
          out("rows", inHeight / poolY, padTop, padBottom, kernelHeight, strideY, dilationY);
      int width =
          out("columns", inWidth / poolX, padLeft, padRight, kernelWidth, strideX, dilationX);
      requireSize("convolution's input", inChannels, inHeight, inWidth);
      requireSize("convolution's output", outChannels, height, width);
      requireSize(
          "convolution's kernel", outChannels, inChannels / groups, kernelHeight, kernelWidth);
    }

    public int outHeight() {
      return out("rows", inHeight / poolY, padTop, padBottom, kernelHeight, strideY, dilationY);
    }

    public int outWidth() {
      return out("columns", inWidth / poolX, padLeft, padRight, kernelWidth, strideX, dilationX);
    }

    /// Kernel elements, hence weights.
    public int weights() {
      return outChannels * (inChannels / groups) * kernelHeight * kernelWidth;
    }

    /// Number of synapses without padding; what falls onto padding is not one.
    long mostSynapses() {
      return (long) weights() * outHeight() * outWidth() * poolY * poolX;
    }

    public int preSize() {
      return inChannels * inHeight * inWidth;
    }

    public int postSize() {
      return outChannels * outHeight() * outWidth();
    }
  }

  /// Sum pooling per channel: pre (c, y, x) to every post window that covers it. Numbered pre by
  /// pre; a constant or drawn weight serves.
  record Pooling(
      int channels,
      int inHeight,
      int inWidth,
      int kernelY,
      int kernelX,
      int strideY,
      int strideX,
      int padY,
      int padX)
      implements Connectivity {
    public Pooling {
      requirePositive("pooling", channels, inHeight, inWidth, kernelY, kernelX, strideY, strideX);
      out("rows", inHeight, padY, padY, kernelY, strideY, 1);
      out("columns", inWidth, padX, padX, kernelX, strideX, 1);
      requireSize("pooling's input", channels, inHeight, inWidth);
    }

    public int outHeight() {
      return out("rows", inHeight, padY, padY, kernelY, strideY, 1);
    }

    public int outWidth() {
      return out("columns", inWidth, padX, padX, kernelX, strideX, 1);
    }

    /// Number of synapses: each output has as many as its window covers inputs.
    long synapses() {
      return channels
          * covered(inHeight, kernelY, strideY, padY, outHeight())
          * covered(inWidth, kernelX, strideX, padX, outWidth());
    }

    private static long covered(int in, int kernel, int stride, int pad, int outputs) {
      long covered = 0;
      for (int o = 0; o < outputs; o++) {
        int from = Math.max(o * stride - pad, 0);
        int to = Math.min(o * stride - pad + kernel, in);
        covered += Math.max(to - from, 0);
      }
      return covered;
    }

    public int preSize() {
      return channels * inHeight * inWidth;
    }

    public int postSize() {
      return channels * outHeight() * outWidth();
    }
  }

  /// Outputs along one axis: how often a window fits into the padded input.
  private static int out(
      String axis, int in, int padBefore, int padAfter, int kernel, int stride, int dilation) {
    long padded = (long) in + padBefore + padAfter;
    long window = (long) dilation * (kernel - 1) + 1;
    if (padBefore < 0 || padAfter < 0 || padded > Population.MAX_SIZE || window > padded) {
      throw new IllegalArgumentException(
          "a window of %d %s does not fit into an input of %d, padded by %d and %d"
              .formatted(window, axis, in, padBefore, padAfter));
    }
    return (int) ((padded - window) / stride) + 1;
  }

  private static void requirePositive(String what, int... numbers) {
    for (int number : numbers) {
      if (number < 1) {
        throw new IllegalArgumentException(
            what
                + ": a size, stride, dilation or number of groups is "
                + number
                + "; the least is 1");
      }
    }
  }

  private static void requireSize(String what, int... extents) {
    long size = 1;
    for (int extent : extents) {
      size *= extent;
      if (size > Population.MAX_SIZE) {
        throw new IllegalArgumentException(
            what + " has more than " + Population.MAX_SIZE + " elements");
      }
    }
  }
}
