package org.tradewind.train;

import java.util.ArrayList;
import java.util.List;
import org.tradewind.job.Decision;
import org.tradewind.job.Job;
import org.tradewind.job.Report;
import org.tradewind.job.Tradewind;
import org.tradewind.network.Network;
import org.tradewind.network.Stimulus;
import org.tradewind.network.SynapseWord;

/// A trained network as the machine's own programs run it. A plan.
public sealed interface Trained permits TrainedLayers, TrainedUnits, TrainedRecurrent {
  /// The population that takes samples.
  String INPUT = "input";

  /// A threshold that no voltage reaches, where the machine's programs must have one.
  double NEVER = 1e30;

  /// Layers count from 1.
  static String layer(int number) {
    return "layer" + number;
  }

  String name();

  /// @param word how its synapses are stored
  Network network(SynapseWord word);

  /// Timesteps that a sample takes.
  int steps();

  /// The population that decides.
  String output();

  Decision decision();

  /// A sample as `tradewind run` takes it: all that can have an effect.
  ///
  /// @param values as in the data set
  Stimulus stimulus(String name, String label, double[] values);

  /// The first samples of a part.
  default List<Stimulus> stimuli(DataSet.Part part, int most) {
    List<Stimulus> stimuli = new ArrayList<>();
    for (int n = 0; n < Math.min(most, part.size()); n++) {
      String label = Integer.toString(part.label(n));
      stimuli.add(stimulus(Integer.toString(n), label, part.values(n)));
    }
    return stimuli;
  }

  /// The job that `tradewind run` makes of it.
  default Job job(SynapseWord word, List<Stimulus> stimuli, int threads) {
    return Job.of(network(word), steps())
        .stimulated(stimuli)
        .classifiedBy(output())
        .decidedBy(decision())
        .onThreads(threads);
  }

  /// Runs samples on a chip.
  default Report tried(SynapseWord word, List<Stimulus> stimuli, int threads) {
    return Tradewind.run(job(word, stimuli, threads).besideReference());
  }
}
