package org.tradewind.onchip;

import java.util.Arrays;
import java.util.List;
import org.tradewind.cost.Action;
import org.tradewind.learn.DeepRewiring;
import org.tradewind.learn.RewiredPart;
import org.tradewind.learn.SingleSoftmax;
import org.tradewind.learn.SparseRewiring;
import org.tradewind.onchip.RewiringProgress.Flag;
import org.tradewind.onchip.RewiringProgress.Word;
import org.tradewind.pe.EventKernel;
import org.tradewind.pe.Interrupt;
import org.tradewind.pe.Kernel;
import org.tradewind.pe.KeyLookup;
import org.tradewind.pe.Kiss64;
import org.tradewind.pe.Layout;
import org.tradewind.pe.Pe;
import org.tradewind.pe.Program;
import org.tradewind.pe.Sram;

/// Some parts of a network that [DeepRewiring] trains, on a core: connections, their training and
/// their rewiring. Works by events, without timesteps.
///
/// It fetches the samples in their order from DRAM by DMA, each while the one before is learned. Of
/// each sample it learns a layer at a time, forward and back, and before each it waits for what
/// other cores know of the layer below or above ([RewiringExchange]).
///
/// @param core which of so many
/// @param learned with the connections that this core begins with; never changed
/// @param step of this epoch
record RewiringProgram(
    int vertex,
    int core,
    int cores,
    SparseRewiring learned,
    SparseRewiring.Step step,
    int batch,
    int samples)
    implements Program {
  private RewiringPlaces places() {
    return RewiringPlaces.of(learned.rewiring(), core, cores);
  }

  @Override
  public Layout layout() {
    return places().layout();
  }

  @Override
  public void write(KeyLookup keys, Sram into) {
    RewiringPlaces places = places();
    Layout layout = layout();
    try (var to = into.writer(layout.region("settings"))) {
      to.putInt(keys.key(vertex)).putInt(core).putInt(cores).putInt(places.layers());
      to.putInt(learned.rewiring().rewireEvery()).putInt(batch).putInt(samples);
      to.putInt(learned.signs());
      to.putFloat(step.rate()).putFloat(step.shrink()).putFloat(step.spread());
      places.write(to);
    }
    new RewiringProgress(into, layout).put(Word.STEPS, learned.steps());
    var memory = new PartsMemory(into, layout, places);
    for (int p = places.from(); p < places.to(); p++) {
      memory.write(learned.part(p), p);
    }
  }

  @Override
  public Kernel start(Pe pe) {
    return new Running(pe);
  }

  // ── what came out ──

  /// Reads this core's parts after a run.
  void readInto(SparseRewiring network, Sram sram) {
    RewiringPlaces places = places();
    var memory = new PartsMemory(sram, layout(), places);
    for (int p = places.from(); p < places.to(); p++) {
      memory.read(network.part(p), p);
    }
  }

  /// How far the core came.
  RewiringProgress progress(Sram sram) {
    return new RewiringProgress(sram, layout());
  }

  private static final class Running implements EventKernel {
    /// A part's generator is put into the core's registers and its state taken out again.
    private static final int CYCLES_TO_CHANGE_GENERATORS = 24;

    /// To find out what comes next: estimated.
    private static final int CYCLES_A_PHASE = 60;

    /// Of a class in the softmax, beside exp: two subtractions, two comparisons, an addition, a
    /// division of 14, loads and stores.
    private static final int CYCLES_A_CLASS = 40;

    private final Pe pe;
    private final Sram sram;
    private final int layers;
    private final int rewireEvery;
    private final int batch;
    private final int samples;
    private final SparseRewiring.Step step;
    private final RewiringPlaces places;
    private final RewiringProgress progress;
    private final RewiringExchange exchange;
    private final PartsMemory ofParts;

    /// What a sample needs again of itself: errors.
    private final Memory memory;

    private final RewiredPart[] parts;
    private final float[][] units;
    private final float[][] errors;

    /// Of the targets of each hidden layer, by each part above.
    private final float[][][] back;

    private final int images;

    Running(Pe pe) {
      this.pe = pe;
      sram = pe.sram();
      var words = new Words(sram, 0);
      int key = words.nextInt();
      int core = words.nextInt();
      int cores = words.nextInt();
      layers = words.nextInt();
      rewireEvery = words.nextInt();
      batch = words.nextInt();
      samples = words.nextInt();
      int signs = words.nextInt();
      step = new SparseRewiring.Step(words.nextFloat(), words.nextFloat(), words.nextFloat());
      places = RewiringPlaces.read(words, layers, core, cores);
      Layout layout = places.layout();
      progress = new RewiringProgress(sram, layout);
      exchange = new RewiringExchange(pe, key, places, layout, progress);
      ofParts = new PartsMemory(sram, layout, places);
      parts = new RewiredPart[places.to() - places.from()];
      for (int p = 0; p < parts.length; p++) {
        int part = places.from() + p;
        List<RewiredPart.Shape> shapes =
            places.shapes().stream().map(layer -> layer.get(part)).toList();
        parts[p] = new RewiredPart(shapes, signs, new Kiss64());
        ofParts.read(parts[p], part);
      }
      units = new float[layers + 1][];
      errors = new float[layers][];
      back = new float[layers - 1][DeepRewiring.PARTS][];
      memory = new Memory(sram, layout);
      units[0] = new float[places.inputs()];
      for (int l = 0; l < layers; l++) {
        units[l + 1] = new float[places.targets(l)];
        errors[l] = new float[places.targets(l)];
        memory.keeps(RewiringPlaces.errors(l), errors[l]);
        for (int p = 0; l + 1 < layers && p < DeepRewiring.PARTS; p++) {
          back[l][p] = new float[places.targets(l)];
        }
      }
      images = layout.region("images").offset();
      readBack();
      pe.enable(Interrupt.DMA_DONE);
      pe.enable(Interrupt.OTHERWISE_WAITING);
    }

    // ── events ──

    @Override
    public void onStart() {
      exchange.introduce();
      fetch(0);
    }

    @Override
    public void onInterrupt(Interrupt source) {
      if (source != Interrupt.DMA_DONE) {
        exchange.receive();
      } else if (pe.dma().underWay() > 0) {
        return;
      } else {
        progress.clear(Flag.FETCHING);
        exchange.transferred();
      }
      proceed();
    }

    /// Goes on as far as it can.
    private void proceed() {
      while (progress.get(Word.SAMPLE) < samples && isReady()) {
        pe.did(Action.CYCLE, CYCLES_A_PHASE);
        int phase = progress.get(Word.PHASE);
        progress.put(Word.PHASE, phase + 1);
        if (phase < layers) {
          if (phase == 0) {
            begin();
          }
          forward(phase);
        } else {
          if (phase == layers) {
            classify();
          }
          backward(2 * layers - 1 - phase);
        }
        account();
      }
    }

    private boolean isReady() {
      return exchange.isOver()
          && (progress.get(Word.PHASE) > 0 || !progress.is(Flag.FETCHING) && exchange.hasMetAll());
    }

    private void account() {
      for (RewiredPart part : parts) {
        RewiringWork.tell(pe::did, part.work());
      }
    }

    // ── a sample ──

    private void fetch(int sample) {
      if (sample < samples) {
        progress.set(Flag.FETCHING);
        pe.did(Action.DMA_START, 1);
        int bytes = places.record();
        pe.dma().readDram(SampleRecords.ADDRESS + (long) bytes * sample, image(sample), bytes);
      }
    }

    private int image(int sample) {
      return images + (sample & 1) * places.record();
    }

    private void begin() {
      readImage();
      fetch(progress.get(Word.SAMPLE) + 1);
    }

    private void readImage() {
      int at = image(progress.get(Word.SAMPLE));
      for (int i = 0; i < units[0].length; i++) {
        units[0][i] = sram.getByte(at + i) & 0xFF;
      }
    }

    private void forward(int l) {
      if (l > 0) {
        readUnits(l - 1);
      }
      for (RewiredPart part : parts) {
        part.forward(l, units[l], units[l + 1]);
      }
      writeFloats(exchange.units(l), units[l + 1], ownFrom(l), ownTo(l));
      exchange.shareUnits(l);
    }

    private void classify() {
      readUnits(layers - 1);
      float[] y = units[layers];
      int label = sram.getByte(image(progress.get(Word.SAMPLE)) + places.inputs()) & 0xFF;
      progress.add(Word.CORRECT, SingleSoftmax.greatest(y) == label ? 1 : 0);
      float loss = SingleSoftmax.lossAndErrors(y, label, errors[layers - 1]);
      progress.addLoss(loss);
      pe.did(Action.EXP_LOG, y.length + 1);
      pe.did(Action.EXP_LOG_ITERATION, SingleSoftmax.ITERATIONS * (y.length + 1));
      pe.did(Action.CYCLE, CYCLES_A_CLASS * y.length);
    }

    private void backward(int l) {
      if (l + 1 < layers) {
        sumErrors(l);
      }
      for (int p = 0; p < parts.length; p++) {
        float[] below = null;
        if (l > 0) {
          below = back[l - 1][places.from() + p];
          Arrays.fill(below, 0);
          pe.did(Action.CYCLE, below.length);
        }
        parts[p].backward(l, units[l], errors[l], below);
        if (l > 0) {
          writeFloats(exchange.errors(l - 1, places.from() + p), below, 0, below.length);
        }
      }
      if (l > 0) {
        exchange.shareErrors(l - 1);
      } else {
        end();
      }
    }

    /// The errors of this core's own units.
    private void sumErrors(int l) {
      int from = ownFrom(l);
      int to = ownTo(l);
      for (int p = 0; p < DeepRewiring.PARTS; p++) {
        for (int i = from; i < to; i++) {
          back[l][p][i] = sram.getFloat(exchange.errors(l, p) + 4 * i);
        }
      }
      SparseRewiring.sum(back[l], units[l + 1], errors[l], from, to);
      pe.did(Action.REWIRED_ERRORS, to - from);
    }

    private void end() {
      progress.put(Word.PHASE, 0);
      progress.add(Word.SAMPLE, 1);
      progress.add(Word.IN_BATCH, 1);
      if (progress.get(Word.IN_BATCH) == batch || progress.get(Word.SAMPLE) == samples) {
        for (RewiredPart part : parts) {
          pe.did(Action.CYCLE, CYCLES_TO_CHANGE_GENERATORS);
          part.descend(step.rate() / progress.get(Word.IN_BATCH), step.shrink(), step.spread());
        }
        progress.put(Word.IN_BATCH, 0);
        progress.add(Word.STEPS, 1);
        if (progress.get(Word.STEPS) % rewireEvery == 0) {
          for (RewiredPart part : parts) {
            progress.add(Word.REWIRED, part.rewire());
          }
        }
      }
      if (progress.get(Word.SAMPLE) == samples) {
        writeBack(); // for the host to read
      }
    }

    // ── memory ──

    /// The first of a layer's targets that is this core's …
    private int ownFrom(int l) {
      return places.target(l, places.from());
    }

    /// … and the first that is the next one's.
    private int ownTo(int l) {
      return places.target(l, places.to());
    }

    private void readUnits(int l) {
      for (int i = 0; i < units[l + 1].length; i++) {
        units[l + 1][i] = sram.getFloat(exchange.units(l) + 4 * i);
      }
    }

    private void writeFloats(int offset, float[] values, int from, int to) {
      for (int i = from; i < to; i++) {
        sram.putFloat(offset + 4 * i, values[i]);
      }
    }

    /// What a sample needs again that was computed before.
    private void readBack() {
      readImage();
      for (int l = 0; l < layers; l++) {
        readUnits(l);
      }
      memory.read();
    }

    @Override
    public void writeBack() {
      for (int p = 0; p < parts.length; p++) {
        ofParts.write(parts[p], places.from() + p);
      }
      memory.write();
    }
  }
}
