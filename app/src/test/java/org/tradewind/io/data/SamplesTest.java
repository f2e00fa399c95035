package org.tradewind.io.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tradewind.network.NeuronModel;
import org.tradewind.network.Population;
import org.tradewind.network.SpikeTrain;
import org.tradewind.network.Stimulus;
import org.tradewind.unit.InputException;

class SamplesTest {
  private static final Population THREE =
      Population.of("input", 3, new NeuronModel.SpikeList(false));
  private static final Population RETINA =
      Population.of("retina", List.of(2, 34, 34), new NeuronModel.SpikeList(true));
  private static final Path EXAMPLES = Path.of("..", "examples");

  /// Neuron 2 in step 1, neuron 0 twice in step 3: every file of this test says that.
  private static final SpikeTrain EXPECTED =
      new SpikeTrain(new int[] {1, 3, 3}, new int[] {2, 0, 0});

  @TempDir Path folder;

  @Test
  void aCsvTableListsSpikesInAnyOrder() throws IOException {
    assertThat(train("a.csv", "time_step,neuron\n3,0\n1,2\n3,0\n").same(EXPECTED)).isTrue();
  }

  @Test
  void theColumnsOfACsvTableAreFoundByTheirNames() throws IOException {
    assertThat(
            train("a.csv", "\uFEFF# why\r\nvalue, neuron ,time_step\r\n\r\n2,0,3\r\n0,1,0\r\n1,2,1")
                .same(EXPECTED))
        .isTrue();
  }

  @Test
  void aWrongCsvTableNamesItsLine() {
    assertSentence("a.csv", "time_step,neuron\n1,2\n1,3\n", "line 3", "no neuron 3", "0 to 2");
    assertSentence("a.csv", "time_step,neuron\n-1,2\n", "line 2", "-1 is negative");
    assertSentence("a.csv", "time_step,neuron\n10000000,2\n", "line 2", "beyond 9999999");
    assertSentence("a.csv", "time_step,neuron\n1.5,2\n", "line 2", "1.5 is not a whole number");
    assertSentence("a.csv", "time_step,neuron\n1\n", "line 2", "1 fields");
    assertSentence("a.csv", "time_step,neuron\n1,x\n", "line 2", "'x' is not a finite number");
    assertSentence("a.csv", "time_step,neuron\nNaN,1\n", "'NaN' is not a finite number");
    assertSentence("a.csv", "time_step,neuron,value\n1,1,0.5\n", "0.5", "number of spikes");
    assertSentence("a.csv", "time_step,neuron,value\n1,1,-2\n", "-2 is negative");
    assertSentence("a.csv", "time_step,neuron,value\n1,1,1e300\n", "number of spikes");
    assertSentence("a.csv", "time_step,id\n", "unknown column 'id'", "[time_step, neuron]");
    assertSentence("a.csv", "time_step\n", "lacks the column 'neuron'");
    assertSentence("a.csv", "neuron,neuron,time_step\n", "twice the column 'neuron'");
    assertSentence("a.csv", "", "is empty");
    assertSentence("a.csv", "x".repeat(5000), "longer than 4096");
  }

