package org.tradewind.io.data;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.tradewind.unit.InputException;

/// An array of bytes in the IDX format of the MNIST files (Y. LeCun, C. Cortes, C. Burges, "The
/// MNIST database of handwritten digits"): two zeros, the type, the number of axes, the axes'
/// extents, then the values, the last axis fastest. Equal to itself only, as it holds arrays.
///
/// @param shape extent of each axis
/// @param values unsigned
public record Idx(int[] shape, byte[] values) {
  private static final int UNSIGNED_BYTE = 8;
  private static final int MAX_AXES = 8;
  private static final int MAX_VALUES = 1 << 30;

  /// Reads a file, compressed with gzip or not.
  public static Idx read(Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      in.mark(2);
      boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
      in.reset();
      return read(file.toString(), gzip ? new GZIPInputStream(in, 1 << 16) : in);
    }
  }

  /// @param where the file's name, for errors
  static Idx read(String where, InputStream stream) throws IOException {
    var in = new DataInputStream(stream);
    try {
      int magic = in.readInt();
      int axes = magic & 0xFF;
      if (magic >>> 8 != UNSIGNED_BYTE || axes == 0 || axes > MAX_AXES) {
        throw new InputException(
            where,
            String.format(
                "begins with %08x, which is no IDX file of bytes; MNIST's begin with 00000803 and"
                    + " 00000801",
                magic));
      }
      int[] shape = new int[axes];
      long count = 1;
      for (int axis = 0; axis < axes; axis++) {
        shape[axis] = in.readInt();
        count = shape[axis] < 0 ? MAX_VALUES + 1L : Math.min(count * shape[axis], MAX_VALUES + 1L);
      }
      if (count > MAX_VALUES) {
        throw new InputException(
            where,
            "declares the shape " + Arrays.toString(shape) + "; at most 2^30 bytes are read");
      }
      byte[] values = in.readNBytes((int) count);
      if (values.length < count) {
        throw new InputException(
            where,
            "ends after "
                + values.length
                + " of the "
                + count
                + " bytes that its header declares; it is cut off");
      }
      return new Idx(shape, values);
    } catch (EOFException e) {
      throw new InputException(where, "ends within its IDX header; it is cut off");
    }
  }
}
