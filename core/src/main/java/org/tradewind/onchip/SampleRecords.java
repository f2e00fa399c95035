package org.tradewind.onchip;

import java.util.List;
import org.tradewind.learn.StepSpikes;
import org.tradewind.learn.SteppedTraining;
import org.tradewind.pe.Sram;

/// Samples as DRAM has them, each in as many bytes as the largest needs: how many spikes, the
/// label, then for each spike its step and its neuron, 16 bits each, in the order of steps.
///
/// @param recordBytes whole granules of DMA
record SampleRecords(int recordBytes) {
  static final int GRANULE = 16;
  static final int LABEL = 2;
  static final int FIRST_SPIKE = 4;
  static final int SPIKE_BYTES = 4;

  /// Where the first begins, on the chip where the cores are.
  static final long ADDRESS = 0;

  static int granules(int bytes) {
    return Math.ceilDiv(bytes, GRANULE) * GRANULE;
  }

  /// Large enough for these.
  static SampleRecords fitting(List<SteppedTraining.Sample> samples) {
    int most = samples.stream().mapToInt(sample -> sample.spikes().size()).max().orElse(0);
    return new SampleRecords(granules(FIRST_SPIKE + SPIKE_BYTES * most));
  }

  byte[] encode(List<SteppedTraining.Sample> samples) {
    var memory = new Sram(Math.multiplyExact(recordBytes, samples.size()));
    for (int n = 0; n < samples.size(); n++) {
      StepSpikes spikes = samples.get(n).spikes();
      int at = n * recordBytes;
      memory.putShort(at, (short) spikes.size());
      memory.putShort(at + LABEL, (short) samples.get(n).label());
      at += FIRST_SPIKE;
      for (int step = 0; step < spikes.steps(); step++) {
        for (int spike = spikes.from(step); spike < spikes.to(step); spike++) {
          memory.putShort(at, (short) step);
          memory.putShort(at + 2, (short) spikes.neuron(spike));
          at += SPIKE_BYTES;
        }
      }
    }
    return memory.bytes(0, memory.size());
  }

  long address(int sample) {
    return ADDRESS + (long) recordBytes * sample;
  }
}
