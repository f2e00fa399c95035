package org.tradewind.pe;

/// The kernel of a program without timesteps: it sleeps until something that it has enabled wakes
/// it.
public interface EventKernel extends Kernel {
  @Override
  void onInterrupt(Interrupt source);

  /// Never called.
  @Override
  default void onTimer(int step) {
    throw new IllegalStateException("a kernel without timesteps has no step " + step);
  }
}
