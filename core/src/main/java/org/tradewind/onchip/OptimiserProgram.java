package org.tradewind.onchip;

import org.tradewind.cost.Action;
import org.tradewind.learn.Optimiser;
import org.tradewind.learn.SingleAdam;
import org.tradewind.learn.SteppedTraining;
import org.tradewind.pe.EventKernel;
import org.tradewind.pe.Interrupt;
import org.tradewind.pe.Kernel;
import org.tradewind.pe.KeyLookup;
import org.tradewind.pe.Layout;
import org.tradewind.pe.Payload;
import org.tradewind.pe.Pe;
import org.tradewind.pe.Program;
import org.tradewind.pe.Sram;

/// Adam over some weights of a layer: weights, moments and one sum. When all copies of the layer
/// have completed a batch, fetches their gradients by DMA one after the other, adding one while the
/// next is on its way, changes the weights, writes them into all copies and tells them. Works by
/// events, without timesteps.
///
/// @param from of the layer's weights the first that are here; a multiple of 4, as DMA has granules
/// @param gradientOffset in a layer's memory
/// @param epoch for the learning rate
/// @param state of these weights alone
record OptimiserProgram(
    int vertex,
    int copies,
    int from,
    int gradientOffset,
    int epoch,
    int batches,
    Optimiser.Adam adam,
    SteppedTraining.State state)
    implements Program {
  private static final int SETTINGS_WORDS = 7 + AdamSettings.WORDS;

  @Override
  public Layout layout() {
    return layout(state.weights().length, copies);
  }

  static Layout layout(int weights, int copies) {
    int row = SampleRecords.granules(4 * weights);
    return new Layout()
        .with("weights", row)
        .with("m", row)
        .with("v", row)
        .with("sum", row)
        .with("gradients", 2 * row)
        .with("layers", 4 * copies)
        .with("progress", 4 * 5)
        .with("settings", 4 * SETTINGS_WORDS);
  }

  @Override
  public void write(KeyLookup keys, Sram into) {
    Floats.put(into, layout().region("weights").offset(), state.weights());
    Floats.put(into, layout().region("m").offset(), state.m());
    Floats.put(into, layout().region("v").offset(), state.v());
    into.putInt(layout().region("progress").offset() + Running.STEPS, state.steps());
    try (var settings = into.writer(layout().region("settings"))) {
      settings.putInt(keys.key(vertex)).putInt(copies).putInt(state.weights().length);
      settings.putInt(from).putInt(gradientOffset).putInt(epoch).putInt(batches);
      AdamSettings.write(settings, adam);
    }
  }

  /// What has been learned, from its memory after the run.
  SteppedTraining.State learned(Sram sram) {
    Layout layout = layout();
    var learned = SteppedTraining.State.of(new float[state.weights().length]);
    Floats.get(sram, layout.region("weights").offset(), learned.weights());
    Floats.get(sram, layout.region("m").offset(), learned.m());
    Floats.get(sram, layout.region("v").offset(), learned.v());
    int steps = sram.getInt(layout.region("progress").offset() + Running.STEPS);
    return new SteppedTraining.State(learned.weights(), learned.m(), learned.v(), steps);
  }

  @Override
  public Kernel start(Pe pe) {
    return new Running(pe);
  }

  private static final class Running implements EventKernel {
    /// Offsets in the region of progress: layers that are ready, the copy whose gradient is
    /// fetched, or how many there are while weights are written; updates of this run; Adam's steps.
    private static final int READY = 0;

    private static final int FETCHED = 4;
    private static final int UPDATES = 8;
    private static final int STEPS = 12;

    private final Pe pe;
    private final Sram sram;
    private final int key;
    private final int copies;
    private final int weights;
    private final int from;
    private final int gradientOffset;
    private final int epoch;
    private final int batches;
    private final Optimiser.Adam adam;
    private final int row;
    private final int sum;
    private final int gradients;
    private final int layers;
    private final int progress;
    private final float[] ofWeights;
    private final float[] ofSum;
    private final float[] m;
    private final float[] v;

    Running(Pe pe) {
      this.pe = pe;
      sram = pe.sram();
      int at = sram.size() - 4 * SETTINGS_WORDS;
      key = sram.getInt(at);
      copies = sram.getInt(at + 4);
      weights = sram.getInt(at + 8);
      from = sram.getInt(at + 12);
      gradientOffset = sram.getInt(at + 16);
      epoch = sram.getInt(at + 20);
      batches = sram.getInt(at + 24);
      adam = AdamSettings.read(sram, at + 28);
      Layout layout = layout(weights, copies);
      row = SampleRecords.granules(4 * weights);
      sum = layout.region("sum").offset();
      gradients = layout.region("gradients").offset();
      layers = layout.region("layers").offset();
      progress = layout.region("progress").offset();
      ofWeights = new float[weights];
      ofSum = new float[weights];
      m = new float[weights];
      v = new float[weights];
      pe.enable(Interrupt.OTHERWISE_WAITING);
      pe.enable(Interrupt.DMA_DONE);
    }

    @Override
    public void onStart() {
      Letters.post(pe, key, Letters.of(pe.chip(), pe.p(), Letters.OPTIMISER, 0));
    }

    @Override
    public void onInterrupt(Interrupt source) {
      if (source == Interrupt.DMA_DONE) {
        transferred();
        return;
      }
      int packet = pe.take();
      Payload letter = pe.payload();
      pe.did(Action.HANDLE_PACKETS, 1);
      Letters.took(pe, letter);
      int copy = letter.bits() == 64 ? Letters.copy(letter) : copies;
      if (copy >= copies) {
        pe.stray(packet);
      } else if (Letters.what(letter) == Letters.LAYER) {
        sram.putInt(layers + 4 * copy, Letters.p(Letters.from(letter)));
      } else if (Letters.what(letter) == Letters.READY) {
        sram.putInt(progress + READY, sram.getInt(progress + READY) + 1);
        if (sram.getInt(progress + READY) == copies) {
          sram.putInt(progress + READY, 0);
          fetch(0);
        }
      } else {
        pe.stray(packet);
      }
    }

    private int layer(int copy) {
      return sram.getInt(layers + 4 * copy);
    }

    private void fetch(int copy) {
      sram.putInt(progress + FETCHED, copy);
      pe.did(Action.DMA_START, 1);
      pe.dma().read(layer(copy), gradientOffset + 4 * from, gradients + copy % 2 * row, row);
    }

    private void transferred() {
      int copy = sram.getInt(progress + FETCHED);
      if (copy == copies) {
        Letters.post(pe, key | 1, Letters.of(pe.chip(), pe.p(), Letters.GO, 0));
        return;
      }
      if (copy + 1 < copies) {
        fetch(copy + 1);
      }
      add(copy);
      if (copy + 1 == copies) {
        update();
        distribute();
      }
    }

    private void add(int copy) {
      pe.did(Action.GRADIENT_SUM, weights);
      int of = gradients + copy % 2 * row;
      for (int n = 0; n < weights; n++) {
        float gradient = sram.getFloat(of + 4 * n);
        sram.putFloat(sum + 4 * n, copy == 0 ? gradient : sram.getFloat(sum + 4 * n) + gradient);
      }
    }

    private void update() {
      pe.did(Action.ADAM_STEP, 1);
      pe.did(Action.ADAM_UPDATE, weights);
      Floats.get(sram, 0, ofWeights);
      Floats.get(sram, row, m);
      Floats.get(sram, 2 * row, v);
      Floats.get(sram, sum, ofSum);
      int updates = sram.getInt(progress + UPDATES);
      var descent = new SingleAdam(adam, m, v, sram.getInt(progress + STEPS));
      descent.step(ofWeights, ofSum, epoch + updates / (double) batches);
      Floats.put(sram, 0, ofWeights);
      Floats.put(sram, row, m);
      Floats.put(sram, 2 * row, v);
      sram.putInt(progress + UPDATES, updates + 1);
      sram.putInt(progress + STEPS, descent.steps());
    }

    private void distribute() {
      sram.putInt(progress + FETCHED, copies);
      pe.did(Action.DMA_START, copies);
      for (int copy = 0; copy < copies; copy++) {
        pe.dma().write(0, layer(copy), LayerProgram.WEIGHTS + 4 * from, row);
      }
    }
  }
}
