package org.tradewind.io.nir;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.tradewind.io.nir.NirNode.Padding;

/// What linear nodes do, written down once more and the other way round: each output gathers its
/// inputs, as the definitions say. The oracle of what the import composes.
record Forward(List<Integer> shape, double[] values) {
  Forward through(NirNode node) {
    return switch (node) {
      case NirNode.Linear(Tensor w) -> matrix(w, Graphs.all(0, 1));
      case NirNode.Affine(Tensor w, Tensor b) -> matrix(w, b);
      case NirNode.Scale(Tensor s) -> {
        var out = values.clone();
        for (int i = 0; i < out.length; i++) {
          out[i] *= s.at(i);
        }
        yield new Forward(shape, out);
      }
      case NirNode.Flatten _ -> new Forward(List.of(values.length), values);
      case NirNode.Conv1d c ->
          new Forward(List.of(shape.get(0), 1, shape.get(1)), values)
              .convolved(
                  new Tensor(
                      List.of(
                          c.weight().shape().get(0),
                          c.weight().shape().get(1),
                          1,
                          c.weight().shape().get(2)),
                      c.weight().values(),
                      Tensor.Type.FLOAT64),
                  List.of(1, c.stride()),
                  c.padding() instanceof Padding.Zeros(List<Integer> z)
                      ? new Padding.Zeros(List.of(0, z.get(0)))
                      : c.padding(),
                  List.of(1, c.dilation()),
                  c.groups(),
                  c.bias())
              .withoutRows();
      case NirNode.Conv2d c ->
          convolved(c.weight(), c.stride(), c.padding(), c.dilation(), c.groups(), c.bias());
      case NirNode.SumPool2d(var k, var s, var p) -> pooled(k, s, p, 1);
      case NirNode.AvgPool2d(var k, var s, var p) -> pooled(k, s, p, k.get(0) * k.get(1));
      default -> throw new IllegalArgumentException(node.type());
    };
  }

  private Forward withoutRows() {
    return new Forward(List.of(shape.get(0), shape.get(2)), values);
  }

  private Forward matrix(Tensor w, Tensor b) {
    int in = w.shape().get(1);
    var out = new double[w.shape().get(0)];
    for (int o = 0; o < out.length; o++) {
      out[o] = b.at(o);
      for (int i = 0; i < in; i++) {
        out[o] += w.values()[o * in + i] * values[i];
      }
    }
    return new Forward(List.of(out.length), out);
  }

  /// Zero beyond the borders.
  private double at(int channel, int y, int x) {
    boolean inside = y >= 0 && y < shape.get(1) && x >= 0 && x < shape.get(2);
    return inside ? values[(channel * shape.get(1) + y) * shape.get(2) + x] : 0;
  }

  private Forward convolved(
      Tensor w,
      List<Integer> stride,
      Padding padding,
      List<Integer> dilation,
      int groups,
      Tensor bias) {
    var size = new int[2];
    var before = new int[2];
    for (int axis = 0; axis < 2; axis++) {
      int reach = dilation.get(axis) * (w.shape().get(2 + axis) - 1);
      int after;
      switch (padding) {
        case Padding.Same _ -> {
          before[axis] = reach / 2;
          after = reach - reach / 2;
        }
        case Padding.Valid _ -> after = 0;
        case Padding.Zeros(List<Integer> zeros) -> {
          before[axis] = zeros.get(axis);
          after = zeros.get(axis);
        }
      }
      int room = shape.get(1 + axis) + before[axis] + after - reach;
      size[axis] = Math.max(0, (room + stride.get(axis) - 1) / stride.get(axis));
    }
    int channels = w.shape().get(0);
    int inPerGroup = w.shape().get(1);
    var out = new double[channels * size[0] * size[1]];
    int index = 0;
    for (int c = 0; c < channels; c++) {
      for (int y = 0; y < size[0]; y++) {
        for (int x = 0; x < size[1]; x++) {
          double sum = bias.at(c);
          for (int i = 0; i < inPerGroup; i++) {
            for (int ky = 0; ky < w.shape().get(2); ky++) {
              for (int kx = 0; kx < w.shape().get(3); kx++) {
                int k = ((c * inPerGroup + i) * w.shape().get(2) + ky) * w.shape().get(3) + kx;
                sum +=
                    w.values()[k]
                        * at(
                            c / (channels / groups) * inPerGroup + i,
                            y * stride.get(0) + ky * dilation.get(0) - before[0],
                            x * stride.get(1) + kx * dilation.get(1) - before[1]);
              }
            }
          }
          out[index++] = sum;
        }
      }
    }
    return new Forward(List.of(channels, size[0], size[1]), out);
  }

