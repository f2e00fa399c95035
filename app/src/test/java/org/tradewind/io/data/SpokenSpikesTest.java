package org.tradewind.io.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tradewind.network.NeuronModel;
import org.tradewind.network.Population;
import org.tradewind.network.SpikeTrain;
import org.tradewind.network.Stimulus;
import org.tradewind.unit.InputException;

class SpokenSpikesTest {
  private static final Population EAR =
      Population.of("ear", List.of(700), new NeuronModel.SpikeList(false));

  @TempDir private Path folder;

  private Path file(double[][] times, int[][] units, int... labels) {
    Path path = folder.resolve("words.h5");
    try (WritableHdfFile file = HdfFile.write(path)) {
      WritableGroup spikes = file.putGroup("spikes");
      spikes.putDataset("times", times);
      spikes.putDataset("units", units);
      file.putDataset("labels", labels);
    }
    return path;
  }

  @Test
  void everyWordIsALabelledSample() {
    Path path =
        file(
            new double[][] {{0.0005, 0.0101, 0.0109}, {0, 0.25, 0.9}},
            new int[][] {{3, 699, 2}, {1, 1, 1}},
            7,
            19);
    List<Stimulus> words = Samples.read(path, EAR, 1e-3);

    assertThat(words).extracting(Stimulus::label).containsExactly("7", "19");
    SpikeTrain first = words.get(0).train("ear");
    assertThat(first.steps()).containsExactly(0, 10, 10);
    assertThat(first.neurons()).containsExactly(3, 2, 699);
    assertThat(words.get(1).train("ear").steps()).containsExactly(0, 250, 900);
  }

  @Test
  void whatIsWrongIsSaid() throws IOException {
    Path few = file(new double[][] {{0.1}}, new int[][] {{3}}, 1, 2);
    assertThatThrownBy(() -> Samples.read(few, EAR, 1e-3))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("2 labels");
    Path early = file(new double[][] {{-0.1}}, new int[][] {{3}}, 1);
    assertThatThrownBy(() -> Samples.read(early, EAR, 1e-3)).hasMessageContaining("at -0.1 s");
    Path high = file(new double[][] {{0.1}}, new int[][] {{700}}, 1);
    assertThatThrownBy(() -> Samples.read(high, EAR, 1e-3))
        .hasMessageContaining("word 0")
        .hasMessageContaining("no neuron 700");
    Path text = Files.writeString(folder.resolve("no.h5"), "no HDF5");
    assertThatThrownBy(() -> Samples.read(text, EAR, 1e-3))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no.h5");
  }

  /// Lists of different lengths and half-precision times, as published.
  @Test
  void aFileInThePublishedLayoutIsRead() {
    String data = System.getenv("TRADEWIND_DATA");
    assumeTrue(data != null, "TRADEWIND_DATA is not set");
    Path path = Path.of(data, "shd-ssc", "ssc-lauscher-40.h5");
    assumeTrue(Files.exists(path), path + " is not there");
    List<SpokenSpikes.Word> words = SpokenSpikes.read(path).words();

    assertThat(words).hasSize(40);
    assertThat(words.get(0).times()).hasSize(12_807);
    assertThat(words.get(0).units()).hasSize(12_807);
    assertThat(words.get(0).times()[12_806]).isEqualTo(0.99951171875);
    assertThat(Samples.read(path, EAR, 1e-3)).hasSize(40);
  }
}
