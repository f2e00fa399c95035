package org.tradewind.io.data;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.tradewind.unit.InputException;

/// Fetches a file of the [Catalogue]. What arrives is checked before it gets its name.
public final class Download {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private Download() {}

  /// @param folder where it goes, which is made if it is not there
  public static void into(Path folder, Catalogue.Entry entry) {
    Path part = folder.resolve(entry.name() + ".part");
    try (HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build()) {
      Files.createDirectories(folder);
      HttpRequest request = HttpRequest.newBuilder(URI.create(entry.address())).build();
      HttpResponse<Path> answer = client.send(request, HttpResponse.BodyHandlers.ofFile(part));
      if (answer.statusCode() != 200) {
        throw failed(folder, entry, "the server answers " + answer.statusCode(), null);
      }
      if (!entry.matches(part)) {
        throw failed(folder, entry, "what came has not the " + entry.algorithm() + " digest", null);
      }
      Files.move(part, folder.resolve(entry.name()), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw failed(folder, entry, "it cannot be reached (" + why + ")", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(folder, entry, "it was interrupted", e);
    } finally {
      try {
        Files.deleteIfExists(part);
      } catch (IOException _) {
        // what is left is named as what it is
      }
    }
  }

  private static InputException failed(
      Path folder, Catalogue.Entry entry, String why, Exception cause) {
    return new InputException(
        entry.address(),
        why + "; get it on another way, put it into " + folder + " and ask again: it is checked",
        cause);
  }
}
