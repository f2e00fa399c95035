package org.tradewind.snn;

import org.tradewind.cost.Action;
import org.tradewind.network.Network;
import org.tradewind.pe.Kernel;
import org.tradewind.pe.KeyLookup;
import org.tradewind.pe.Layout;
import org.tradewind.pe.Pe;
import org.tradewind.pe.Program;
import org.tradewind.pe.Sram;
import org.tradewind.random.SplitMix;

/// `poisson`: each neuron spikes in each step with probability p, independently (a Bernoulli
/// process, as on the chip).
///
/// The draw is [SplitMix#uniform] < p of the stream of (seed, owner of the population's spikes,
/// step), at the neuron's place in the population, so it does not depend on the split. Regions:
/// `header` (key, whether it sends, neurons, index of the population, first neuron, first step, end
/// step), `parameters` (p).
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
    return new Running(read(pe.sram()), pe);
  }

  /// Reads back what [#write] wrote.
  CoreImage.Poisson read(Sram sram) {
    Layout layout = layout();
    int at = layout.region(HEADER).offset();
    int neurons = sram.getInt(at + 8);
    if (neurons != p.neurons()) {
      throw new IllegalStateException("the header says " + neurons + " neurons");
    }
    return new CoreImage.Poisson(
        sram.getInt(at),
        sram.getInt(at + 4) != 0,
        recordSpikes,
        Network.owner(Network.Use.SPIKE, sram.getInt(at + 12), 0),
        sram.getInt(at + 16),
        sram.getInt(at + 20),
        sram.getInt(at + 24),
        Parameters.read(1, neurons, layout, sram)[0]);
  }

  private static final class Running implements Kernel {
    private final Pe pe;
    private final CoreImage.Poisson image;

    Running(CoreImage.Poisson image, Pe pe) {
      this.pe = pe;
      this.image = image;
    }

    @Override
    public void onTimer(int step) {
      if (step < image.fromStep() || step >= image.untilStep()) {
        return;
      }
      float[] p = image.p();
      pe.did(Action.POISSON_UPDATE, p.length);
      long begin = SplitMix.begin(pe.seed(), image.owner(), step);
      for (int i = 0; i < p.length; i++) {
        if (SplitMix.uniform(begin, image.from() + i) < p[i]) {
          if (image.sends()) {
            pe.did(Action.SPIKE, 1);
            pe.send(image.key() | i);
          }
          if (image.records()) {
            pe.spiked(step, i);
          }
        }
      }
    }
  }
}
