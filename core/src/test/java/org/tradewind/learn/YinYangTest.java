package org.tradewind.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YinYangTest {
  /// A NPY file of version 1 with a header of this length has its first element here.
  private static final int NPY_HEADER = 128;

  /// The 10,000th number of the generator with its customary seed is part of the C++ standard
  /// (ISO/IEC 14882, [rand.predef]: mt19937).
  @Test
  void theGeneratorIsTheMersenneTwisterOfTheStandard() {
    var random = new NumpyRandom(5489);
    for (int n = 1; n < 10_000; n++) {
      random.bits();
    }

    assertThat(Integer.toUnsignedLong(random.bits())).isEqualTo(4123659995L);
  }

  /// numpy.random.RandomState(42).rand(3), as any numpy prints it.
  @Test
  void uniformDrawsAreThoseOfNumpy() {
    var random = new NumpyRandom(42);

    assertThat(new double[] {random.uniform(), random.uniform(), random.uniform()})
        .containsExactly(0.3745401188473625, 0.9507143064099162, 0.7319939418114051);
  }

  @Test
  void wholeNumbersKeepToTheirBound() {
    var random = new NumpyRandom(1);
    int[] counts = new int[3];
    for (int n = 0; n < 3000; n++) {
      counts[random.below(3)]++;
    }

    assertThat(Arrays.stream(counts)).allSatisfy(count -> assertThat(count).isBetween(900, 1100));
    assertThat(random.below(1)).isZero();
    assertThatIllegalArgumentException().isThrownBy(() -> random.below(0));
  }

  @ParameterizedTest
  @CsvSource({"train, 5000, 42", "validation, 1000, 41", "test, 1000, 40"})
  void theSetsAreThePublishedOnesToTheBit(String name, int samples, int seed) throws IOException {
    String data = System.getenv("TRADEWIND_DATA");
    assumeTrue(data != null, "TRADEWIND_DATA does not name the folder of published data");
    Path folder = Path.of(data, "yin-yang");
    assumeTrue(Files.isDirectory(folder), "TRADEWIND_DATA has no folder yin-yang");

    YinYang set = YinYang.generate(samples, seed);

    ByteBuffer values = elements(folder.resolve(name + "_samples.npy"));
    ByteBuffer labels = elements(folder.resolve(name + "_labels.npy"));
    assertThat(values.remaining()).isEqualTo(Double.BYTES * set.values().length);
    assertThat(labels.remaining()).isEqualTo(Long.BYTES * samples);
    for (double value : set.values()) {
      assertThat(value).isEqualTo(values.getDouble());
    }
    for (int label : set.labels()) {
      assertThat(label).isEqualTo((int) labels.getLong());
    }
  }

  @Test
  void everyClassIsAboutAThirdAndEveryPointIsInTheDisc() {
    YinYang set = YinYang.generate(3000, 7);
    int[] counts = new int[YinYang.CLASSES];
    for (int n = 0; n < set.samples(); n++) {
      counts[set.labels()[n]]++;
      double x = set.values()[4 * n];
      double y = set.values()[4 * n + 1];
      assertThat(Math.hypot(x - 0.5, y - 0.5)).isLessThanOrEqualTo(0.5);
      assertThat(set.values()[4 * n + 2]).isEqualTo(1 - x);
      assertThat(set.values()[4 * n + 3]).isEqualTo(1 - y);
    }

    assertThat(Arrays.stream(counts)).allSatisfy(count -> assertThat(count).isBetween(900, 1100));
  }

  @Test
  void aValueBecomesATimeAndTheBiasComesFirst() {
    var spikes = new Spikes();

    new LatencyCode(30).encode(new double[] {9, 1, 0.5, 0}, 1, 3, spikes);

    assertThat(spikes.size()).isEqualTo(4);
    assertThat(spikes.neuron(0)).isEqualTo(2); // value 0, as early as the bias
    assertThat(spikes.neuron(1)).isEqualTo(3); // the bias
    assertThat(spikes.timeMs(1)).isZero();
    assertThat(spikes.neuron(2)).isEqualTo(1);
    assertThat(spikes.timeMs(2)).isCloseTo(15, within(1e-12));
    assertThat(spikes.neuron(3)).isZero();
    assertThat(spikes.timeMs(3)).isEqualTo(30);
  }

  @Test
  void aValueWithoutATimeIsRefused() {
    var spikes = new Spikes();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LatencyCode(30).encode(new double[] {1.5}, 0, 1, spikes))
        .withMessage("value 1.5 of channel 0 is not within [0, 1]; scale the data first");
    assertThatIllegalArgumentException().isThrownBy(() -> new LatencyCode(0));
  }

  private static ByteBuffer elements(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    return ByteBuffer.wrap(bytes, NPY_HEADER, bytes.length - NPY_HEADER)
        .order(ByteOrder.LITTLE_ENDIAN);
  }
}
