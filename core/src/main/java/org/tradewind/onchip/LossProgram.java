package org.tradewind.onchip;

import java.util.Arrays;
import org.tradewind.cost.Action;
import org.tradewind.learn.FirstStepLoss;
import org.tradewind.machine.Spinnaker2;
import org.tradewind.pe.Kernel;
import org.tradewind.pe.KeyLookup;
import org.tradewind.pe.Layout;
import org.tradewind.pe.Payload;
import org.tradewind.pe.Pe;
import org.tradewind.pe.Program;
import org.tradewind.pe.Sram;

/// Waits for the readouts' first spikes, then sends each its error back, one step before it is
/// needed; fetches the labels from DRAM.
record LossProgram(
    int copy,
    int classes,
    FirstStepLoss loss,
    float stepsPerMs,
    Timetable timetable,
    SampleRecords records)
    implements Program {
  private static final int RECORD_OFFSET = 0;
  private static final int SETTINGS_WORDS = 7 + Timetable.WORDS;

  @Override
  public Layout layout() {
    return layout(classes);
  }

  private static Layout layout(int classes) {
    return new Layout()
        .with("sample", SampleRecords.GRANULE)
        .with("loss", 4)
        .with("correct", 4)
        .with("source", 4)
        .with("first steps", 4 * classes)
        .with("derivatives", 4 * classes)
        .with("settings", 4 * SETTINGS_WORDS);
  }

  @Override
  public void write(KeyLookup keys, Sram into) {
    try (var settings = into.writer(layout().region("settings"))) {
      settings.putInt(copy).putInt(classes).putInt(records.recordBytes());
      settings.putFloat(loss.xi()).putFloat(loss.alpha()).putFloat(loss.beta());
      settings.putFloat(stepsPerMs);
      timetable.write(settings);
    }
  }

  @Override
  public Kernel start(Pe pe) {
    return new Running(pe);
  }

  /// The loss of all samples of a copy, from its memory after the run.
  static float loss(Sram sram) {
    return sram.getFloat(SampleRecords.GRANULE);
  }

  static int correct(Sram sram) {
    return sram.getInt(SampleRecords.GRANULE + 4);
  }

  private static final class Running implements Kernel {
    private static final int LOSS = SampleRecords.GRANULE;
    private static final int CORRECT = LOSS + 4;
    private static final int SOURCE = CORRECT + 4;
    private static final int FIRST_STEPS = SOURCE + 4;

    private final Pe pe;
    private final Sram sram;
    private final SampleRecords records;
    private final FirstStepLoss loss;
    private final float stepsPerMs;
    private final int steps;
    private final Timetable.Place place;
    private final int[] firstStep;
    private final float[] derivative;

    Running(Pe pe) {
      this.pe = pe;
      sram = pe.sram();
      var words = Words.last(sram, SETTINGS_WORDS);
      int copy = words.nextInt();
      int classes = words.nextInt();
      records = new SampleRecords(words.nextInt());
      loss = new FirstStepLoss(words.nextFloat(), words.nextFloat(), words.nextFloat());
      stepsPerMs = words.nextFloat();
      Timetable table = Timetable.read(words);
      steps = table.steps();
      place = new Timetable.Place(table, copy);
      firstStep = new int[classes];
      derivative = new float[classes];
      for (int n = 0; n < classes; n++) {
        firstStep[n] = sram.getInt(FIRST_STEPS + 4 * n);
        derivative[n] = sram.getFloat(FIRST_STEPS + 4 * (classes + n));
      }
    }

    @Override
    public void onStart() {
      place.at(Timetable.MEETING);
      fetch(place.sample());
    }

    private void fetch(int sample) {
      if (sample >= 0) {
        pe.did(Action.DMA_START, 1);
        pe.dma().readDram(records.address(sample), RECORD_OFFSET, SampleRecords.GRANULE);
      }
    }

    @Override
    public void onTimer(int timerTick) {
      if (timerTick < Timetable.MEETING) {
        receive(0);
        return;
      }
      place.at(timerTick);
      int tick = place.tick;
      if (place.updating) {
        return;
      }
      if (place.sample() >= 0) {
        if (tick == 0) {
          Arrays.fill(firstStep, steps);
        } else if (tick < steps) {
          receive(tick);
        }
        if (tick == steps - 1) {
          judge();
        } else if (tick >= steps && tick < 2 * steps - 2) {
          sendErrors(2 * steps - 2 - tick);
        }
      }
      if (tick == steps) {
        fetch(place.nextSample());
      }
    }

    /// @param step that the layers integrate now; spikes are of the one before
    private void receive(int step) {
      pe.did(Action.HANDLE_PACKETS, 1);
      for (int waiting = pe.waiting(); waiting > 0; waiting--) {
        int key = pe.take();
        Payload payload = pe.payload();
        Letters.took(pe, payload);
        if (payload.bits() == 0 && step > 0) {
          int n = Letters.atom(key, firstStep.length);
          if (n < firstStep.length) {
            firstStep[n] = Math.min(firstStep[n], step - 1);
          } else {
            pe.stray(key);
          }
        } else if (payload.bits() == 64 && Letters.what(payload) == Letters.SOURCE) {
          sram.putInt(SOURCE, Letters.from(payload));
        } else {
          pe.stray(key);
        }
      }
    }

    private void judge() {
      if (pe.dma().underWay() > 0) {
        throw new IllegalStateException("a label came later than the sample's last step");
      }
      int label = sram.getShort(RECORD_OFFSET + SampleRecords.LABEL);
      // an exponential for each readout, one for the label; a logarithm
      int functions = firstStep.length + 2;
      pe.did(Action.EXP_LOG, functions);
      pe.did(Action.EXP_LOG_ITERATION, functions * Spinnaker2.EXP_LOG_ITERATIONS.whole());
      pe.did(Action.CYCLE, CYCLES_A_READOUT * firstStep.length);
      loss.derivative(firstStep, label, stepsPerMs / place.size, derivative);
      sram.putFloat(LOSS, sram.getFloat(LOSS) + loss.loss(firstStep, label));
      if (FirstStepLoss.classify(firstStep) == label) {
        sram.putInt(CORRECT, sram.getInt(CORRECT) + 1);
      }
    }

    /// Two divisions of 14 cycles, and loads, stores and sums: estimated.
    private static final int CYCLES_A_READOUT = 60;

    private void sendErrors(int step) {
      int source = sram.getInt(SOURCE);
      for (int n = 0; n < firstStep.length; n++) {
        if (firstStep[n] == step) {
          Letters.send(pe, source, Letters.error(derivative[n], step, n));
        }
      }
    }

    @Override
    public void writeBack() {
      for (int n = 0; n < firstStep.length; n++) {
        sram.putInt(FIRST_STEPS + 4 * n, firstStep[n]);
        sram.putFloat(FIRST_STEPS + 4 * (firstStep.length + n), derivative[n]);
      }
    }
  }
}
