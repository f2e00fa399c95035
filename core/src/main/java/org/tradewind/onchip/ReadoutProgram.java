package org.tradewind.onchip;

import java.util.Arrays;
import org.tradewind.cost.Action;
import org.tradewind.learn.EpropTraining;
import org.tradewind.learn.Feedback;
import org.tradewind.learn.SingleAdam;
import org.tradewind.learn.SingleReadout;
import org.tradewind.machine.Spinnaker2;
import org.tradewind.pe.Interrupt;
import org.tradewind.pe.Kernel;
import org.tradewind.pe.KeyLookup;
import org.tradewind.pe.Layout;
import org.tradewind.pe.Payload;
import org.tradewind.pe.Pe;
import org.tradewind.pe.Program;
import org.tradewind.pe.Sram;

/// The readouts of an [EpropOnChip], a [SingleReadout] on a core: they hear the neurons' spikes a
/// step later, answer after the last, send the errors to all neurons' cores, and learn their own
/// weights. Where feedback follows these weights, it writes each core its part of B by DMA and
/// tells them all.
///
/// @param vertex this one
/// @param state of weights from neurons to readouts, each neuron's in a row of
///   [EpropSettings#stride]
/// @param b of adaptive feedback, likewise; else empty
record ReadoutProgram(
    EpropEpoch epoch,
    Feedback.Kind feedback,
    float kept,
    int vertex,
    SingleAdam.State state,
    float[] b)
    implements Program {
  private static final int SETTINGS_WORDS = 3 + EpropEpoch.WORDS;

  @Override
  public Layout layout() {
    return layout(epoch, feedback);
  }

  /// Where a batch is one sample, a gradient is computed when it is used: an error times a trace.
  private static Layout layout(EpropEpoch epoch, Feedback.Kind feedback) {
    EpropSettings settings = epoch.settings();
    int matrix = 4 * settings.neurons() * settings.stride();
    return new Layout()
        .with("sample", SampleRecords.GRANULE)
        .with("weights", matrix)
        .with("feedback", feedback == Feedback.Kind.ADAPTIVE ? matrix : 0)
        .with("m", matrix)
        .with("v", matrix)
        .with("gradient", epoch.inBatches() ? matrix : 0)
        .with("readouts", 4 * settings.outputs())
        .with("summed readouts", 4 * settings.outputs())
        .with("errors", 4 * settings.outputs())
        .with("filtered spikes", 4 * settings.neurons())
        .with("summed spikes", 4 * settings.neurons())
        .with("spikes", settings.neurons())
        .with("cores", 4 * settings.cores())
        .with("progress", 4 * 4)
        .with("settings", 4 * SETTINGS_WORDS);
  }

  @Override
  public void write(KeyLookup keys, Sram into) {
    Layout layout = layout();
    AdamMemory.write(into, layout, state);
    new Memory(into, layout).put("feedback", b);
    try (var to = into.writer(layout.region("settings"))) {
      to.putInt(keys.key(vertex)).putInt(feedback.ordinal()).putFloat(kept);
      epoch.write(keys, to);
    }
  }

  /// What has been learned, from its memory after the run.
  SingleAdam.State learned(Sram sram) {
    return AdamMemory.read(sram, layout(), state.weights().length);
  }

  /// The adaptive feedback that has, likewise.
  float[] learnedFeedback(Sram sram) {
    float[] learned = new float[b.length];
    new Memory(sram, layout()).get("feedback", learned);
    return learned;
  }

  /// The loss of all samples, from its memory after the run.
  float loss(Sram sram) {
    return sram.getFloat(layout().region("progress").offset() + Running.LOSS);
  }

  int correct(Sram sram) {
    return sram.getInt(layout().region("progress").offset() + Running.CORRECT);
  }

  @Override
  public Kernel start(Pe pe) {
    return new Running(pe);
  }

  private static final class Running implements Kernel {
    /// Behind Adam's steps in the region of progress: the loss so far; right answers; whether
    /// feedback is on its way.
    private static final int LOSS = 4;

    private static final int CORRECT = 8;
    private static final int WRITING = 12;

    /// A division and a subtraction of the softmax, two more for the mean, loads and stores:
    /// estimated.
    private static final int CYCLES_A_READOUT = 60;

    private final Pe pe;
    private final Sram sram;
    private final Memory memory;
    private final EpropSettings settings;
    private final Timetable.Place place;
    private final FrameRecords records;
    private final int key;
    private final Feedback.Kind feedback;
    private final float kept;
    private final boolean inBatches;
    private final int steps;
    private final int progress;

    private final SingleReadout readout;
    private final PortionedAdam adam;
    private final float[] b;
    private final float[] gradient;

    /// Spikes of the step that is heard next.
    private final boolean[] spikes;

    Running(Pe pe) {
      this.pe = pe;
      sram = pe.sram();
      var words = Words.last(sram, SETTINGS_WORDS);
      key = words.nextInt();
      feedback = Feedback.Kind.values()[words.nextInt()];
      kept = words.nextFloat();
      EpropEpoch epoch = EpropEpoch.read(words);
      settings = epoch.settings();
      place = new Timetable.Place(epoch.timetable(), 0);
      steps = epoch.timetable().steps();
      inBatches = epoch.inBatches();
      records = new FrameRecords(steps, settings.inputs());
      readout =
          new SingleReadout(
              settings.constants(), settings.neurons(), settings.outputs(), settings.stride());
      int weights = settings.neurons() * settings.stride();
      b = new float[feedback == Feedback.Kind.ADAPTIVE ? weights : 0];
      gradient = new float[weights];
      spikes = new boolean[settings.neurons()];
      Layout layout = layout(epoch, feedback);
      adam = new PortionedAdam(pe, layout, epoch, weights);
      memory =
          new Memory(sram, layout)
              .keeps("feedback", b)
              .keeps("gradient", inBatches ? gradient : new float[0])
              .keeps("readouts", readout.y())
              .keeps("summed readouts", readout.total())
              .keeps("errors", readout.error())
              .keeps("filtered spikes", readout.filtered())
              .keeps("summed spikes", readout.sum())
              .keeps("spikes", spikes);
      progress = memory.offset("progress");
      memory.read();
      if (!inBatches) {
        gradient();
      }
      if (feedback != Feedback.Kind.RANDOM) {
        pe.enable(Interrupt.DMA_DONE);
      }
    }

    @Override
    public void onStart() {
      Letters.post(pe, key, Letters.of(pe.chip(), pe.p(), Letters.READOUT, 0));
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
        return;
      }
      if (tick == 0) {
        begin();
      } else if (tick <= steps) {
        step();
      }
      if (tick == steps) {
        judge();
      } else if (tick > steps) {
        EpropWork.learn(pe::did, settings);
        gradient();
      }
    }

    private void begin() {
      if (inBatches && place.round == 0) {
        Arrays.fill(gradient, 0);
        pe.did(Action.CYCLE, gradient.length);
      }
      Arrays.fill(spikes, false);
      readout.begin();
      pe.did(Action.CYCLE, 2 * spikes.length);
      pe.did(Action.DMA_START, 1);
      pe.dma().readDram(records.address(place.sample()), 0, SampleRecords.GRANULE);
    }

    private void step() {
      int count = 0;
      for (boolean spike : spikes) {
        count += spike ? 1 : 0;
      }
      EpropWork.hear(pe::did, settings, count);
      readout.step(adam.weights(), 0, spikes);
      Arrays.fill(spikes, false);
    }

    private void judge() {
      if (pe.dma().underWay() > 0) {
        throw new IllegalStateException("a label came later than the sample's last step");
      }
      int label = sram.getInt(0);
      int functions = settings.outputs() + 1;
      pe.did(Action.EXP_LOG, functions);
      pe.did(Action.EXP_LOG_ITERATION, functions * Spinnaker2.EXP_LOG_ITERATIONS.whole());
      pe.did(Action.CYCLE, CYCLES_A_READOUT * settings.outputs());
      float loss = readout.judge(label, steps, SingleReadout.share(steps, place.size));
      sram.putFloat(progress + LOSS, sram.getFloat(progress + LOSS) + loss);
      if (readout.answer() == label) {
        sram.putInt(progress + CORRECT, sram.getInt(progress + CORRECT) + 1);
      }
      for (int packet = 0; packet < settings.errorPackets(); packet++) {
        Letters.post(pe, key | packet, Letters.errors(readout.error(), packet * Letters.ERRORS));
      }
    }

    /// Adds to the batch's; where that is one sample, it is what errors and traces make of it.
    private void gradient() {
      if (!inBatches) {
        Arrays.fill(gradient, 0);
      }
      readout.learn(gradient, 0);
    }

    private void update(int portion) {
      if (!adam.has(portion)) {
        return;
      }
      int from = adam.from(portion);
      float[] before = Arrays.copyOfRange(adam.weights(), from, adam.from(portion + 1));
      adam.change(portion, gradient);
      if (feedback == Feedback.Kind.ADAPTIVE) {
        pe.did(Action.EPROP_GRADIENT, 2 * before.length);
        EpropTraining.follow(b, from, adam.weights(), from, before, kept);
      }
      if (adam.isLast(portion)) {
        adam.writeBack();
        memory.put("feedback", b);
        distribute();
      }
    }

    private void distribute() {
      if (feedback == Feedback.Kind.RANDOM) {
        return;
      }
      String changed = feedback == Feedback.Kind.ADAPTIVE ? "feedback" : "weights";
      int from = memory.offset(changed);
      int row = 4 * settings.stride();
      int cores = memory.offset("cores");
      pe.did(Action.DMA_START, settings.cores());
      for (int core = 0; core < settings.cores(); core++) {
        pe.dma()
            .write(
                from + row * settings.from(core),
                sram.getInt(cores + 4 * core),
                NeuronsProgram.feedbackOffset(settings),
                row * settings.size(core));
      }
      sram.putInt(progress + WRITING, 1);
    }

    @Override
    public void onInterrupt(Interrupt source) {
      if (source == Interrupt.DMA_DONE && sram.getInt(progress + WRITING) != 0) {
        sram.putInt(progress + WRITING, 0);
        Letters.post(pe, key, Letters.of(pe.chip(), pe.p(), Letters.GO, 0));
      }
    }

    private void receive() {
      pe.did(Action.HANDLE_PACKETS, 1);
      for (int waiting = pe.waiting(); waiting > 0; waiting--) {
        int from = pe.take();
        Payload payload = pe.payload();
        Letters.took(pe, payload);
        int neuron = payload.bits() == 0 ? settings.neuron(from) : -1;
        if (neuron >= 0) {
          spikes[neuron] = true;
        } else if (payload.bits() == 64
            && Letters.what(payload) == Letters.NEURONS
            && Letters.copy(payload) < settings.cores()) {
          int cores = memory.offset("cores");
          sram.putInt(cores + 4 * Letters.copy(payload), Letters.p(Letters.from(payload)));
        } else {
          pe.stray(from);
        }
      }
    }

    @Override
    public void writeBack() {
      adam.writeBack();
      memory.write();
    }
  }
}
