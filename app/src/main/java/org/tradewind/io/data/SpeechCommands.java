package org.tradewind.io.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import org.tradewind.random.Philox;
import org.tradewind.unit.InputException;

/// Spoken words with labels (Warden, "Speech Commands", 2018, arXiv:1804.03209), as their makers
/// publish them or as a part of them with an index of its own. A folder has either
///
/// - `testing_list.txt`, `validation_list.txt`, a folder a word and `_background_noise_`, or an
///   archive `*.tar.gz` of all that; or
/// - `index.csv` (file, label, word, speaker, split) and an archive of its files.
///
/// The first has no labels yet. As its makers do it, ten words are classes; a tenth as many
/// recordings of all other words are `_unknown_`; and as many seconds of the background are
/// `_silence_`. Which ones, is the same every time. All recordings there are a second long, the
/// shorter ones with zeros behind.
///
/// @param <T> what is kept of a recording
/// @param classes the labels, in alphabetical order
/// @param clips in the order of the files
public record SpeechCommands<T>(List<String> classes, List<Clip<T>> clips) {
  private static final Set<String> WORDS =
      Set.of("yes", "no", "up", "down", "left", "right", "on", "off", "stop", "go");
  private static final String UNKNOWN = "_unknown_";
  private static final String SILENCE = "_silence_";
  private static final String NOISE = "_background_noise_";
  private static final String TESTING = "testing_list.txt";
  private static final String VALIDATION = "validation_list.txt";
  private static final String INDEX = "index.csv";

  /// Of what is known, so much again is unknown, and so much silence.
  private static final int SHARE = 10;

  private static final int SECOND = 16_000;

  /// A part of the recordings, by which speakers are disjoint.
  public enum Split {
    TRAIN,
    VALIDATION,
    TEST
  }

  /// One recording.
  ///
  /// @param label number of its class
  /// @param heard what is kept of it
  public record Clip<T>(String file, int label, String speaker, Split split, T heard) {}

  /// What is known of a file before it is read.
  private record Row(String label, String speaker, Split split) {}

  public SpeechCommands {
    classes = List.copyOf(classes);
    clips = List.copyOf(clips);
  }

  public List<Clip<T>> clips(Split split) {
    return clips.stream().filter(clip -> clip.split == split).toList();
  }

  /// @param mostTrain at most so many recordings to learn from
  /// @param most at most so many of each other part
  /// @param hear called once a recording, whose samples are not kept
  public static <T> SpeechCommands<T> read(
      Path folder, int mostTrain, int most, Function<Wav, T> hear) throws IOException {
    var reader = new Reader<>(new int[] {mostTrain, most, most}, hear);
    if (Files.exists(folder.resolve(INDEX))) {
      return reader.indexed(folder.resolve(INDEX), archive(folder));
    }
    return reader.published(
        Files.exists(folder.resolve(TESTING)) ? new Tree(folder) : archive(folder));
  }

  private static Archive archive(Path folder) throws IOException {
    try (var files = Files.newDirectoryStream(folder, "*.tar.gz")) {
      for (Path file : files) {
        return new Archive(file);
      }
    }
    throw new InputException(
        folder.toString(),
        "has neither "
            + TESTING
            + " and the words' folders, nor a *.tar.gz with the recordings; tradewind data get"
            + " speech-commands fetches it");
  }

  // ── files ──

  /// Called with each file's name and content.
  private interface Visitor {
    void file(String name, InputStream content) throws IOException;
  }

  private interface Source {
    String where();

    void visit(Visitor visitor) throws IOException;
  }

  private record Archive(Path file) implements Source {
    @Override
    public String where() {
      return file.toString();
    }

    @Override
    public void visit(Visitor visitor) throws IOException {
      try (InputStream in =
          new GZIPInputStream(new BufferedInputStream(Files.newInputStream(file)), 1 << 16)) {
        var tar = new Tar(file.toString(), in);
        while (tar.next()) {
          String name = tar.name();
          visitor.file(name.startsWith("./") ? name.substring(2) : name, tar.file());
        }
      }
    }
  }

  private record Tree(Path folder) implements Source {
    @Override
    public String where() {
      return folder.toString();
    }

