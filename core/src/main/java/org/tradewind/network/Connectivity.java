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

  /// Each post neuron has exactly n different pre neurons; numbered post * n + i.
  record FixedNumberPre(int n, boolean self) implements Connectivity {}

  /// Each pre neuron has exactly n different post neurons; numbered pre * n + i.
  record FixedNumberPost(int n, boolean self) implements Connectivity {}

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
    public int outHeight() {
      return out(inHeight / poolY, padTop + padBottom, kernelHeight, strideY, dilationY);
    }

    public int outWidth() {
      return out(inWidth / poolX, padLeft + padRight, kernelWidth, strideX, dilationX);
    }

    /// Kernel elements, hence weights.
    public int weights() {
      return outChannels * (inChannels / groups) * kernelHeight * kernelWidth;
    }

    public int preSize() {
      return inChannels * inHeight * inWidth;
    }

    public int postSize() {
      return outChannels * outHeight() * outWidth();
    }

    private static int out(int in, int pad, int kernel, int stride, int dilation) {
      return (in + pad - dilation * (kernel - 1) - 1) / stride + 1;
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
    public int outHeight() {
      return (inHeight + 2 * padY - kernelY) / strideY + 1;
    }

    public int outWidth() {
      return (inWidth + 2 * padX - kernelX) / strideX + 1;
    }

    public int preSize() {
      return channels * inHeight * inWidth;
    }

    public int postSize() {
      return channels * outHeight() * outWidth();
    }
  }
}
