package org.tradewind.onchip;

import org.tradewind.cost.Action;
import org.tradewind.pe.Kernel;
import org.tradewind.pe.KeyLookup;
import org.tradewind.pe.Layout;
import org.tradewind.pe.Pe;
import org.tradewind.pe.Program;
import org.tradewind.pe.Sram;

/// Sends a copy's samples into its first layer, spike by spike in their steps. It fetches each by
/// DMA from DRAM while the one before goes back through the layers.
record InjectorProgram(int vertex, int copy, Timetable timetable, SampleRecords records)
    implements Program {
  private static final int RECORD_OFFSET = 0;
  private static final int SETTINGS_WORDS = 3 + Timetable.WORDS;

  @Override
  public Layout layout() {
    return layout(records.recordBytes());
  }

  private static Layout layout(int recordBytes) {
    return new Layout()
        .with("sample", recordBytes)
        .with("next spike", 4)
        .with("settings", 4 * SETTINGS_WORDS);
  }

  @Override
  public void write(KeyLookup keys, Sram into) {
    try (var settings = into.writer(layout().region("settings"))) {
      settings.putInt(keys.key(vertex)).putInt(copy).putInt(records.recordBytes());
      timetable.write(settings);
    }
  }

  @Override
  public Kernel start(Pe pe) {
    return new Injector(pe);
  }

  private static final class Injector implements Kernel {
    private final Pe pe;
    private final Sram sram;
    private final int key;
    private final SampleRecords records;
    private final int steps;
    private final Timetable.Place place;
    private final int nextAt;

    /// Offset of the next spike in the sample.
    private int next;

    Injector(Pe pe) {
      this.pe = pe;
      sram = pe.sram();
      var words = Words.last(sram, SETTINGS_WORDS);
      key = words.nextInt();
      int copy = words.nextInt();
      records = new SampleRecords(words.nextInt());
      Timetable table = Timetable.read(words);
      steps = table.steps();
      place = new Timetable.Place(table, copy);
      nextAt = records.recordBytes();
      next = sram.getInt(nextAt);
    }

    @Override
    public void onStart() {
      Letters.post(pe, key, Letters.of(pe.chip(), pe.p(), Letters.SOURCE, 0));
      place.at(Timetable.MEETING);
      fetch(place.sample());
    }

    private void fetch(int sample) {
      if (sample >= 0) {
        pe.did(Action.DMA_START, 1);
        pe.dma().readDram(records.address(sample), RECORD_OFFSET, records.recordBytes());
      }
    }

    @Override
    public void onTimer(int timerTick) {
      if (timerTick < Timetable.MEETING) {
        return;
      }
      place.at(timerTick);
      int tick = place.tick;
      if (place.updating || tick > steps) {
        return;
      }
      if (tick == steps) {
        fetch(place.nextSample());
      } else if (tick < steps - 1 && place.sample() >= 0) {
        inject(tick); // a spike of the last step is too late for any effect
      }
    }

    private void inject(int step) {
      if (step == 0) {
        if (pe.dma().underWay() > 0) {
          throw new IllegalStateException("a sample came later than its first step");
        }
        next = SampleRecords.FIRST_SPIKE;
      }
      int end =
          SampleRecords.FIRST_SPIKE + SampleRecords.SPIKE_BYTES * sram.getShort(RECORD_OFFSET);
      while (next < end && sram.getShort(next) == step) {
        pe.did(Action.SPIKE_LIST_UPDATE, 1);
        pe.send(key | sram.getShort(next + 2));
        pe.spiked(place.sample() * steps + step, sram.getShort(next + 2));
        next += SampleRecords.SPIKE_BYTES;
      }
    }

    @Override
    public void writeBack() {
      sram.putInt(nextAt, next);
    }
  }
}