    @Override
    public void visit(Visitor visitor) throws IOException {
      List<Path> files;
      try (Stream<Path> all = Files.walk(folder, 2)) {
        files = all.filter(Files::isRegularFile).sorted().toList();
      }
      for (Path file : files) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
          visitor.file(folder.relativize(file).toString().replace('\\', '/'), in);
        }
      }
    }
  }

  // ── reading ──

  private record Reader<T>(int[] most, Function<Wav, T> hear) {
    SpeechCommands<T> indexed(Path index, Archive archive) throws IOException {
      Map<String, Row> rows = new HashMap<>();
      for (String line : Files.readAllLines(index)) {
        String[] row = line.split(",", -1);
        if (row.length != 5) {
          throw new InputException(
              index.toString(), "has the line '" + line + "'; file,label,word,speaker,split it is");
        }
        Split split = row[4].equals("test") ? Split.TEST : Split.TRAIN;
        rows.put(row[0], new Row(row[1], row[3], split));
      }
      rows.remove("file");
      var classes = new TreeSet<String>();
      rows.values().forEach(row -> classes.add(row.label));
      return new SpeechCommands<>(
          List.copyOf(classes), clips(archive, rows, List.copyOf(classes), INDEX));
    }

    SpeechCommands<T> published(Source source) throws IOException {
      var listed = new HashMap<String, Split>();
      var names = new ArrayList<String>();
      source.visit((name, content) -> {
        if (name.equals(TESTING) || name.equals(VALIDATION)) {
          String list = new String(content.readAllBytes(), StandardCharsets.UTF_8);
          Split split = name.equals(TESTING) ? Split.TEST : Split.VALIDATION;
          list.lines().filter(line -> !line.isBlank()).forEach(line -> listed.put(line, split));
        } else if (name.endsWith(".wav")) {
          names.add(name);
        }
      });
      if (listed.isEmpty()) {
        throw new InputException(
            source.where(), "has neither " + INDEX + " beside it nor " + TESTING + " in it");
      }
      var classes = new TreeSet<>(WORDS);
      classes.add(UNKNOWN);
      classes.add(SILENCE);
      List<String> labels = List.copyOf(classes);
      Map<String, Row> rows = new LinkedHashMap<>();
      int[] silent = new int[Split.values().length];
      for (Split split : Split.values()) {
        silent[split.ordinal()] = choose(names, listed, split, rows);
      }
      List<Clip<T>> clips = clips(source, rows, labels, TESTING);
      clips.addAll(silence(source, silent, labels.indexOf(SILENCE)));
      return new SpeechCommands<>(labels, clips);
    }

    /// Mixed, so that the first of them are of all classes and speakers.
    ///
    /// @return how many are silence
    private int choose(
        List<String> names, Map<String, Split> listed, Split split, Map<String, Row> rows) {
      List<String> known = new ArrayList<>();
      List<String> unknown = new ArrayList<>();
      names.stream()
          .filter(name -> !name.startsWith("_") && name.indexOf('/') > 0)
          .filter(name -> listed.getOrDefault(name, Split.TRAIN) == split)
          .sorted(Comparator.comparingLong(SpeechCommands::mixed))
          .forEach(name -> (WORDS.contains(word(name)) ? known : unknown).add(name));
      // of 12 so many are known
      long room = Math.ceilDiv((long) most[split.ordinal()] * SHARE, SHARE + 2);
      int words = (int) Math.min(known.size(), room);
      int others = Math.min(Math.ceilDiv(words, SHARE), most[split.ordinal()] - words);
      for (String name : known.subList(0, words)) {
        rows.put(name, new Row(word(name), speaker(name), split));
      }
      int chosen = Math.min(others, unknown.size());
      for (String name : unknown.subList(0, chosen)) {
        rows.put(name, new Row(UNKNOWN, speaker(name), split));
      }
      return Math.min(others, most[split.ordinal()] - words - chosen);
    }

    private List<Clip<T>> clips(
        Source source, Map<String, Row> rows, List<String> labels, String listedIn)
        throws IOException {
      List<Clip<T>> clips = new ArrayList<>();
      int[] there = new int[Split.values().length];
      boolean[] full = new boolean[there.length];
      boolean seconds = listedIn.equals(TESTING);
      source.visit((name, content) -> {
        Row row = rows.get(name);
        if (row == null) {
          return;
        }
        int split = row.split.ordinal();
        if (there[split] == most[split]) {
          full[split] = true;
          return;
        }
        there[split]++;
        Wav wav = Wav.read(source.where() + ": " + name, content);
        T heard = hear.apply(seconds ? second(wav, 0) : wav);
        clips.add(new Clip<>(name, labels.indexOf(row.label), row.speaker, row.split, heard));
      });
      for (Split split : Split.values()) {
        long wanted = rows.values().stream().filter(row -> row.split == split).count();
        if (there[split.ordinal()] < wanted && !full[split.ordinal()]) {
          throw new InputException(
              source.where(),
              "has "
                  + there[split.ordinal()]
                  + " of the "
                  + wanted
                  + " recordings for "
                  + split.name().toLowerCase(Locale.ROOT)
                  + " that "
                  + listedIn
                  + " names");
        }
      }
      return clips;
    }

    /// Seconds of the background, from anywhere in it.
    private List<Clip<T>> silence(Source source, int[] silent, int label) throws IOException {
      Map<String, Wav> noise = new TreeMap<>();
      source.visit((name, content) -> {
        if (name.startsWith(NOISE + "/") && name.endsWith(".wav")) {
          noise.put(name, Wav.read(source.where() + ": " + name, content));
        }
      });
      List<String> names = List.copyOf(noise.keySet());
      List<Clip<T>> clips = new ArrayList<>();
      for (Split split : Split.values()) {
        for (int n = 0; n < silent[split.ordinal()] && !names.isEmpty(); n++) {
          String name = names.get(Philox.below(names.size(), 0, split.ordinal(), 0, n));
          Wav wav = noise.get(name);
          int room = Math.max(1, wav.samples().length - SECOND + 1);
          int from = Philox.below(room, 0, split.ordinal(), 1, n);
          T heard = hear.apply(second(wav, from));
          clips.add(new Clip<>(name + " from " + from, label, "", split, heard));
        }
      }
      return clips;
    }
  }

  private static Wav second(Wav wav, int from) {
    if (wav.sampleHz() != SECOND) {
      return wav;
    }
    return new Wav(SECOND, Arrays.copyOfRange(wav.samples(), from, from + SECOND));
  }

  private static long mixed(String name) {
    var crc = new CRC32();
    crc.update(name.getBytes(StandardCharsets.UTF_8));
    return crc.getValue();
  }

  private static String word(String name) {
    return name.substring(0, name.indexOf('/'));
  }

  private static String speaker(String name) {
    String file = name.substring(name.indexOf('/') + 1);
    int end = file.indexOf('_');
    return end < 0 ? "" : file.substring(0, end);
  }
}
