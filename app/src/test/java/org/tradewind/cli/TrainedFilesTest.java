package org.tradewind.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.tradewind.cli.CommandTest.tradewind;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tradewind.io.nir.NirFile;
import org.tradewind.io.nir.NirImport;
import org.tradewind.io.recipe.TrainedFiles;
import org.tradewind.io.recipe.TrainedNir;
import org.tradewind.job.Decision;
import org.tradewind.learn.AdaptiveDynamics;
import org.tradewind.learn.LifDynamics;
import org.tradewind.learn.RecurrentNetwork;
import org.tradewind.learn.StepSpikes;
import org.tradewind.learn.SteppedNetwork;
import org.tradewind.network.Activity;
import org.tradewind.network.NeuronModel.Reset;
import org.tradewind.network.Stimulus;
import org.tradewind.network.SynapseWord;
import org.tradewind.network.Trace;
import org.tradewind.network.Variable;
import org.tradewind.random.Philox;
import org.tradewind.reference.Arithmetic;
import org.tradewind.reference.Reference;
import org.tradewind.train.DataSet;
import org.tradewind.train.TrainedLayers;
import org.tradewind.train.TrainedRecurrent;
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
    TrainedNir.write(trained, directory.resolve("trained.nir"));
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
    assertThat(TrainedNir.write(trained, directory.resolve("trained.nir")))
        .contains("NIR has no rectified unit");
    assertThat(directory.resolve("trained.nir")).doesNotExist();
  }

  /// NIR's reset by subtraction and a synapse of each neuron with itself are the reset that is
  /// trained: in real numbers every spike is the same.
  @Test
  void recurrentNeuronsWithAFixedThresholdAreWrittenAsNir() {
    AdaptiveDynamics dynamics = AdaptiveDynamics.rostami(0.2, 5, 30, 0.5, 10);
    var network = new RecurrentNetwork(dynamics, 8, 12, 0, 4);
    double[] weights = network.initial(3);
    for (int w = 0; w < weights.length; w++) {
      weights[w] *= 1.5;
    }
    var trained = new TrainedRecurrent("recurrent", network, weights, 30, 3);
    Path file = directory.resolve("trained.nir");
    assertThat(TrainedNir.write(trained, file)).isEmpty();
    var options =
        new NirImport.Options(
            1e-3,
            Reset.BY_SUBTRACTION,
            NirImport.Integrator.EXPONENTIAL,
            0,
            true,
            OptionalDouble.of(3));
    var imported = NirImport.network(NirFile.read(file), "trained.nir", options);
    double[] frames = new double[30 * 8];
    for (int i = 0; i < frames.length; i++) {
      frames[i] = Philox.normal(4, 0, i, 0);
    }
    Stimulus stimulus = trained.stimulus("0", "0", frames);

    Activity ours =
        Reference.of(trained.network(SynapseWord.WIDE), 1, Arithmetic.DOUBLE).run(stimulus, 31);
    Activity theirs = Reference.of(imported.network(), 1, Arithmetic.DOUBLE).run(stimulus, 31);
    Trace y = ours.traces().get("layer2").get(Variable.V);

    // of neurons, in the same steps; NIR shows outputs alone
    assertThat(ours.spikes().get("layer1").size()).isGreaterThan(20);
    for (int i = 0; i < y.values().length; i++) {
      assertThat(theirs.traces().get("layer2").get(Variable.V).values()[i])
          .isEqualTo(y.values()[i], within(1e-5));
    }
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
