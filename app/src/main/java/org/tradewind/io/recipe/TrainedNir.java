package org.tradewind.io.recipe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tradewind.io.nir.NirFile;
import org.tradewind.io.nir.NirGraph;
import org.tradewind.io.nir.NirNode;
import org.tradewind.io.nir.Tensor;
import org.tradewind.learn.AdaptiveDynamics;
import org.tradewind.learn.RecurrentNetwork;
import org.tradewind.train.Trained;
import org.tradewind.train.TrainedLayers;
import org.tradewind.train.TrainedRecurrent;
import org.tradewind.train.TrainedUnits;

/// Writes a trained network as `.nir`, where NIR has nodes for it.
public final class TrainedNir {
  /// Of a recurrent network, which has none of its own.
  private static final double STEP_SECONDS = 1e-3;

  private TrainedNir() {}

  /// @return why none was written; empty where one was
  public static Optional<String> write(Trained trained, Path file) {
    return switch (trained) {
      case TrainedLayers layers -> written(graph(layers), file);
      case TrainedRecurrent recurrent when recurrent.network().alif() == 0 ->
          written(graph(recurrent), file);
      case TrainedRecurrent _ -> Optional.of("NIR has no neuron whose threshold adapts");
      case TrainedUnits _ -> Optional.of("NIR has no rectified unit");
    };
  }

  private static Optional<String> written(NirGraph graph, Path file) {
    NirFile.write(graph, file);
    return Optional.empty();
  }

  /// Linear, LIF with a Linear back to itself, Linear, LI. `tradewind run` takes it with `--dt` of
  /// 1 ms, `--reset subtract`, `--input-most` and `--decision mean_voltage`.
  ///
  /// What is trained takes the threshold from v one step after a spike, without leak; NIR's
  /// subtraction takes it at once, and what is left leaks. The difference, (1 - alpha) threshold in
  /// the next step, is a synapse of each neuron with itself.
  private static NirGraph graph(TrainedRecurrent trained) {
    RecurrentNetwork network = trained.network();
    AdaptiveDynamics d = network.dynamics();
    int neurons = network.neurons();
    double[] weights = trained.weights();
    double r = d.inputGain() / (1 - d.alpha());
    double[] back = transposed(weights, network.firstRecurrentWeight(), neurons, neurons);
    for (int j = 0; j < neurons; j++) {
      back[j * neurons + j] -= d.threshold() / r;
    }
    Map<String, NirNode> nodes = new LinkedHashMap<>();
    nodes.put("input", new NirNode.Input(List.of(network.inputs())));
    nodes.put("weights1", linear(transposed(weights, 0, network.inputs(), neurons), neurons));
    nodes.put("recurrent", linear(back, neurons));
    nodes.put(
        "layer1",
        new NirNode.LIF(
            all(neurons, tauSeconds(d.alpha())),
            all(neurons, r),
            all(neurons, 0),
            all(neurons, d.threshold()),
            all(neurons, 0)));
    int out = network.firstOutputWeight();
    int outputs = network.outputs();
    nodes.put("weights2", linear(transposed(weights, out, neurons, outputs), outputs));
    nodes.put(
        "layer2",
        new NirNode.LI(
            all(outputs, tauSeconds(d.kappa())),
            all(outputs, d.readoutGain() / (1 - d.kappa())),
            all(outputs, 0)));
    nodes.put("output", new NirNode.Output(List.of(outputs)));
    List<NirGraph.Edge> edges =
        List.of(
            new NirGraph.Edge("input", "weights1"),
            new NirGraph.Edge("weights1", "layer1"),
            new NirGraph.Edge("layer1", "recurrent"),
            new NirGraph.Edge("recurrent", "layer1"),
            new NirGraph.Edge("layer1", "weights2"),
            new NirGraph.Edge("weights2", "layer2"),
            new NirGraph.Edge("layer2", "output"));
    return NirGraph.of(nodes, edges);
  }

  private static double tauSeconds(double decay) {
    return -STEP_SECONDS / StrictMath.log(decay);
  }

  /// A chain of Linear and CubaLIF, readouts as CubaLI, in seconds. `tradewind run` takes it with
  /// `--dt` of the step and `--reset zero`.
  private static NirGraph graph(TrainedLayers trained) {
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
      int first = trained.dynamics().firstWeight(layer);
      nodes.put(linear, linear(transposed(trained.weights(), first, inputs, neurons), neurons));
      nodes.put(neuron, neuron(trained, layer, neurons));
      edges.add(new NirGraph.Edge(before, linear));
      edges.add(new NirGraph.Edge(linear, neuron));
      before = neuron;
    }
    nodes.put("output", new NirNode.Output(List.of(sizes.getLast())));
    edges.add(new NirGraph.Edge(before, "output"));
    return NirGraph.of(nodes, edges);
  }

  private static NirNode linear(double[] weights, int neurons) {
    int inputs = weights.length / neurons;
    return new NirNode.Linear(Tensor.float64(List.of(neurons, inputs), weights));
  }

  /// (out, in), of weights that are (in, out) from `first` on.
  private static double[] transposed(double[] weights, int first, int inputs, int neurons) {
    double[] turned = new double[inputs * neurons];
    for (int i = 0; i < inputs; i++) {
      for (int j = 0; j < neurons; j++) {
        turned[j * inputs + i] = weights[first + i * neurons + j];
      }
    }
    return turned;
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
}
