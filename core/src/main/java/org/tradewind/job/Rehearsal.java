package org.tradewind.job;

import java.util.List;
import org.tradewind.network.Activity;
import org.tradewind.network.Network;
import org.tradewind.network.Population;
import org.tradewind.network.Synapses;
import org.tradewind.reference.Arithmetic;
import org.tradewind.reference.Reference;
import org.tradewind.snn.Quantisation;

/// How busy every population is, found out before the network is mapped: the quantised network runs
/// once in plain loops, under the job's first stimulus. It does there what it will do on the
/// machine, so what is planned with it is right for that stimulus and a sample for the others.
final class Rehearsal {
  /// Networks with more synapses are not rehearsed: expanded they take 9 bytes each.
  static final long MOST_SYNAPSES = 20_000_000;

  /// Of a long run so many updates of a neuron are rehearsed, from its beginning.
  static final long MOST_UPDATES = 200_000_000;

  private Rehearsal() {}

  /// The spikes of all populations; [Activity#NONE] where the job does not ask for it, the modeller
  /// gave all rates, or the network is too large.
  static Activity of(Job job, Quantisation quantised) {
    Network network = quantised.network();
    long synapses =
        network.projections().stream().mapToLong(p -> Synapses.estimate(network, p)).sum();
    boolean known =
        network.populations().stream()
            .allMatch(p -> p.expectedRateHz().isPresent() || !p.model().receives());
    if (!job.rehearsed() || known || synapses > MOST_SYNAPSES) {
      return Activity.NONE;
    }
    List<Population> listened =
        network.populations().stream().map(p -> p.recordingSpikes(true).recording()).toList();
    int steps = Math.clamp(MOST_UPDATES / network.neurons(), 1, job.steps());
    return Reference.of(network.withPopulations(listened), job.seed(), Arithmetic.SINGLE)
        .run(job.stimuli().getFirst(), steps);
  }
}
