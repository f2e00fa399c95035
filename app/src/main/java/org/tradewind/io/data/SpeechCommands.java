package org.tradewind.io.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.tradewind.unit.InputException;

/// Spoken words with labels (Warden, "Speech Commands", 2018, arXiv:1804.03209): a folder with
/// `index.csv` (file, label, word, speaker, split) and an archive `*.tar.gz` of the files.
///
/// @param classes the labels, in alphabetical order
/// @param clips in the order of the archive
public record SpeechCommands(List<String> classes, List<Clip> clips) {
  /// One recording.
  ///
  /// @param label number of its class
  /// @param isTest whether the index puts it into the test set
  public record Clip(String file, int label, String speaker, boolean isTest, Wav wav) {}

  public SpeechCommands {
    classes = List.copyOf(classes);
    clips = List.copyOf(clips);
  }

  public static SpeechCommands read(Path folder) throws IOException {
    Path index = folder.resolve("index.csv");
    Map<String, String[]> rows = new HashMap<>();
    for (String line : Files.readAllLines(index)) {
      String[] row = line.split(",", -1);
      if (row.length != 5) {
        throw new InputException(
            index.toString(), "has the line '" + line + "'; file,label,word,speaker,split it is");
      }
      rows.put(row[0], row);
    }
    rows.remove("file");
    var classes = new TreeSet<String>();
    rows.values().forEach(row -> classes.add(row[1]));
    List<String> names = List.copyOf(classes);
    return new SpeechCommands(names, clips(archive(folder), rows, names));
  }

  private static Path archive(Path folder) throws IOException {
    try (var files = Files.newDirectoryStream(folder, "*.tar.gz")) {
      for (Path file : files) {
        return file;
      }
    }
    throw new InputException(folder.toString(), "has no *.tar.gz with the recordings");
  }

  private static List<Clip> clips(Path archive, Map<String, String[]> rows, List<String> names)
      throws IOException {
    List<Clip> clips = new ArrayList<>();
    try (InputStream in =
        new GZIPInputStream(new BufferedInputStream(Files.newInputStream(archive)), 1 << 16)) {
      var tar = new Tar(archive.toString(), in);
      while (tar.next()) {
        String[] row = rows.get(tar.name());
        if (row != null) {
          Wav wav = Wav.read(archive + ": " + tar.name(), tar.file());
          clips.add(new Clip(row[0], names.indexOf(row[1]), row[3], row[4].equals("test"), wav));
        }
      }
    }
    if (clips.size() < rows.size()) {
      throw new InputException(
          archive.toString(),
          "has " + clips.size() + " of the " + rows.size() + " recordings of index.csv");
    }
    return clips;
  }
}
