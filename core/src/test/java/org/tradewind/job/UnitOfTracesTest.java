package org.tradewind.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tradewind.network.Connectivity;
import org.tradewind.network.Network;
import org.tradewind.network.NeuronModel;
import org.tradewind.network.Population;
import org.tradewind.network.Projection;
import org.tradewind.network.SpikeTrain;
import org.tradewind.network.Stimulus;
import org.tradewind.network.Values;
import org.tradewind.network.Variable;

class UnitOfTracesTest {
  private static final Stimulus ONE =
      new Stimulus("one", "", Map.of("in", SpikeTrain.sorted(new int[] {1, 3}, new int[] {0, 0})));

  /// With weights that must be scaled, so that machine units are not the network's.
  private static void agrees(NeuronModel model, Variable... variables) {
    var network =
        new Network(
            "units",
            List.of(
                Population.of("in", 1, new NeuronModel.SpikeList(false)),
                Population.of("out", 1, model).recording(variables)),
            List.of(
                new Projection(
                    "p", "in", "out", new Connectivity.OneToOne(), Values.of(0.7), Values.of(0))));
    Report report = Tradewind.run(Job.of(network, 8).stimulated(List.of(ONE)).besideReference());
    assertThat(report.mapped().quantisation().scale().get("out")).isNotEqualTo(1);
    Report.Sample sample = report.samples().getFirst();
    for (Variable variable : variables) {
      double[] ours = sample.activity().traces().get("out").get(variable).values();
      double[] theirs = sample.reference().traces().get("out").get(variable).values();
      for (int i = 0; i < ours.length; i++) {
        assertThat(ours[i]).as(variable + " " + i).isCloseTo(theirs[i], within(1e-4));
      }
    }
  }

  @Test
  void aVoltageIsRecordedInTheNetworksUnit() {
    agrees(NeuronModel.Lif.of(0.9, 10), Variable.V);
  }

  @Test
  void anIzhikevichNeuronIsRecordedInMillivolts() {
    agrees(izhikevich(), Variable.V, Variable.U);
  }

  private static NeuronModel izhikevich() {
    return new NeuronModel.Izhikevich(
        Values.of(0.02),
        Values.of(0.2),
        Values.of(-65),
        Values.of(8),
        Values.of(0),
        Values.of(-65),
        1);
  }
}
