package org.tradewind.io.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tradewind.io.data.SpeechCommands.Clip;
import org.tradewind.io.data.SpeechCommands.Split;
import org.tradewind.unit.InputException;

class SpeechCommandsTest {
  private static final int ALL = Integer.MAX_VALUE;
  private static final List<String> WORDS =
      List.of("yes", "no", "up", "down", "left", "right", "on", "off", "stop", "go");

  @TempDir private Path folder;

  private static SpeechCommands<Wav> read(Path from, int train, int most) throws IOException {
    return SpeechCommands.read(from, train, most, wav -> wav);
  }

  @Test
  void theSubsetIsComplete() throws IOException {
    String data = System.getenv("TRADEWIND_DATA");
    Assumptions.assumeTrue(data != null, "TRADEWIND_DATA does not name the folder of data sets");
    Path here = Path.of(data, "speech-commands");
    Assumptions.assumeTrue(Files.exists(here.resolve("index.csv")), "no index.csv there");

    SpeechCommands<Integer> speech =
        SpeechCommands.read(here, ALL, ALL, wav -> wav.samples().length);

    assertThat(speech.classes()).hasSize(12).contains("_silence_", "yes");
    assertThat(speech.clips()).hasSize(3240);
    assertThat(speech.clips(Split.TEST)).hasSize(584);
    assertThat(speech.clips()).allSatisfy(clip -> assertThat(clip.heard()).isEqualTo(16_000));
  }

  /// A second, or a little less, in which each sample tells the file.
  private static byte[] wav(int value, int samples) {
    ByteBuffer wav = ByteBuffer.allocate(44 + 2 * samples).order(ByteOrder.LITTLE_ENDIAN);
    wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + 2 * samples);
    wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    wav.putShort((short) 1).putShort((short) 1).putInt(16_000).putInt(32_000);
    wav.putShort((short) 2).putShort((short) 16);
    wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(2 * samples);
    for (int n = 0; n < samples; n++) {
      wav.putShort((short) value);
    }
    return wav.array();
  }

  /// Eight recordings of each of the ten words and of three others: of the first speaker they are
  /// for tests, of the second for validation.
  private static Map<String, byte[]> published() {
    var files = new TreeMap<String, byte[]>();
    var testing = new StringBuilder();
    var validation = new StringBuilder();
    for (int w = 0; w < 13; w++) {
      String word = w < 10 ? WORDS.get(w) : List.of("bed", "cat", "tree").get(w - 10);
      for (int n = 0; n < 8; n++) {
        String name = word + "/speaker" + n / 2 + "_nohash_" + n % 2 + ".wav";
        files.put(name, wav(100 * w + n, n == 0 ? 15_000 : 16_000));
        if (n < 4) {
          (n < 2 ? testing : validation).append(name).append('\n');
        }
      }
    }
    files.put("_background_noise_/hum.wav", wav(7777, 40_000));
    files.put("_background_noise_/README.md", new byte[] {'x'});
    files.put("LICENSE", new byte[] {'x'});
    files.put("testing_list.txt", testing.toString().getBytes(StandardCharsets.UTF_8));
    files.put("validation_list.txt", validation.toString().getBytes(StandardCharsets.UTF_8));
    return files;
  }

  private void write(boolean packed) throws IOException {
    Map<String, byte[]> files = published();
    if (!packed) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Path path = folder.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.write(path, file.getValue());
      }
      return;
    }
    var tar = new ByteArrayOutputStream();
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      byte[] header = new byte[512];
      byte[] name = ("./" + file.getKey()).getBytes(StandardCharsets.US_ASCII);
      System.arraycopy(name, 0, header, 0, name.length);
      byte[] size = String.format("%011o", file.getValue().length).getBytes();
      System.arraycopy(size, 0, header, 124, size.length);
      header[156] = '0';
      Arrays.fill(header, 148, 156, (byte) ' ');
      int sum = 0;
      for (byte b : header) {
        sum += b & 0xFF;
      }
      byte[] checksum = String.format("%06o\0 ", sum).getBytes();
      System.arraycopy(checksum, 0, header, 148, checksum.length);
      tar.write(header);
      tar.write(file.getValue());
      tar.write(new byte[-file.getValue().length & 511]);
    }
    tar.write(new byte[1024]);
    try (var out =
        new GZIPOutputStream(Files.newOutputStream(folder.resolve("speech_commands.tar.gz")))) {
      tar.writeTo(out);
    }
  }

  /// As it is fetched and as it is unpacked: eighty known, a tenth as many of others, as many of
  /// the background.
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void thePublishedSetIsReadAsItIs(boolean packed) throws IOException {
    write(packed);

    SpeechCommands<Wav> speech = read(folder, ALL, ALL);

    assertThat(speech.classes()).hasSize(12);
    assertThat(speech.clips(Split.TRAIN)).hasSize(40 + 4 + 4);
    assertThat(speech.clips(Split.VALIDATION)).hasSize(20 + 2 + 2);
    assertThat(speech.clips(Split.TEST)).hasSize(20 + 2 + 2);
    for (Clip<Wav> clip : speech.clips()) {
      assertThat(clip.heard().samples()).hasSize(16_000);
      String label = speech.classes().get(clip.label());
      int first = clip.heard().samples()[0];
      switch (label) {
        case "_silence_" -> assertThat(first).isEqualTo(7777);
        case "_unknown_" -> assertThat(first / 100).isBetween(10, 12);
        default -> assertThat(WORDS.get(first / 100)).isEqualTo(label);
      }
    }
    assertThat(speakers(speech, Split.TEST)).containsExactly("speaker0");
    assertThat(speakers(speech, Split.VALIDATION)).containsExactly("speaker1");
    assertThat(speakers(speech, Split.TRAIN)).containsExactlyInAnyOrder("speaker2", "speaker3");
  }

  private static Set<String> speakers(SpeechCommands<Wav> speech, Split split) {
    return speech.clips(split).stream()
        .map(Clip::speaker)
        .filter(speaker -> !speaker.isEmpty())
        .collect(Collectors.toSet());
  }

  @Test
  void theFirstOfItAreOfAllKinds() throws IOException {
    write(false);

    SpeechCommands<Wav> speech = read(folder, 24, 12);

    assertThat(speech.clips(Split.TRAIN)).hasSize(24);
    assertThat(speech.clips(Split.TEST)).hasSize(12);
    assertThat(speech.clips(Split.TRAIN).stream().map(Clip::label).distinct().count())
        .isGreaterThan(6);
    assertThat(speech.clips().stream().map(Clip::file))
        .isEqualTo(read(folder, 24, 12).clips().stream().map(Clip::file).toList());
  }

  @Test
  void whatIsMissingIsSaid() throws IOException {
    assertThatThrownBy(() -> read(folder, ALL, ALL))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("tradewind data get speech-commands");
    write(true);
    Files.writeString(folder.resolve("index.csv"), "yes/none.wav,yes,yes,s,train\n");
    assertThatThrownBy(() -> read(folder, ALL, ALL))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("has 0 of the 1 recordings for train that index.csv names");
  }
}
