package org.tradewind.ticks;

import org.tradewind.mapping.MachineVertex;
import org.tradewind.run.DvfsPolicy;

/// A core that receives nothing.
abstract class SourceCore extends Core {
  SourceCore(int vertex, MachineVertex of, DvfsPolicy policy) {
    super(vertex, of, policy);
  }

  /// The global start interrupt.
  void start(Outbox out) {}

  /// One step.
  abstract void step(int step, Outbox out);
}
