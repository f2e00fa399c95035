package org.tradewind.io.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.tradewind.network.Population;
import org.tradewind.network.Stimulus;
import org.tradewind.unit.InputException;

/// Reads input, spikes or numbers, from whatever a path names:
///
/// | path | what |
/// |---|---|
/// | `.csv` | a header `time_step,neuron` or `time_step,neuron,value`; the value is a number of spikes, or a value list's number |
/// | `.npy` | steps x neurons (or steps x the population's axes) numbers of spikes or values; or integers n x 2: step, neuron |
/// | `.npz` | one such array, or two: `times` (in steps) and `neurons` |
/// | `.bin` | N-MNIST events, counted from the first into steps of dt; the population is (2, rows, columns) |
/// | `.h5` | spoken words of SHD and SSC, each a labelled sample, binned into steps of dt |
/// | a folder, `.tar`, `.tar.gz`, `.tgz` | the samples in it, however deep; a sample's label is the name of its folder |
///
/// `archive.tar.gz!/test` takes only what lies in the archive's folder `test`. Samples come sorted
/// by name, so their order depends on nothing else. Other files (a licence, a note) are passed
/// over.
public final class Samples {
  /// What an archive may unpack to.
  static final long MAX_UNPACKED = 8L << 30;

  /// All samples together: 1 GiB of spikes.
  private static final long MAX_SPIKES = 1L << 27;

  private static final int MAX_FILES = 1_000_000;
  private static final int MAX_DEPTH = 16;

  /// Several spikes of a neuron in one step.
  public enum Repeats {
    KEEP,
    ONE_PER_STEP
  }

  private final Population input;
  private final double dtSeconds;
  private final Repeats repeats;
  private final List<Stimulus> samples = new ArrayList<>();
  private long spikes;

  private Samples(Population input, double dtSeconds, Repeats repeats) {
    this.input = input;
    this.dtSeconds = dtSeconds;
    this.repeats = repeats;
  }

  /// Reads one or many samples, with every spike that is in them.
  ///
  /// @param input the population that emits them
  /// @param dtSeconds the timestep into which times are binned, where a file has times
  /// @return at least one
  public static List<Stimulus> read(Path path, Population input, double dtSeconds) {
    return read(path, input, dtSeconds, Repeats.KEEP);
  }

  /// @param repeats what becomes of several spikes of a neuron in one step
  public static List<Stimulus> read(
      Path path, Population input, double dtSeconds, Repeats repeats) {
    var reader = new Samples(input, dtSeconds, repeats);
    try {
      reader.readAny(path);
    } catch (IOException e) {
      throw unreadable(path.toString(), e);
    } catch (UncheckedIOException e) {
      throw unreadable(path.toString(), e.getCause());
    }
    return List.copyOf(reader.samples);
  }

  private static InputException unreadable(String where, IOException e) {
    return e instanceof ZipException
        ? new InputException(where, "is damaged: " + e.getMessage(), e)
        : new InputException(where, "cannot be read: " + e.getMessage(), e);
  }

  private void readAny(Path path) throws IOException {
    String text = path.toString();
    int bang = text.indexOf("!/");
    Path file = bang < 0 ? path : Path.of(text.substring(0, bang));
    if (!Files.exists(file)) {
      throw new InputException(text, "there is no such file or folder");
    }
    if (Files.isDirectory(path)) {
      readFolder(path);
    } else if (isTar(file.toString())) {
      readTar(file, bang < 0 ? "" : text.substring(bang + 2));
    } else if (bang >= 0) {
      throw new InputException(text, "'!/' selects a folder in a .tar, .tar.gz or .tgz only");
    } else if (extension(text).equals("h5")) {
      readSpoken(file);
    } else if (isSample(text)) {
      try (InputStream in = Files.newInputStream(file)) {
        readSample(text, file.getFileName().toString(), "", in);
      }
    } else {
      throw new InputException(
          text,
          "is of no known kind; read are .csv, .npy, .npz, .bin, .h5, folders and .tar(.gz) of them");
    }
  }

