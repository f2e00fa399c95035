package org.tradewind.ticks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tradewind.random.PoissonCounts;
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
  private final List<Noise> noises;
  private final NeuronUpdate neurons;
  private final long seed;

  /// Of its first neuron, among the block's sums.
  private final int at;

  private final int inhibitoryAt;

  /// Of each neuron, which of the cores has it.
  private final char[] coreOf;

  private final int[] spiking;

  /// By core, the counts that backgrounds drew, in the present step and in all.
  final int[] drawn;

  private final long[] drawnInAll;

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
    this.drawn = new int[this.cores.length];
    this.drawnInAll = new long[this.cores.length];
    this.neurons = joiner.join(images);
    this.seed = seed;
    this.at = at;
    this.inhibitoryAt = inhibitoryAt;
    int size = 0;
    for (int c = 0; c < this.cores.length; c++) {
      NeuronCore core = this.cores[c];
      core.first = size;
      core.inGroup = c;
      core.drawn = drawn;
      core.drawnInAll = drawnInAll;
      size += core.size;
    }
    this.coreOf = new char[size];
    for (int c = 0; c < this.cores.length; c++) {
      int first = this.cores[c].first;
      Arrays.fill(coreOf, first, first + this.cores[c].size, (char) c);
    }
    this.spiking = new int[size];
    this.noises = Noise.of(images);
    this.traced = cores.stream().anyMatch(core -> core.channels.length > 0);
    this.active = new NeuronCore[this.cores.length];
  }

  int size() {
    return spiking.length;
  }

  /// Whether what a step of a core takes depends on what its backgrounds drew.
  boolean isNoisy() {
    return !noises.isEmpty();
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
  /// @param sum of the block
  void step(int step, int[] sum, Outbox out) {
    for (int i = 0; i < actives; i++) {
      active[i].sending = 0;
    }
    actives = 0;
    if (!noises.isEmpty()) {
      addBackgrounds(step, sum);
    }
    int spikes = neurons.update(sum, at, inhibitoryAt, spiking);
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

  private void addBackgrounds(int step, int[] sum) {
    Arrays.fill(drawn, 0);
    for (int n = 0; n < noises.size(); n++) {
      Noise noise = noises.get(n);
      int first = cores[noise.core].first;
      noise.background.add(seed, step, sum, first + at, first + inhibitoryAt, noise.counts);
      noise.counts.addTotals(noise.ends, drawn, noise.core);
    }
    for (int c = 0; c < drawn.length; c++) {
      drawnInAll[c] += drawn[c];
    }
  }

  /// A background of neighbouring cores, drawn as one.
  ///
  /// @param core the first of them
  /// @param ends behind the last neuron of each, from the first one's first on
  /// @param counts of the present step
  private record Noise(
      CoreImage.Background background, int core, int[] ends, PoissonCounts counts) {
    static List<Noise> of(List<CoreImage.Receiving> images) {
      var noises = new ArrayList<Noise>();
      int most = images.stream().mapToInt(image -> image.backgrounds().size()).max().orElse(0);
      for (int b = 0; b < most; b++) {
        for (int from = 0, to; from < images.size(); from = to) {
          to = from + 1;
          if (images.get(from).backgrounds().size() <= b) {
            continue;
          }
          while (to < images.size() && continues(images.get(to), images.get(to - 1), b)) {
            to++;
          }
          int[] ends =
              images.subList(from, to).stream().mapToInt(CoreImage.Receiving::size).toArray();
          Arrays.parallelPrefix(ends, Integer::sum);
          CoreImage.Background background = images.get(from).backgrounds().get(b);
          noises.add(new Noise(background, from, ends, background.counts(ends[ends.length - 1])));
        }
      }
      return noises;
    }

    private static boolean continues(CoreImage.Receiving next, CoreImage.Receiving before, int b) {
      return next.backgrounds().size() > b
          && next.backgrounds().get(b).continues(before.backgrounds().get(b), before.size());
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
