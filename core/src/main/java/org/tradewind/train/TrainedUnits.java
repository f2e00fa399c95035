package org.tradewind.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.tradewind.job.Decision;
import org.tradewind.learn.RewiredNetwork;
import org.tradewind.network.Connectivity;
import org.tradewind.network.Graded;
import org.tradewind.network.Network;
import org.tradewind.network.NeuronModel;
import org.tradewind.network.Population;
import org.tradewind.network.Projection;
import org.tradewind.network.Stimulus;
import org.tradewind.network.SynapseWord;
import org.tradewind.network.ValueTrain;
import org.tradewind.network.Values;
import org.tradewind.network.Variable;

/// Layers of rectified units, sparsely connected. A sample's bytes b are sent once, in step 0, as
/// the numbers b / 255; each layer takes a step. So the readouts, whose voltage is not rectified,
/// have the answer in the last one.
///
/// @param sizes of the input and of each layer
/// @param layers the connections of each
/// @param most the greatest number that units of each layer send
public record TrainedUnits(
    String name, List<Integer> sizes, List<Connections> layers, List<Double> most)
    implements Trained {
  private static final double OF_A_BYTE = 255;

  /// Readouts send to nobody.
  private static final double NO_MATTER = 1;

  /// Room above the greatest number that any training sample brought about.
  private static final double ROOM = 1.5;

  /// Connections of a layer, one after the other.
  public record Connections(int[] source, int[] target, double[] weight) {}

  static TrainedUnits of(
      String name, List<Integer> sizes, RewiredNetwork network, DataSet.Part samples) {
    List<Connections> layers = new ArrayList<>();
    for (int l = 0; l + 1 < sizes.size(); l++) {
      int layer = l;
      int targets = sizes.get(l + 1);
      int[] active =
          IntStream.range(0, sizes.get(l) * targets)
              .filter(position -> network.weight(layer, position) != 0)
              .toArray();
      layers.add(
          new Connections(
              Arrays.stream(active).map(position -> position / targets).toArray(),
              Arrays.stream(active).map(position -> position % targets).toArray(),
              Arrays.stream(active).mapToDouble(p -> network.weight(layer, p)).toArray()));
    }
    return new TrainedUnits(name, sizes, layers, most(sizes, layers, samples));
  }

  private static List<Double> most(
      List<Integer> sizes, List<Connections> layers, DataSet.Part samples) {
    double[] greatest = new double[layers.size()];
    for (int n = 0; n < samples.size(); n++) {
      double[] units = numbers(samples.values(n));
      for (int l = 0; l < layers.size(); l++) {
        units = forward(layers.get(l), units, sizes.get(l + 1));
        greatest[l] = Math.max(greatest[l], Arrays.stream(units).max().orElse(0));
      }
    }
    List<Double> most = new ArrayList<>();
    for (int l = 0; l < greatest.length; l++) {
      boolean sends = l + 1 < greatest.length && greatest[l] > 0;
      most.add(sends ? ROOM * greatest[l] : NO_MATTER);
    }
    return most;
  }

  private static double[] forward(Connections layer, double[] units, int targets) {
    double[] sums = new double[targets];
    for (int c = 0; c < layer.weight.length; c++) {
      sums[layer.target[c]] += layer.weight[c] * units[layer.source[c]];
    }
    return Arrays.stream(sums).map(sum -> Math.max(sum, 0)).toArray();
  }

  private static double[] numbers(double[] bytes) {
    return Arrays.stream(bytes).map(b -> ((int) b & 0xFF) / OF_A_BYTE).toArray();
  }

  @Override
  public Network network(SynapseWord word) {
    List<Population> populations = new ArrayList<>();
    List<Projection> projections = new ArrayList<>();
    populations.add(
        Population.of(INPUT, sizes.getFirst(), new NeuronModel.ValueList(false, Graded.upTo(1))));
    for (int l = 0; l < layers.size(); l++) {
      String pre = populations.getLast().name();
      String post = Trained.layer(l + 1);
      Population units =
          Population.of(post, sizes.get(l + 1), NeuronModel.Rectified.of(Values.of(0), most.get(l)))
              .stored(word);
      populations.add(
          l + 1 < layers.size() ? units : units.recordingSpikes(false).recording(Variable.V));
      Connections layer = layers.get(l);
      projections.add(
          new Projection(
              pre + "->" + post,
              pre,
              post,
              new Connectivity.Listed(layer.source, layer.target),
              Values.of(layer.weight),
              Values.of(0)));
    }
    return new Network(name, populations, projections);
  }

  @Override
  public int steps() {
    return layers.size() + 1;
  }

  @Override
  public String output() {
    return Trained.layer(layers.size());
  }

  @Override
  public Decision decision() {
    return Decision.LAST_VOLTAGE;
  }

  @Override
  public Stimulus stimulus(String number, String label, double[] values) {
    double[] numbers = numbers(values);
    return new Stimulus(
        number, label, Map.of(), Map.of(INPUT, ValueTrain.frames(numbers, numbers.length)));
  }
}
