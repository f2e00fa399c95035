package org.tradewind.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyTest {
  @TempDir Path directory;

  /// The bytes that NumPy 2.4's `save` writes for the same array.
  @Test
  void theBytesAreNumpys() throws IOException {
    Path file = directory.resolve("a.npy");
    Npy.write(file, new int[] {2, 3}, List.of(new double[] {1, 2, 3}, new double[] {4, 5, -0.5}));

    byte[] bytes = Files.readAllBytes(file);
    String header = "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }";
    var expected = ByteBuffer.allocate(128 + 48).order(ByteOrder.LITTLE_ENDIAN);
    expected.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) 118);
    expected.put(
        (header + " ".repeat(117 - header.length()) + "\n").getBytes(StandardCharsets.US_ASCII));
    for (double value : new double[] {1, 2, 3, 4, 5, -0.5}) {
      expected.putDouble(value);
    }
    assertThat(bytes).isEqualTo(expected.array());
  }

  @Test
  void dataStartsAtAMultipleOf64WhateverTheShape() throws IOException {
    for (int rows : new int[] {1, 99, 1_000, 100_000}) {
      Path file = directory.resolve(rows + ".npy");
      Npy.write(file, new int[] {rows, 1}, List.of(new double[rows]));
      assertThat((Files.size(file) - 8L * rows) % 64).isZero();
    }
  }

  @Test
  void blocksThatDoNotFillTheShapeAreRefused() {
    assertThatIllegalStateException()
        .isThrownBy(
            () -> Npy.write(directory.resolve("b.npy"), new int[] {2, 1}, List.of(new double[3])));
  }
}
