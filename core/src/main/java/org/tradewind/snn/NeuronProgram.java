package org.tradewind.snn;

import org.tradewind.cost.Action;
import org.tradewind.pe.Kernel;
import org.tradewind.pe.KeyLookup;
import org.tradewind.pe.Layout;
import org.tradewind.pe.Payload;
import org.tradewind.pe.Pe;
import org.tradewind.pe.Program;
import org.tradewind.pe.Sram;
import org.tradewind.random.PoissonCounts;

/// A slice of neurons that receive: packets in, one update a step, packets out (hardware.md 12.1).
/// Which neurons is [Neurons]; how a packet becomes weights is [SynapticInput].
///
/// Regions: `header` (key, whether it sends, neurons, ring slots), `parameters`, `state`,
/// `accumulators`, `backgrounds` where there are any ([Noise]), then those of the input.
///
/// @param slots of the ring buffer: the longest delay field + 1
/// @param sends whether any vertex listens; without a listener no packet is sent
/// @param recordSpikes whether spikes are noted
/// @param channels trace channels that are noted
record NeuronProgram(
    int vertex,
    Neurons neurons,
    SynapticInput input,
    Noise noise,
    int slots,
    boolean sends,
    boolean recordSpikes,
    int[] channels)
    implements Program {
  private static final String HEADER = "header";
  private static final int HEADER_BYTES = 16;

  /// Everything but the input's regions.
  static Layout regionsWithoutInput(
      Neurons.Kind kind, int neurons, int parameterBytes, int slots, Noise noise) {
    return noise.region(
        Accumulators.region(
            new Layout()
                .with(HEADER, HEADER_BYTES)
                .with(Parameters.REGION, parameterBytes)
                .with(Neurons.STATE, 4 * neurons * kind.stateVariables()),
            neurons,
            slots,
            kind.split()));
  }

  @Override
  public Layout layout() {
    return input.regions(
        regionsWithoutInput(
            neurons.kind(), neurons.size(), neurons.parameters().bytes(), slots, noise));
  }

  @Override
  public void write(KeyLookup keys, Sram into) {
    Layout layout = layout();
    try (Sram.Writer header = into.writer(layout.region(HEADER))) {
      header.putInt(sends ? keys.key(vertex) : 0).putInt(sends ? 1 : 0);
      header.putInt(neurons.size()).putInt(slots);
    }
    neurons.write(layout, into);
    noise.write(layout, into);
    input.write(keys, layout, into);
  }

  @Override
  public boolean writesAlone() {
    return input.writesAlone();
  }

  @Override
  public Kernel start(Pe pe) {
    return new Running(this, layout(), pe);
  }

  /// The same, with another input.
  NeuronProgram with(SynapticInput other) {
    return new NeuronProgram(vertex, neurons, other, noise, slots, sends, recordSpikes, channels);
  }

  /// Reads back what [#write] wrote.
  CoreImage.Receiving read(Sram sram) {
    return read(layout(), sram);
  }

  private CoreImage.Receiving read(Layout layout, Sram sram) {
    int header = layout.region(HEADER).offset();
    int size = sram.getInt(header + 8);
    if (size != neurons.size() || sram.getInt(header + 12) != slots) {
      throw new IllegalStateException(
          "the header says " + size + " neurons with " + sram.getInt(header + 12) + " slots");
    }
    Neurons.Kind kind = neurons.kind();
    float[][] state = Neurons.state(kind, size, layout, sram);
    return new CoreImage.Receiving(
        sram.getInt(header),
        sram.getInt(header + 4) != 0,
        recordSpikes,
        size,
        slots,
        kind.split(),
        kind.update(Parameters.each(layout, sram)),
        new LoadedNeurons(
            kind,
            Parameters.read(kind.parameters(), size, layout, sram),
            state,
            Workspace.of(size)),
        state,
        channels,
        noise.read(layout, sram),
        input.read(layout, sram, size, kind.split()));
  }

  /// Short: its parts are as large as the network.
  @Override
  public String toString() {
    return neurons.kind() + " x " + neurons.size() + " behind " + input.getClass().getSimpleName();
  }

  private static final class Running implements Kernel {
    private final Pe pe;
    private final Layout layout;
    private final CoreImage.Receiving image;
    private final Neurons.Kind kind;
    private final Accumulators accumulators;
    private final SynapticInput.Receiver receiver;

    /// Local neurons that spike in this step.
    private final int[] spiking;

    private final PoissonCounts counts;

    Running(NeuronProgram program, Layout layout, Pe pe) {
      this.pe = pe;
      this.layout = layout;
      image = program.read(layout, pe.sram());
      kind = program.neurons.kind();
      accumulators = new Accumulators(image.size(), image.slots(), image.split());
      accumulators.read(layout, pe.sram());
      receiver =
          SynapticInput.receiver(image.input(), new SourceTable(layout, pe.sram()), accumulators);
      spiking = new int[image.size()];
      counts = new PoissonCounts(image.backgrounds().isEmpty() ? 0 : image.size());
    }

    @Override
    public void writeBack() {
      accumulators.writeBack(layout, pe.sram());
      Neurons.writeBack(image.state(), layout, pe.sram());
    }

    @Override
    public void onTimer(int step) {
      pe.did(Action.STEP, 1);
      pe.did(Action.RING_SLOT, image.slots());
      receiver.receive(pe, step);
      int slot = accumulators.slot(step);
      int inhibitory = image.split() ? accumulators.ring + slot : slot;
      NeuronUpdate neurons = image.neurons();
      for (CoreImage.Background background : image.backgrounds()) {
        background.draw(pe.seed(), step, 0, spiking.length, counts, neurons);
        pe.did(Action.BACKGROUND_STEP, 1);
        pe.did(Action.BACKGROUND_DRAW, spiking.length);
      }
      pe.did(image.update(), spiking.length);
      int spikes = neurons.update(accumulators.sums, slot, inhibitory, spiking);
      for (int s = 0; s < spikes; s++) {
        if (image.sends()) {
          pe.did(kind.sending(), 1);
          int key = image.key() | spiking[s];
          pe.send(key, kind.graded() ? Payload.of(neurons.number(spiking[s])) : Payload.NONE);
        }
        if (image.records()) {
          pe.spiked(step, spiking[s]);
        }
      }
      for (int channel : image.channels()) {
        float[] values = neurons.variable(channel);
        for (int i = 0; i < values.length; i++) {
          pe.trace(channel, step, i, values[i]);
        }
      }
    }
  }
}
