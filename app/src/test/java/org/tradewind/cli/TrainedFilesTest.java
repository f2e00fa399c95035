package org.tradewind.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tradewind.cli.CommandTest.tradewind;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tradewind.io.recipe.TrainedFiles;
import org.tradewind.job.Decision;
import org.tradewind.learn.LifDynamics;
import org.tradewind.learn.StepSpikes;
import org.tradewind.learn.SteppedNetwork;
import org.tradewind.network.SynapseWord;
import org.tradewind.random.Philox;
import org.tradewind.train.DataSet;
import org.tradewind.train.TrainedLayers;
import org.tradewind.train.TrainedUnits;

/// What a trainer leaves, as files that `tradewind run` takes.
class TrainedFilesTest {
  @TempDir private Path directory;

  /// As many are right as on the chip that was asked directly, whatever the weights are. (A .nir
  /// file does not say in which words weights are kept: in those of 8 bits, which is what it gets.)
  @Test
  void readoutsWithoutAThresholdDecideByTheirVoltageFromBothFiles() {
    var network = new SteppedNetwork(new LifDynamics(20, 5, 1), List.of(8, 12, 4), 80, 1);
    double[] weights = new double[network.weights()];
    for (int w = 0; w < weights.length; w++) {
      weights[w] = 3 * Philox.normal(5, 0, w, 0) + (w < 8 * 12 ? 2 : 0);
    }
    var trained =
        new TrainedLayers("by-voltage", network, weights, Decision.GREATEST_VOLTAGE, this::encoded);
    var samples = trained.stimuli(part(), 40);
    double told = trained.tried(SynapseWord.NO_DELAY, samples, 1).accuracy();
    TrainedFiles.writeNet(trained, SynapseWord.NO_DELAY, directory.resolve("trained.net.yaml"));
    TrainedFiles.writeNir(trained, directory.resolve("trained.nir"));
    TrainedFiles.writeSamples(samples, directory.resolve("test"));

    assertThat(told).isBetween(0.05, 0.95);
    assertThat(right("trained.net.yaml")).isEqualTo(Math.round(40 * told));
    assertThat(right("trained.nir", "--dt", "1ms", "--reset", "zero", "--steps", "80"))
        .isEqualTo(Math.round(40 * told));
  }

  /// Sparse units: what is told of them is what `tradewind run` finds.
  @Test
  void unitsSendTheirNumbersFromTheFile() {
    var connections = new ArrayList<TrainedUnits.Connections>();
    int[] sizes = {8, 12, 4};
    for (int l = 0; l < 2; l++) {
      int layer = l;
      int possible = sizes[l] * sizes[l + 1];
      int[] active = IntStream.range(0, possible).filter(n -> n % 3 != 1).toArray();
      connections.add(
          new TrainedUnits.Connections(
              Arrays.stream(active).map(n -> n / sizes[layer + 1]).toArray(),
              Arrays.stream(active).map(n -> n % sizes[layer + 1]).toArray(),
              Arrays.stream(active).mapToDouble(n -> Philox.normal(5, layer, n, 0)).toArray()));
    }
    var trained = new TrainedUnits("units", List.of(8, 12, 4), connections, List.of(4.0, 1.0));
    var samples = trained.stimuli(part(), 40);
    double told = trained.tried(SynapseWord.NO_DELAY, samples, 1).accuracy();
    TrainedFiles.writeNet(trained, SynapseWord.NO_DELAY, directory.resolve("trained.net.yaml"));
    TrainedFiles.writeSamples(samples, directory.resolve("test"));

    assertThat(told).isBetween(0.05, 0.95);
    assertThat(right("trained.net.yaml")).isEqualTo(Math.round(40 * told));
    assertThat(TrainedFiles.writeNir(trained, directory.resolve("trained.nir")))
        .contains("NIR has no rectified unit");
    assertThat(directory.resolve("trained.nir")).doesNotExist();
  }

  private long right(String file, String... more) {
    var words = new ArrayList<String>();
    words.add("run");
    words.add(directory.resolve(file).toString());
    words.addAll(List.of("--input", directory.resolve("test").toString()));
    words.addAll(List.of("--out", directory.resolve("run").toString()));
    words.addAll(List.of(more));
    CommandTest.Outcome ran = tradewind(words.toArray(String[]::new));
    assertThat(ran.err()).doesNotContain("fault");
    Matcher count = Pattern.compile("\\((\\d+) of 40 samples\\)").matcher(ran.out());
    assertThat(count.find()).as(ran.out()).isTrue();
    return Long.parseLong(count.group(1));
  }

  private StepSpikes encoded(double[] values) {
    var spikes = new StepSpikes(80);
    for (int step = 0; step < 20; step++) {
      for (int c = 0; c < values.length; c++) {
        if (Math.round(values[c]) == step) {
          spikes.add(step, c);
        }
      }
    }
    return spikes;
  }

  private static DataSet.Part part() {
    return new DataSet.Part() {
      @Override
      public int size() {
        return 40;
      }

      @Override
      public int label(int sample) {
        return sample % 4;
      }

      @Override
      public double[] values(int sample) {
        double[] values = new double[8];
        for (int c = 0; c < values.length; c++) {
          values[c] = 19 * Philox.uniform(9, 1, sample, c);
        }
        return values;
      }
    };
  }
}
