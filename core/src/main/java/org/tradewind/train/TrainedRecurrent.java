package org.tradewind.train;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.tradewind.job.Decision;
import org.tradewind.learn.AdaptiveDynamics;
import org.tradewind.learn.RecurrentNetwork;
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

/// Recurrent neurons that hear frames of numbers, and leaky readouts, whose greatest mean decides:
/// [RecurrentNetwork] as `value_list`, `lif_adaptive_threshold` and `lif`.
///
/// What a gain multiplies is multiplied into weights, and beta by what an adaptation is of the
/// program's u. Neurons with a fixed threshold are those with a beta of 0. Frames are sent a step
/// ahead, so that each acts in its own step; readouts hear of spikes a step later, so there is one
/// step more, and a mean over all of them has the same greatest. Equal to itself only.
///
/// @param weights as the network numbers them
/// @param frames that a sample has
/// @param most the greatest magnitude of a number
public record TrainedRecurrent(
    String name, RecurrentNetwork network, double[] weights, int frames, double most)
    implements Trained {
  private static final String NEURONS = layer(1);

  /// Room above the greatest number of any training sample.
  private static final double ROOM = 1.5;

  private static String layer(int number) {
    return Trained.layer(number);
  }

  public TrainedRecurrent {
    if (network.dynamics().refractorySteps() > 0) {
      throw new IllegalArgumentException(
          "no program that adapts is refractory; this network is for "
              + network.dynamics().refractorySteps()
              + " steps");
    }
  }

  static TrainedRecurrent of(
      String name, RecurrentNetwork network, double[] weights, DataSet.Part samples) {
    double greatest = 0;
    int frames = 0;
    for (int n = 0; n < samples.size(); n++) {
      double[] values = samples.values(n);
      frames = Math.max(frames, values.length / network.inputs());
      for (double value : values) {
        greatest = Math.max(greatest, Math.abs(value));
      }
    }
    return new TrainedRecurrent(
        name, network, weights, frames, greatest == 0 ? 1 : ROOM * greatest);
  }

  @Override
  public Network network(SynapseWord word) {
    AdaptiveDynamics d = network.dynamics();
    var neurons =
        Population.of(
                NEURONS,
                network.neurons(),
                new NeuronModel.AdaptiveLif(
                    Values.of(d.alpha()),
                    Values.of(0),
                    Values.of(d.threshold()),
                    Values.of(d.rho()),
                    beta(),
                    Values.of(0),
                    Values.of(0),
                    switch (d.reset()) {
                      case BY_THRESHOLD -> NeuronModel.Reset.NEXT_BY_THRESHOLD;
                      case BY_BOUND -> NeuronModel.Reset.NEXT_BY_BOUND;
                    }))
            .stored(word);
    var readouts =
        Population.of(output(), network.outputs(), NeuronModel.Lif.of(d.kappa(), NEVER))
            .stored(word)
            .recordingSpikes(false)
            .recording(Variable.V);
    int recurrent = network.firstRecurrentWeight();
    int out = network.firstOutputWeight();
    return new Network(
        name,
        List.of(
            Population.of(
                INPUT, network.inputs(), new NeuronModel.ValueList(true, Graded.upTo(most))),
            neurons,
            readouts),
        List.of(
            projection(INPUT, NEURONS, 0, recurrent, d.inputGain()),
            projection(NEURONS, NEURONS, recurrent, out, d.inputGain()),
            projection(NEURONS, output(), out, weights.length, d.readoutGain())));
  }

  private Values beta() {
    AdaptiveDynamics d = network.dynamics();
    double adapting = d.beta() * d.adaptationGain() / (1 - d.rho());
    return Values.of(
        IntStream.range(0, network.neurons())
            .mapToDouble(j -> j < network.lif() ? 0 : adapting)
            .toArray());
  }

  private Projection projection(String pre, String post, int from, int to, double gain) {
    double[] gained = Arrays.stream(weights, from, to).map(weight -> gain * weight).toArray();
    return new Projection(
        pre + "->" + post,
        pre,
        post,
        new Connectivity.AllToAll(true),
        Values.of(gained),
        Values.of(0));
  }

  @Override
  public int steps() {
    return frames + 1;
  }

  @Override
  public String output() {
    return layer(2);
  }

  @Override
  public Decision decision() {
    return Decision.MEAN_VOLTAGE;
  }

  @Override
  public Stimulus stimulus(String number, String label, double[] values) {
    double[] single = Arrays.stream(values).map(value -> (float) value).toArray();
    return new Stimulus(
        number, label, Map.of(), Map.of(INPUT, ValueTrain.frames(single, network.inputs())));
  }
}
