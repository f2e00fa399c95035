package org.tradewind.ticks;

import org.tradewind.cost.Action;
import org.tradewind.mapping.MachineVertex;
import org.tradewind.run.DvfsPolicy;
import org.tradewind.snn.CoreImage;

/// Neurons that receive. Who adds up their input, a [Block] or a [Convolving], gives them the sums.
final class NeuronCore extends Core {
  final CoreImage.Receiving image;
  private final int probes;
  private final long seed;
  private final int[] spiking;

  /// Its sums: those of the present step begin at `at`, of inhibition at `inhibitoryAt`.
  int[] sum;

  int at;
  int inhibitoryAt;

  // ── what was received for the present step ──

  int events;
  int indexed;
  int sparse;
  int absent;

  NeuronCore(
      int vertex, MachineVertex of, DvfsPolicy policy, CoreImage.Receiving image, long seed) {
    super(vertex, of, policy);
    this.image = image;
    this.seed = seed;
    this.probes = image.input().probes();
    this.spiking = new int[image.size()];
  }

  @Override
  void step(int step, Outbox out) {
    CoreImage.Receiving image = this.image;
    did(Action.STEP, 1);
    did(Action.RING_SLOT, image.slots());
    if (packets > 0) {
      did(image.input().packet(), packets);
      did(Action.PROBE, packets * probes);
      if (image.input() instanceof CoreImage.Rows rows) {
        did(rows.event(), events);
        did(Action.INDEXED_ROW, indexed);
        did(Action.SPARSE_ROW, sparse);
        did(Action.ABSENT_ROW, absent);
        events = indexed = sparse = absent = 0;
      }
    }
    for (int b = 0; b < image.backgrounds().size(); b++) {
      int all = image.backgrounds().get(b).add(seed, step, sum, at, inhibitoryAt, spiking);
      did(Action.BACKGROUND_DRAW, image.size());
      did(Action.BACKGROUND_ENTRY, image.size() + all);
    }
    did(image.update(), image.size());
    int spikes = image.neurons().update(sum, at, inhibitoryAt, spiking);
    if (spikes > 0 && image.sends()) {
      did(Action.SPIKE, spikes);
      send(out, spiking, 0, spikes);
    }
    if (image.records()) {
      for (int s = 0; s < spikes; s++) {
        recorder.spike(step, spiking[s]);
      }
    }
    for (int channel : image.channels()) {
      float[] values = image.neurons().variable(channel);
      for (int i = 0; i < values.length; i++) {
        recorder.trace(channel, step, i, values[i]);
      }
    }
  }
}
