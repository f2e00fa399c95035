package org.tradewind.io.recipe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.tradewind.io.net.NetFile;
import org.tradewind.io.net.NetWriter;
import org.tradewind.io.nir.NirFile;
import org.tradewind.io.nir.NirGraph;
import org.tradewind.io.nir.NirNode;
import org.tradewind.io.nir.Tensor;
import org.tradewind.network.SpikeTrain;
import org.tradewind.network.Stimulus;
import org.tradewind.network.SynapseWord;
import org.tradewind.network.ValueTrain;
import org.tradewind.train.Trained;
import org.tradewind.train.TrainedLayers;
import org.tradewind.train.TrainedRecurrent;
import org.tradewind.train.TrainedUnits;

/// Writes a trained network as `.net.yaml` and as `.nir`, and samples to run it on.
public final class TrainedFiles {
  /// Of `tradewind run`, where nobody says otherwise.
  private static final double STEP_SECONDS = 1e-3;

  private TrainedFiles() {}

  /// Everything that `tradewind run` needs but the samples is in the file.
  public static void writeNet(Trained trained, SynapseWord word, Path file) {
    var content =
        new NetFile.Content(
            trained.network(word),
            Stimulus.NONE,
            STEP_SECONDS,
            trained.steps(),
            trained.output(),
            trained.decision(),
            OptionalLong.empty());
    NetWriter.write(content, "made by tradewind train: " + trained.name(), file);
  }

  /// Writes `.nir` where NIR has nodes for what was trained.
  ///
  /// @return why none was written; empty where one was
  public static Optional<String> writeNir(Trained trained, Path file) {
    return switch (trained) {
      case TrainedLayers layers -> {
        write(layers, file);
        yield Optional.empty();
      }
      case TrainedUnits _ -> Optional.of("NIR has no rectified unit");
      case TrainedRecurrent _ -> Optional.of("NIR has no neuron whose threshold adapts");
    };
  }

  /// A chain of Linear and CubaLIF, readouts as CubaLI, in seconds. `tradewind run` takes it with
  /// `--dt` of the step and `--reset zero`.
  private static void write(TrainedLayers trained, Path file) {
    Map<String, NirNode> nodes = new LinkedHashMap<>();
    List<NirGraph.Edge> edges = new ArrayList<>();
    List<Integer> sizes = trained.dynamics().sizes();
    nodes.put("input", new NirNode.Input(List.of(sizes.getFirst())));
    String before = "input";
    for (int layer = 0; layer < trained.dynamics().layers(); layer++) {
      int inputs = sizes.get(layer);
      int neurons = sizes.get(layer + 1);
      String linear = "weights" + (layer + 1);
      String neuron = Trained.layer(layer + 1);
      nodes.put(linear, new NirNode.Linear(transposed(trained, layer, inputs, neurons)));
      nodes.put(neuron, neuron(trained, layer, neurons));
      edges.add(new NirGraph.Edge(before, linear));
      edges.add(new NirGraph.Edge(linear, neuron));
      before = neuron;
    }
    nodes.put("output", new NirNode.Output(List.of(sizes.getLast())));
    edges.add(new NirGraph.Edge(before, "output"));
    NirFile.write(NirGraph.of(nodes, edges), file);
  }

  /// (out, in)
  private static Tensor transposed(TrainedLayers trained, int layer, int inputs, int neurons) {
    int first = trained.dynamics().firstWeight(layer);
    double[] weights = new double[inputs * neurons];
    for (int i = 0; i < inputs; i++) {
      for (int j = 0; j < neurons; j++) {
        weights[j * inputs + i] = trained.weights()[first + i * neurons + j];
      }
    }
    return Tensor.float64(List.of(neurons, inputs), weights);
  }

  /// The import takes `1 - a` of what comes in, whose decay in a step is a; so `w_in` is the
  /// inverse, and a spike of weight w adds w to the current, as it was trained.
  private static NirNode neuron(TrainedLayers trained, int layer, int neurons) {
    var dynamics = trained.dynamics().dynamics();
    Tensor tauSyn = all(neurons, dynamics.tauSMs() / 1e3);
    Tensor tauMem = all(neurons, dynamics.tauMMs() / 1e3);
    Tensor r = all(neurons, 1);
    Tensor zero = all(neurons, 0);
    Tensor wIn = all(neurons, 1 / (1 - trained.currentDecay()));
    return trained.isReadout(layer)
        ? new NirNode.CubaLI(tauSyn, tauMem, r, zero, wIn)
        : new NirNode.CubaLIF(
            tauSyn, tauMem, r, zero, all(neurons, dynamics.threshold()), zero, wIn);
  }

  private static Tensor all(int count, double value) {
    return Tensor.float64(
        List.of(count), IntStream.range(0, count).mapToDouble(_ -> value).toArray());
  }

  /// `folder/LABEL/NUMBER.csv`, as `tradewind run --input` takes labelled samples.
  public static void writeSamples(List<Stimulus> samples, Path folder) {
    int digits = Integer.toString(samples.size()).length();
    for (Stimulus sample : samples) {
      String csv = sample.values().isEmpty() ? spikes(sample) : values(sample);
      String name = "0".repeat(digits - sample.name().length()) + sample.name() + ".csv";
      write(folder.resolve(sample.label()).resolve(name), csv);
    }
  }

  private static String spikes(Stimulus sample) {
    var csv = new StringBuilder("time_step,neuron\n");
    SpikeTrain train = sample.train(Trained.INPUT);
    for (int i = 0; i < train.size(); i++) {
      csv.append(train.steps()[i]).append(',').append(train.neurons()[i]).append('\n');
    }
    return csv.toString();
  }

  private static String values(Stimulus sample) {
    var csv = new StringBuilder("time_step,neuron,value\n");
    ValueTrain train = sample.values(Trained.INPUT);
    for (int i = 0; i < train.size(); i++) {
      csv.append(train.at().steps()[i]).append(',').append(train.at().neurons()[i]);
      csv.append(',').append(train.values()[i]).append('\n');
    }
    return csv.toString();
  }

  private static void write(Path file, String text) {
    try {
      if (file.getParent() != null) {
        Files.createDirectories(file.getParent());
      }
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
