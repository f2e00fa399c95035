package org.tradewind.io.recipe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tradewind.io.nir.NirFile;
import org.tradewind.io.nir.NirGraph;
import org.tradewind.io.nir.NirNode;
import org.tradewind.io.nir.Tensor;
import org.tradewind.network.SpikeTrain;
import org.tradewind.network.Stimulus;
import org.tradewind.network.SynapseWord;
import org.tradewind.train.Trained;

/// Writes a trained network as `.net.yaml` and as `.nir`, and samples to run it on.
public final class TrainedFiles {
  private TrainedFiles() {}

  /// Everything that `tradewind run` needs but the samples is in the file.
  public static void writeNet(Trained trained, SynapseWord word, Path file) {
    var net = new StringBuilder();
    net.append("# made by tradewind train: ").append(trained.name()).append('\n');
    net.append("name: ").append(trained.name()).append('\n');
    net.append("steps: ").append(trained.network().steps()).append('\n');
    net.append("output: ").append(trained.output()).append('\n');
    net.append("decision: ").append(lower(trained.decision())).append('\n');
    net.append("populations:\n");
    net.append("  ").append(Trained.INPUT).append(": {model: spike_list, size: ");
    net.append(trained.network().sizes().getFirst()).append("}\n");
    for (int layer = 0; layer < trained.network().layers(); layer++) {
      net.append("  ").append(Trained.layer(layer + 1)).append(":\n");
      net.append("    model: lif_curr_exp\n");
      net.append("    size: ").append(trained.network().sizes().get(layer + 1)).append('\n');
      net.append("    word: ").append(lower(word)).append('\n');
      if (trained.isReadout(layer)) {
        net.append("    record: [v]\n");
      }
      net.append("    params:\n");
      net.append("      threshold: ").append(trained.threshold(layer));
      net.append("\n      alpha_decay: ").append(trained.alphaDecay());
      net.append("\n      exc_decay: ").append(trained.currentDecay());
      net.append("\n      inh_decay: ").append(trained.currentDecay());
      net.append("\n      reset: reset_to_v_reset\n      v_reset: 0\n");
    }
    net.append("projections:\n");
    for (int layer = 0; layer < trained.network().layers(); layer++) {
      net.append("  - pre: ").append(layer == 0 ? Trained.INPUT : Trained.layer(layer));
      net.append("\n    post: ").append(Trained.layer(layer + 1));
      net.append("\n    connector: all_to_all\n    weight: ");
      net.append(
          Arrays.stream(trained.currents(layer))
              .mapToObj(Double::toString)
              .collect(Collectors.joining(", ", "[", "]\n")));
    }
    write(file, net.toString());
  }

  private static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }

  /// A chain of Linear and CubaLIF, readouts as CubaLI, in seconds. `tradewind run` takes it with
  /// `--dt` of the step and `--reset zero`.
  public static void writeNir(Trained trained, Path file) {
    Map<String, NirNode> nodes = new LinkedHashMap<>();
    List<NirGraph.Edge> edges = new ArrayList<>();
    List<Integer> sizes = trained.network().sizes();
    nodes.put("input", new NirNode.Input(List.of(sizes.getFirst())));
    String before = "input";
    for (int layer = 0; layer < trained.network().layers(); layer++) {
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
  private static Tensor transposed(Trained trained, int layer, int inputs, int neurons) {
    int first = trained.network().firstWeight(layer);
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
  private static NirNode neuron(Trained trained, int layer, int neurons) {
    var dynamics = trained.network().dynamics();
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
      var csv = new StringBuilder("time_step,neuron\n");
      SpikeTrain train = sample.train(Trained.INPUT);
      for (int i = 0; i < train.steps().length; i++) {
        csv.append(train.steps()[i]).append(',').append(train.neurons()[i]).append('\n');
      }
      String name = "0".repeat(digits - sample.name().length()) + sample.name() + ".csv";
      write(folder.resolve(sample.label()).resolve(name), csv.toString());
    }
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
