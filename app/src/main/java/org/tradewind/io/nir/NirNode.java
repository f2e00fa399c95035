package org.tradewind.io.nir;

import java.util.List;
import java.util.Optional;

/// The primitives of NIR (Pedersen et al., "Neuromorphic intermediate representation: a unified
/// instruction set for interoperable brain-inspired computing", Nat. Commun. 15:8122, 2024), each
/// with its computation in continuous time. Component names are the file's, in Java's spelling; a
/// spike is a Dirac impulse of weight 1. Closed: the world fixed them.
///
/// Parameters of neurons, `Scale`, `Delay` and `Threshold` have one number an element; a single
/// number stands for all of them.
public sealed interface NirNode
    permits NirGraph,
        NirNode.Input,
        NirNode.Output,
        NirNode.Affine,
        NirNode.Linear,
        NirNode.Scale,
        NirNode.Conv1d,
        NirNode.Conv2d,
        NirNode.SumPool2d,
        NirNode.AvgPool2d,
        NirNode.Flatten,
        NirNode.Delay,
        NirNode.Threshold,
        NirNode.I,
        NirNode.IF,
        NirNode.LI,
        NirNode.LIF,
        NirNode.CubaLI,
        NirNode.CubaLIF {

  /// What the file calls this primitive.
  default String type() {
    return this instanceof NirGraph ? "NIRGraph" : getClass().getSimpleName();
  }

  /// Where data enter the graph.
  record Input(List<Integer> shape) implements NirNode {
    public Input {
      shape = List.copyOf(shape);
    }
  }

  /// Where data leave the graph.
  record Output(List<Integer> shape) implements NirNode {
    public Output {
      shape = List.copyOf(shape);
    }
  }

  /// `y = W x + b`
  ///
  /// @param weight (…, out, in)
  /// @param bias (…, out)
  record Affine(Tensor weight, Tensor bias) implements NirNode {}

  /// `y = W x`
  ///
  /// @param weight (…, out, in)
  record Linear(Tensor weight) implements NirNode {}

  /// `y = s x`, element by element
  record Scale(Tensor scale) implements NirNode {}

  /// How a convolution continues beyond its borders; with zeros, always.
  sealed interface Padding {
    /// Output as large as the input: d (k - 1) zeros along each axis, the odd one behind.
    record Same() implements Padding {}

    /// No zeros.
    record Valid() implements Padding {}

    /// So many zeros on either side, axis by axis.
    record Zeros(List<Integer> perAxis) implements Padding {
      public Zeros {
        perAxis = List.copyOf(perAxis);
      }
    }
  }

  /// Cross-correlation along one axis.
  ///
  /// @param inputShape N of an input (in, N), where the file gives it
  /// @param weight (out, in / groups, kernel)
  /// @param bias (out)
  record Conv1d(
      Optional<Integer> inputShape,
      Tensor weight,
      int stride,
      Padding padding,
      int dilation,
      int groups,
      Tensor bias)
      implements NirNode {}

  /// Cross-correlation over rows and columns. Every pair is (along rows, along columns).
  ///
  /// @param inputShape (H, W) of an input (in, H, W), where the file gives it
  /// @param weight (out, in / groups, kernel rows, kernel columns)
  /// @param bias (out)
  record Conv2d(
      Optional<List<Integer>> inputShape,
      Tensor weight,
      List<Integer> stride,
      Padding padding,
      List<Integer> dilation,
      int groups,
      Tensor bias)
      implements NirNode {
    public Conv2d {
      inputShape = inputShape.map(List::copyOf);
      stride = List.copyOf(stride);
      dilation = List.copyOf(dilation);
    }
  }

  /// Sum over windows, channel by channel. Every pair is (along rows, along columns).
  record SumPool2d(List<Integer> kernelSize, List<Integer> stride, List<Integer> padding)
      implements NirNode {
    public SumPool2d {
      kernelSize = List.copyOf(kernelSize);
      stride = List.copyOf(stride);
      padding = List.copyOf(padding);
    }
  }

  /// `SumPool2d` divided by the number of elements of a window, those of the padding included.
  record AvgPool2d(List<Integer> kernelSize, List<Integer> stride, List<Integer> padding)
      implements NirNode {
    public AvgPool2d {
      kernelSize = List.copyOf(kernelSize);
      stride = List.copyOf(stride);
      padding = List.copyOf(padding);
    }
  }

  /// Joins the axes from `startDim` to `endDim`, inclusive; negative ones count from the end.
  ///
  /// @param inputType shape of the input, where the file gives it
  record Flatten(Optional<List<Integer>> inputType, int startDim, int endDim) implements NirNode {
    public Flatten {
      inputType = inputType.map(List::copyOf);
    }
  }

  /// `y(t) = x(t - delay)`
  record Delay(Tensor delay) implements NirNode {}

  /// `z = [x > threshold]`
  record Threshold(Tensor threshold) implements NirNode {}

  /// `v' = r I`
  record I(Tensor r) implements NirNode {}

  /// `v' = r I; z = [v > v_threshold]; v = v_reset where z`
  record IF(Tensor r, Tensor vThreshold, Tensor vReset) implements NirNode {}

  /// `tau v' = (v_leak - v) + r I`
  record LI(Tensor tau, Tensor r, Tensor vLeak) implements NirNode {}

  /// `tau v' = (v_leak - v) + r I; z = [v > v_threshold]; v = v_reset where z`
  record LIF(Tensor tau, Tensor r, Tensor vLeak, Tensor vThreshold, Tensor vReset)
      implements NirNode {}

  /// `tau_syn I' = -I + w_in S; tau_mem v' = (v_leak - v) + r I`
  record CubaLI(Tensor tauSyn, Tensor tauMem, Tensor r, Tensor vLeak, Tensor wIn)
      implements NirNode {}

  /// `CubaLI` with `z = [v > v_threshold]; v = v_reset where z`
  record CubaLIF(
      Tensor tauSyn,
      Tensor tauMem,
      Tensor r,
      Tensor vLeak,
      Tensor vThreshold,
      Tensor vReset,
      Tensor wIn)
      implements NirNode {}
}
