package org.tradewind.pe;

/// A program on its PE, running: handlers that run to the end, one at a time, while the core is
/// awake. A reset is a new kernel.
public interface Kernel {
  /// The chip's global start interrupt, one timestep before the first timer tick.
  default void onStart() {}

  /// The timer: once a timestep, `step` counting from 0.
  void onTimer(int step);
}
