package org.tradewind.ticks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tradewind.random.PoissonCounts;
import org.tradewind.snn.CoreImage;
import org.tradewind.snn.NeuronJoiner;
import org.tradewind.snn.NeuronUpdate;
import org.tradewind.snn.Sums;

/// The neurons of several cores that go by one equation, behind each other: what a core has is
/// short, and loops over many are what a host is good at. Not too many: what they read in a step
/// should be in the L1 cache from one loop to the next.
final class Group {
  /// Neurons of a group, unless a core alone has more.
  static final int NEURONS = 1 << 10;

  final NeuronCore[] cores;
  private final List<Noise> noises;
  private final PoissonCounts counts;
  private final NeuronUpdate neurons;
  private final long seed;

  /// Of its first neuron, among the block's sums.
  private final int at;

  private final int inhibitoryAt;

  /// Of each neuron, which of the cores has it.
  private final char[] coreOf;

  private final int[] spiking;

  private final boolean traced;

  /// What happened in the steps of a span, in a ring.
  private Moved[] moved = {};

  /// The one of the step that is told of.
  private Moved told;

  /// What happened in a step.
  private static final class Moved {
    /// Cores that spiked, and how many packets each sent.
    NeuronCore[] active = new NeuronCore[4];

    int[] sending = new int[4];
    int actives;

    void add(NeuronCore core, int packets) {
      if (actives == active.length) {
        active = Arrays.copyOf(active, 2 * actives);
        sending = Arrays.copyOf(sending, 2 * actives);
      }
      active[actives] = core;
      sending[actives++] = packets;
    }
  }

  Group(
      List<NeuronCore> cores,
      List<CoreImage.Receiving> images,
      int at,
      int inhibitoryAt,
      NeuronJoiner joiner,
      long seed) {
    this.cores = cores.toArray(NeuronCore[]::new);
    this.neurons = joiner.join(images);
    this.seed = seed;
    this.at = at;
    this.inhibitoryAt = inhibitoryAt;
    int size = 0;
    for (int c = 0; c < this.cores.length; c++) {
      NeuronCore core = this.cores[c];
      core.first = size;
      size += core.size;
    }
    this.coreOf = new char[size];
    for (int c = 0; c < this.cores.length; c++) {
      int first = this.cores[c].first;
      Arrays.fill(coreOf, first, first + this.cores[c].size, (char) c);
    }
    this.spiking = new int[size];
    this.noises = Noise.of(this.cores, images);
    this.counts = joiner.counts(size);
    this.traced = cores.stream().anyMatch(core -> core.channels.length > 0);
    keep(2);
  }

  int size() {
    return spiking.length;
  }

  /// What happens in so many steps is kept: a power of two, one more at least than are moved before
  /// it is told of them.
  void keep(int steps) {
    moved = new Moved[steps];
    Arrays.setAll(moved, _ -> new Moved());
    told = moved[0];
  }

  /// From now on it is told of this step.
  void tell(int step) {
    for (int i = 0; i < told.actives; i++) {
      told.active[i].sending = 0;
    }
    told = moved[step & moved.length - 1];
    for (int i = 0; i < told.actives; i++) {
      told.active[i].sending = told.sending[i];
    }
  }

  /// How many cores spiked in the step that is told of.
  int actives() {
    return told.actives;
  }

  /// One of them.
  NeuronCore active(int i) {
    return told.active[i];
  }

  /// One step.
  ///
  /// @param sums of the block
  void step(int step, Sums sums, Outbox out) {
    Moved present = moved[step & moved.length - 1];
    present.actives = 0;
    for (Noise noise : noises) {
      noise.background.draw(seed, step, noise.begin, noise.end, counts, neurons);
    }
    int spikes = neurons.update(sums, at, inhibitoryAt, spiking);
    for (int s = 0; s < spikes; ) {
      NeuronCore core = cores[coreOf[spiking[s]]];
      int first = core.first;
      int end = first + core.size;
      int from = s;
      while (s < spikes && spiking[s] < end) {
        spiking[s++] -= first;
      }
      if (core.sends) {
        out.add(core.vertex, spiking, from, s - from);
        core.sent += s - from;
        present.add(core, s - from);
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

  /// A background of neighbouring cores, drawn as one.
  ///
  /// @param begin their first neuron
  /// @param end behind their last
  private record Noise(CoreImage.Background background, int begin, int end) {
    static List<Noise> of(NeuronCore[] cores, List<CoreImage.Receiving> images) {
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
          CoreImage.Background background = images.get(from).backgrounds().get(b);
          int begin = cores[from].first;
          int end = cores[to - 1].first + cores[to - 1].size;
          noises.add(new Noise(background, begin, end));
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
