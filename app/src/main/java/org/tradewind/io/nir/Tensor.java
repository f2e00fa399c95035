package org.tradewind.io.nir;

import java.util.Arrays;
import java.util.List;

/// An array of numbers as it stands in a file. Identity equality: it holds an array, which nobody
/// may change.
///
/// @param shape extents, outermost first; empty for a scalar
/// @param values row by row (C order); whole numbers are exact up to 2^53
/// @param type what the numbers are stored as, so that writing gives back what was read
public record Tensor(List<Integer> shape, double[] values, Type type) {
  /// How a number is stored in the file. Unsigned whole numbers and half-precision floats are read
  /// as the next wider of these, which holds them exactly.
  public enum Type {
    INT8,
    INT16,
    INT32,
    INT64,
    FLOAT32,
    FLOAT64
  }

  public Tensor {
    shape = List.copyOf(shape);
    if (values.length != size(shape)) {
      throw new IllegalArgumentException(
          "the shape " + shape + " has " + size(shape) + " numbers, not " + values.length);
    }
  }

  public static Tensor float32(List<Integer> shape, double... values) {
    return new Tensor(shape, values, Type.FLOAT32);
  }

  public static Tensor float64(List<Integer> shape, double... values) {
    return new Tensor(shape, values, Type.FLOAT64);
  }

  public static Tensor scalar(double value) {
    return float64(List.of(), value);
  }

  /// As many zeros as another tensor has numbers, in its shape and type.
  static Tensor zerosLike(Tensor other) {
    return new Tensor(other.shape, new double[other.size()], other.type);
  }

  public int size() {
    return values.length;
  }

  /// Whether all numbers are the same.
  boolean uniform() {
    return Arrays.stream(values).allMatch(v -> v == values[0]);
  }

  /// The number of element `i` of `n`, where a single number stands for all of them.
  double at(int i) {
    return values.length == 1 ? values[0] : values[i];
  }

  /// Product of the extents; -1 where an extent is negative or the product overflows an int.
  static int size(List<Integer> shape) {
    long size = 1;
    for (int extent : shape) {
      size *= extent;
      if (extent < 0 || size > Integer.MAX_VALUE) {
        return -1;
      }
    }
    return (int) size;
  }
}
