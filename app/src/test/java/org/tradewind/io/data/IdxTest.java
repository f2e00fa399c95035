package org.tradewind.io.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tradewind.unit.InputException;

class IdxTest {
  @TempDir Path folder;

  @Test
  void aMatrixIsReadCompressedOrNot() throws IOException {
    String matrix = "00000802 00000002 00000003 010203 0405ff";
    Path packed = folder.resolve("a.gz");
    try (var out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write(bytes(matrix));
    }

    for (Idx idx : new Idx[] {Idx.read(file(matrix)), Idx.read(packed)}) {
      assertThat(idx.shape()).containsExactly(2, 3);
      assertThat(idx.values()).containsExactly(1, 2, 3, 4, 5, -1);
    }
  }

  @Test
  void whatIsNoIdxFileSaysSo() throws IOException {
    assertSentence("00000d02 00000001 00000001 00000000", "begins with 00000d02");
    assertSentence("50440803 00000001", "no IDX file of bytes");
    assertSentence("00000802 0000", "ends within its IDX header");
    assertSentence("00000801 00000003 0102", "after 2 of the 3 bytes");
    assertSentence("00000802 7fffffff 7fffffff", "at most 2^30");
    assertSentence("00000801 ffffffff", "[-1]");
  }

  @Test
  void mnistIsMnist() throws IOException {
    String data = System.getenv("TRADEWIND_DATA");
    Assumptions.assumeTrue(data != null, "TRADEWIND_DATA does not name the folder of data sets");
    Idx images = Idx.read(Path.of(data, "mnist", "t10k-images-idx3-ubyte.gz"));
    Idx labels = Idx.read(Path.of(data, "mnist", "t10k-labels-idx1-ubyte.gz"));

    assertThat(images.shape()).containsExactly(10_000, 28, 28);
    assertThat(labels.shape()).containsExactly(10_000);
    assertThat(Arrays.copyOf(labels.values(), 10)).containsExactly(7, 2, 1, 0, 4, 1, 4, 9, 5, 9);
  }

  private void assertSentence(String hex, String words) throws IOException {
    Path file = file(hex);
    assertThatThrownBy(() -> Idx.read(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(words);
  }

  private Path file(String hex) throws IOException {
    return Files.write(folder.resolve("a"), bytes(hex));
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }
}
