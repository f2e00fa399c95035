package org.tradewind.snn;

import java.util.Arrays;
import java.util.List;
import org.tradewind.network.Connectivity;
import org.tradewind.network.Network;
import org.tradewind.network.NeuronModel;
import org.tradewind.network.Population;
import org.tradewind.network.Projection;
import org.tradewind.network.Rows;
import org.tradewind.network.Synapses;
import org.tradewind.network.Values;

/// Synapses written by hand, as rows on one core.
final class Senders {
  private final int neurons;
  private final RowsAssembly assembly;

  Senders(SynapseFormat format, int neurons) {
    this.neurons = neurons;
    this.assembly = new RowsAssembly(format, new int[] {0, neurons});
  }

  Senders with(int vertex, Synapses synapses) {
    int atoms = synapses.rowStart().length - 1;
    assembly.add(
        vertex,
        new int[] {0, atoms},
        List.of(rows(synapses, atoms, neurons)),
        false,
        (there, here) -> {});
    return this;
  }

  SynapticRows rows() {
    return assembly.assembled(Long.MAX_VALUE, 1)[0];
  }

  static Rows rows(Synapses synapses, int preSize, int postSize) {
    var pre = new int[synapses.count()];
    for (int i = 0; i < preSize; i++) {
      Arrays.fill(pre, synapses.rowStart()[i], synapses.rowStart()[i + 1], i);
    }
    var weight = new double[pre.length];
    var delay = new double[pre.length];
    for (int s = 0; s < pre.length; s++) {
      weight[s] = synapses.weight()[s];
      delay[s] = synapses.delay()[s];
    }
    var projection =
        new Projection(
            "p",
            "in",
            "out",
            new Connectivity.Listed(pre, synapses.post()),
            Values.of(weight),
            Values.of(delay));
    var network =
        new Network(
            "n",
            List.of(
                Population.of("in", preSize, new NeuronModel.Relay()),
                Population.of("out", postSize, new NeuronModel.Relay())),
            List.of(projection));
    return Rows.of(network, projection, 0);
  }
}
