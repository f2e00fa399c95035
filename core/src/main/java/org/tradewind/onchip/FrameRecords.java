package org.tradewind.onchip;

import java.util.List;
import org.tradewind.learn.EpropTraining;
import org.tradewind.machine.DoesNotFitException;
import org.tradewind.machine.Spinnaker2;
import org.tradewind.pe.Sram;
import org.tradewind.run.Run;

/// Samples of real values as DRAM has them: the label in a granule of DMA, then frame after frame,
/// each in whole granules, its inputs in single precision.
record FrameRecords(int steps, int inputs) {
  private static final long INTERFACE_BYTES =
      (long) Spinnaker2.DRAM_BYTES.value() / Spinnaker2.DRAM_INTERFACES.whole();

  int frameBytes() {
    return SampleRecords.granules(4 * inputs);
  }

  private int recordBytes() {
    return SampleRecords.GRANULE + steps * frameBytes();
  }

  private int samplesOfAnInterface() {
    return (int) (INTERFACE_BYTES / recordBytes());
  }

  void checkHold(int samples) {
    int most = Spinnaker2.DRAM_INTERFACES.whole() * samplesOfAnInterface();
    if (samples > most) {
      throw new DoesNotFitException(
          "DRAM",
          samples,
          most,
          "%d samples of %d steps do not fit into a chip, which holds %d; learn from fewer"
              .formatted(samples, steps, most));
    }
  }

  /// No sample is on both interfaces.
  long address(int sample) {
    int each = samplesOfAnInterface();
    return sample / each * INTERFACE_BYTES + (long) (sample % each) * recordBytes();
  }

  long frameAddress(int sample, int step) {
    return address(sample) + SampleRecords.GRANULE + (long) step * frameBytes();
  }

  void load(Run run, int chip, List<EpropTraining.Sample> samples) {
    checkHold(samples.size());
    for (int n = 0; n < samples.size(); n++) {
      run.putDram(chip, address(n), encoded(samples.get(n)));
    }
  }

  private byte[] encoded(EpropTraining.Sample sample) {
    var memory = new Sram(recordBytes());
    memory.putInt(0, sample.label());
    for (int step = 0; step < steps; step++) {
      int at = SampleRecords.GRANULE + step * frameBytes();
      for (int input = 0; input < inputs; input++) {
        memory.putFloat(at + 4 * input, sample.frames()[step * inputs + input]);
      }
    }
    return memory.bytes(0, memory.size());
  }
}
