package org.tradewind.ticks;

import java.util.List;
import java.util.function.ObjIntConsumer;
import org.tradewind.cost.Action;
import org.tradewind.snn.CoreImage;
import org.tradewind.snn.NeuronJoiner;
import org.tradewind.snn.Sums;

/// A core behind kernels: its packets are added as they come, as no delay keeps them, and counted
/// as they are added.
final class Convolving implements Sink {
  final NeuronCore core;
  private final CoreImage.Kernels kernels;
  private final ObjIntConsumer<Action> did;
  private final Group group;
  private final int[] sum;
  private final Sums sums;
  private long all;

  Convolving(NeuronCore core, CoreImage.Receiving image, CoreImage.Kernels kernels, long seed) {
    this.core = core;
    this.kernels = kernels;
    this.did = core::did;
    this.sum = new int[image.split() ? 2 * image.size() : image.size()];
    this.sums = Sums.in(sum);
    this.group =
        new Group(
            List.of(core),
            List.of(image),
            0,
            image.split() ? image.size() : 0,
            new NeuronJoiner(Group.NEURONS),
            seed);
  }

  void begin() {
    core.packets = 0;
  }

  @Override
  public void receive(int source, int[] atoms, int from, int to) {
    for (int i = from; i < to; i++) {
      kernels.add(source, atoms[i], sum);
    }
    core.packets += to - from;
  }

  void step(int step, Outbox out) {
    group.step(step, sums, out);
    group.tell(step);
    kernels.count(did);
    core.reckon();
    all += core.packets;
  }

  /// All has happened.
  void finish(int steps) {
    if (core.fixed) {
      core.didRows(all, 0, 0, 0, 0);
      core.didSteps(steps);
    }
  }
}
