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
    return new Running(this, layout(), pe);
  }

  private static final class Running implements Kernel {
    private final Pe pe;
    private final int size;
    private final boolean recordSpikes;
    private final int header;
    private final int key;
    private final boolean sends;
    private final boolean ahead;
    private final int[] steps;
    private final int[] ends;
    private final int[] atoms;

    /// The next listed step that is to be sent.
    private int toSend;

    /// The next listed step that is to be noted.
    private int toNote;

    Running(SpikeListProgram program, Layout layout, Pe pe) {
      this.pe = pe;
      this.size = program.size;
      this.recordSpikes = program.recordSpikes;
      Sram sram = pe.sram();
      header = layout.region(HEADER).offset();
      key = sram.getInt(header);
      sends = sram.getInt(header + 4) != 0;
      ahead = sram.getInt(header + 8) != 0;
      steps = new int[within(sram.getInt(header + 12), program.capacity.steps)];
      toSend = sram.getInt(header + TO_SEND);
      toNote = sram.getInt(header + TO_NOTE);
      ends = new int[steps.length];
      for (int s = 0; s < steps.length; s++) {
        int at = layout.region(STEPS).offset() + 8 * s;
        steps[s] = sram.getInt(at);
        ends[s] = within(sram.getInt(at + 4), program.capacity.spikes);
      }
      atoms = new int[steps.length == 0 ? 0 : ends[steps.length - 1]];
      for (int i = 0; i < atoms.length; i++) {
        atoms[i] = sram.getShort(layout.region(ATOMS).offset() + 2 * i) & 0xFFFF;
      }
    }

    private static int within(int number, int most) {
      if (number < 0 || number > most) {
        throw new IllegalStateException("the memory says " + number + " of at most " + most);
      }
      return number;
    }

    @Override
    public void writeBack() {
      pe.sram().putInt(header + TO_SEND, toSend);
      pe.sram().putInt(header + TO_NOTE, toNote);
    }

    @Override
    public void onStart() {
      if (ahead) {
        sendThoseOf(0);
      }
    }

    @Override
    public void onTimer(int step) {
      sendThoseOf(ahead ? step + 1 : step);
      if (toNote < steps.length && steps[toNote] == step) {
        for (int i = begin(toNote); recordSpikes && i < ends[toNote]; i++) {
          if (atoms[i] < size) { // as long as its bits have not flipped
            pe.spiked(step, atoms[i]);
          }
        }
        toNote++;
      }
    }

    private void sendThoseOf(int step) {
      if (toSend < steps.length && steps[toSend] == step) {
        int begin = begin(toSend);
        int end = ends[toSend];
        for (int i = begin; sends && i < end; i++) {
          pe.did(Action.SPIKE_LIST_UPDATE, 1);
          pe.send(key | atoms[i]);
        }
        toSend++;
      }
    }

    private int begin(int listed) {
      return listed == 0 ? 0 : ends[listed - 1];
    }
  }
}
