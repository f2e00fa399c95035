package org.tradewind.onchip;

import org.tradewind.cost.Action;
import org.tradewind.learn.Optimiser;
import org.tradewind.learn.SingleAdam;
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
    SingleAdam.State state)
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
        .with("progress", 4 * 4)
        .with("settings", 4 * SETTINGS_WORDS);
  }

  @Override
  public void write(KeyLookup keys, Sram into) {
    AdamMemory.write(into, layout(), state);
    try (var settings = into.writer(layout().region("settings"))) {
      settings.putInt(keys.key(vertex)).putInt(copies).putInt(state.weights().length);
      settings.putInt(from).putInt(gradientOffset).putInt(epoch).putInt(batches);
      AdamSettings.write(settings, adam);
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

  private static final class Running implements EventKernel {
    /// Behind Adam's steps in the region of progress: layers that are ready; the copy whose
    /// gradient is fetched, or how many there are while weights are written; updates of this run.
    private static final int READY = 4;

    private static final int FETCHED = 8;
    private static final int UPDATES = 12;

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
    private final Layout layout;
    private final int row;
    private final int sum;
    private final int gradients;
    private final int layers;
    private final int progress;

    Running(Pe pe) {
      this.pe = pe;
      sram = pe.sram();
      var words = Words.last(sram, SETTINGS_WORDS);
      key = words.nextInt();
      copies = words.nextInt();
      weights = words.nextInt();
      from = words.nextInt();
      gradientOffset = words.nextInt();
      epoch = words.nextInt();
      batches = words.nextInt();
      adam = AdamSettings.read(words);
      layout = layout(weights, copies);
      row = SampleRecords.granules(4 * weights);
      sum = layout.region("sum").offset();
      gradients = layout.region("gradients").offset();
      layers = layout.region("layers").offset();
      progress = layout.region("progress").offset();
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
      SingleAdam.State state = AdamMemory.read(sram, layout, weights);
      float[] gradient = new float[weights];
      new Memory(sram, layout).get(sum, gradient);
      int updates = sram.getInt(progress + UPDATES);
      var descent = new SingleAdam(adam, state);
      descent.step(state.weights(), gradient, epoch + updates / (double) batches);
      AdamMemory.write(sram, layout, descent.state(state.weights()));
      sram.putInt(progress + UPDATES, updates + 1);
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
