package org.tradewind.onchip;

import java.util.Arrays;
import org.tradewind.cost.Action;
import org.tradewind.learn.EpropTraining;
import org.tradewind.learn.Feedback;
import org.tradewind.learn.Optimiser;
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
/// @param firstVertex of the cores that have neurons
/// @param vertex this one
/// @param portions updates are made in so many ticks
/// @param epoch for the learning rate
/// @param weights from neurons to readouts, each neuron's in a row of [EpropSettings#stride]
/// @param b of adaptive feedback, likewise; else empty
record ReadoutProgram(
    EpropSettings settings,
    Timetable timetable,
    Optimiser.Adam adam,
    Feedback.Kind feedback,
    float kept,
    int firstVertex,
    int vertex,
    int portions,
    int epoch,
    float[] weights,
    float[] m,
    float[] v,
    float[] b,
    int steps)
    implements Program {
  private static final int OWN_WORDS = 5;
  private static final int SETTINGS_WORDS =
      OWN_WORDS + EpropSettings.WORDS + AdamSettings.WORDS + Timetable.WORDS;

  @Override
  public Layout layout() {
    return layout(settings, feedback, timetable.batch());
  }

  /// Where a batch is one sample, a gradient is computed when it is used: an error times a trace.
  private static Layout layout(EpropSettings settings, Feedback.Kind feedback, int batch) {
    int matrix = 4 * settings.neurons() * settings.stride();
    return new Layout()
        .with("sample", SampleRecords.GRANULE)
        .with("weights", matrix)
        .with("feedback", feedback == Feedback.Kind.ADAPTIVE ? matrix : 0)
        .with("m", matrix)
        .with("v", matrix)
        .with("gradient", batch > 1 ? matrix : 0)
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
    Floats.put(into, layout.region("weights").offset(), weights);
    Floats.put(into, layout.region("feedback").offset(), b);
    Floats.put(into, layout.region("m").offset(), m);
    Floats.put(into, layout.region("v").offset(), v);
    into.putInt(layout.region("progress").offset() + Running.STEPS, steps);
    try (var to = into.writer(layout.region("settings"))) {
      to.putInt(keys.key(vertex)).putInt(portions).putInt(feedback.ordinal()).putInt(epoch);
      to.putFloat(kept);
      settings.withKeys(keys, firstVertex).write(to);
      AdamSettings.write(to, adam);
      timetable.write(to);
    }
  }

  /// What has been learned, from its memory after the run.
  ReadoutProgram learned(Sram sram) {
    Layout layout = layout();
    float[] newWeights = new float[weights.length];
    float[] newM = new float[m.length];
    float[] newV = new float[v.length];
    float[] newB = new float[b.length];
    Floats.get(sram, layout.region("weights").offset(), newWeights);
    Floats.get(sram, layout.region("m").offset(), newM);
    Floats.get(sram, layout.region("v").offset(), newV);
    Floats.get(sram, layout.region("feedback").offset(), newB);
    return new ReadoutProgram(
        settings,
        timetable,
        adam,
        feedback,
        kept,
        firstVertex,
        vertex,
        portions,
        epoch,
        newWeights,
        newM,
        newV,
        newB,
        sram.getInt(layout.region("progress").offset() + Running.STEPS));
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
    /// Offsets in the region of progress: Adam's steps; the loss so far; right answers; whether
    /// feedback is on its way.
    private static final int STEPS = 0;

    private static final int LOSS = 4;
    private static final int CORRECT = 8;
    private static final int WRITING = 12;

    /// A division and a subtraction of the softmax, two more for the mean, loads and stores:
    /// estimated.
    private static final int CYCLES_A_READOUT = 60;

    private final Pe pe;
    private final Sram sram;
    private final Layout layout;
    private final EpropSettings settings;
    private final Timetable.Place place;
    private final FrameRecords records;
    private final int key;
    private final int portions;
    private final Feedback.Kind feedback;
    private final float kept;
    private final int epoch;
    private final boolean inBatches;
    private final int steps;
    private final int progress;

    private final SingleReadout readout;
    private final SingleAdam descent;
    private final float[] weights;
    private final float[] m;
    private final float[] v;
    private final float[] b;
    private final float[] gradient;

    /// Spikes of the step that is heard next.
    private final boolean[] spikes;

    Running(Pe pe) {
      this.pe = pe;
      sram = pe.sram();
      int at = sram.size() - 4 * SETTINGS_WORDS;
      key = sram.getInt(at);
      portions = sram.getInt(at + 4);
      feedback = Feedback.Kind.values()[sram.getInt(at + 8)];
      epoch = sram.getInt(at + 12);
      kept = sram.getFloat(at + 16);
      at += 4 * OWN_WORDS;
      settings = EpropSettings.read(sram, at);
      at += 4 * EpropSettings.WORDS;
      Optimiser.Adam adam = AdamSettings.read(sram, at);
      Timetable table = Timetable.read(sram, at + 4 * AdamSettings.WORDS);
      place = new Timetable.Place(table, 0);
      steps = table.steps();
      inBatches = table.batch() > 1;
      records = new FrameRecords(steps, settings.inputs());
      layout = layout(settings, feedback, table.batch());
      progress = layout.region("progress").offset();
      readout =
          new SingleReadout(
              settings.constants(), settings.neurons(), settings.outputs(), settings.stride());
      weights = new float[settings.neurons() * settings.stride()];
      m = new float[weights.length];
      v = new float[weights.length];
      b = new float[feedback == Feedback.Kind.ADAPTIVE ? weights.length : 0];
      gradient = new float[weights.length];
      spikes = new boolean[settings.neurons()];
      read();
      descent = new SingleAdam(adam, m, v, sram.getInt(progress + STEPS));
      descent.resume(epoch);
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
      readout.step(weights, 0, spikes);
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
      if (portion >= portions) {
        return;
      }
      if (portion == 0) {
        pe.did(Action.ADAM_STEP, 1);
        sram.putInt(progress + STEPS, descent.steps() + 1);
        descent.next(epoch);
      }
      int from = (int) ((long) portion * weights.length / portions);
      int to = (int) ((portion + 1L) * weights.length / portions);
      pe.did(Action.ADAM_UPDATE, to - from);
      float[] before = Arrays.copyOfRange(weights, from, to);
      descent.change(weights, gradient, from, to);
      if (feedback == Feedback.Kind.ADAPTIVE) {
        pe.did(Action.EPROP_GRADIENT, 2 * (to - from));
        EpropTraining.follow(b, from, weights, from, before, kept);
      }
      if (portion == portions - 1) {
        put("weights", weights);
        put("feedback", b);
        put("m", m);
        put("v", v);
        distribute();
      }
    }

    private void distribute() {
      if (feedback == Feedback.Kind.RANDOM) {
        return;
      }
      String changed = feedback == Feedback.Kind.ADAPTIVE ? "feedback" : "weights";
      int from = layout.region(changed).offset();
      int row = 4 * settings.stride();
      int cores = layout.region("cores").offset();
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
          int cores = layout.region("cores").offset();
          sram.putInt(cores + 4 * Letters.copy(payload), Letters.p(Letters.from(payload)));
        } else {
          pe.stray(from);
        }
      }
    }

    // ── what is kept in memory ──

    private void get(String region, float[] values) {
      Floats.get(sram, layout.region(region).offset(), values);
    }

    private void put(String region, float[] values) {
      Floats.put(sram, layout.region(region).offset(), values);
    }

    private void read() {
      get("weights", weights);
      get("feedback", b);
      get("m", m);
      get("v", v);
      get("readouts", readout.y());
      get("summed readouts", readout.total());
      get("errors", readout.error());
      get("filtered spikes", readout.filtered());
      get("summed spikes", readout.sum());
      int at = layout.region("spikes").offset();
      for (int n = 0; n < spikes.length; n++) {
        spikes[n] = sram.getByte(at + n) != 0;
      }
      if (inBatches) {
        get("gradient", gradient);
      } else {
        gradient();
      }
    }

    @Override
    public void writeBack() {
      put("weights", weights);
      put("feedback", b);
      put("m", m);
      put("v", v);
      put("readouts", readout.y());
      put("summed readouts", readout.total());
      put("errors", readout.error());
      put("filtered spikes", readout.filtered());
      put("summed spikes", readout.sum());
      int at = layout.region("spikes").offset();
      for (int n = 0; n < spikes.length; n++) {
        sram.putByte(at + n, (byte) (spikes[n] ? 1 : 0));
      }
      if (inBatches) {
        put("gradient", gradient);
      }
    }
  }
}
