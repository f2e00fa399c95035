package org.tradewind.ticks;

import java.util.Arrays;
import java.util.List;
import org.tradewind.snn.CoreImage;
import org.tradewind.snn.NeuronJoiner;
import org.tradewind.snn.NeuronUpdate;

/// The neurons of several cores that go by one equation, behind each other: what a core has is
/// short, and loops over many are what a host is good at. Not too many: what they read in a step
/// should be in the L1 cache from one loop to the next.
final class Group {
  /// Neurons of a group, unless a core alone has more.
  static final int NEURONS = 1 << 10;

  final NeuronCore[] cores;
  private final CoreImage.Background[][] backgrounds;
  private final NeuronUpdate neurons;
  private final long seed;

  /// Of its first neuron, within a slot of its sums.
  private final int at;

  private final int inhibitoryAt;

  /// Of each neuron, which of the cores has it.
  private final char[] coreOf;

  private final int[] spiking;

  /// For backgrounds, as long as each core.
  private final int[][] counts;

  private final boolean noisy;
  private final boolean traced;

  /// Cores that spiked in the present step.
  private final NeuronCore[] active;

  private int actives;

  Group(
      List<NeuronCore> cores,
      List<CoreImage.Receiving> images,
      int at,
      int inhibitoryAt,
      NeuronJoiner joiner,
      long seed) {
    this.cores = cores.toArray(NeuronCore[]::new);
    this.backgrounds = new CoreImage.Background[this.cores.length][];
    this.neurons = joiner.join(images);
    this.seed = seed;
    this.at = at;
    this.inhibitoryAt = inhibitoryAt;
    this.counts = new int[this.cores.length][];
    int size = 0;
    for (int c = 0; c < this.cores.length; c++) {
      NeuronCore core = this.cores[c];
      backgrounds[c] = images.get(c).backgrounds().toArray(CoreImage.Background[]::new);
      counts[c] = new int[backgrounds[c].length == 0 ? 0 : core.size];
      core.first = size;
      size += core.size;
    }
    this.coreOf = new char[size];
    for (int c = 0; c < this.cores.length; c++) {
      int first = this.cores[c].first;
      Arrays.fill(coreOf, first, first + this.cores[c].size, (char) c);
    }
    this.spiking = new int[size];
    this.noisy = images.stream().anyMatch(image -> !image.backgrounds().isEmpty());
    this.traced = cores.stream().anyMatch(core -> core.channels.length > 0);
    this.active = new NeuronCore[this.cores.length];
  }

  int size() {
    return spiking.length;
  }

  /// Whether what a step of a core takes depends on what its backgrounds drew.
  boolean isNoisy() {
    return noisy;
  }

  int actives() {
    return actives;
  }

  /// A core that spiked in the present step.
  NeuronCore active(int i) {
    return active[i];
  }

  /// One step.
  ///
  /// @param slot where the step's slot of the sums begins
  void step(int step, int[] sum, int slot, Outbox out) {
    for (int i = 0; i < actives; i++) {
      active[i].sending = 0;
    }
    actives = 0;
    if (noisy) {
      addBackgrounds(step, sum, slot);
    }
    int spikes = neurons.update(sum, slot + at, slot + inhibitoryAt, spiking);
    for (int s = 0; s < spikes; ) {
      NeuronCore core = cores[coreOf[spiking[s]]];
      int first = core.first;
      int end = first + core.size;
      int from = s;
      while (s < spikes && spiking[s] < end) {
        spiking[s++] -= first;
      }
      if (core.sends) {
        core.send(out, spiking, from, s - from);
        active[actives++] = core;
      }
      if (core.records) {
        for (int i = from; i < s; i++) {
          core.recorder.spike(step, spiking[i]);
        }
      }
    }
    if (traced) {
      trace(step);
    }
  }

  private void addBackgrounds(int step, int[] sum, int slot) {
    for (int c = 0; c < cores.length; c++) {
      NeuronCore core = cores[c];
      core.entries = 0;
      for (CoreImage.Background background : backgrounds[c]) {
        int from = slot + core.first;
        core.drew(background.add(seed, step, sum, from + at, from + inhibitoryAt, counts[c]));
      }
    }
  }

  private void trace(int step) {
    for (NeuronCore core : cores) {
      for (int channel : core.channels) {
        float[] values = neurons.variable(channel);
        for (int i = 0; i < core.size; i++) {
          core.recorder.trace(channel, step, i, values[core.first + i]);
        }
      }
    }
  }
}
