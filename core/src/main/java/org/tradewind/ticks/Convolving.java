package org.tradewind.ticks;

import java.util.function.ObjIntConsumer;
import org.tradewind.cost.Action;
import org.tradewind.snn.CoreImage;

/// A core behind kernels: its packets are added as they come, as no delay keeps them.
final class Convolving implements Sink {
  private final NeuronCore core;
  private final CoreImage.Kernels kernels;
  private final ObjIntConsumer<Action> did;

  Convolving(NeuronCore core, CoreImage.Kernels kernels) {
    this.core = core;
    this.kernels = kernels;
    this.did = core::did;
    int sums = core.image.size() * core.image.slots();
    core.sum = new int[core.image.split() ? 2 * sums : sums];
    core.inhibitoryAt = core.image.split() ? sums : 0;
  }

  @Override
  public void receive(int source, int[] atoms, int from, int to) {
    for (int i = from; i < to; i++) {
      kernels.add(source, atoms[i], core.sum);
    }
    core.packets += to - from;
  }

  /// Counts what was added since it was counted last.
  void count() {
    kernels.count(did);
  }
}
