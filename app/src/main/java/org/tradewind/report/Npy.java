package org.tradewind.report;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// Writes NumPy arrays of `<f8`, C order (NumPy Enhancement Proposal 1, version 1.0): magic,
/// version, length of the header, the header padded so that the data begins at a multiple of 64
/// bytes, the data.
final class Npy {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
  private static final int ALIGNMENT = 64;

  private Npy() {}

  /// @param shape of two extents at least
  /// @param blocks the elements, one block after the other; together they fill the shape
  static void write(Path file, int[] shape, List<double[]> blocks) throws IOException {
    long elements = Arrays.stream(shape).asLongStream().reduce(1, Math::multiplyExact);
    if (blocks.stream().mapToLong(b -> b.length).sum() != elements) {
      throw new IllegalStateException("the blocks do not fill " + Arrays.toString(shape));
    }
    String extents = Arrays.toString(shape).replace('[', '(').replace(']', ')');
    String header = "{'descr': '<f8', 'fortran_order': False, 'shape': " + extents + ", }";
    int unpadded = MAGIC.length + 2 + header.length() + 1;
    header += " ".repeat(Math.floorMod(-unpadded, ALIGNMENT)) + "\n";
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      out.write(MAGIC);
      out.write(header.length() & 0xff);
      out.write(header.length() >>> 8);
      out.write(header.getBytes(StandardCharsets.ISO_8859_1));
      for (double[] block : blocks) {
        var bytes = ByteBuffer.allocate(8 * block.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asDoubleBuffer().put(block);
        out.write(bytes.array());
      }
    }
  }
}
