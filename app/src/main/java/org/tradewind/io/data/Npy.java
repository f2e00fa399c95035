package org.tradewind.io.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tradewind.unit.InputException;

/// A NumPy array, read as a stream: versions 1 to 3 of the format (NumPy Enhancement Proposal 1),
/// booleans, integers and real numbers of either byte order, C or Fortran order.
public final class Npy {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final Pattern HEADER =
      Pattern.compile(
          "\\s*\\{\\s*'descr'\\s*:\\s*'([^']*)'\\s*,"
              + "\\s*'fortran_order'\\s*:\\s*(True|False)\\s*,"
              + "\\s*'shape'\\s*:\\s*\\(([0-9,\\s]*)\\)\\s*,?\\s*\\}\\s*");
  private static final int MAX_HEADER = 1 << 16;

  /// Elements that [#values] holds at once: 256 MiB.
  private static final int MAX_VALUES = 1 << 25;

  /// Elements that are looked at one by one.
  private static final long MAX_ELEMENTS = 1L << 33;

  /// What takes the elements.
  public interface Element {
    /// @param index of the element in C order
    void take(long index, double value);
  }

  private final String where;
  private final InputStream in;
  private final String dtype;
  private final boolean fortran;
  private final long[] shape;

  private Npy(String where, InputStream in, String dtype, boolean fortran, long[] shape) {
    this.where = where;
    this.in = in;
    this.dtype = dtype;
    this.fortran = fortran;
    this.shape = shape;
  }

  /// Reads the header.
  ///
  /// @param where the file's name, for errors
  public static Npy open(String where, InputStream in) throws IOException {
    byte[] start = in.readNBytes(8);
    for (int i = 0; i < MAGIC.length; i++) {
      if (start.length < 8 || start[i] != MAGIC[i]) {
        throw new InputException(where, "is no NPY file; it does not begin with \\x93NUMPY");
      }
    }
    int lengthBytes = start[6] == 1 ? 2 : 4;
    byte[] size = in.readNBytes(lengthBytes);
    long length = 0;
    for (int i = size.length - 1; i >= 0; i--) {
      length = length << 8 | size[i] & 0xFF;
    }
    if (start[6] < 1 || start[6] > 3 || size.length < lengthBytes || length > MAX_HEADER) {
      throw new InputException(
          where,
          "has the NPY version "
              + start[6]
              + " and a header of "
              + length
              + " bytes; versions 1 to 3 with at most "
              + MAX_HEADER
              + " bytes are read");
    }
    byte[] text = in.readNBytes((int) length);
    Matcher header = HEADER.matcher(new String(text, StandardCharsets.UTF_8));
    if (!header.matches()) {
      throw new InputException(
          where,
          "has the NPY header '"
              + Csv.shortened(new String(text, StandardCharsets.UTF_8).strip())
              + "', which is none of a plain array; save with numpy.save(file, array)");
    }
    if (!header.group(1).matches("[<>|=][bBiuf][1248]")
        || header.group(1).endsWith("f1")
        || header.group(1).matches(".[bB][248]")) {
      throw new InputException(
          where,
          "holds elements of type '"
              + header.group(1)
              + "'; booleans, integers and real numbers of at most 8 bytes are read");
    }
    return new Npy(
        where, in, header.group(1), header.group(2).equals("True"), shape(where, header.group(3)));
  }

  private static long[] shape(String where, String text) {
    List<Long> extents = new ArrayList<>();
    long elements = 1;
    for (String extent : text.split(",")) {
      if (!extent.isBlank()) {
        String digits = extent.strip();
        long n = digits.matches("[0-9]{1,12}") ? Long.parseLong(digits) : MAX_ELEMENTS + 1;
        extents.add(n);
        elements = elements > MAX_ELEMENTS / Math.max(n, 1) ? MAX_ELEMENTS + 1 : elements * n;
      }
    }
    if (elements > MAX_ELEMENTS || extents.size() > 32) {
      throw new InputException(
          where,
          "declares the shape (" + text + "); at most " + MAX_ELEMENTS + " elements are read");
    }
    return extents.stream().mapToLong(Long::longValue).toArray();
  }

  public long[] shape() {
    return shape.clone();
  }

  /// Whether the elements are integers or booleans.
  public boolean isInteger() {
    return dtype.charAt(1) != 'f';
  }

  /// NumPy's name of the element type, such as `<f4`.
  public String dtype() {
    return dtype;
  }

  /// Number of elements.
  public long count() {
    long count = 1;
    for (long extent : shape) {
      count *= extent;
    }
    return count;
  }

  /// All elements in C order; at most [#MAX_VALUES] of them.
  public double[] values() throws IOException {
    if (count() > MAX_VALUES) {
      throw new InputException(
          where, "has " + count() + " elements; at most " + MAX_VALUES + " are read");
    }
    var values = new double[(int) count()];
    forEach((index, value) -> values[(int) index] = value);
    return values;
  }

  /// Reads the elements in the order of the file.
  public void forEach(Element element) throws IOException {
    int width = dtype.charAt(2) - '0';
    ByteOrder order = dtype.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    var block = new byte[8 * 4096];
    ByteBuffer buffer = ByteBuffer.wrap(block).order(order);
    char kind = dtype.charAt(1);
    long count = count();
    for (long done = 0; done < count; ) {
      int wanted = (int) Math.min(count - done, block.length / width);
      int got = in.readNBytes(block, 0, wanted * width);
      if (got < wanted * width) {
        throw new InputException(
            where,
            "ends after "
                + (done + got / width)
                + " of the "
                + count
                + " elements that its header declares; it is cut off");
      }
      for (int i = 0; i < wanted; i++, done++) {
        element.take(fortran ? cIndex(done) : done, value(buffer, i * width, kind, width));
      }
    }
  }

  private static double value(ByteBuffer from, int at, char kind, int width) {
    if (kind == 'f') {
      return switch (width) {
        case 2 -> Float.float16ToFloat(from.getShort(at));
        case 4 -> from.getFloat(at);
        default -> from.getDouble(at);
      };
    }
    if (kind == 'i') {
      return switch (width) {
        case 1 -> from.get(at);
        case 2 -> from.getShort(at);
        case 4 -> from.getInt(at);
        default -> from.getLong(at);
      };
    }
    return switch (width) {
      case 1 -> from.get(at) & 0xFF;
      case 2 -> from.getShort(at) & 0xFFFF;
      case 4 -> from.getInt(at) & 0xFFFFFFFFL;
      default -> {
        long bits = from.getLong(at);
        yield bits >= 0 ? bits : 0x1p63 + (bits & Long.MAX_VALUE);
      }
    };
  }

  /// Fortran order counts the first axis fastest, C order the last.
  private long cIndex(long index) {
    long result = 0;
    long stride = count();
    for (long extent : shape) {
      stride /= extent;
      result += index % extent * stride;
      index /= extent;
    }
    return result;
  }
}
