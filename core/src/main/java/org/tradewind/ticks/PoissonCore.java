package org.tradewind.ticks;

import org.tradewind.cost.Action;
import org.tradewind.mapping.MachineVertex;
import org.tradewind.random.Philox;
import org.tradewind.run.DvfsPolicy;
import org.tradewind.snn.CoreImage;

/// Neurons that spike at random.
final class PoissonCore extends SourceCore {
  private final CoreImage.Poisson image;
  private final long seed;
  private final int[] spiking;

  PoissonCore(int vertex, MachineVertex of, DvfsPolicy policy, CoreImage.Poisson image, long seed) {
    super(vertex, of, policy);
    this.image = image;
    this.seed = seed;
    this.spiking = new int[image.size()];
  }

  @Override
  void step(int step, Outbox out) {
    if (step < image.fromStep() || step >= image.untilStep()) {
      return;
    }
    float[] p = image.p();
    did(Action.POISSON_UPDATE, p.length);
    int spikes = 0;
    for (int i = 0; i < p.length; i++) {
      if (Philox.uniform(seed, image.owner(), step, image.from() + i) < p[i]) {
        spiking[spikes++] = i;
      }
    }
    if (spikes > 0 && image.sends()) {
      did(Action.SPIKE, spikes);
      send(out, spiking, 0, spikes);
    }
    for (int s = 0; image.records() && s < spikes; s++) {
      recorder.spike(step, spiking[s]);
    }
  }
}
