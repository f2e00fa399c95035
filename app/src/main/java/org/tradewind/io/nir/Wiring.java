package org.tradewind.io.nir;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.tradewind.network.Connectivity;
import org.tradewind.unit.InputException;

/// A linear map with delays as the list of its elements, by the index it reads: element e between
/// `start[i]` and `start[i + 1]` adds `weight[e]` times input i, `delay[e]` steps late, to output
/// `to[e]`.
///
/// Flat arrays that nobody may change.
record Wiring(int outSize, int[] start, int[] to, double[] weight, int[] delay) {
  /// 512 MiB; a core holds a thousandth of it.
  private static final int MAX_ELEMENTS = 1 << 25;

  int inSize() {
    return start.length - 1;
  }

  int count() {
    return to.length;
  }

  /// Elements in the order in which they are added: all of input 0, then all of input 1, …
  private static final class Builder {
    private final String where;
    private final int outSize;
    private final int[] start;
    private int row;
    private int count;
    private int[] to = new int[16];
    private double[] weight = new double[16];
    private int[] delay = new int[16];

    Builder(String where, int inSize, int outSize) {
      this.where = where;
      this.outSize = outSize;
      this.start = new int[inSize + 1];
    }

    void add(int target, double w, int steps) {
      if (count == MAX_ELEMENTS) {
        throw new InputException(
            where,
            "together with the linear nodes before it, it makes more than "
                + MAX_ELEMENTS
                + " synapses; put a neuron between them");
      }
      if (count == to.length) {
        to = Arrays.copyOf(to, 2 * count);
        weight = Arrays.copyOf(weight, 2 * count);
        delay = Arrays.copyOf(delay, 2 * count);
      }
      to[count] = target;
      weight[count] = w;
      delay[count++] = steps;
    }

    void endRow() {
      start[++row] = count;
    }

    Wiring build() {
      return new Wiring(
          outSize,
          start,
          Arrays.copyOf(to, count),
          Arrays.copyOf(weight, count),
          Arrays.copyOf(delay, count));
    }
  }

  /// Every input i, times `weight[i]`, `delay[i]` steps late, to output i.
  static Wiring diagonal(String where, double[] weight, int[] delay) {
    int size = weight.length;
    var builder = new Builder(where, size, size);
    for (int i = 0; i < size; i++) {
      builder.add(i, weight[i], delay[i]);
      builder.endRow();
    }
    return builder.build();
  }

  /// A matrix (…, out, in); leading axes are so many matrices side by side.
  static Wiring dense(String where, Tensor weight) {
    List<Integer> shape = weight.shape();
    int in = shape.getLast();
    int out = shape.get(shape.size() - 2);
    int blocks = weight.size() / in / out;
    var builder = new Builder(where, blocks * in, blocks * out);
    for (int block = 0; block < blocks; block++) {
      for (int i = 0; i < in; i++) {
        for (int o = 0; o < out; o++) {
          builder.add(block * out + o, weight.values()[(block * out + o) * in + i], 0);
        }
        builder.endRow();
      }
    }
    return builder.build();
  }

