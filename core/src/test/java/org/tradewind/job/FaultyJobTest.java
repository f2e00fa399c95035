package org.tradewind.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tradewind.machine.Machine;
import org.tradewind.mapping.LinearPlacer;
import org.tradewind.mapping.NerRouter;
import org.tradewind.network.Connectivity;
import org.tradewind.network.Connectivity.Convolution;
import org.tradewind.network.Connectivity.FixedProbability;
import org.tradewind.network.Network;
import org.tradewind.network.NeuronModel;
import org.tradewind.network.NeuronModel.Lif;
import org.tradewind.network.NeuronModel.Poisson;
import org.tradewind.network.NeuronModel.Reset;
import org.tradewind.network.Population;
import org.tradewind.network.Projection;
import org.tradewind.network.SpikeTrain;
import org.tradewind.network.Stimulus;
import org.tradewind.network.SynapseWord;
import org.tradewind.network.Values;
import org.tradewind.run.Faults;
import org.tradewind.run.Faults.Distribution;
import org.tradewind.run.Results;

/// Networks on a machine on which things go wrong.
class FaultyJobTest {
  private static final Connectivity SOME = new FixedProbability(0.3, true);

  /// Neurons of every kind behind synapses of every kind.
  private static Network zoo() {
    Values zero = Values.of(0);
    var convolution = new Convolution(1, 6, 6, 1, 1, 2, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1);
    List<Population> populations =
        List.of(
            Population.of("listed", List.of(1, 6, 6), new NeuronModel.SpikeList(true)),
            Population.of("noise", 60, Poisson.withProbability(0.2)),
            Population.of("kernels", List.of(2, 6, 6), Lif.of(0.9, 4)),
            Population.of("delayed", 70, Lif.of(0.9, 12)),
            Population.of("wide", 40, Lif.of(0.9, 2000)).stored(SynapseWord.WIDE),
            Population.of(
                "currents",
                30,
                new NeuronModel.CurrExpLif(
                    Values.of(0.9),
                    Values.of(0.8),
                    Values.of(0.7),
                    zero,
                    Values.of(20),
                    zero,
                    zero,
                    Values.of(2),
                    Reset.BY_SUBTRACTION)),
            Population.of("relay", 60, new NeuronModel.Relay()));
    var projections = new ArrayList<Projection>();
    projections.add(Projection.of("listed", "kernels", convolution, 2, 0));
    projections.add(Projection.of("noise", "delayed", SOME, 5, 3));
    projections.add(Projection.of("kernels", "delayed", SOME, -3, 1));
    projections.add(Projection.of("noise", "wide", SOME, 900, 20));
    projections.add(Projection.of("delayed", "currents", SOME, 6, 0));
    projections.add(Projection.of("noise", "relay", new Connectivity.OneToOne(), 1, 0));
    return new Network("zoo", populations, projections);
  }

  private static Stimulus volley(int steps) {
    int[] at = IntStream.range(0, steps).toArray();
    int[] neurons = IntStream.range(0, steps).map(s -> 7 * s % 36).toArray();
    return new Stimulus("volley", "", Map.of("listed", new SpikeTrain(at, neurons)));
  }

  @Test
  void whateverFlipsOnlyCoresFail() {
    long flips = 0;
    long strays = 0;
    long crashes = 0;
    for (int seed = 0; seed < 40; seed++) {
      Job job =
          Job.of(zoo(), 40)
              .stimulated(List.of(volley(40)))
              .seeded(seed)
              .withFaults(Faults.NONE.withCorruption(0.02).withBitFlips(0.05).withLoss(0.01));
      Results results = Tradewind.run(job).samples().getFirst().results();
      assertThat(results.network().faults().corrupted()).as("seed %s", seed).isPositive();
      for (Results.Core core : results.cores()) {
        flips += core.faults().flippedBits();
        strays += core.faults().strays();
        crashes += core.faults().crashed() ? 1 : 0;
      }
    }
    assertThat(flips).isGreaterThan(1000);
    assertThat(strays).isPositive();
    assertThat(crashes).isPositive();
  }

  @Test
  void spikesDifferWhereClocksDriftAndNotWhereTheyDoNot() {
    var noise = Population.of("noise", 400, Poisson.withProbability(0.05)).atMost(4);
    var cells = Population.of("cells", 400, Lif.of(0.95, 20)).atMost(4);
    var drive = Projection.of("noise", "cells", new FixedProbability(0.1, true), 5, 0);
    var recur = Projection.of("cells", "cells", new FixedProbability(0.05, false), -2, 1);
    Job job =
        Job.of(new Network("two chips", List.of(noise, cells), List.of(drive, recur)), 60)
            .on(Machine.torus(2, 1))
            .mapped(new LinearPlacer(), new NerRouter());
    Report.Sample right = Tradewind.run(job).samples().getFirst();
    Report.Sample still =
        Tradewind.run(job.withFaults(Faults.NONE.withDrift(Distribution.NORMAL, 0)))
            .samples()
            .getFirst();
    assertThat(still.activity().sameSpikes(right.activity())).isTrue();
    assertThat(outOfStep(right)).isZero();
    Report.Sample apart =
        Tradewind.run(job.withFaults(Faults.NONE.withDrift(Distribution.UNIFORM, 2000)))
            .samples()
            .getFirst();
    assertThat(outOfStep(apart)).isPositive();
    assertThat(apart.activity().sameSpikes(right.activity())).isFalse();
  }

  private static long outOfStep(Report.Sample sample) {
    return sample.results().cores().stream().mapToLong(Results.Core::outOfStep).sum();
  }

  @Test
  void eachSampleHasFaultsOfItsOwnAndThreadsDoNotMatter() {
    Job job =
        Job.of(zoo(), 40)
            .stimulated(List.of(volley(40), volley(40), volley(40)))
            .withFaults(Faults.NONE.withLoss(0.05).withBitFlips(0.02));
    Report one = Tradewind.run(job);
    Report three = Tradewind.run(job.onThreads(3));
    for (int s = 0; s < 3; s++) {
      assertThat(three.samples().get(s).activity().sameSpikes(one.samples().get(s).activity()))
          .isTrue();
    }
    assertThat(one.samples().get(1).results().network().faults())
        .isNotEqualTo(one.samples().get(0).results().network().faults());
  }
}