  /// The arrays were written by NumPy 2.4.
  @Test
  void arraysOfNumPyAreRead() throws IOException {
    assertReads(
        "c.npy",
        "k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDQs"
            + "IDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAg"
            + "IAoAAAAAAAAAAAAAAAAAAAAAAAAAAAAAgD8AAAAAAAAAAAAAAAAAAABAAAAAAAAAAAA=");
    assertReads(
        "fortran.npy",
        "k05VTVBZAQB2AHsnZGVzY3InOiAnPGk4JywgJ2ZvcnRyYW5fb3JkZXInOiBUcnVlLCAnc2hhcGUnOiAoNCwg"
            + "MyksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAg"
            + "IAoAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAACAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            + "AAAAAAAAAAAAAAABAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
  }

  @Test
  void zippedArraysOfNumPyAreRead() throws IOException {
    assertReads(
        "columns.npz",
        "UEsDBC0AAAAAAAAAIQAtAD0g//////////8JABQAdGltZXMubnB5AQAQAJgAAAAAAAAAmAAAAAAAAACTTlVN"
            + "UFkBAHYAeydkZXNjcic6ICc8aTgnLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoMywpLCB9"
            + "ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgCgEA"
            + "AAAAAAAAAwAAAAAAAAADAAAAAAAAAFBLAwQtAAAAAAAAACEAS273GP//////////CwAUAG5ldXJvbnMubnB5"
            + "AQAQAIMAAAAAAAAAgwAAAAAAAACTTlVNUFkBAHYAeydkZXNjcic6ICd8dTEnLCAnZm9ydHJhbl9vcmRlcic6"
            + "IEZhbHNlLCAnc2hhcGUnOiAoMywpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAg"
            + "ICAgICAgICAgICAgICAgICAgICAgCgIAAFBLAQItAy0AAAAAAAAAIQAtAD0gmAAAAJgAAAAJAAAAAAAAAAAA"
            + "AACAAQAAAAB0aW1lcy5ucHlQSwECLQMtAAAAAAAAACEAS273GIMAAACDAAAACwAAAAAAAAAAAAAAgAHTAAAA"
            + "bmV1cm9ucy5ucHlQSwUGAAAAAAIAAgBwAAAAkwEAAAAA");
    assertReads(
        "compressed.npz",
        "UEsDBC0AAAAIAAAAIQCyhvkH//////////8JABQAYXJyXzAubnB5AQAQAJgAAAAAAAAATgAAAAAAAACb7Bfq"
            + "GxDJyFDGUK2eklqcXKRupaBuk2akrqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RomOgrGmjoKtQpk"
            + "Ay4GBLCB0g4gAgBQSwECLQMtAAAACAAAACEAsob5B04AAACYAAAACQAAAAAAAAAAAAAAgAEAAAAAYXJyXzAu"
            + "bnB5UEsFBgAAAAABAAEANwAAAIkAAAAAAA==");
  }

  @Test
  void aListOfEventsIsTwoColumnsOfIntegers() throws IOException {
    assertThat(
            read("e.npy", npy("<i2", "(3, 2)", new byte[] {3, 0, 0, 0, 1, 0, 2, 0, 3, 0, 0, 0}))
                .same(EXPECTED))
        .isTrue();
  }

  @Test
  void everyNumberTypeIsRead() throws IOException {
    for (var type :
        List.of(
            "|b1 01",
            "|i1 01",
            "|u1 01",
            "<i2 0100",
            ">i2 0001",
            "<u2 0100",
            "<i4 01000000",
            "<u4 01000000",
            "<i8 0100000000000000",
            "<u8 0100000000000000",
            "<f2 003c",
            "<f4 0000803f",
            "<f8 000000000000f03f",
            ">f8 3ff0000000000000")) {
      byte[] one = HexFormat.of().parseHex(type.substring(4));
      var data = Arrays.copyOf(new byte[0], 6 * one.length);
      System.arraycopy(one, 0, data, 4 * one.length, one.length);
      assertThat(read("d.npy", npy(type.substring(0, 3), "(2, 3)", data)))
          .as(type)
          .satisfies(train ->
              assertThat(train.same(new SpikeTrain(new int[] {1}, new int[] {1}))).isTrue());
    }
  }

  @Test
  void aDenseArrayMayHaveTheAxesOfThePopulation() throws IOException {
    Path file = folder.resolve("frames.npy");
    Files.write(file, npy("|u1", "(1, 2, 1, 2)", new byte[] {0, 0, 0, 2}));
    var shaped = Population.of("input", List.of(2, 1, 2), new NeuronModel.SpikeList(false));
    SpikeTrain train = Samples.read(file, shaped, 1e-3).getFirst().train("input");
    assertThat(train.same(new SpikeTrain(new int[2], new int[] {3, 3}))).isTrue();
    var turned = Population.of("input", List.of(2, 2, 1), new NeuronModel.SpikeList(false));
    assertThatThrownBy(() -> Samples.read(file, turned, 1e-3))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("[1, 2, 1, 2]")
        .hasMessageContaining("[2, 2, 1]");
  }

  @Test
  void aWrongArrayIsRefused() {
    assertSentence("a.npy", npy("<f4", "(1, 3)", new byte[8]), "ends after 2 of the 3 elements");
    assertSentence("a.npy", npy("<f4", "(1, 4)", new byte[16]), "[1, 4]", "steps x 3");
    assertSentence("a.npy", npy("<f4", "(1, 2)", new byte[8]), "[1, 2]", "integers");
    assertSentence("a.npy", npy("|O", "(1, 3)", new byte[8]), "'|O'", "at most 8 bytes");
    assertSentence("a.npy", npy("<c8", "(1, 3)", new byte[24]), "'<c8'");
    assertSentence("a.npy", npy("|u1", "(999999999999999, 3)", new byte[3]), "at most");
    assertSentence("a.npy", npy("|u1", "(99999999999, 99999999999)", new byte[3]), "at most");
    assertSentence("a.npy", npy("<i4", "(40000000, 2)", new byte[3]), "80000000", "at most");
    assertSentence("a.npy", npy("|i1", "(1, 3)", new byte[] {0, -1, 0}), "neuron 1", "negative");
    assertSentence(
        "a.npy", npy("<f4", "(1, 3)", new byte[] {0, 0, -64, 127, 0, 0, 0, 0, 0, 0, 0, 0}), "NaN");
    assertSentence("a.npy", "no numpy", "does not begin with");
    assertSentence("a.npy", "", "does not begin with");
    assertSentence("a.npz", "no zip", "is no NPZ file");
    assertSentence("a.npz", npz("x.txt", new byte[1]), "'x.txt'", "each a .npy");
    byte[] one = npy("|u1", "(1, 3)", new byte[3]);
    assertSentence("a.npz", npz("x.npy", Arrays.copyOf(one, 1 << 20)), "goes on after the end");
    assertSentence("a.npz", npz("times.npy", npy("|u1", "(3,)", new byte[3])), "[times]");
  }

  @Test
  void eventsAreCountedFromTheFirstIntoSteps() throws IOException {
    byte[] events = {1, 2, 0, 0, 100, 33, 33, (byte) 0x80, 4, 75, 1, 2, 0, 4, 76, 1, 2, 0, 4, 77};
    // the first at 100 us, the second at 1099 us, the others 1000 us and 1001 us after the first
    SpikeTrain train = read(RETINA, "a.bin", events, Samples.Repeats.KEEP);
    assertThat(train.steps()).containsExactly(0, 0, 1, 1);
    assertThat(train.neurons()).containsExactly(2 * 34 + 1, 2 * 34 * 34 - 1, 69, 69);
    assertThat(read(RETINA, "a.bin", events, Samples.Repeats.ONE_PER_STEP).steps())
        .containsExactly(0, 0, 1);
  }

  @Test
  void wrongEventsNameTheirByte() throws IOException {
    assertBad(RETINA, "a.bin", new byte[] {1, 1, 0, 0, 9, 34, 0, 0, 0, 9}, "byte 5", "x 34");
    assertBad(RETINA, "a.bin", new byte[] {1, 1, 0, 0, 9, 1, 1}, "byte 5", "2 of its 5 bytes");
    assertBad(RETINA, "a.bin", new byte[] {1, 1, 0, 0, 9, 1, 1, 0, 0, 8}, "8 us is earlier");
    assertBad(RETINA, "a.bin", new byte[0], "is empty");
    assertBad(THREE, "a.bin", new byte[5], "[3]", "[2, rows, columns]");
  }

  @Test
  void theShippedSamplesAreLabelledAndSorted() {
    List<Stimulus> samples = Samples.read(EXAMPLES.resolve("n-mnist"), RETINA, 1e-3);
    assertThat(samples).hasSize(10);
    assertThat(samples.stream().map(Stimulus::label))
        .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    assertThat(samples.get(7).name()).isEqualTo("7/60001.bin");
    assertThat(samples)
        .allSatisfy(sample -> {
          assertThat(sample.train("retina").size()).isBetween(1_000, 10_000);
          assertThat(sample.endStep()).isBetween(290, 320);
        });
  }

  @Test
  void theNirPapersInputIsShipped() {
    var one = Population.of("input", 1, new NeuronModel.SpikeList(true));
    SpikeTrain train =
        Samples.read(EXAMPLES.resolve("nir-lif-input.csv"), one, 1e-4).getFirst().train("input");
    assertThat(train.size()).isEqualTo(34);
  }

  @Test
  void anArchiveGivesWhatItsFolderGives() throws IOException {
    Path archive = folder.resolve("samples.tar.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(archive))) {
      out.write(tar("./train/5/1.csv", "time_step,neuron\n0,0\n"));
      out.write(tar("./test/b/2.csv", "time_step,neuron\n3,0\n1,2\n3,0\n"));
      out.write(tar("./test/SOURCE.txt", "a note"));
      out.write(tar("./test/a/" + "x".repeat(80) + ".csv", "time_step,neuron\n"));
      out.write(new byte[1024]);
    }
    List<Stimulus> all = Samples.read(archive, THREE, 1e-3);
    assertThat(all.stream().map(Stimulus::label)).containsExactly("a", "b", "5");
    List<Stimulus> test = Samples.read(Path.of(archive + "!/test"), THREE, 1e-3);
    assertThat(test.stream().map(Stimulus::name))
        .containsExactly("a/" + "x".repeat(80) + ".csv", "b/2.csv");
    assertThat(test.get(1).train("input").same(EXPECTED)).isTrue();
    assertThatThrownBy(() -> Samples.read(Path.of(archive + "!/none"), THREE, 1e-3))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("!/none: holds no sample");
  }

  @Test
  void aDamagedArchiveIsRefused() throws IOException {
    byte[] good = tar("a/1.csv", "time_step,neuron\n0,0\n");
    byte[] broken = good.clone();
    broken[3] = 'z';
    assertBad(THREE, "a.tar", broken, "checksum");
    assertBad(THREE, "a.tar", Arrays.copyOf(good, 515), "cut off");
    assertBad(THREE, "a.tar", Arrays.copyOf(good, 100), "cut off");
    assertBad(THREE, "a.tar", new byte[1024], "holds no sample");
    assertBad(THREE, "a.tar.gz", good, "is damaged");
    var zipped = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(zipped)) {
      gzip.write(good);
    }
    assertBad(THREE, "a.tgz", Arrays.copyOf(zipped.toByteArray(), zipped.size() - 20), "cut off");
  }

