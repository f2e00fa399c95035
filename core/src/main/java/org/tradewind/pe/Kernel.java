package org.tradewind.pe;

/// A program on its PE, running: handlers that run to their end, one at a time, while the core is
/// awake; between them it sleeps (WFI). A reset is a new kernel.
///
/// This is the kernel of a program that works in timesteps; one that only answers to events is an
/// [EventKernel].
public interface Kernel {
  /// The chip's global start interrupt, one timestep before the first timer tick.
  default void onStart() {}

  /// Timer 0: once a timestep, `step` counting from 0.
  void onTimer(int step);

  /// Any other interrupt that this kernel has enabled ([Pe#enable]).
  default void onInterrupt(Interrupt source) {}

  /// Writes what the host keeps of this kernel's state outside [Pe#sram] back into it, so that a
  /// kernel that the same program starts from that memory goes on where this one is. Called between
  /// handlers, when the machine is saved and when a bit of that memory flips; costs nothing.
  default void writeBack() {}
}
