package org.tradewind.snn;

import org.tradewind.cost.Action;
import org.tradewind.network.Network;
import org.tradewind.pe.Kernel;
import org.tradewind.pe.KeyLookup;
import org.tradewind.pe.Layout;
import org.tradewind.pe.Pe;
import org.tradewind.pe.Program;
import org.tradewind.pe.Sram;
import org.tradewind.random.Philox;

/// `poisson`: each neuron spikes in each step with probability p, independently (a Bernoulli
/// process, as on the chip).
///
/// The draw is `Philox.uniform(seed, owner of the population's spikes, step, neuron of the
/// population) < p`, so it does not depend on the split. Regions: `header` (key, whether it sends,
/// neurons, index of the population, first neuron, first step, end step), `parameters` (p).
record PoissonProgram(
    int vertex,
    int population,
    int from,
    Parameters p,
    int fromStep,
    int untilStep,
    boolean sends,
    boolean recordSpikes)
    implements Program {
  private static final String HEADER = "header";

  static Layout layout(int parameterBytes) {
    return new Layout().with(HEADER, 28).with(Parameters.REGION, parameterBytes);
  }

  @Override
  public Layout layout() {
    return layout(p.bytes());
  }

  @Override
  public void write(KeyLookup keys, Sram into) {
    Layout layout = layout();
    try (Sram.Writer header = into.writer(layout.region(HEADER))) {
      header.putInt(sends ? keys.key(vertex) : 0).putInt(sends ? 1 : 0).putInt(p.neurons());
      header.putInt(population).putInt(from).putInt(fromStep).putInt(untilStep);
    }
    p.write(layout, into);
  }

  @Override
  public Kernel start(Pe pe) {
    return new Running(this, layout(), pe);
  }

  private static final class Running implements Kernel {
    private final Pe pe;
    private final boolean recordSpikes;
    private final int key;
    private final boolean sends;
    private final long owner;
    private final int from;
    private final int fromStep;
    private final int untilStep;
    private final float[] p;

    Running(PoissonProgram program, Layout layout, Pe pe) {
      this.pe = pe;
      this.recordSpikes = program.recordSpikes;
      Sram sram = pe.sram();
      int at = layout.region(HEADER).offset();
      key = sram.getInt(at);
      sends = sram.getInt(at + 4) != 0;
      owner = Network.owner(Network.Use.SPIKE, sram.getInt(at + 12), 0);
      from = sram.getInt(at + 16);
      fromStep = sram.getInt(at + 20);
      untilStep = sram.getInt(at + 24);
      int neurons = sram.getInt(at + 8);
      if (neurons != program.p.neurons()) {
        throw new IllegalStateException("the header says " + neurons + " neurons");
      }
      p = Parameters.read(1, neurons, layout, sram)[0];
    }

    @Override
    public void onTimer(int step) {
      if (step < fromStep || step >= untilStep) {
        return;
      }
      pe.did(Action.POISSON_UPDATE, p.length);
      for (int i = 0; i < p.length; i++) {
        if (Philox.uniform(pe.seed(), owner, step, from + i) < p[i]) {
          if (sends) {
            pe.did(Action.SPIKE, 1);
            pe.send(key | i);
          }
          if (recordSpikes) {
            pe.spiked(step, i);
          }
        }
      }
    }
  }
}