  /// Cross-correlation, read from the side of the input: row y meets output row oy at kernel row ky
  /// where `oy * stride + ky * dilation - padTop = y`.
  static Wiring convolution(String where, Connectivity.Convolution c, double[] kernel) {
    int inPerGroup = c.inChannels() / c.groups();
    int outPerGroup = c.outChannels() / c.groups();
    int height = c.outHeight();
    int width = c.outWidth();
    var builder = new Builder(where, c.preSize(), c.postSize());
    for (int in = 0; in < c.inChannels(); in++) {
      int group = in / inPerGroup;
      for (int y = 0; y < c.inHeight(); y++) {
        for (int x = 0; x < c.inWidth(); x++) {
          for (int out = group * outPerGroup; out < (group + 1) * outPerGroup; out++) {
            for (int ky = 0; ky < c.kernelHeight(); ky++) {
              int oy = y + c.padTop() - ky * c.dilationY();
              if (oy < 0 || oy % c.strideY() != 0 || oy / c.strideY() >= height) {
                continue;
              }
              for (int kx = 0; kx < c.kernelWidth(); kx++) {
                int ox = x + c.padLeft() - kx * c.dilationX();
                if (ox < 0 || ox % c.strideX() != 0 || ox / c.strideX() >= width) {
                  continue;
                }
                int element =
                    ((out * inPerGroup + in % inPerGroup) * c.kernelHeight() + ky) * c.kernelWidth()
                        + kx;
                builder.add(
                    (out * height + oy / c.strideY()) * width + ox / c.strideX(),
                    kernel[element],
                    0);
              }
            }
          }
          builder.endRow();
        }
      }
    }
    return builder.build();
  }

  static Wiring pooling(String where, Connectivity.Pooling p, double weight) {
    int height = p.outHeight();
    int width = p.outWidth();
    var builder = new Builder(where, p.preSize(), p.postSize());
    for (int channel = 0; channel < p.channels(); channel++) {
      for (int y = 0; y < p.inHeight(); y++) {
        for (int x = 0; x < p.inWidth(); x++) {
          for (int oy = 0; oy < height; oy++) {
            int ky = y + p.padY() - oy * p.strideY();
            if (ky < 0 || ky >= p.kernelY()) {
              continue;
            }
            for (int ox = 0; ox < width; ox++) {
              int kx = x + p.padX() - ox * p.strideX();
              if (kx >= 0 && kx < p.kernelX()) {
                builder.add((channel * height + oy) * width + ox, weight, 0);
              }
            }
          }
          builder.endRow();
        }
      }
    }
    return builder.build();
  }

  /// This map, and then another: weights multiply, delays add, what meets in the same output after
  /// the same delay is summed.
  Wiring then(String where, Wiring second) {
    int[] delays = sums(delay, second.delay);
    if ((long) delays.length * second.outSize > MAX_ELEMENTS) {
      throw new InputException(
          where, "it has too many different delays; put a neuron between it and what is before it");
    }
    var builder = new Builder(where, inSize(), second.outSize);
    var sum = new double[delays.length * second.outSize];
    var lastRow = new int[sum.length];
    var touched = new int[sum.length];
    for (int i = 0; i < inSize(); i++) {
      int count = 0;
      for (int a = start[i]; a < start[i + 1]; a++) {
        for (int b = second.start[to[a]]; b < second.start[to[a] + 1]; b++) {
          int slot =
              second.to[b] * delays.length
                  + Arrays.binarySearch(delays, delay[a] + second.delay[b]);
          if (lastRow[slot] != i + 1) {
            lastRow[slot] = i + 1;
            sum[slot] = 0;
            touched[count++] = slot;
          }
          sum[slot] += weight[a] * second.weight[b];
        }
      }
      Arrays.sort(touched, 0, count);
      for (int t = 0; t < count; t++) {
        builder.add(
            touched[t] / delays.length, sum[touched[t]], delays[touched[t] % delays.length]);
      }
      builder.endRow();
    }
    return builder.build();
  }

  private static int[] sums(int[] first, int[] second) {
    var sums = new TreeSet<Integer>();
    int[] others = Arrays.stream(second).distinct().toArray();
    Arrays.stream(first)
        .distinct()
        .forEach(a -> Arrays.stream(others).forEach(b -> sums.add(a + b)));
    return sums.stream().mapToInt(s -> s).toArray();
  }

  /// The output for an input that never changes.
  double[] of(double[] constant) {
    var out = new double[outSize];
    for (int i = 0; i < inSize(); i++) {
      for (int e = start[i]; e < start[i + 1]; e++) {
        out[to[e]] += weight[e] * constant[i];
      }
    }
    return out;
  }
}
