package org.tradewind.snn;

import org.tradewind.cost.Action;
import org.tradewind.network.SpikeTrain;
import org.tradewind.pe.Kernel;
import org.tradewind.pe.KeyLookup;
import org.tradewind.pe.Layout;
import org.tradewind.pe.Pe;
import org.tradewind.pe.Program;
import org.tradewind.pe.Sram;

/// `spike_list`: emits the spikes that were loaded.
///
/// Regions: `header` (key, whether it sends, whether ahead, how many steps are listed, how many of
/// them were sent and noted), `steps` (each listed step and the end of its spikes, two words),
/// `atoms` (the spikes' neurons, 16 bits each). Both have room for the largest stimulus; a smaller
/// one leaves zeros.
///
/// @param size neurons
/// @param capacity what there is room for
/// @param train spikes of this slice, neurons counted from the slice's first
/// @param ahead sends each spike one step before its own, so that it arrives in its own; those of
///   step 0 leave at the start interrupt. It is noted at its own step either way
record SpikeListProgram(
    int vertex,
    int size,
    Capacity capacity,
    SpikeTrain train,
    boolean ahead,
    boolean sends,
    boolean recordSpikes)
    implements Program {
  private static final String HEADER = "header";
  private static final String STEPS = "steps";
  private static final String ATOMS = "atoms";

  // within the header
  private static final int TO_SEND = 16;
  private static final int TO_NOTE = 20;

  /// @param steps different steps with a spike
  /// @param spikes all of them
  record Capacity(int steps, int spikes) {
    static Capacity of(SpikeTrain train) {
      int steps = 0;
      for (int i = 0; i < train.size(); i++) {
        steps += i == 0 || train.steps()[i] != train.steps()[i - 1] ? 1 : 0;
      }
      return new Capacity(steps, train.size());
    }

    Capacity max(Capacity other) {
      return new Capacity(Math.max(steps, other.steps), Math.max(spikes, other.spikes));
    }

    boolean holds(Capacity other) {
      return other.steps <= steps && other.spikes <= spikes;
    }
  }

  /// The same with other spikes in the same room.
  SpikeListProgram with(SpikeTrain other) {
    return new SpikeListProgram(vertex, size, capacity, other, ahead, sends, recordSpikes);
  }

  static Layout layout(Capacity capacity) {
    return new Layout()
        .with(HEADER, 24)
        .with(STEPS, Math.multiplyExact(8, capacity.steps))
        .with(ATOMS, Math.multiplyExact(2, capacity.spikes));
  }

  @Override
  public Layout layout() {
    return layout(capacity);
  }

  @Override
  public void write(KeyLookup keys, Sram into) {
    Layout layout = layout();
    Capacity used = Capacity.of(train);
    try (Sram.Writer header = into.writer(layout.region(HEADER))) {
      header.putInt(sends ? keys.key(vertex) : 0).putInt(sends ? 1 : 0);
      header.putInt(ahead ? 1 : 0).putInt(used.steps).putInt(0).putInt(0);
    }
    int[] steps = train.steps();
    try (Sram.Writer writer = into.writer(layout.region(STEPS))) {
      for (int i = 0; i < steps.length; i++) {
        if (i + 1 == steps.length || steps[i + 1] != steps[i]) {
          writer.putInt(steps[i]).putInt(i + 1);
        }
      }
      for (int i = used.steps; i < capacity.steps; i++) {
        writer.putInt(0).putInt(0);
      }
    }
    try (Sram.Writer writer = into.writer(layout.region(ATOMS))) {
      for (int neuron : train.neurons()) {
        writer.putShort(neuron);
      }
      for (int i = used.spikes; i < capacity.spikes; i++) {
        writer.putShort(0);
      }
    }
  }

  @Override
  public Kernel start(Pe pe) {
    return new Running(read(pe.sram()), layout().region(HEADER).offset(), pe);
  }

  /// Reads back what [#write] wrote.
  CoreImage.SpikeList read(Sram sram) {
    Layout layout = layout();
    int header = layout.region(HEADER).offset();
    var steps = new int[within(sram.getInt(header + 12), capacity.steps)];
    var ends = new int[steps.length];
    for (int s = 0; s < steps.length; s++) {
      int at = layout.region(STEPS).offset() + 8 * s;
      steps[s] = sram.getInt(at);
      ends[s] = within(sram.getInt(at + 4), capacity.spikes);
    }
    var atoms = new int[steps.length == 0 ? 0 : ends[steps.length - 1]];
    for (int i = 0; i < atoms.length; i++) {
      atoms[i] = sram.getShort(layout.region(ATOMS).offset() + 2 * i) & 0xFFFF;
    }
    return new CoreImage.SpikeList(
        sram.getInt(header),
        sram.getInt(header + 4) != 0,
        recordSpikes,
        size,
        sram.getInt(header + 8) != 0,
        steps,
        ends,
        atoms,
        sram.getInt(header + TO_SEND),
        sram.getInt(header + TO_NOTE));
  }

  private static int within(int number, int most) {
    if (number < 0 || number > most) {
      throw new IllegalStateException("the memory says " + number + " of at most " + most);
    }
    return number;
  }

  private static final class Running implements Kernel {
    private final Pe pe;
    private final CoreImage.SpikeList image;
    private final int header;

    /// The next listed step that is to be sent.
    private int toSend;

    /// The next listed step that is to be noted.
    private int toNote;

    Running(CoreImage.SpikeList image, int header, Pe pe) {
      this.pe = pe;
      this.image = image;
      this.header = header;
      toSend = image.sent();
      toNote = image.noted();
    }

    @Override
    public void writeBack() {
      pe.sram().putInt(header + TO_SEND, toSend);
      pe.sram().putInt(header + TO_NOTE, toNote);
    }

    @Override
    public void onStart() {
      if (image.ahead()) {
        sendThoseOf(0);
      }
    }

    @Override
    public void onTimer(int step) {
      sendThoseOf(image.ahead() ? step + 1 : step);
      if (toNote < image.steps().length && image.steps()[toNote] == step) {
        for (int i = image.begin(toNote); image.records() && i < image.ends()[toNote]; i++) {
          if (image.atoms()[i] < image.size()) { // as long as its bits have not flipped
            pe.spiked(step, image.atoms()[i]);
          }
        }
        toNote++;
      }
    }

    private void sendThoseOf(int step) {
      if (toSend < image.steps().length && image.steps()[toSend] == step) {
        int end = image.ends()[toSend];
        for (int i = image.begin(toSend); image.sends() && i < end; i++) {
          pe.did(Action.SPIKE_LIST_UPDATE, 1);
          pe.send(image.key() | image.atoms()[i]);
        }
        toSend++;
      }
    }
  }
}
