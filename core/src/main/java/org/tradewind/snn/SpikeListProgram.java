package org.tradewind.snn;

import org.tradewind.cost.Action;
import org.tradewind.pe.Kernel;
import org.tradewind.pe.KeyLookup;
import org.tradewind.pe.Layout;
import org.tradewind.pe.Payload;
import org.tradewind.pe.Pe;
import org.tradewind.pe.Program;
import org.tradewind.pe.Sram;

/// `spike_list` and `value_list`: emits the spikes, or the numbers, that were loaded.
///
/// Regions: `header` (key, whether it sends, whether ahead, how many steps are listed, how many of
/// them were sent and noted), `steps` (each listed step and the end of its spikes, two words),
/// `atoms` (the spikes' neurons, 16 bits each), `numbers` where there are such (16 bits each). All
/// have room for the largest stimulus; a smaller one leaves zeros.
///
/// @param size neurons
/// @param capacity what there is room for
/// @param listed what this slice sends, neurons counted from the slice's first
/// @param ahead sends each spike one step before its own, so that it arrives in its own; those of
///   step 0 leave at the start interrupt. It is noted at its own step either way
record SpikeListProgram(
    int vertex,
    int size,
    Capacity capacity,
    Listed listed,
    boolean ahead,
    boolean sends,
    boolean recordSpikes)
    implements Program {
  private static final String HEADER = "header";
  private static final String STEPS = "steps";
  private static final String ATOMS = "atoms";
  private static final String NUMBERS = "numbers";

  // within the header
  private static final int TO_SEND = 16;
  private static final int TO_NOTE = 20;

  /// @param steps different steps with a spike
  /// @param spikes all of them
  record Capacity(int steps, int spikes) {
    static final Capacity NONE = new Capacity(0, 0);

    static Capacity of(Listed listed) {
      return new Capacity(listed.steps(), listed.size());
    }

    Capacity max(Capacity other) {
      return new Capacity(Math.max(steps, other.steps), Math.max(spikes, other.spikes));
    }

    boolean holds(Capacity other) {
      return other.steps <= steps && other.spikes <= spikes;
    }
  }

  /// Bytes that a spike or a number takes.
  static int bytesEach(boolean graded) {
    return graded ? 4 : 2;
  }

  /// The same with something else in the same room.
  SpikeListProgram with(Listed other) {
    return new SpikeListProgram(vertex, size, capacity, other, ahead, sends, recordSpikes);
  }

  static Layout layout(Capacity capacity, boolean graded) {
    int halves = Math.multiplyExact(2, capacity.spikes);
    Layout layout =
        new Layout()
            .with(HEADER, 24)
            .with(STEPS, Math.multiplyExact(8, capacity.steps))
            .with(ATOMS, halves);
    return graded ? layout.with(NUMBERS, halves) : layout;
  }

  @Override
  public Layout layout() {
    return layout(capacity, listed.graded());
  }

  @Override
  public void write(KeyLookup keys, Sram into) {
    Layout layout = layout();
    Capacity used = Capacity.of(listed);
    try (Sram.Writer header = into.writer(layout.region(HEADER))) {
      header.putInt(sends ? keys.key(vertex) : 0).putInt(sends ? 1 : 0);
      header.putInt(ahead ? 1 : 0).putInt(used.steps).putInt(0).putInt(0);
    }
    int[] steps = listed.at().steps();
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
    writeHalves(listed.at().neurons(), into.writer(layout.region(ATOMS)));
    if (listed.graded()) {
      writeHalves(listed.numbers(), into.writer(layout.region(NUMBERS)));
    }
  }

  private void writeHalves(int[] halves, Sram.Writer into) {
    try (into) {
      for (int half : halves) {
        into.putShort(half);
      }
      for (int i = halves.length; i < capacity.spikes; i++) {
        into.putShort(0);
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
    var numbers = new int[listed.graded() ? atoms.length : 0];
    for (int i = 0; i < atoms.length; i++) {
      atoms[i] = sram.getShort(layout.region(ATOMS).offset() + 2 * i) & 0xFFFF;
      if (listed.graded()) {
        numbers[i] = sram.getShort(layout.region(NUMBERS).offset() + 2 * i);
      }
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
        numbers,
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
          send(i);
        }
        toSend++;
      }
    }

    private void send(int i) {
      int key = image.key() | image.atoms()[i];
      if (image.numbers().length > 0) {
        pe.did(Action.VALUE_LIST_UPDATE, 1);
        pe.send(key, Payload.of(image.numbers()[i]));
      } else {
        pe.did(Action.SPIKE_LIST_UPDATE, 1);
        pe.send(key);
      }
    }
  }
}
