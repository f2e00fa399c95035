package org.tradewind.run;

import java.util.Arrays;

/// Grows with what a core records.
public final class Recorder {
  private static final int[] NO_INTS = {};
  private static final float[] NO_FLOATS = {};

  private int spikes;
  private int[] spikeSteps = NO_INTS;
  private int[] spikeAtoms = NO_INTS;

  private int traces;
  private int[] traceChannels = NO_INTS;
  private int[] traceSteps = NO_INTS;
  private int[] traceAtoms = NO_INTS;
  private float[] traceValues = NO_FLOATS;

  /// Without a record.
  public Recorder() {}

  public void spike(int step, int atom) {
    if (spikes == spikeSteps.length) {
      int longer = longer(spikes);
      spikeSteps = Arrays.copyOf(spikeSteps, longer);
      spikeAtoms = Arrays.copyOf(spikeAtoms, longer);
    }
    spikeSteps[spikes] = step;
    spikeAtoms[spikes++] = atom;
  }

  public void trace(int channel, int step, int atom, float value) {
    if (traces == traceSteps.length) {
      int longer = longer(traces);
      traceChannels = Arrays.copyOf(traceChannels, longer);
      traceSteps = Arrays.copyOf(traceSteps, longer);
      traceAtoms = Arrays.copyOf(traceAtoms, longer);
      traceValues = Arrays.copyOf(traceValues, longer);
    }
    traceChannels[traces] = channel;
    traceSteps[traces] = step;
    traceAtoms[traces] = atom;
    traceValues[traces++] = value;
  }

  private static int longer(int length) {
    return Math.max(16, Math.addExact(length, length >> 1));
  }

  /// What was recorded until now.
  public Results.Recording recording() {
    return new Results.Recording(
        first(spikeSteps, spikes),
        first(spikeAtoms, spikes),
        first(traceChannels, traces),
        first(traceSteps, traces),
        first(traceAtoms, traces),
        traces == 0 ? NO_FLOATS : Arrays.copyOf(traceValues, traces));
  }

  private static int[] first(int[] values, int count) {
    return count == 0 ? NO_INTS : Arrays.copyOf(values, count);
  }

  void save(State.Writer out) {
    out.put(spikeSteps, spikes);
    out.put(spikeAtoms, spikes);
    out.put(traceChannels, traces);
    out.put(traceSteps, traces);
    out.put(traceAtoms, traces);
    out.put(traceValues, traces);
  }

  void restore(State.Reader in) {
    spikeSteps = in.getInts();
    spikeAtoms = in.getInts();
    spikes = spikeSteps.length;
    traceChannels = in.getInts();
    traceSteps = in.getInts();
    traceAtoms = in.getInts();
    traceValues = in.getFloats();
    traces = traceValues.length;
  }
}