  @Test
  void whatIsNotThereOrNotKnownIsSaid() throws IOException {
    assertThatThrownBy(() -> Samples.read(folder.resolve("none.csv"), THREE, 1e-3))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no such file");
    assertBad(THREE, "a.wav", new byte[1], "of no known kind");
    assertThatThrownBy(() -> Samples.read(folder.resolve("a.wav!/x"), THREE, 1e-3))
        .hasMessageContaining("!/");
  }

  @Test
  void theHundredTestSamplesOfNMnistAreRead() {
    String data = System.getenv("TRADEWIND_DATA");
    Assumptions.assumeTrue(data != null, "TRADEWIND_DATA names no folder with n-mnist in it");
    Path archive = Path.of(data, "n-mnist", "n-mnist-small.tar.gz");
    Assumptions.assumeTrue(Files.exists(archive), archive + " is not there");
    List<Stimulus> samples = Samples.read(Path.of(archive + "!/test"), RETINA, 1e-3);
    assertThat(samples).hasSize(100);
    assertThat(samples.stream().filter(s -> s.name().equals("7/60001.bin")).findFirst())
        .hasValueSatisfying(sample ->
            assertThat(
                    sample
                        .train("retina")
                        .same(
                            Samples.read(EXAMPLES.resolve("n-mnist/7/60001.bin"), RETINA, 1e-3)
                                .getFirst()
                                .train("retina")))
                .isTrue());
  }

