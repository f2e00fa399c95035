package org.tradewind.ticks;

import org.tradewind.cost.Action;
import org.tradewind.mapping.MachineVertex;
import org.tradewind.random.SplitMix;
import org.tradewind.run.DvfsPolicy;
import org.tradewind.snn.CoreImage;

/// Neurons that spike at random.
final class PoissonCore extends SourceCore {
  private final CoreImage.Poisson image;
  private final long seed;
  private final int[] spiking;

  /// For each neuron its probability times 2^53, rounded up: words of 53 bits below it are spikes.
  private final long[] bounds;

  PoissonCore(int vertex, MachineVertex of, DvfsPolicy policy, CoreImage.Poisson image, long seed) {
    super(vertex, of, policy);
    this.image = image;
    this.seed = seed;
    this.spiking = new int[image.size()];
    this.bounds = new long[image.size()];
    for (int i = 0; i < bounds.length; i++) {
      bounds[i] = (long) Math.ceil(image.p()[i] * 0x1p53);
    }
  }

  private static int draw(long begin, int from, long[] bounds, int[] spiking) {
    int spikes = 0;
    for (int i = 0; i < bounds.length; i++) {
      if (SplitMix.word(begin, from + i) >>> 11 < bounds[i]) {
        spiking[spikes++] = i;
      }
    }
    return spikes;
  }

  @Override
  void step(int step, Outbox out) {
    if (step < image.fromStep() || step >= image.untilStep()) {
      return;
    }
    did(Action.POISSON_UPDATE, bounds.length);
    int spikes = draw(SplitMix.begin(seed, image.owner(), step), image.from(), bounds, spiking);
    if (spikes > 0 && image.sends()) {
      did(Action.SPIKE, spikes);
      send(out, spiking, 0, spikes);
    }
    for (int s = 0; image.records() && s < spikes; s++) {
      recorder.spike(step, spiking[s]);
    }
  }
}