  private Forward pooled(
      List<Integer> kernel, List<Integer> stride, List<Integer> padding, double divisor) {
    int rows = (shape.get(1) + 2 * padding.get(0) - kernel.get(0)) / stride.get(0) + 1;
    int columns = (shape.get(2) + 2 * padding.get(1) - kernel.get(1)) / stride.get(1) + 1;
    var out = new double[shape.get(0) * rows * columns];
    int index = 0;
    for (int c = 0; c < shape.get(0); c++) {
      for (int y = 0; y < rows; y++) {
        for (int x = 0; x < columns; x++) {
          for (int ky = 0; ky < kernel.get(0); ky++) {
            for (int kx = 0; kx < kernel.get(1); kx++) {
              out[index] +=
                  at(
                          c,
                          y * stride.get(0) + ky - padding.get(0),
                          x * stride.get(1) + kx - padding.get(1))
                      / divisor;
            }
          }
          index++;
        }
      }
    }
    return new Forward(List.of(shape.get(0), rows, columns), out);
  }

  /// A linear node that can take this shape, with small whole weights so that sums are exact.
  static NirNode random(Random random, List<Integer> in) {
    int size = Tensor.size(in);
    return switch (random.nextInt(in.size() == 3 ? 6 : in.size() == 2 ? 4 : 3)) {
      case 0 ->
          random.nextBoolean()
              ? new NirNode.Scale(Tensor.scalar(2))
              : new NirNode.Scale(small(random, in.toArray(Integer[]::new)));
      case 1 -> new NirNode.Flatten(Optional.empty(), 0, -1);
      case 2 -> {
        if (in.size() > 1) {
          yield new NirNode.Flatten(Optional.empty(), 0, -1);
        }
        int out = 1 + random.nextInt(6);
        yield random.nextBoolean()
            ? new NirNode.Linear(small(random, out, size))
            : new NirNode.Affine(small(random, out, size), small(random, out));
      }
      case 3 -> {
        if (in.size() == 2) {
          int groups = in.get(0) % 2 == 0 ? 1 + random.nextInt(2) : 1;
          int kernel = 1 + random.nextInt(Math.min(3, in.get(1)));
          boolean same = random.nextBoolean();
          yield new NirNode.Conv1d(
              Optional.empty(),
              small(random, 2 * groups, in.get(0) / groups, kernel),
              same ? 1 : 1 + random.nextInt(2),
              same ? new Padding.Same() : new Padding.Zeros(List.of(random.nextInt(2))),
              1,
              groups,
              small(random, 2 * groups));
        }
        int groups = in.get(0) % 2 == 0 ? 1 + random.nextInt(2) : 1;
        yield new NirNode.Conv2d(
            Optional.empty(),
            small(random, 2 * groups, in.get(0) / groups, 2, 3),
            List.of(1 + random.nextInt(2), 1 + random.nextInt(2)),
            new Padding.Zeros(List.of(1 + random.nextInt(2), 1 + random.nextInt(2))),
            List.of(1, 1 + random.nextInt(2)),
            groups,
            small(random, 2 * groups));
      }
      default -> {
        int kernel = 1 + random.nextInt(Math.min(3, Math.min(in.get(1), in.get(2))));
        int stride = random.nextBoolean() ? kernel : 1 + random.nextInt(2);
        var k = List.of(kernel, kernel);
        var s = List.of(stride, stride);
        var p = random.nextBoolean() ? List.of(0, 0) : List.of(kernel / 2, 0);
        yield random.nextBoolean()
            ? new NirNode.SumPool2d(k, s, p)
            : new NirNode.AvgPool2d(k, s, p);
      }
    };
  }

  private static Tensor small(Random random, Integer... shape) {
    var values = new double[Tensor.size(List.of(shape))];
    Arrays.setAll(values, _ -> random.nextInt(7) - 3);
    return Tensor.float32(List.of(shape), values);
  }
}