  private SpikeTrain train(String name, String text) throws IOException {
    return read(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private SpikeTrain read(String name, byte[] bytes) throws IOException {
    return read(THREE, name, bytes, Samples.Repeats.KEEP);
  }

  private SpikeTrain read(Population input, String name, byte[] bytes, Samples.Repeats repeats)
      throws IOException {
    Path file = folder.resolve(name);
    Files.write(file, bytes);
    return Samples.read(file, input, 1e-3, repeats).getFirst().train(input.name());
  }

  private void assertReads(String name, String base64) throws IOException {
    assertThat(read(name, Base64.getDecoder().decode(base64)).same(EXPECTED)).as(name).isTrue();
  }

  private void assertSentence(String name, String content, String... parts) {
    assertBad(THREE, name, content.getBytes(StandardCharsets.UTF_8), parts);
  }

  private void assertSentence(String name, byte[] content, String... parts) {
    assertBad(THREE, name, content, parts);
  }

  private void assertBad(Population input, String name, byte[] content, String... parts) {
    assertThatThrownBy(() -> read(input, name, content, Samples.Repeats.KEEP))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(name)
        .hasMessageContainingAll(parts);
  }

  private static byte[] npy(String type, String shape, byte[] data) {
    String header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }\n";
    var out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    out.writeBytes(new byte[] {(byte) header.length(), 0});
    out.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(data);
    return out.toByteArray();
  }

  private static byte[] npz(String name, byte[] content) {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static byte[] tar(String name, String content) {
    byte[] body = content.getBytes(StandardCharsets.UTF_8);
    var bytes = new byte[512 + (body.length + 511) / 512 * 512];
    put(bytes, 0, name);
    put(bytes, 124, String.format("%011o", body.length));
    Arrays.fill(bytes, 148, 156, (byte) ' ');
    bytes[156] = '0';
    put(bytes, 257, "ustar");
    int sum = 0;
    for (int i = 0; i < 512; i++) {
      sum += bytes[i] & 0xFF;
    }
    put(bytes, 148, String.format("%06o\0 ", sum));
    System.arraycopy(body, 0, bytes, 512, body.length);
    return bytes;
  }

  private static void put(byte[] into, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, into, at, bytes.length);
  }
}
