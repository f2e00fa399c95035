package org.tradewind.io.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tradewind.unit.InputException;

class DownloadTest {
  /// Of "abc", RFC 1321.
  private static final String MD5 = "900150983cd24fb0d6963f7d28e17f72";

  @TempDir private Path folder;

  private static Catalogue.Entry entry(String address, String digest) {
    return new Catalogue.Entry("abc.txt", address, 3, digest, "MD5", false);
  }

  @Test
  void whatComesIsKeptIfItsDigestIsRight() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/abc.txt",
        exchange -> {
          byte[] body = "abc".getBytes(StandardCharsets.US_ASCII);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    String address = "http://localhost:" + server.getAddress().getPort();
    try {
      Path into = folder.resolve("new");
      Download.into(into, entry(address + "/abc.txt", MD5));
      assertThat(into.resolve("abc.txt")).hasContent("abc");
      assertThatThrownBy(() -> Download.into(folder, entry(address + "/abc.txt", "0" + MD5)))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("digest");
      assertThatThrownBy(() -> Download.into(folder, entry(address + "/none", MD5)))
          .hasMessageContaining("404");
      assertThat(folder.resolve("abc.txt")).doesNotExist();
      assertThat(folder.resolve("abc.txt.part")).doesNotExist();
    } finally {
      server.stop(0);
    }
  }

  @Test
  void withoutANetworkItIsSaidWhatToDo() {
    assertThatThrownBy(() -> Download.into(folder, entry("http://localhost:1/abc.txt", MD5)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("cannot be reached")
        .hasMessageContaining("put it into " + folder);
  }

  /// The digests are of the published files.
  @Test
  void localFilesAreRecognised() {
    String data = System.getenv("TRADEWIND_DATA");
    assumeTrue(data != null, "TRADEWIND_DATA is not set");
    Path mnist = Path.of(data, "mnist");
    assumeTrue(Files.isDirectory(mnist), mnist + " is not there");
    for (Catalogue.Entry entry : Catalogue.named("mnist").entries()) {
      assertThat(entry.matches(mnist.resolve(entry.name()))).as(entry.name()).isTrue();
    }
  }

  @Test
  void anUnknownNameIsSaidWithThoseThatThereAre() throws IOException {
    assertThatThrownBy(() -> Catalogue.named("cifar"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("mnist");
    Path other = Files.writeString(folder.resolve("x"), "abd");
    assertThat(entry("", MD5).matches(other)).isFalse();
  }
}