  private void readFolder(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> tree = Files.walk(folder, MAX_DEPTH)) {
      files =
          tree.filter(p -> isSample(p.toString()) && Files.isRegularFile(p))
              .limit(MAX_FILES + 1)
              .sorted(Comparator.comparing(p -> nameIn(folder, p)))
              .toList();
    }
    if (files.size() > MAX_FILES) {
      throw new InputException(folder.toString(), "holds more than " + MAX_FILES + " samples");
    }
    for (Path file : files) {
      String name = nameIn(folder, file);
      try (InputStream in = Files.newInputStream(file)) {
        readSample(file.toString(), name, label(name), in);
      }
    }
    requireSome(folder.toString());
  }

  private static String nameIn(Path folder, Path file) {
    return folder.relativize(file).toString().replace('\\', '/');
  }

  private void readTar(Path file, String inner) throws IOException {
    String folder = inner.isEmpty() || inner.endsWith("/") ? inner : inner + "/";
    String where = file.toString();
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        InputStream plain = isPlainTar(where) ? raw : new GZIPInputStream(raw, 1 << 16);
        InputStream in = new Bounded(where, plain, MAX_UNPACKED)) {
      var tar = new Tar(where, in);
      while (tar.next()) {
        if (tar.name().startsWith(folder) && isSample(tar.name())) {
          String name = tar.name().substring(folder.length());
          readSample(where + "!/" + tar.name(), name, label(name), tar.file());
          if (samples.size() > MAX_FILES) {
            throw new InputException(where, "holds more than " + MAX_FILES + " samples");
          }
        }
      }
    } catch (EOFException e) {
      throw new InputException(where, "the archive is cut off", e);
    }
    requireSome(inner.isEmpty() ? where : where + "!/" + inner);
    samples.sort(Comparator.comparing(Stimulus::name));
  }

  private void requireSome(String where) {
    if (samples.isEmpty()) {
      throw new InputException(where, "holds no sample: no .csv, .npy, .npz or .bin");
    }
  }

  /// The name of the folder that holds the sample.
  private static String label(String name) {
    int end = name.lastIndexOf('/');
    return end < 0 ? "" : name.substring(name.lastIndexOf('/', end - 1) + 1, end);
  }

  private static boolean isTar(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return isPlainTar(name) || lower.endsWith(".tar.gz") || lower.endsWith(".tgz");
  }

  private static boolean isPlainTar(String name) {
    return name.toLowerCase(Locale.ROOT).endsWith(".tar");
  }

  private static boolean isSample(String name) {
    String file = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    return !file.startsWith(".") && List.of("csv", "npy", "npz", "bin").contains(extension(file));
  }

  private static String extension(String name) {
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  private void readSpoken(Path file) {
    List<SpokenSpikes.Word> words = SpokenSpikes.read(file).words();
    int digits = Integer.toString(words.size()).length();
    for (int n = 0; n < words.size(); n++) {
      SpokenSpikes.Word word = words.get(n);
      ListBuffer buffer = ListBuffer.of(input);
      for (int i = 0; i < word.times().length; i++) {
        try {
          buffer.add((long) (word.times()[i] / dtSeconds), word.units()[i], 1);
        } catch (IllegalArgumentException e) {
          throw new InputException(file + ": word " + n, e.getMessage(), e);
        }
      }
      String name = ("%0" + digits + "d").formatted(n);
      add(file + ": word " + n, name, Integer.toString(word.label()), buffer);
    }
    requireSome(file.toString());
  }

  private void readSample(String where, String name, String label, InputStream in)
      throws IOException {
    ListBuffer buffer = ListBuffer.of(input);
    var bounded = new Bounded(where, in, MAX_UNPACKED);
    switch (extension(name)) {
      case "csv" -> readCsv(where, bounded, buffer);
      case "npy" -> ArraySpikes.readNpy(where, bounded, input, buffer);
      case "npz" -> ArraySpikes.readNpz(where, bounded, input, buffer);
      default -> EventBin.read(where, bounded, input, dtSeconds, buffer);
    }
    add(where, name, label, buffer);
  }

  private void add(String where, String name, String label, ListBuffer buffer) {
    Stimulus sample;
    try {
      sample = buffer.stimulus(name, label, repeats);
    } catch (IllegalArgumentException e) {
      throw new InputException(where, e.getMessage(), e);
    }
    spikes += sample.train(input.name()).size();
    if (spikes > MAX_SPIKES) {
      throw new InputException(
          where,
          "more than "
              + MAX_SPIKES
              + " spikes in all samples together; take a part of them, such as one folder");
    }
    samples.add(sample);
  }

  /// Reads a table with the columns `time_step`, `neuron` and, where wanted, `value`: the number of
  /// spikes, or what a value list sends.
  public static void readCsv(String where, InputStream in, ListBuffer into) throws IOException {
    Csv.read(
        where,
        in,
        List.of("time_step", "neuron"),
        List.of("value"),
        values -> {
          long step = Csv.whole("time step", values[0]);
          long neuron = Csv.whole("neuron", values[1]);
          if (Double.isNaN(values[2])) {
            into.add(step, neuron, 1);
          } else {
            into.addNumber(step, neuron, values[2]);
          }
        });
  }
}
