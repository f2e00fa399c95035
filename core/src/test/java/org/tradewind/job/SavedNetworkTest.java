package org.tradewind.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tradewind.mapping.Images;
import org.tradewind.network.Connectivity.FixedProbability;
import org.tradewind.network.Network;
import org.tradewind.network.NeuronModel;
import org.tradewind.network.NeuronModel.AdaptiveLif;
import org.tradewind.network.NeuronModel.CurrExpLif;
import org.tradewind.network.NeuronModel.Izhikevich;
import org.tradewind.network.NeuronModel.Lif;
import org.tradewind.network.NeuronModel.Poisson;
import org.tradewind.network.NeuronModel.Relay;
import org.tradewind.network.NeuronModel.Reset;
import org.tradewind.network.NeuronModel.SpikeList;
import org.tradewind.network.Population;
import org.tradewind.network.Projection;
import org.tradewind.network.SpikeTrain;
import org.tradewind.network.Stimulus;
import org.tradewind.network.Values;
import org.tradewind.network.Variable;
import org.tradewind.run.Results;
import org.tradewind.run.Run;
import org.tradewind.snn.Snn;
import org.tradewind.unit.Ticks;

/// A network of every neuron model, saved in the middle, goes on as if nothing had been.
class SavedNetworkTest {
  private static final int STEPS = 60;

  private static Values v(double value) {
    return Values.of(value);
  }

  private static Network network() {
    List<NeuronModel> models =
        List.of(
            Lif.of(0.9, 12.5),
            new CurrExpLif(
                v(0.9), v(0.6), v(0.5), v(0), v(20), v(0), v(0), v(3), Reset.BY_SUBTRACTION),
            new AdaptiveLif(v(0.9), v(0), v(10), v(0.95), v(2), v(0), v(0), Reset.TO_V_RESET),
            new Izhikevich(v(0.02), v(0.2), v(-65), v(8), v(0), v(-65), 0.5),
            new Relay());
    var populations = new ArrayList<Population>();
    var projections = new ArrayList<Projection>();
    populations.add(Population.of("noise", 40, Poisson.withProbability(0.1)));
    populations.add(Population.of("listed", 40, new SpikeList(true)));
    for (int m = 0; m < models.size(); m++) {
      String name = "cells" + m;
      var cells = Population.of(name, 50, models.get(m)).recordingSpikes(true).atMost(20);
      populations.add(cells.recording(cells.model().variables().toArray(new Variable[0])));
      projections.add(Projection.of("noise", name, new FixedProbability(0.3, true), 4, 0));
      projections.add(Projection.of("listed", name, new FixedProbability(0.3, true), 4, 0));
      projections.add(
          new Projection(
              "within " + name,
              name,
              name,
              new FixedProbability(0.2, false),
              new Values.Uniform(-4, 2),
              new Values.Uniform(0, 7)));
    }
    return new Network("all models", populations, projections);
  }

  @Test
  void everyNeuronModelGoesOnWhereItWasSaved() {
    var random = new SplittableRandom(4);
    var steps = random.ints(200, 0, STEPS).sorted().toArray();
    var neurons = random.ints(200, 0, 40).toArray();
    var stimulus = new Stimulus("s", "", Map.of("listed", SpikeTrain.sorted(steps, neurons)));
    Mapped mapped =
        Tradewind.map(Job.of(network(), STEPS).stimulated(List.of(stimulus)), Progress.SILENT);
    Images images = Snn.load(mapped.mapping(), mapped.quantisation(), stimulus);
    var options = mapped.job().options();
    Results expected = Run.load(mapped.mapping(), images, options).until(STEPS);
    assertThat(Readout.activity(mapped, expected).totalSpikes()).isGreaterThan(1_000);
    for (int i = 0; i < 12; i++) {
      long at = random.nextLong(STEPS * Ticks.PER_MILLISECOND);
      Run first = Run.load(mapped.mapping(), images, options);
      first.start(STEPS);
      first.advance(at);
      var saved = new ByteArrayOutputStream();
      first.save(saved);
      Run second =
          Run.restore(
              mapped.mapping(),
              images,
              options,
              new ByteArrayInputStream(saved.toByteArray()),
              "saved");
      second.advance(Long.MAX_VALUE);
      assertThat(Readout.activity(mapped, second.results()))
          .as("saved at tick %s", at)
          .usingRecursiveComparison()
          .isEqualTo(Readout.activity(mapped, expected));
      assertThat(second.results().counts().cycles()).isEqualTo(expected.counts().cycles());
      assertThat(second.results().ticks()).isEqualTo(expected.ticks());
    }
  }
}
