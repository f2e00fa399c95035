package org.tradewind.onchip;

import java.util.Arrays;
import org.tradewind.cost.Action;
import org.tradewind.learn.SingleAdam;
import org.tradewind.learn.SingleEprop;
import org.tradewind.pe.Kernel;
import org.tradewind.pe.KeyLookup;
import org.tradewind.pe.Layout;
import org.tradewind.pe.Payload;
import org.tradewind.pe.Pe;
import org.tradewind.pe.Program;
import org.tradewind.pe.Sram;

/// Some of the neurons of an [EpropOnChip] with all synapses onto them: a [SingleEprop] on a core,
/// and Adam over these synapses. While a sample lasts it sends and receives nothing but spikes; the
/// inputs of the next step come from DRAM meanwhile. After it come the readouts' errors, from which
/// it learns with the feedback B that it holds.
///
/// Spikes of a step are collected before the next and then taken by the neurons' numbers, in
/// whatever order they came, so that sums are always the same.
///
/// @param core which of those with neurons this is
/// @param waits whether B changes, so that a batch begins when it has come
/// @param state of weights from sources to these neurons, number `source * neurons + neuron`
/// @param feedback B of these neurons, each in a row of [EpropSettings#stride]
record NeuronsProgram(
    EpropEpoch epoch, int core, boolean waits, SingleAdam.State state, float[] feedback)
    implements Program {
  private static final int SETTINGS_WORDS = 3 + EpropEpoch.WORDS;

  /// Where every core has its feedback, which the readouts write.
  static int feedbackOffset(EpropSettings settings) {
    return 2 * frameBytes(settings);
  }

  private static int frameBytes(EpropSettings settings) {
    return SampleRecords.granules(4 * settings.inputs());
  }

  @Override
  public Layout layout() {
    return layout(epoch, core);
  }

  /// Where a batch is one sample, its gradient takes the place of the summed traces.
  private static Layout layout(EpropEpoch epoch, int core) {
    EpropSettings settings = epoch.settings();
    int neurons = settings.size(core);
    int synapses = 4 * settings.sources() * neurons;
    int adaptive = 4 * settings.sources() * (neurons - settings.lif(core));
    return new Layout()
        .with("frames", 2 * frameBytes(settings))
        .with("feedback", 4 * neurons * settings.stride())
        .with("weights", synapses)
        .with("m", synapses)
        .with("v", synapses)
        .with("gradient", epoch.inBatches() ? synapses : 0)
        .with("traces of potential", 4 * settings.sources())
        .with("traces of adaptation", adaptive)
        .with("filtered traces", synapses)
        .with("summed traces", synapses)
        .with("potentials", 4 * neurons)
        .with("adaptations", 4 * neurons)
        .with("surrogates", 4 * neurons)
        .with("currents", 4 * neurons)
        .with("signals", 4 * neurons)
        .with("refractory", neurons)
        .with("spikes", settings.neurons())
        .with("errors", 4 * settings.outputs())
        .with("progress", 4 * 2)
        .with("settings", 4 * SETTINGS_WORDS);
  }

  @Override
  public void write(KeyLookup keys, Sram into) {
    Layout layout = layout();
    AdamMemory.write(into, layout, state);
    new Memory(into, layout).put("feedback", feedback);
    try (var to = into.writer(layout.region("settings"))) {
      to.putInt(keys.key(epoch.firstVertex() + core)).putInt(core).putInt(waits ? 1 : 0);
      epoch.write(keys, to);
    }
  }

  /// What has been learned, from its memory after the run.
  SingleAdam.State learned(Sram sram) {
    return AdamMemory.read(sram, layout(), state.weights().length);
  }

  @Override
  public Kernel start(Pe pe) {
    return new Running(pe);
  }

  private static final class Running implements Kernel {
    /// Behind Adam's steps in the region of progress: feedbacks that came.
    private static final int FEEDBACKS = 4;

    private final Pe pe;
    private final Sram sram;
    private final Memory memory;
    private final EpropSettings settings;
    private final Timetable.Place place;
    private final FrameRecords records;
    private final int key;
    private final int core;
    private final boolean waits;
    private final boolean inBatches;
    private final int size;
    private final int steps;
    private final int feedbacks;

    private final EpropWork work;
    private final SingleEprop neurons;
    private final PortionedAdam adam;

    /// Of the batch; none where a batch is one sample.
    private final float[] gradient;

    private final float[] frame;
    private final float[] feedback;
    private final float[] errors;

    /// Spikes of all neurons in the step before.
    private final boolean[] before;

    Running(Pe pe) {
      this.pe = pe;
      sram = pe.sram();
      var words = Words.last(sram, SETTINGS_WORDS);
      key = words.nextInt();
      core = words.nextInt();
      waits = words.nextFlag();
      EpropEpoch epoch = EpropEpoch.read(words);
      settings = epoch.settings();
      place = new Timetable.Place(epoch.timetable(), 0);
      steps = epoch.timetable().steps();
      inBatches = epoch.inBatches();
      records = new FrameRecords(steps, settings.inputs());
      size = settings.size(core);
      int lif = settings.lif(core);
      int synapses = settings.sources() * size;
      work = new EpropWork(settings, size, lif);
      neurons =
          new SingleEprop(
              settings.constants(),
              settings.inputs(),
              settings.neurons(),
              settings.from(core),
              size,
              lif);
      gradient = new float[inBatches ? synapses : 0];
      frame = new float[settings.inputs()];
      feedback = new float[size * settings.stride()];
      errors = new float[settings.outputs()];
      before = new boolean[settings.neurons()];
      Layout layout = layout(epoch, core);
      adam = new PortionedAdam(pe, layout, epoch, synapses);
      memory =
          new Memory(sram, layout)
              .keeps("gradient", gradient)
              .keeps("traces of potential", neurons.epsilonV())
              .keeps("traces of adaptation", neurons.epsilonA())
              .keeps("filtered traces", neurons.filtered())
              .keeps("summed traces", neurons.sum())
              .keeps("potentials", neurons.v())
              .keeps("adaptations", neurons.a())
              .keeps("surrogates", neurons.psi())
              .keeps("errors", errors)
              .keeps("spikes", before);
      feedbacks = memory.offset("progress") + FEEDBACKS;
      read();
    }

    @Override
    public void onStart() {
      place.at(Timetable.MEETING);
      fetch(place.sample(), 0);
    }

    private void fetch(int sample, int step) {
      if (sample >= 0) {
        pe.did(Action.DMA_START, 1);
        pe.dma().readDram(records.frameAddress(sample, step), frameAt(step), records.frameBytes());
      }
    }

    private int frameAt(int step) {
      return step % 2 * records.frameBytes();
    }

    @Override
    public void onTimer(int timerTick) {
      receive();
      if (timerTick < Timetable.MEETING) {
        return;
      }
      place.at(timerTick);
      int tick = place.tick;
      if (place.updating) {
        update(place.updateTick());
      } else if (tick < steps) {
        if (tick == 0) {
          begin();
        }
        step(tick);
      } else if (tick == steps) {
        fetch(place.nextSample(), 0);
      } else {
        learn();
      }
    }

    private void begin() {
      if (place.round == 0) {
        if (waits && sram.getInt(feedbacks) != place.batch) {
          throw new IllegalStateException(
              "feedback had not come when batch "
                  + place.batch
                  + " began; give updates more ticks");
        }
        Arrays.fill(gradient, 0);
        pe.did(Action.CYCLE, gradient.length);
      }
      Arrays.fill(before, false);
      neurons.begin();
      pe.did(Action.CYCLE, 2 * adam.weights().length + neurons.epsilonA().length);
    }

    private void step(int step) {
      if (pe.dma().underWay() > 0) {
        throw new IllegalStateException("inputs came later than their step");
      }
      if (step + 1 < steps) {
        fetch(place.sample(), step + 1);
      }
      memory.get(frameAt(step), frame);
      int spikes = 0;
      for (boolean spike : before) {
        spikes += spike ? 1 : 0;
      }
      work.integrate(pe::did, spikes);
      neurons.integrate(adam.weights(), frame, 0, before);
      for (int j = 0; j < size; j++) {
        if (neurons.spiked(j)) {
          pe.did(Action.EPROP_SPIKE, 1);
          pe.send(key | j);
          pe.spiked(place.sample() * steps + step, j);
        }
      }
      work.trace(pe::did);
      neurons.trace(frame, 0, before);
      Arrays.fill(before, false);
    }

    private void learn() {
      work.learn(pe::did);
      memory.get("feedback", feedback);
      if (inBatches) {
        neurons.learn(feedback, 0, settings.stride(), errors, gradient);
      } else {
        neurons.learnInPlace(feedback, 0, settings.stride(), errors);
      }
    }

    private void update(int portion) {
      if (adam.has(portion)) {
        adam.change(portion, inBatches ? gradient : neurons.sum());
        if (adam.isLast(portion)) {
          adam.writeBack(); // for the host to read
        }
      }
    }

    private void receive() {
      pe.did(Action.HANDLE_PACKETS, 1);
      for (int waiting = pe.waiting(); waiting > 0; waiting--) {
        int from = pe.take();
        Payload payload = pe.payload();
        Letters.took(pe, payload);
        switch (payload.bits()) {
          case 0 -> {
            int neuron = settings.neuron(from);
            if (neuron < 0) {
              pe.stray(from);
            } else {
              before[neuron] = true;
            }
          }
          case 128 -> errors(Letters.atom(from, settings.errorPackets()), payload);
          default -> letter(from, payload);
        }
      }
    }

    private void errors(int packet, Payload payload) {
      int first = packet * Letters.ERRORS;
      for (int k = 0; k < Letters.ERRORS && first + k < errors.length; k++) {
        errors[first + k] = Float.intBitsToFloat(payload.word(k));
      }
    }

    private void letter(int from, Payload letter) {
      switch (Letters.what(letter)) {
        case Letters.READOUT ->
            Letters.send(
                pe, Letters.from(letter), Letters.of(pe.chip(), pe.p(), Letters.NEURONS, core));
        case Letters.GO -> sram.putInt(feedbacks, sram.getInt(feedbacks) + 1);
        default -> pe.stray(from);
      }
    }

    // ── what is kept in memory ──

    private void read() {
      memory.read();
      int at = memory.offset("refractory");
      for (int j = 0; j < size; j++) {
        int packed = sram.getByte(at + j);
        neurons.refractory()[j] = packed >> 1;
        neurons.setSpiked(j, (packed & 1) != 0);
      }
    }

    @Override
    public void writeBack() {
      adam.writeBack();
      memory.write();
      int at = memory.offset("refractory");
      for (int j = 0; j < size; j++) {
        int packed = neurons.refractory()[j] << 1 | (neurons.spiked(j) ? 1 : 0);
        sram.putByte(at + j, (byte) packed);
      }
    }
  }
}
