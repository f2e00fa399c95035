package org.tradewind.run;

import org.tradewind.pe.Interrupt;

/// A PE's interrupts: which may wake its core, and which have come and were not heard. A bit each,
/// the lowest first.
///
/// Those of the event FIFOs last as long as their cause does; the others are heard once.
final class InterruptController {
  /// Timer 0 is the timestep's: its ticks are counted, not heard.
  private static final int TIMER_0 = 1 << Interrupt.TIMER_0.ordinal();

  private final EventHandler events;
  private int enabled;
  private int pending;

  InterruptController(EventHandler events) {
    this.events = events;
  }

  void enable(Interrupt source) {
    enabled |= 1 << source.ordinal() & ~TIMER_0;
  }

  void disable(Interrupt source) {
    enabled &= ~(1 << source.ordinal());
  }

  /// From now on nothing wakes the core.
  void disableAll() {
    enabled = 0;
  }

  /// Whether anything may wake the core.
  boolean listens() {
    return enabled != 0;
  }

  /// What is enabled, to be enabled again.
  int enabled() {
    return enabled;
  }

  void enable(int those) {
    enabled = those;
  }

  void raise(Interrupt source) {
    pending |= 1 << source.ordinal();
  }

  void raise(int those) {
    pending |= those;
  }

  /// Whether one waits to be heard.
  boolean waits() {
    return waiting() != 0;
  }

  /// Takes the first of those that wait.
  Interrupt take() {
    int first = Integer.lowestOneBit(waiting());
    pending &= ~first;
    return Interrupt.of(Integer.numberOfTrailingZeros(first));
  }

  private int waiting() {
    if ((enabled & EventHandler.LASTING) != 0) {
      pending = pending & ~EventHandler.LASTING | events.lasting();
    }
    return pending & enabled;
  }

  void save(State.Writer out) {
    out.put(enabled);
    out.put(pending);
  }

  void restore(State.Reader in) {
    enabled = in.getInt();
    pending = in.getInt();
  }
}
